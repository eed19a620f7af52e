"""Every no of a service stands in the log of refusals, once, although what it was part of is undone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from bolwerk.kernel import Money, NotAllowed, Text
from bolwerk.office.advice import services as advice
from bolwerk.office.advice.models import Committee
from bolwerk.office.calls import services as calls
from bolwerk.office.calls.models import Call
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.identity import denials
from bolwerk.office.identity.models import AccessLog, User
from bolwerk.office.ledger import services as ledger
from bolwerk.office.registers.models import Organisation
from tests.office.calls.world import CLOSES, OPENS
from tests.office.cases.people import grants, handler, organisation, person

__all__ = ["grants", "handler", "organisation", "person"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_kept_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(denials, "_aside", threading.local())


def logged() -> list[tuple[Any, ...]]:
    return list(AccessLog.objects.order_by("pk").values_list("user__email", "operation", "object"))


def refused(step: Callable[[], object]) -> None:
    with pytest.raises(NotAllowed):
        step()


def test_a_no_of_the_table_is_logged_under_the_operation(handler: User) -> None:
    committee = Committee.objects.create(code="proef", rules={})
    refused(lambda: advice.appoint(committee, handler, expertise=[], starts_on=OPENS.date(), actor=handler))
    refused(lambda: ledger.appropriate("NONE", Money.euro(1), actor=handler, key="k"))
    who = "handler@example.be"
    assert logged() == [(who, "committee.manage", ""), (who, "ledger.appropriate", "")]


def test_a_no_of_the_service_itself_is_logged_under_its_name_and_number(handler: User, organisation: Organisation) -> None:
    call = Call.objects.create(code="proef", kit="geen", opens_at=OPENS, closes_at=CLOSES)
    refused(lambda: calls.propose_ranking(call.pk, actor=handler, key="k", at=OPENS))
    ledger.open_envelope("PROEF", Text.same("Proef"))
    refused(lambda: ledger.commit("PROEF", Money.euro(1), actor=None, key="k"))
    assert logged() == [("handler@example.be", "calls.propose_ranking", str(call.pk)), (None, "ledger.commit", "PROEF")]


def test_a_no_of_the_procedure_is_logged_once_with_its_case(grants: None, handler: User, organisation: Organisation) -> None:
    case = cases.open_case("try-grant", actor=None, organisation=organisation, subject="Proef", key="open")
    refused(lambda: cases.act(case.pk, "awarded", actor=handler, key="k", version=1))
    assert logged() == [("handler@example.be", "case.move", f"cases.Case {case.pk}")]


def test_a_no_deep_inside_other_steps_is_logged_once_when_all_is_undone(handler: User) -> None:
    @journal.in_one_step
    def outer(number: int, *, actor: User) -> None:
        ledger.open_envelope("PROEF", Text.same("Proef"))
        ledger.commit("PROEF", Money.euro(1), actor=actor, key="k")

    with pytest.raises(NotAllowed), transaction.atomic():
        outer(7, actor=handler)
    assert logged() == []
    denials.flush()  # as the end of a request does
    assert logged() == [("handler@example.be", "ledger.commit", "PROEF")]


def test_the_log_names_nobody_but_the_account_that_asked(handler: User, person: Callable[..., User]) -> None:
    stranger = person("piet.peeters@example.be", "handler")
    organisation = Organisation.objects.create(kbo="0314595348", name="Nachtzicht (voorbeeld)")
    call = Call.objects.create(code="proef", kit="geen", opens_at=OPENS, closes_at=CLOSES)
    application = call.applications.create(
        applicant=organisation, title="Geheime radar", state="submitted", started_by=handler, edited_by=handler, key="a"
    )
    refused(lambda: calls.assign_reviewer(application.pk, stranger, actor=handler))
    row = AccessLog.objects.get()
    assert row.operation == "calls.assign_reviewer"
    told = f"{row.object} {row.reason_nl} {row.reason_en}"
    assert "peeters" not in told and "radar" not in told and "Nachtzicht" not in told
    assert str(application.pk) in told
