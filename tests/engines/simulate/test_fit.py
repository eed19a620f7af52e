"""From a log to parameters: what was put in comes out again, and what the log cannot tell is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bolwerk.engines.simulate import Distribution, LoggedCase, LoggedPause, LoggedStep, Pool, fit
from bolwerk.kernel import BRUSSELS, InvalidInput, Text
from tests.engines.simulate.offices import NAME

POOL = Pool("clerks", NAME, 3, 6)
WORK = {"": Distribution.gamma(4, 0.5)}
FIRST, LAST = date(2025, 1, 6), date(2026, 1, 5)


def step(name: str = "assess", **of: object) -> LoggedStep:
    return LoggedStep(name, Text(f"stap {name}", f"step {name}"), **of)  # type: ignore[arg-type]


def cases(count: int = 52, steps: tuple[LoggedStep, ...] = (step(hours=4.0),), **of: object) -> list[LoggedCase]:
    """One a week, decided after thirty days."""
    days = [FIRST + timedelta(weeks=week) for week in range(count)]
    known = {"pauses": (), **of}
    return [LoggedCase("only", NAME, day, day + timedelta(days=30), steps, **known) for day in days]  # type: ignore[arg-type]


def told(log: list[LoggedCase]) -> str:
    return "\n".join(note.en for note in fit(log, until=LAST, pool=POOL, work=WORK).notes)


def test_the_rate_of_arrival_is_that_of_the_days_covered() -> None:
    found = fit(cases(), until=LAST, pool=POOL, work=WORK).office.lane("only")
    assert found.per_year == pytest.approx(52, rel=0.01)
    half = fit(cases(26), until=FIRST + timedelta(days=181), pool=POOL, work=WORK)
    assert half.office.lane("only").per_year == pytest.approx(52, rel=0.02)
    assert any("less than a year" in note.en for note in half.notes)


def test_registered_hours_become_a_length_with_their_mean_and_spread() -> None:
    log = [replace(case, steps=(step(hours=h),)) for case, h in zip(cases(40), [2.0, 6.0] * 20, strict=True)]
    work = fit(log, until=LAST, pool=POOL, work=WORK).office.lane("only").steps[0].work
    assert work.mean == pytest.approx(4)
    assert work.cv == pytest.approx(0.5, abs=0.02)


def test_moments_of_start_and_end_become_hours_and_are_called_an_upper_bound() -> None:
    tuesday = datetime(2025, 1, 7, 13, tzinfo=BRUSSELS)  # half of the working day is left
    log = cases(10, (step(started=tuesday, left=tuesday + timedelta(days=1)),))
    assert fit(log, until=LAST, pool=POOL, work=WORK).office.lane("only").steps[0].work.mean == pytest.approx(6)
    assert "an upper bound" in told(log)


def test_a_weekend_between_start_and_end_is_no_work() -> None:
    friday = datetime(2025, 1, 10, 13, tzinfo=BRUSSELS)
    log = cases(10, (step(started=friday, left=friday + timedelta(days=3)),))
    assert fit(log, until=LAST, pool=POOL, work=WORK).office.lane("only").steps[0].work.mean == pytest.approx(6)


def test_hours_that_the_log_does_not_tell_come_from_the_parameters_and_that_is_said() -> None:
    log = cases(steps=(step(),))
    assert fit(log, until=LAST, pool=POOL, work=WORK).office.lane("only").steps[0].work == WORK[""]
    assert "Step 'step assess': the log does not tell the hours of work. Reckoned with 4 hours" in told(log)
    with pytest.raises(InvalidInput) as refused:
        fit(log, until=LAST, pool=POOL, work={})
    assert "a step of that name" in str(refused.value)


def test_suspensions_give_how_often_and_how_long_they_were() -> None:
    log = cases(10)
    for place, days in ((2, 7), (5, 21)):
        since = log[place].received + timedelta(days=3)
        log[place] = replace(log[place], pauses=(LoggedPause("assess", NAME, since, since + timedelta(days=days)),))
    pause = fit(log, until=LAST, pool=POOL, work=WORK).office.lane("only").steps[0].pause
    assert pause is not None
    assert (pause.probability, pause.days.values, pause.stops_clock) == (0.2, (7.0, 21.0), True)


def test_a_suspension_that_still_runs_has_no_length_yet_and_that_is_said() -> None:
    log = cases(10)
    log[3] = replace(log[3], decided=None, pauses=(LoggedPause("assess", NAME, log[3].received, None),))
    assert fit(log, until=LAST, pool=POOL, work=WORK).office.lane("only").steps[0].pause is None
    assert "no suspension has ended yet" in told(log)
    assert "1 cases still run" in told(log)


def test_what_was_observed_leaves_out_the_days_the_clock_stood_still_once() -> None:
    log = cases(10)
    begin = FIRST + timedelta(days=2)
    twice = tuple(LoggedPause("assess", NAME, begin + timedelta(days=n), begin + timedelta(days=10 + n)) for n in (0, 4))
    log = [replace(log[0], pauses=twice)]
    seen = fit(log, until=LAST, pool=POOL, work=WORK).observed["only"]
    assert seen.lead is not None and seen.counted is not None
    assert (seen.lead.p50, seen.counted.p50) == (30, 30 - 14)


def test_people_are_counted_by_name_and_a_log_without_names_says_so() -> None:
    log = cases(10)
    named = [replace(case, steps=(step(hours=1.0, by=f"b{n % 4}"),)) for n, case in enumerate(log)]
    assert fit(named, until=LAST, pool=POOL, work=WORK).office.pool("clerks").staff == 4
    assert "4 people acted" in told(named)
    assert fit(log, until=LAST, pool=POOL, work=WORK).office.pool("clerks").staff == 3
    assert "names nobody" in told(log)


def test_a_step_that_few_cases_reach_weighs_by_its_share() -> None:
    log = cases(10)
    log[0] = replace(log[0], steps=(step(hours=4.0), step("hear")))
    office = fit(log, until=LAST, pool=POOL, work=WORK).office
    assert office.lane("only").steps[1].work.mean == pytest.approx(0.4)
    assert "10 % of the cases come there" in told(log)


def test_a_log_without_a_case_or_a_step_teaches_nothing() -> None:
    for log in ([], cases(steps=())):
        with pytest.raises(InvalidInput) as refused:
            fit(log, until=LAST, pool=POOL, work=WORK)
        assert "Give a parameter file" in str(refused.value)
