"""The log of a procedure as the simulation reads it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bolwerk.engines.simulate import Distribution, Pool, fit
from bolwerk.kernel import NotFound, Text
from bolwerk.office.cases import logbook, services
from bolwerk.office.cases.models import Case
from tests.office.cases.grant import PROCEDURE
from tests.office.cases.test_services import SPRING, complete, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grants")]
LATER = date(2025, 12, 31)


def refused(case: Case, approver: Any, days: int) -> Case:
    given = {"version": case.version, "at": SPRING + timedelta(days=days), "reason": "niet genoeg"}
    return services.act(case.pk, "refused", actor=approver, key=f"refuse {case.pk}", **given)


def test_a_case_shows_its_steps_who_left_them_and_when_it_was_decided(
    applicant: Any, organisation: Any, handler: Any, approver: Any
) -> None:
    refused(complete(opened(applicant, organisation), handler), approver, 20)
    (case,) = logbook.logged(PROCEDURE.id, LATER)
    assert (case.lane, case.received) == (PROCEDURE.id, SPRING.date())
    assert case.decided == SPRING.date() + timedelta(days=20)
    assert [(step.name, step.by) for step in case.steps] == [("received", str(handler.pk)), ("assessed", str(approver.pk))]
    assert case.steps[0].started is None and case.steps[0].hours is None


def test_a_suspension_of_the_term_is_a_pause_after_the_last_step_that_was_left(
    applicant: Any, organisation: Any, handler: Any, approver: Any
) -> None:
    case = complete(opened(applicant, organisation), handler)
    for kind, days in (("question_asked", 3), ("question_answered", 13)):
        actor = handler if kind == "question_asked" else applicant
        services.note(case.pk, kind, actor=actor, key=kind, payload={}, at=SPRING + timedelta(days=days))
    case.refresh_from_db()
    refused(case, approver, 20)
    (told,) = logbook.logged(PROCEDURE.id, LATER)
    (pause,) = told.pauses
    assert (pause.step, (pause.until - pause.since).days, pause.stops_clock) == ("received", 10, True)


def test_what_happened_after_the_day_asked_is_not_seen(applicant: Any, organisation: Any, handler: Any, approver: Any) -> None:
    refused(complete(opened(applicant, organisation), handler), approver, 20)
    (case,) = logbook.logged(PROCEDURE.id, SPRING.date() + timedelta(days=10))
    assert (len(case.steps), case.decided) == (1, None)
    assert list(logbook.logged(PROCEDURE.id, SPRING.date() - timedelta(days=1))) == []


def test_the_term_of_the_office_is_that_which_starts_with_the_case() -> None:
    assert logbook.term_in_days(PROCEDURE.id, LATER) == (30, PROCEDURE.terms[0].citation)


def test_a_procedure_that_does_not_exist_is_told(db: None) -> None:
    with pytest.raises(NotFound):
        list(logbook.logged("no-such", LATER))


def test_the_log_of_the_house_can_be_fitted(applicant: Any, organisation: Any, handler: Any, approver: Any) -> None:
    for n in range(3):
        case = opened(applicant, organisation, f"open {n}")
        refused(complete(case, handler, f"complete {n}"), approver, 10 + n)
    pool = Pool("staff", Text.same("x"), 1, 6)
    fitted = fit(logbook.logged(PROCEDURE.id, LATER), until=LATER, pool=pool, work={"": Distribution.fixed(3)})
    lane = fitted.office.lane(PROCEDURE.id)
    assert [step.name for step in lane.steps] == ["received", "assessed"]
    assert fitted.observed[PROCEDURE.id].lead.p50 == 11
    assert fitted.office.pool("staff").staff == 2
