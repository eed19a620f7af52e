"""Calendar days, working days and the clock of the term: small cases of which every day can be checked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bolwerk.engines.simulate import Bench, Distribution, Lane, Office, Passage, Pause, Pool, Rule, Span, Step
from bolwerk.kernel import Text
from tests.engines.simulate.offices import DAY, MONDAY, NAME, one_step

SHORT = Span(0, 60, 0)


def passages(office: Office) -> list[Passage]:
    one, other = Bench(office, replications=2, span=SHORT).runs()
    assert one.passages == other.passages  # nothing is left to chance here
    return one.passages


def always(days: int, *, stops_clock: bool = True) -> Pause:
    return Pause(NAME, 1.0, Distribution.fixed(days), stops_clock)


def test_two_days_of_work_from_monday_end_on_wednesday_morning() -> None:
    (case,) = passages(one_step(work=Distribution.fixed(2 * DAY), arrivals=(MONDAY,)))
    assert (case.received, case.decided, case.lead) == (0, 2, 2)


def test_nobody_works_on_the_weekend() -> None:
    friday = date(2026, 3, 6)
    (case,) = passages(one_step(work=Distribution.fixed(1.5 * DAY), arrivals=(friday,)))
    assert (case.received, case.decided) == (4, 7)  # Friday, and Monday until noon


def test_nobody_works_on_easter_monday() -> None:
    before = date(2026, 4, 3)  # Good Friday is a working day in Belgium, Easter Monday the sixth is not
    (case,) = passages(one_step(work=Distribution.fixed(1.5 * DAY), arrivals=(before,), start=before))
    assert case.lead == 4


def test_what_comes_on_a_sunday_is_received_on_monday() -> None:
    (case,) = passages(one_step(arrivals=(date(2026, 3, 8),)))
    assert (case.received, case.decided) == (7, 8)


@pytest.mark.parametrize("days", [1, 7, 10, 26])
def test_the_days_a_suspension_lasts_are_left_out_of_the_clock_exactly(days: int) -> None:
    straight = Office(NAME, (two_steps(None),), (Pool("clerks", NAME, 1, DAY),), MONDAY)
    paused = Office(NAME, (two_steps(always(days)),), (Pool("clerks", NAME, 1, DAY),), MONDAY)
    (one,), (other,) = passages(straight), passages(paused)
    assert one.counted == one.lead
    assert other.stopped == other.paused == days
    assert other.counted == other.lead - days
    # From Tuesday on: what is lifted on a weekend is taken up on Monday, and those days count.
    weekday = (1 + days) % 7
    waits_for_monday = {5: 2, 6: 1}.get(weekday, 0)
    assert other.lead == 1 + days + waits_for_monday + {4: 3}.get(weekday, 1)


def two_steps(pause: Pause | None) -> Lane:
    work = Distribution.fixed(DAY)
    return Lane("only", NAME, (Step("a", NAME, "clerks", work, pause), Step("b", NAME, "clerks", work)), arrivals=(MONDAY,))


def test_a_wait_that_does_not_stop_the_clock_counts_in_full() -> None:
    pools = (Pool("clerks", NAME, 1, DAY),)
    (case,) = passages(Office(NAME, (two_steps(always(10, stops_clock=False)),), pools, MONDAY))
    assert (case.paused, case.stopped) == (10, 0)
    assert case.counted == case.lead > 10


@pytest.mark.parametrize(("term", "share"), [(1, 0.0), (2, 1.0), (3, 1.0)])
def test_the_last_day_of_the_term_is_in_time(term: int, share: float) -> None:
    office = one_step(work=Distribution.fixed(2 * DAY), arrivals=(MONDAY,), term=term)
    found = Bench(office, replications=2, span=SHORT).at().lane("only")
    assert found.within is not None
    assert found.within.value == share


def test_a_suspension_can_bring_a_late_case_within_its_term() -> None:
    pools = (Pool("clerks", NAME, 1, DAY),)
    for stops, share in ((True, 1.0), (False, 0.0)):
        lane = replace(two_steps(always(20, stops_clock=stops)), term=10)
        found = Bench(Office(NAME, (lane,), pools, MONDAY), replications=2, span=SHORT).at().lane("only")
        assert found.within is not None
        assert found.within.value == share


@pytest.mark.parametrize(("rule", "first"), [(Rule.FIFO, "slow"), (Rule.EARLIEST_DUE, "urgent")])
def test_the_rule_decides_who_is_helped_first(rule: Rule, first: str) -> None:
    work = (Step("assess", Text("beoordelen", "assess"), "clerks", Distribution.fixed(DAY)),)
    lanes = (
        Lane("slow", NAME, work, arrivals=(MONDAY, MONDAY), term=60),
        Lane("urgent", NAME, work, arrivals=(MONDAY,), term=5),
    )
    office = Office(NAME, lanes, (Pool("clerks", NAME, 1, DAY),), MONDAY, rule)
    found = {lanes[one.lane].name: one.decided for one in passages(office)}  # the later of the two slow ones
    assert (found["urgent"] < found["slow"]) is (first == "urgent")


def test_given_arrivals_follow_the_inflow() -> None:
    office = one_step(arrivals=(MONDAY,) * 200, staff=5)
    assert [len(Bench(office, inflow=inflow, replications=2).runs()[0].passages) for inflow in (1, 2)] == [200, 400]
    assert 60 < len(Bench(office, inflow=0.5, replications=2).runs()[0].passages) < 140
