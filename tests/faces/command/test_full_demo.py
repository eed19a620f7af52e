"""All eighty applications for aid: every queue has work, every chain fits, the money holds. Half a minute."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from bolwerk.domains.export_control.live import Licence, Report
from bolwerk.domains.investment import live
from bolwerk.faces.command import examples
from bolwerk.faces.command.examples.export import read_exports
from bolwerk.office.advice.models import Advice, AdviceRequest
from bolwerk.office.advice.selectors import standings
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls.models import Application, Award, AwardEnd, Consensus, Publication, RankingList
from bolwerk.office.cases import audit
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.ledger.models import Entry, Envelope
from bolwerk.office.screening.models import Alert

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
QUEUES = {
    *("admissibility", "completion", "triage", "reviewing", "reviewed", "esac_advising", "ethics_known", "reserve"),
    *("deciding_award", "deciding_refusal", "deciding_exclusion", "award_to_notify", "refusal_to_notify", "awarded"),
    *("running", "claimed", "paying", "final_report", "final_payment", "refused", "objection"),
    *("requested", "declaring", "scoring", "informing", "voting", "notifying"),
}


def test_the_whole_example_has_something_honest_in_every_queue() -> None:
    house = examples.load(only={one.id for one in examples.read_applications()})
    now = datetime.now(UTC)
    waiting = Counter(step for case in Case.objects.all() for step in case.steps.strip(",").split(",") if step)
    assert set(waiting) >= QUEUES
    assert Application.objects.count() == 80
    assert audit.verify() == ()
    assert max(CaseEvent.objects.latest("at").at, Entry.objects.latest("at").at) <= now

    envelope = Envelope.objects.get(code=live.ENVELOPE)
    assert 0 < envelope.paid < envelope.committed <= envelope.appropriated == 10_000_000_00
    assert AwardEnd.objects.count() == 3
    assert 0 < Publication.objects.count() < Award.objects.count()
    assert Award.objects.filter(from_reserve=True).exists()
    assert set(Advice.objects.values_list("result", flat=True)) == {"positive", "conditional", "negative"}
    assert Consensus.objects.exists()
    assert CaseEvent.objects.filter(kind="term_expired").exists()
    assert RankingList.objects.filter(decision__isnull=True).count() == 1, "one list waits for the decider"

    dues = [case.next_due for case in Case.objects.filter(status=Case.Status.OPEN, next_due__isnull=False)]
    assert any(due < house.today for due in dues)
    assert any(house.today <= due and (due - house.today).days <= 7 for due in dues)

    work = calls.work_of(house.people["reviewer"])
    assert work.count() >= 3
    assert all(",reviewing," in sheet.application.case.steps for sheet in work), "no sheet is open on what goes no further"
    assert any(sheet.due < house.today for sheet in work)
    assert any(sheet.due > house.today for sheet in work)
    member = house.people["committee_member"]
    todo = {
        row.next
        for request in AdviceRequest.objects.filter(state="open")
        for row in standings(request, house.today)
        if row.seat.user_id == member.pk
    }
    assert {"declare", "score", "vote"} <= todo


def test_the_year_of_licences_has_every_state_and_every_kind_of_hit() -> None:
    """Over three hundred applications through the services: two minutes."""
    house = examples.load(only={one.id for one in read_exports()})
    assert len(house.exports) >= 300
    assert audit.verify() == ()
    states = set(Licence.objects.values_list("state", flat=True))
    assert {"in_force", "exhausted", "expired", "suspended", "returned", "withdrawn"} <= states
    assert {"true_hit", "false_hit", "open", "escalated"} <= set(Alert.objects.values_list("state", flat=True))
    assert any(report.late for report in Report.objects.all())
    outcomes = {application.case.state.get("outcome") for application in _with_case(house)}
    assert {"closed_granted", "closed_refused", "closed_withdrawn", "closed_without_decision", "closed_answered"} <= outcomes


def _with_case(house: examples.House) -> list[Any]:
    for application in house.exports.values():
        application.refresh_from_db()
    return [application for application in house.exports.values() if application.case is not None]
