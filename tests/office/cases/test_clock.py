"""Time: a term that runs out is recorded once, a reminder is given once, a clock that stands does neither."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bolwerk.kernel import BRUSSELS
from bolwerk.office.cases import audit, selectors, services
from bolwerk.office.cases.clock import tick
from bolwerk.office.cases.models import Case, CaseEvent, Reminder
from tests.office.cases.grant import PROCEDURE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grants")]
START = datetime(2025, 5, 15, 10, tzinfo=BRUSSELS)
DUE = date(2025, 6, 14)


@pytest.fixture
def case(applicant: Any, organisation: Any) -> Case:
    return services.open_case(PROCEDURE.id, actor=applicant, organisation=organisation, subject="Proef", key="o", at=START)


def expiries() -> int:
    return CaseEvent.objects.filter(kind="term_expired").count()


def test_on_the_last_day_nothing_has_run_out(case: Case) -> None:
    assert tick(DUE).expired == () and expiries() == 0


def test_the_day_after_it_is_recorded_once(case: Case) -> None:
    assert [(found.pk, term) for found, term in tick(DUE + timedelta(days=1)).expired] == [(case.pk, "decide")]
    assert tick(DUE + timedelta(days=1)).expired == ()
    assert tick(DUE + timedelta(days=30)).expired == ()
    (event,) = selectors.events(case).filter(kind="term_expired")
    assert event.actor is None and event.payload["due"] == "2025-06-14"
    assert audit.verify() == ()


def test_a_clock_that_stands_does_not_run_out(case: Case, handler: Any) -> None:
    services.note(case.pk, "question_asked", actor=handler, key="q", at=START + timedelta(days=1))
    assert tick(date(2026, 1, 1)).expired == () and not Reminder.objects.exists()


def test_a_late_tick_comes_after_what_happened_meanwhile(case: Case, handler: Any) -> None:
    services.act(case.pk, "completed_declared", actor=handler, key="c", version=1, at=datetime(2025, 6, 20, 9, tzinfo=BRUSSELS))
    assert len(tick(DUE + timedelta(days=1)).expired) == 1
    assert len(tick(date(2025, 6, 20)).expired) == 0
    moments = [event.at for event in selectors.events(case)]
    assert moments == sorted(moments)


def test_a_reminder_comes_in_the_last_week_and_once(case: Case) -> None:
    assert tick(DUE - timedelta(days=8)).reminders == ()
    (reminder,) = tick(DUE - timedelta(days=7)).reminders
    assert (reminder.case, reminder.due, reminder.role) == (case, DUE, "handler")
    assert tick(DUE).reminders == () and Reminder.objects.count() == 1


def test_a_closed_case_is_left_alone(case: Case, handler: Any, approver: Any) -> None:
    services.act(case.pk, "completed_declared", actor=handler, key="c", version=1, at=START)
    services.act(case.pk, "refused", actor=approver, key="r", version=2, reason="Nee", at=START)
    assert tick(date(2026, 1, 1)).expired == ()
