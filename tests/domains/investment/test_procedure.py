"""The subsidy procedure: what must happen before what, by whom, and how the clocks run."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bolwerk.domains.investment.public import CALL, DEVELOPMENT, GUARDS, PROCEDURES, RESEARCH
from bolwerk.engines.procedures import OPENED, CaseState, Event, Procedure, check, fold, moves
from bolwerk.kernel import BRUSSELS, Calendar, Standing

START = datetime(2025, 6, 2, 10, tzinfo=BRUSSELS)
TO_TRIAGE = ("declared_admissible",)
TO_RANKED = (*TO_TRIAGE, "esac_found_unneeded", "reviews_closed", "application_ranked")
TO_RUNNING = (*TO_RANKED, "award_proposed", "award_decided", "award_notified", "agreement_signed")


def run(*kinds: str, procedure: Procedure = DEVELOPMENT, actors: dict[str, str] | None = None) -> CaseState:
    """Fold a case in which each event comes a day after the one before."""
    events = [Event(OPENED, START, "applicant")]
    for day, kind in enumerate(kinds, 1):
        events.append(Event(kind, START + timedelta(days=day), (actors or {}).get(kind, f"by-{kind}")))
    return fold(procedure, events, Calendar(), on=(START + timedelta(days=len(events))).date())


def open_steps(state: CaseState) -> set[str]:
    return {waiting.step.id for waiting in state.open}


def allowed(state: CaseState, role: str, actor: str = "somebody", procedure: Procedure = DEVELOPMENT) -> set[str]:
    guards = {name: (lambda: None) for name in GUARDS}
    return {verdict.move.id for verdict in moves(procedure, state, actor, [role], guards) if verdict.allowed}


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.id)
def test_the_definition_is_sound(procedure: Procedure) -> None:
    assert check(procedure) == ()


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.id)
def test_every_guard_has_a_question_and_every_question_a_guard(procedure: Procedure) -> None:
    assert {move.guard for move in procedure.moves if move.guard} == set(GUARDS)


def test_review_and_advice_run_side_by_side() -> None:
    assert open_steps(run(*TO_TRIAGE, "esac_advice_requested")) == {"reviewing", "esac_advising"}


def test_ranking_waits_for_both() -> None:
    reviewed = run(*TO_TRIAGE, "esac_advice_requested", "reviews_closed")
    assert "application_ranked" not in allowed(reviewed, "handler")
    both = run(*TO_TRIAGE, "esac_advice_requested", "reviews_closed", "freed_by_advice")
    assert "application_ranked" in allowed(both, "handler")


def test_a_negative_advice_leads_to_a_refusal_by_another_person() -> None:
    blocked = run(
        *TO_TRIAGE, "esac_advice_requested", "blocked_by_advice", "review_stopped", actors={"blocked_by_advice": "an"}
    )
    assert "refused_on_advice" in allowed(blocked, "approver", "piet")
    assert "refused_on_advice" not in allowed(blocked, "approver", "an")


def test_who_proposes_an_award_does_not_decide_it() -> None:
    proposed = run(*TO_RANKED, "award_proposed", actors={"award_proposed": "an"})
    assert "award_decided" not in allowed(proposed, "approver", "an")
    assert "award_decided" in allowed(proposed, "approver", "piet")


def test_a_handler_never_decides() -> None:
    assert "award_decided" not in allowed(run(*TO_RANKED, "award_proposed"), "handler")


def test_the_reserve_list_leads_back_to_the_ranking() -> None:
    assert open_steps(run(*TO_RANKED, "reserve_listed", "called_from_reserve")) == {"ranked"}


def test_an_excluded_project_is_refused_without_review() -> None:
    assert open_steps(run(*TO_TRIAGE, "exclusion_found", "exclusion_decided", "refusal_notified")) == {"refused"}


def test_an_objection_that_is_upheld_opens_the_case_again() -> None:
    refused = (*TO_RANKED, "refusal_proposed", "refusal_decided", "refusal_notified")
    assert open_steps(run(*refused, "objection_lodged", "objection_upheld")) == {"admissibility"}
    assert run(*refused, "objection_lodged", "objection_rejected").closed


def test_payment_needs_two_people_and_ends_after_the_final_report() -> None:
    claimed = (*TO_RUNNING, "instalment_claimed", "instalment_approved")
    assert "instalment_paid" not in allowed(run(*claimed, actors={"instalment_approved": "an"}), "approver", "an")
    ended = run(*claimed, "instalment_paid", "final_report_submitted", "final_report_approved", "balance_paid")
    assert ended.closed


def test_an_applicant_can_withdraw_while_two_branches_are_open() -> None:
    assert "withdrawn" in allowed(run(*TO_TRIAGE, "esac_advice_requested"), "applicant")
    assert run(*TO_TRIAGE, "esac_advice_requested", "withdrawn").closed


def test_development_is_decided_in_eighteen_weeks_and_research_in_ninety_working_days() -> None:
    assert run().term("decision").due == date(2025, 6, 2) + timedelta(weeks=18)
    research = run(procedure=RESEARCH).term("decision").due
    assert research is not None
    assert Calendar().working_days_between(date(2025, 6, 2), research) == 90


def test_waiting_for_a_completion_moves_the_decision_by_the_days_it_took() -> None:
    plain = run().term("decision").due
    moved = run("completion_requested", "completion_received").term("decision").due
    assert plain is not None and moved is not None
    assert moved - plain == timedelta(days=1)


def test_terms_without_a_source_stand_as_settings_not_as_law() -> None:
    standings = {term.id: term.citation.standing for term in DEVELOPMENT.terms if term.citation}
    assert standings["completion"] is standings["objection"] is Standing.UNCONFIRMED
    assert standings["decision"] is Standing.CONFIRMED
    note = CALL["decision_development"].note
    assert note is not None and "kortere" in note.nl


def test_the_envelope_is_the_plans_ten_million() -> None:
    assert CALL["envelope"].number == 10_000_000
    assert CALL["envelope"].citation.standing is Standing.CONFIRMED
    assert CALL["opens"].citation.standing is Standing.UNCONFIRMED


def test_the_instalments_make_the_whole() -> None:
    assert sum(CALL[name].number for name in ("advance", "interim", "final")) == 100
