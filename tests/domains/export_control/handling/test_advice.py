"""Advice asked of teams and outside bodies, and denials of other Member States: what they hold back and what they set going."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from bolwerk.domains.export_control.live import handling
from bolwerk.kernel import InvalidInput, NotAllowed
from bolwerk.office.cases import selectors
from bolwerk.office.identity import services as identity
from tests.domains.export_control.handling.world import Office, kinds

pytestmark = pytest.mark.django_db


def clock_stands(case: Any) -> bool:
    return selectors.state(case).term("decision").suspended_since is not None


def denied(office: Office, **given: Any) -> Any:
    row = {
        "member_state": "DE", "reference": "B-1", "denied_on": date(2025, 2, 3), "country": "IN", "consignee": "",
        "end_user": "Nordlicht Optik (voorbeeld)", "goods": "Camera (voorbeeld)", "codes": ("ML15.d",), **given,
    }  # fmt: skip
    [kept] = handling.denials.keep([handling.denials.Row(**row)], actor=office.people["handler"], key=f"row-{row['reference']}")
    return kept


def test_waiting_for_an_outside_body_stops_the_clock_until_it_answers(office: Office) -> None:
    case = office.received()
    asked = office.consult(case)
    assert clock_stands(case)
    office.answer(asked)
    assert not clock_stands(case)
    assert "external_advice_given" in kinds(case)


def test_a_team_of_ours_does_not_stop_it(office: Office) -> None:
    case = office.received()
    office.consult(case, "team", body_name="Techniek")
    assert not clock_stands(case) and "internal_advice_asked" in kinds(case)


def test_two_outside_bodies_must_both_answer(office: Office) -> None:
    case = office.received()
    first, second = office.consult(case), office.consult(case, "federal_police")
    office.answer(first)
    assert clock_stands(case)
    office.act(second.case, "consultation_withdrawn")
    assert not clock_stands(case)


def test_advice_that_is_waited_for_blocks_the_grant_and_contradicting_advice_is_shown(office: Office) -> None:
    case = office.received()
    asked, other = office.consult(case), office.consult(case, "team", body_name="Techniek")
    office.assessed(case)
    assert "No advice yet from: customs" in office.why_not(case, "grant_proposed")
    office.answer(asked)
    office.answer(other, "negative")
    assert office.why_not(case, "grant_proposed") == ""
    assert len(handling.consulting.conflicting(case)) == 2


def test_only_who_was_asked_answers_and_nobody_with_an_interest(office: Office) -> None:
    case = office.received()
    asked = office.consult(case, "team", body_name="Techniek", adviser=office.people["adviser"])
    with pytest.raises(NotAllowed):
        office.answer(asked, who="adviser2")
    identity.declare_interest(office.people["adviser"], organisation=office.company, reason="oud-werknemer")
    with pytest.raises(NotAllowed, match="interest"):
        office.answer(asked, who="adviser")


def test_a_request_without_a_question_or_a_name_says_what_is_missing(office: Office) -> None:
    case = office.received()
    with pytest.raises(InvalidInput, match="the question"):
        office.consult(case, question=" ")
    with pytest.raises(InvalidInput, match="the name of the adviser"):
        office.consult(case, "team")
    with pytest.raises(InvalidInput, match="the denial"):
        office.consult(case, "member_state")


def test_a_denial_that_looks_alike_is_found_with_why_and_must_be_judged(office: Office) -> None:
    denied(office)
    case = office.assessed(office.received("IN"))
    [found] = handling.denials.search(case)
    told = " ".join(signal.en for signal in found.match.signals)
    assert "end user" in told and "the same code: ML15D" in told and "destination: IN" in told
    assert "not judged yet" in office.why_not(case, "grant_proposed")


def test_the_same_transaction_is_consulted_and_reasoned_before_it_is_granted(office: Office) -> None:
    denial = denied(office)
    case = office.assessed(office.received("IN"))
    handler = office.people["handler"]
    handling.denials.judge(case, denial, True, reason="dezelfde koper", actor=handler, key="j")
    assert "not consulted yet" in office.why_not(case, "grant_proposed")
    asked = office.consult(case, "member_state", denial=denial)
    office.answer(asked)
    assert "not reasoned yet" in office.why_not(case, "grant_proposed")
    handling.denials.reason_grant(case, reason="andere eindgebruiker sindsdien", actor=handler, key="r")
    assert office.why_not(case, "grant_proposed") == ""


def test_another_transaction_asks_nothing_more(office: Office) -> None:
    denial = denied(office)
    case = office.assessed(office.received("IN"))
    handling.denials.judge(case, denial, False, reason="ander product", actor=office.people["handler"], key="j")
    assert office.why_not(case, "grant_proposed") == ""


@pytest.mark.parametrize(
    "given",
    [{"denied_on": date(2023, 11, 1)}, {"country": "PK"}, {"revoked": True}],
    ids=["older than three years", "another country", "revoked"],
)
def test_what_is_too_old_elsewhere_or_revoked_is_no_match(office: Office, given: dict[str, Any]) -> None:
    denied(office, **given)
    assert handling.denials.search(office.received("IN")) == ()


def test_a_denial_is_kept_once_and_a_corrected_one_takes_its_place(office: Office) -> None:
    denied(office)
    row = handling.denials.Row(
        "DE", "B-1", date(2025, 2, 3), "IN", "", "Nordlicht Optik (voorbeeld)", "Camera (voorbeeld)", ("ML15.d",)
    )
    handler = office.people["handler"]
    assert handling.denials.keep([row], actor=handler, key="again") == ()
    [newer] = handling.denials.keep([handling.denials.Row(**{**_plain(row), "goods": "Lens"})], actor=handler, key="newer")
    assert handling.denials.in_force("IN") == [newer]


def test_what_was_judged_cannot_be_changed_in_the_database(office: Office) -> None:
    case = office.received()
    office.act(case, "found_complete")
    made = office.judge(case)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(outcome="clear")


def _plain(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}
