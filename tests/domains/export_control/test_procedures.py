"""What an application goes through: who may do what after what, and how its clocks run."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bolwerk.domains import book_of
from bolwerk.domains.export_control.law.procedures import (
    ADVICE,
    AUTHORISATION,
    CONFIRMATION,
    CONSULTATION,
    LICENCE,
)
from bolwerk.domains.export_control.public import APPLICATIONS as PROCEDURES
from bolwerk.domains.export_control.public import GUARDS
from bolwerk.engines.procedures import OPENED, CaseState, Event, Procedure, check, fold, moves
from bolwerk.kernel import BRUSSELS, Calendar, Standing

START = datetime(2025, 6, 2, 10, tzinfo=BRUSSELS)
TO_DECIDING = ("found_complete", "grant_proposed")
TO_HEARING = ("found_complete", "refusal_proposed", "refusal_intended")


def run(*kinds: str, procedure: Procedure = LICENCE, by: dict[str, str] | None = None, gaps: tuple[int, ...] = ()) -> CaseState:
    """Fold a case in which each event comes a day after the one before, or after `gaps[i]` days."""
    at, events = START, [Event(OPENED, START, "applicant")]
    for index, kind in enumerate(kinds):
        at += timedelta(days=gaps[index] if index < len(gaps) else 1)
        events.append(Event(kind, at, (by or {}).get(kind, f"by-{kind}")))
    return fold(procedure, events, Calendar(), on=(at + timedelta(days=1)).date())


def due(*kinds: str, gaps: tuple[int, ...] = ()) -> date:
    found = run(*kinds, gaps=gaps).term("decision").due
    assert found is not None
    return found


def allowed(state: CaseState, role: str, actor: str = "somebody", procedure: Procedure = LICENCE) -> set[str]:
    guards = {name: (lambda: None) for name in GUARDS}
    return {verdict.move.id for verdict in moves(procedure, state, actor, [role], guards) if verdict.allowed}


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.id)
def test_the_definition_is_sound(procedure: Procedure) -> None:
    assert check(procedure) == ()


def test_every_guard_has_a_question_and_every_question_a_guard() -> None:
    assert {move.guard for procedure in PROCEDURES for move in procedure.moves if move.guard} == set(GUARDS)


def test_the_lead_times_are_those_of_the_law_table() -> None:
    book = book_of("export_control")
    term = LICENCE.term("decision")
    assert term.extension is not None
    assert term.length.count == book.value("export.term.department", "2025-04-04").value
    assert term.length.count + term.extension.count == book.value("export.term.minister", "2025-04-04").value


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.id)
def test_every_term_cites_its_source_and_what_is_a_setting_says_so(procedure: Procedure) -> None:
    for term in procedure.terms:
        assert term.citation is not None
        settings = {"completion", "hearing", "appeal", "answer"}
        assert (term.citation.standing is Standing.UNCONFIRMED) == (term.id in settings)


def test_the_department_has_42_days_and_the_minister_84() -> None:
    assert due() == date(2025, 7, 14)
    assert due("minister_competent") == date(2025, 8, 25)


def test_waiting_for_information_stops_the_clock_by_exactly_the_days_it_took() -> None:
    assert due("completion_requested", "completion_received", gaps=(3, 11)) - due() == timedelta(days=11)
    assert due("found_complete", "information_requested", "information_received", gaps=(1, 1, 7)) - due() == timedelta(days=7)


def test_outside_advice_stops_the_clock_and_advice_of_a_team_does_not() -> None:
    outside = due("found_complete", "external_advice_asked", "external_advice_given", gaps=(1, 2, 9))
    inside = due("found_complete", "internal_advice_asked", "internal_advice_given", gaps=(1, 2, 9))
    assert outside - due() == timedelta(days=9)
    assert inside == due()


def test_two_outside_advices_at_once_stand_together_until_the_last_came() -> None:
    asked = ("found_complete", "external_advice_asked", "external_advice_asked", "external_advice_given")
    assert due(*asked, "external_advice_given", gaps=(1, 1, 2, 3, 4)) - due() == timedelta(days=9)


def test_a_request_for_advice_that_is_withdrawn_sets_the_clock_going_again() -> None:
    asked = due("found_complete", "external_advice_asked", "external_advice_withdrawn", gaps=(1, 1, 5))
    assert asked - due() == timedelta(days=5)


def test_the_hearing_counts_in_the_lead_time() -> None:
    assert due(*TO_HEARING, "hearing_held", gaps=(1, 1, 1, 12)) == due()


def test_without_the_statement_of_the_end_user_the_clock_stands() -> None:
    assert due("statement_missing", "statement_received", gaps=(0, 10)) - due() == timedelta(days=10)


@pytest.mark.parametrize("mine", ["completion_requested", "found_complete", "grant_proposed"])
def test_who_handled_the_case_does_not_decide_it(mine: str) -> None:
    way = ("completion_requested", "completion_received", *TO_DECIDING)
    state = run(*way, by={mine: "an"})
    assert "grant_decided" not in allowed(state, "approver", "an")
    assert "grant_decided" in allowed(state, "approver", "bo")


def test_nobody_is_refused_unheard() -> None:
    proposed = run("found_complete", "refusal_proposed")
    assert "refusal_decided" not in allowed(proposed, "approver")
    assert "refusal_decided" not in allowed(run(*TO_HEARING), "approver")
    for answer in ("hearing_held", "hearing_waived", "hearing_lapsed"):
        assert "refusal_decided" in allowed(run(*TO_HEARING, answer), "approver")


def test_a_refusal_is_proposed_and_intended_by_two_people() -> None:
    proposed = run("found_complete", "refusal_proposed", by={"refusal_proposed": "an"})
    assert "refusal_intended" not in allowed(proposed, "approver", "an")
    assert "refusal_intended" in allowed(proposed, "approver", "bo")


def test_after_the_hearing_the_case_may_be_assessed_again() -> None:
    assert run(*TO_HEARING, "hearing_held", "reconsidered").open_ids == ("assessing",)


def test_a_licence_is_sent_before_the_clock_stops() -> None:
    decided = run(*TO_DECIDING, "grant_decided")
    assert decided.term("decision").stopped_on is None
    assert run(*TO_DECIDING, "grant_decided", "licence_issued").term("decision").stopped_on is not None


def test_an_application_may_be_withdrawn_until_it_is_decided() -> None:
    assert "withdrawn" in allowed(run(*TO_DECIDING), "applicant")
    assert "withdrawn" not in allowed(run(*TO_DECIDING, "grant_decided"), "applicant")


def test_a_prior_authorisation_is_looked_at_again_after_three_years() -> None:
    held = run(*TO_DECIDING, "grant_decided", "authorisation_issued", procedure=AUTHORISATION)
    assert held.term("review").due == date(2028, 6, 6)
    again = run(
        *TO_DECIDING,
        "grant_decided",
        "authorisation_issued",
        "review_begun",
        "review_proposed",
        "review_confirmed",
        procedure=AUTHORISATION,
    )
    assert again.term("review").due == date(2028, 6, 9)


@pytest.mark.parametrize("procedure", [ADVICE, CONFIRMATION], ids=lambda procedure: procedure.id)
def test_an_answer_is_approved_by_somebody_else(procedure: Procedure) -> None:
    state = run("found_complete", "opinion_proposed", procedure=procedure, by={"opinion_proposed": "an"})
    assert "opinion_decided" not in allowed(state, "approver", "an", procedure)
    assert "opinion_decided" in allowed(state, "approver", "bo", procedure)


def test_a_question_back_stops_the_clock_of_the_adviser() -> None:
    plain = run(procedure=CONSULTATION).term("answer").due
    asked = run("clarification_asked", "clarification_given", procedure=CONSULTATION, gaps=(1, 4)).term("answer").due
    assert plain is not None and asked is not None
    assert asked - plain == timedelta(days=4)
