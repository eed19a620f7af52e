"""The whole example, eighty applications: every queue has work, every chain fits, the money holds. Half a minute."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from bolwerk.domains.investment import live
from bolwerk.faces.command import examples
from bolwerk.office.advice.models import Advice, AdviceRequest
from bolwerk.office.advice.selectors import standings
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls.models import Application, Award, AwardEnd, Consensus, Publication, RankingList
from bolwerk.office.cases import audit
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.ledger.models import Entry, Envelope

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
QUEUES = {
    *("admissibility", "completion", "triage", "reviewing", "reviewed", "esac_advising", "ethics_known", "reserve"),
    *("deciding_award", "deciding_refusal", "deciding_exclusion", "award_to_notify", "refusal_to_notify", "awarded"),
    *("running", "claimed", "paying", "final_report", "final_payment", "refused", "objection"),
    *("requested", "declaring", "scoring", "informing", "voting", "notifying"),
}


def test_the_whole_example_has_something_honest_in_every_queue() -> None:
    house = examples.load()
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
