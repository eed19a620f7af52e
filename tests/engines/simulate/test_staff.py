"""The smallest staff that holds a term, its interval, and what is refused."""

from __future__ import annotations

import json

import pytest

from bolwerk.engines.simulate import Bench, Distribution, Estimate, Pause, simulate, staff_needed
from bolwerk.engines.simulate._figures import student
from bolwerk.kernel import InvalidInput
from tests.engines.simulate.offices import DAY, NAME, one_step, three_steps


def test_the_staff_found_holds_the_term_and_one_person_less_does_not() -> None:
    bench = Bench(three_steps(), replications=10, seed=4)
    found = staff_needed(bench, pool="clerks", lane="long", share=0.90)
    assert found is not None and found.staff is not None
    assert found.share.value >= 0.90
    assert bench.at({"clerks": found.staff - 1}).lane("long").within.value < 0.90
    assert found.share == bench.at({"clerks": found.staff}).lane("long").within


def test_the_interval_holds_the_staff_and_says_what_chance_leaves_open() -> None:
    bench = Bench(three_steps(), replications=4, seed=4)
    found = staff_needed(bench, pool="clerks", lane="long", share=0.90)
    assert found is not None and found.low is not None and found.high is not None and found.staff is not None
    assert found.low <= found.staff <= found.high
    assert bench.at({"clerks": found.high}).lane("long").within.low >= 0.90
    assert bench.at({"clerks": found.low}).lane("long").within.high >= 0.90


def test_a_longer_term_or_fewer_cases_never_asks_for_more_people() -> None:
    def people(term: int, inflow: float) -> int:
        found = staff_needed(Bench(three_steps(term=term), inflow=inflow, replications=6), pool="clerks", lane="long")
        assert found is not None and found.staff is not None
        return found.staff

    by_term, by_inflow = [people(term, 1.0) for term in (10, 20, 42, 84)], [people(30, inflow) for inflow in (0.5, 1, 2)]
    assert by_term == sorted(by_term, reverse=True)
    assert by_inflow == sorted(by_inflow)
    assert by_inflow[0] < by_inflow[-1]


def test_no_number_of_people_hastens_work_that_is_longer_than_the_term() -> None:
    wait = Pause(NAME, 1.0, Distribution.fixed(50), stops_clock=False)
    office = one_step(50, Distribution.fixed(DAY), pause=wait, term=30)
    found = staff_needed(Bench(office, replications=2), pool="clerks", lane="only", most=16)
    assert found is not None
    assert (found.staff, found.low, found.high, found.share.value, found.tried) == (None, None, None, 0.0, 16)


def test_a_lane_without_a_term_or_without_cases_asks_for_nobody() -> None:
    assert staff_needed(Bench(one_step(50), replications=2), pool="clerks", lane="only") is None
    empty = Bench(one_step(0.0, term=30), replications=2)
    assert staff_needed(empty, pool="clerks", lane="only") is None
    assert empty.at().lane("only").lead is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: Bench(one_step(9), replications=1), "2 replications"),
        (lambda: Bench(one_step(9), inflow=0), "inflow above 0"),
        (lambda: Bench(one_step(9e5), replications=50), "the limit is 2000000"),
        (lambda: Bench(one_step(9), replications=2).at({"clerks": 0}), "'clerks' has 0 people"),
        (lambda: Bench(one_step(9), replications=2).at({"nobody": 1}), "no pool 'nobody'. Choose from: clerks"),
        (lambda: staff_needed(Bench(one_step(9, term=3), replications=2), pool="clerks", lane="x"), "no lane 'x'"),
        (lambda: staff_needed(Bench(one_step(9, term=3), replications=2), pool="clerks", lane="only", share=9), "0.9 for 90 %"),
    ],
)  # fmt: skip
def test_what_cannot_be_reckoned_is_refused_with_what_to_do(wrong: object, words: str) -> None:
    with pytest.raises(InvalidInput) as told:
        wrong()  # type: ignore[operator]
    assert words in str(told.value)


def test_outcomes_can_be_written_as_json() -> None:
    outcome = simulate(three_steps(), replications=2)
    told = json.loads(json.dumps(outcome.as_json()))
    assert [lane["lane"] for lane in told["lanes"]] == ["long", "short"]
    assert told["lanes"][0]["lead_days"]["p50"] <= told["lanes"][0]["lead_days"]["p90"]
    assert told["lanes"][0]["counted_days"]["mean"] < told["lanes"][0]["lead_days"]["mean"]


@pytest.mark.parametrize(("freedom", "table"), [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042)])
def test_the_quantiles_of_student_are_those_of_the_table(freedom: int, table: float) -> None:
    assert student(0.95, freedom) == pytest.approx(table, rel=0.003)


def test_one_replication_alone_says_nothing_of_its_certainty() -> None:
    alone = Estimate.of([0.4], floor=0.0)
    assert alone is not None
    assert (alone.value, alone.low, alone.high) == (0.4, 0.0, 1.0)
