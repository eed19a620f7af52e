"""The simulation against what queueing theory knows exactly. Time is in working days, so that the theory holds unchanged."""

from __future__ import annotations

from itertools import pairwise
from math import factorial

import numpy as np
import pytest

from bolwerk.engines.simulate import Bench, Distribution, Estimate, Office, Run, Span
from tests.engines.simulate.offices import DAY, one_step, three_steps

LONG = Span(warm_up=365, measured=1095, cool_down=182)
"""In working days: measured from about 250 to 1000."""


def erlang_c(servers: int, load: float) -> float:
    """The chance to wait in M/M/c with `load` = arrival rate times mean service (Erlang 1917)."""
    full = load**servers / factorial(servers) * servers / (servers - load)
    return full / (sum(load**k / factorial(k) for k in range(servers)) + full)


def waits(runs: tuple[Run, ...], first: float, last: float) -> Estimate:
    per_run = [np.mean([p.waited for p in run.passages if first <= p.arrival < last]) for run in runs]
    found = Estimate.of([float(one) for one in per_run], confidence=0.99)
    assert found is not None
    return found


def rate_of(office: Office) -> float:
    """Arrivals per working day, as the engine spreads a year over its working days."""
    days = sum(office.calendar.is_working_day(office.start.fromordinal(office.start.toordinal() + n)) for n in range(365))
    return office.lanes[0].per_year / days


@pytest.mark.parametrize(("servers", "per_year"), [(1, 180), (3, 630), (6, 1050)])
def test_waiting_in_an_m_m_c_office_is_what_erlang_c_says(servers: int, per_year: float) -> None:
    office = one_step(per_year, Distribution.gamma(DAY, 1.0), staff=servers)  # one working day of work on average
    load = rate_of(office)
    expected = erlang_c(servers, load) / (servers - load)
    found = waits(Bench(office, replications=12, seed=7, span=LONG).runs(), 250, 1000)
    assert found.low < expected < found.high
    assert found.high - found.low < expected  # an interval that holds anything would prove nothing


@pytest.mark.parametrize("cv", [0.0, 0.5, 1.5])
def test_waiting_for_one_person_is_what_pollaczek_and_khinchine_say(cv: float) -> None:
    office = one_step(170, Distribution.gamma(DAY, cv))
    load = rate_of(office)
    expected = load * (1 + cv**2) / (2 * (1 - load))
    found = waits(Bench(office, replications=16, seed=3, span=LONG).runs(), 250, 1000)
    assert found.low < expected < found.high


def test_the_cases_in_the_house_are_the_arrivals_times_their_stay() -> None:
    """Little's law, the left side counted at moments, the right side from the cases."""
    for run in Bench(three_steps(staff=4), replications=4, seed=5, span=LONG).runs():
        inside = [p for p in run.passages if 200 <= p.arrival < 1000]
        rate, stay = len(inside) / 800, np.mean([p.departure - p.arrival for p in inside])
        moments = np.random.default_rng(1).uniform(200, 1000, 4000)
        arrivals = np.sort([p.arrival for p in run.passages])
        departures = np.sort([p.departure for p in run.passages])
        present = np.searchsorted(arrivals, moments) - np.searchsorted(departures, moments)
        assert np.mean(present) == pytest.approx(rate * stay, rel=0.05)


@pytest.mark.parametrize("staff", [3, 5])
def test_people_are_busy_for_the_work_there_is(staff: int) -> None:
    office = one_step(500, Distribution.gamma(DAY, 0.8), staff=staff)
    found = Bench(office, replications=12, seed=2, span=LONG).at().utilisation["clerks"]
    assert found.low - 0.01 < rate_of(office) / staff < found.high + 0.01
    assert found.high - found.low < 0.05


def test_nobody_works_more_than_always() -> None:
    drowned = Bench(one_step(900, Distribution.gamma(DAY, 1.0)), replications=3).at()
    assert drowned.utilisation["clerks"].value == pytest.approx(1.0)


def test_with_one_step_no_single_case_starts_later_because_there_are_more_people() -> None:
    bench = Bench(one_step(600, Distribution.gamma(DAY, 1.2)), replications=4, seed=9)
    for few in range(2, 6):
        for less, more in zip(bench.runs({"clerks": few}), bench.runs({"clerks": few + 1}), strict=True):
            assert len(less.passages) == len(more.passages) > 300
            for one, other in zip(less.passages, more.passages, strict=True):
                assert other.arrival == one.arrival
                assert other.waited <= one.waited + 1e-9
                assert other.departure <= one.departure + 1e-9


def test_with_several_steps_more_people_hold_the_term_at_least_as_often() -> None:
    bench = Bench(three_steps(), replications=10, seed=4)
    shares = [[bench.at({"clerks": n}).lane(lane).within.value for n in range(2, 9)] for lane in ("long", "short")]
    for of_lane in shares:
        assert all(later >= earlier - 0.002 for earlier, later in pairwise(of_lane))
    assert shares[0][0] < 0.2 < 0.9 < shares[0][-1]


def test_scenarios_share_their_cases_whatever_the_staff_and_the_inflow() -> None:
    office = three_steps()
    calm, busy = (Bench(office, inflow=inflow, replications=2, seed=6) for inflow in (1.0, 1.5))
    for one, other in zip(calm.runs(), busy.runs({"clerks": 9}), strict=True):
        first = [p.paused for p in one.passages if p.lane == 0]
        same = [p.paused for p in other.passages if p.lane == 0]
        assert len(same) > 1.3 * len(first)
        assert same[: len(first)] == first
    assert Bench(office, replications=3, seed=6).at() == Bench(office, replications=3, seed=6).at()
    assert Bench(office, replications=3, seed=8).at() != Bench(office, replications=3, seed=6).at()
