"""What an applicant reads of a case covers every procedure, and gives away no decision before it is notified."""

from __future__ import annotations

from bolwerk.domains import procedures
from bolwerk.engines.procedures import OPENED
from bolwerk.faces.desk import words
from bolwerk.faces.desk.licensing import steps as licensing

PROCEDURES = procedures()
STEPS = {step.id: step for procedure in PROCEDURES for step in procedure.steps}
EVENTS = {event.id for procedure in PROCEDURES for event in (*procedure.moves, *procedure.notes)} | {OPENED}
BEFORE_NOTICE = [
    *(step for step in STEPS if step.startswith("deciding") or step.endswith("_to_notify")),
    "ranked",
    "reserve",
]


def test_every_word_is_about_a_step_or_event_that_exists() -> None:
    assert set(words._STATUS) | set(licensing.STATUS) <= STEPS.keys()
    assert set(words._TO_DO) | set(licensing.TO_DO) <= STEPS.keys()
    assert set(words.TOLD) <= EVENTS
    assert set(words.EVENTS) >= words.REASONS_SHOWN | words.EVENT_TONES.keys()
    assert {term.id for procedure in PROCEDURES for term in procedure.terms} >= words._TERMS_TOLD


def test_every_step_where_the_service_works_has_words_of_its_own() -> None:
    seen = [procedure for procedure in PROCEDURES if procedure.id != "export.consultation"]  # no applicant takes part in it
    inner = [step.id for procedure in seen for step in procedure.steps if step.role not in ("", "applicant")]
    assert [step for step in inner if step not in words._STATUS | licensing.STATUS] == []


def test_before_notice_every_outcome_reads_the_same() -> None:
    assert len(BEFORE_NOTICE) == 10
    assert {words.status([STEPS[step]]) for step in BEFORE_NOTICE} == {words._PREPARED}


def test_what_is_decided_but_not_notified_is_no_event_of_the_applicant() -> None:
    inner = {
        "award_proposed",
        "award_decided",
        "refusal_proposed",
        "refusal_decided",
        "exclusion_decided",
        "application_ranked",
    }
    inner |= {"judgement_given", "reviewer_assigned", "review_given", "vote_cast", "aspect_scored", "reserve_listed"}
    assert inner <= EVENTS
    assert not inner & words.EVENTS.keys()
    assert not words.told("publication")


def test_every_step_that_waits_for_the_applicant_says_what_to_do() -> None:
    waiting = [step for step in STEPS.values() if step.role == "applicant"]
    assert all(words.to_do([step]) for step in waiting)
    assert words.to_do([STEPS["triage"]]) is None
