"""The parameter file: what it says is what is simulated, and each mistake is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bolwerk.engines.simulate import Distribution, Rule, read
from bolwerk.kernel import InvalidInput

EXAMPLE = Path(__file__).parents[3] / "examples" / "leadtime.toml"
TEXT = EXAMPLE.read_text()


def test_the_example_reads_and_says_it_is_one() -> None:
    office = read(TEXT, where="leadtime.toml")
    assert "(voorbeeld)" in office.label.nl
    assert [(lane.name, lane.per_year, lane.term) for lane in office.lanes] == [
        ("department", 465, 42),
        ("minister", 155, 84),
    ]
    assert office.rule is Rule.FIFO
    assert office.lane("minister").steps[1].work == Distribution.lognormal(16, 0.9)
    assert office.lane("minister").steps[1].pause.stops_clock is False
    assert office.work_per_case("department") == 7
    assert office.load("handlers") == pytest.approx((465 * 7 + 155 * 19) / (250 * 5.5))


def test_lengths_may_be_fixed_or_observed_and_arrivals_given() -> None:
    text = """
        title = { nl = "proef", en = "trial" }
        [[pool]]
        name = "a"
        label = { nl = "a", en = "a" }
        staff = 2
        hours = 6
        [[lane]]
        name = "b"
        label = { nl = "b", en = "b" }
        arrivals = [2026-01-05, 2026-01-06]
        step = [
          { name = "c", label = { nl = "c", en = "c" }, pool = "a", work = { values = [1, 2, 6] } },
          { name = "d", label = { nl = "d", en = "d" }, pool = "a", work = { fixed = 3 } },
        ]
    """
    lane = read(text, where="x").lane("b")
    assert len(lane.arrivals) == 2
    assert [step.work.mean for step in lane.steps] == [3, 3]


@pytest.mark.parametrize(
    ("find", "put", "words"),
    [
        ('rule = "fifo"', 'rule = "lifo"', ("x.toml: rule", "'lifo'", "one of fifo, earliest_due")),
        ("staff = 5", "staff = 0", ("x.toml: pool[handlers].staff", "'0' does not fit", "a number from 1")),
        ("staff = 5", 'staff = "vijf"', ("pool[handlers].staff", "vijf")),
        ("staff = 5", "", ("pool[handlers].staff", "is missing")),
        ("staff = 5", "staf = 5", ("pool[handlers].staf", "do not know the key 'staf'", "name, label, staff, hours")),
        ("share = 0.75", "share = 0.65", ("x.toml: lane", "add up to 0.9", "add up to 1")),
        ("share = 0.75", "share = 0.75\nper_year = 3", ("lane[department]", "not clear how many cases")),
        ('pool = "cabinet"', 'pool = "kabinet"', ("lane minister", "'kabinet'", "Choose from: cabinet, handlers")),
        ('name = "cabinet"', 'name = "handlers"', ("name 'handlers' stands twice",)),
        ("probability = 0.25", "probability = 25", ("lane[department].step[intake].pause.probability", "from 0 to 1")),
        ("work = { mean = 2, cv = 0.5 }", "work = 2", ("step[intake].work", "a group")),
        ("start = 2026-01-05", 'start = "morgen"', ("x.toml: start", "not a date")),
        ("title =", "title ==", ("x.toml:5:", "not a valid TOML file")),
        ("stops_clock = false", "stops_clock = 0", ("stops_clock", "true or false")),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_told_with_its_place_and_its_mending(find: str, put: str, words: tuple[str, ...]) -> None:
    assert find in TEXT
    with pytest.raises(InvalidInput) as told:
        read(TEXT.replace(find, put, 1), where="x.toml")
    for word in words:
        assert word in str(told.value)
