from dataclasses import replace
from datetime import date

import pytest

from bolwerk.engines.procedures import Event, Guard, Verdict, fold, judge, moves, notes, require
from bolwerk.kernel import Calendar, NotAllowed, NotFound, Period, Text
from tests.engines.procedures.samples import at, grant

DAY = date(2025, 5, 20)
TO_SIGNING = ("submitted", "admitted", "advice_given", "review_done", "prepared", "proposed")


def verdict(
    move: str,
    *done: str,
    actor: str = "an",
    roles: tuple[str, ...] = ("handler",),
    guards: dict[str, Guard] | None = None,
    reason: str = "x",
    valid: Period | None = None,
    role_labels: dict[str, Text] | None = None,
) -> Verdict:
    procedure = replace(grant(), valid=valid) if valid else grant()
    state = fold(procedure, [Event(kind, at(DAY), "an") for kind in done], Calendar(), on=DAY)
    return judge(procedure, state, move, actor, roles, guards or {}, reason=reason, role_labels=role_labels or {})


def test_a_move_at_the_right_step_by_the_right_role_is_allowed() -> None:
    found = verdict("admitted", "submitted")
    assert found.allowed
    assert found.reason.nl


def test_a_move_at_another_step_says_at_which_step_it_can_be_made() -> None:
    found = verdict("proposed", "submitted")
    assert not found.allowed
    assert not found.in_step
    assert "deciding" in found.reason.nl


def test_a_move_by_another_role_says_which_role_it_takes() -> None:
    labels = {"handler": Text("Dossierbehandelaar", "Case handler")}
    found = verdict("admitted", "submitted", roles=("applicant",), role_labels=labels)
    assert not found.allowed
    assert found.in_step
    assert "Case handler" in found.reason.en
    assert "Dossierbehandelaar" in found.reason.nl


def test_a_role_without_a_name_for_people_is_not_shown_by_its_id() -> None:
    found = verdict("admitted", "submitted", roles=("applicant",))
    assert not found.allowed
    assert "handler" not in found.reason.nl + found.reason.en


def test_who_proposed_does_not_sign() -> None:
    refused = verdict("award_signed", *TO_SIGNING, actor="an", roles=("approver",))
    assert not refused.allowed
    assert "proposed" in refused.reason.nl
    assert verdict("award_signed", *TO_SIGNING, actor="bo", roles=("approver",)).allowed


def test_who_proposed_in_an_earlier_round_does_not_sign_either() -> None:
    again = (*TO_SIGNING[:-1], "sent_back", "advice_given", "review_done", "prepared", "proposed")
    assert not verdict("award_signed", *again, actor="an", roles=("approver",)).allowed


def test_a_guard_that_says_why_not_is_the_reason() -> None:
    no = Text("Er zijn twee beoordelingen.", "There are two reviews.")
    at_review = ("submitted", "admitted")
    assert verdict("review_done", *at_review, roles=("reviewer",), guards={"three_reviews": lambda: no}).reason == no
    assert verdict("review_done", *at_review, roles=("reviewer",), guards={"three_reviews": lambda: None}).allowed


def test_a_guard_that_is_missing_refuses() -> None:
    found = verdict("review_done", "submitted", "admitted", roles=("reviewer",))
    assert not found.allowed
    assert "three_reviews" in found.reason.nl


def test_a_guard_is_not_asked_when_the_move_is_impossible_anyway() -> None:
    def never() -> Text | None:
        raise AssertionError

    assert not verdict("review_done", "submitted", roles=("reviewer",), guards={"three_reviews": never}).allowed


def test_a_rejection_needs_a_reason_but_is_offered_without_one() -> None:
    assert not verdict("rejected", "submitted", reason="  ").allowed
    assert verdict("rejected", "submitted", reason="out of scope").allowed
    procedure = grant()
    state = fold(procedure, [Event("submitted", at(DAY), "an")], Calendar(), on=DAY)
    offered = {v.move.id for v in moves(procedure, state, "an", ("handler",), {}) if v.allowed}
    assert offered == {"completion_asked", "admitted", "rejected"}


def test_a_case_opened_outside_the_validity_of_its_procedure_goes_nowhere() -> None:
    found = verdict("admitted", "submitted", valid=Period(date(2025, 5, 21), None))
    assert not found.allowed
    assert "20 mei 2025" in found.reason.nl


def test_a_case_opened_on_the_last_valid_day_goes_on_afterwards() -> None:
    procedure = replace(grant(), valid=Period(date(2025, 1, 1), DAY))
    state = fold(procedure, [Event("submitted", at(DAY), "an")], Calendar(), on=date(2026, 1, 1))
    assert judge(procedure, state, "admitted", "bo", ("handler",), {}, reason="").allowed


def test_a_closed_case_says_how_it_ended() -> None:
    found = verdict("admitted", "submitted", "rejected")
    assert not found.allowed
    assert "refused" in found.reason.nl


def test_a_withdrawal_is_possible_from_any_of_its_steps() -> None:
    for done in ((), ("submitted",), ("submitted", "admitted"), TO_SIGNING):
        assert verdict("application_withdrawn", *done, roles=("applicant",)).allowed


def test_an_unknown_move_names_those_that_exist() -> None:
    with pytest.raises(NotFound) as missing:
        verdict("danced", "submitted")
    assert "submitted" in missing.value.mend.nl


def test_requiring_a_refused_move_raises_with_its_reason() -> None:
    with pytest.raises(NotAllowed) as refused:
        require(verdict("proposed", "submitted"))
    assert "deciding" in refused.value.what.nl
    require(verdict("admitted", "submitted"))


def test_a_note_is_allowed_during_its_steps_and_to_its_roles() -> None:
    procedure = grant()

    def allowed(*done: str, roles: tuple[str, ...] = ("handler",)) -> set[str]:
        state = fold(procedure, [Event(kind, at(DAY), "an") for kind in done], Calendar(), on=DAY)
        return {found.note.id for found in notes(procedure, state, roles) if found.allowed}

    assert allowed("submitted") == {"question_asked", "answer_given"}
    assert allowed("submitted", roles=("applicant",)) == {"question_asked"}
    assert allowed("submitted", "admitted") == {"question_asked"}
    assert allowed("submitted", "rejected") == set()


def test_a_withdrawal_says_from_where_it_can_be_made() -> None:
    waiting_to_sign = (*TO_SIGNING[:3], "review_done")
    found = verdict("application_withdrawn", *waiting_to_sign, roles=("applicant",))
    assert not found.allowed
    assert "een van: draft, triage" in found.reason.nl


def test_notes_and_terms_are_found_by_id_too() -> None:
    assert grant().note("question_asked").roles == ("applicant", "handler")
    assert grant().term("decision").length.count == 60
    with pytest.raises(NotFound):
        grant().term("other")
