"""Each phrase of the plan for time has one reading, and the reading says what it rests on."""

from __future__ import annotations

from datetime import date

import pytest

from bolwerk.kernel import InvalidInput, Period, Standing
from bolwerk.plan import Plan, Reader, TimingKind
from bolwerk.plan.loading import DATA, load_reader

PLAN_DATE = date(2025, 4, 4)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(DATA, PLAN_DATE)


def day(raw: str | None) -> date | None:
    return date.fromisoformat(raw) if raw else None


@pytest.mark.parametrize(
    ("phrase", "rule", "start", "end", "deadline"),
    [
        ("onmiddellijk", "at-once", "2025-04-04", "2025-04-04", "2025-04-04"),
        ("vanaf heden", "at-once", "2025-04-04", "2025-04-04", "2025-04-04"),
        ("voorjaar 2025", "season", "2025-03-21", "2025-06-20", "2025-06-20"),
        ("lancering voorjaar 2025", "season", "2025-03-21", "2025-06-20", "2025-06-20"),
        ("zomer 2025", "season", "2025-06-21", "2025-09-20", "2025-09-20"),
        ("najaar 2025", "season", "2025-09-21", "2025-12-20", "2025-12-20"),
        ("najaar van 2025", "season", "2025-09-21", "2025-12-20", "2025-12-20"),
        ("opstart najaar 2025", "season", "2025-09-21", "2025-12-20", "2025-12-20"),
        ("vanaf voorjaar 2025", "from-season", "2025-03-21", None, None),
        ("tegen de zomer van 2025", "by-season", "2025-04-04", "2025-06-20", "2025-06-20"),
        ("zo snel mogelijk (zomer 2025)", "soon-by-season", "2025-04-04", "2025-09-20", "2025-09-20"),
        ("zo snel mogelijk", "to-start", "2025-04-04", None, None),
        ("eerste jaarhelft 2026", "first-half", "2026-01-01", "2026-06-30", "2026-06-30"),
        ("eind april 2025", "end-of-april", "2025-04-21", "2025-04-30", "2025-04-30"),
        ("vlak voor/na het zomerreces", "around-recess", "2025-07-01", "2025-09-30", "2025-09-30"),
        ("2025", "year", "2025-01-01", "2025-12-31", "2025-12-31"),
        ("in 2029", "year", "2029-01-01", "2029-12-31", "2029-12-31"),
        ("dit jaar nog", "this-year", "2025-04-04", "2025-12-31", "2025-12-31"),
        ("van 2023 tot en met 2037", "run-of-years", "2023-01-01", "2037-12-31", None),
        ("vanaf 2026 tot en met 2029", "run-of-years", "2026-01-01", "2029-12-31", None),
        ("horizon op 2035", "horizon", "2025-04-04", "2035-12-31", "2035-12-31"),
        ("doorlopend", "continuous", "2025-04-04", None, None),
        ("op regelmatige basis", "continuous", "2025-04-04", None, None),
        ("lopend", "already-running", None, None, None),
        ("reeds opgestart", "already-running", None, None, None),
        ("lopend, sinds begin 2025", "running-since", "2025-01-01", None, None),
        ("wordt opgestart", "to-start", "2025-04-04", None, None),
        ("op te starten", "to-start", "2025-04-04", None, None),
        ("01/09/2026", "day", "2026-09-01", "2026-09-01", "2026-09-01"),
        ("vanaf 01/09/2026", "from-day", "2026-09-01", None, None),
    ],
)
def test_a_phrase_reads_as_this_period(
    reader: Reader, phrase: str, rule: str, start: str | None, end: str | None, deadline: str | None
) -> None:
    timing = reader.read(phrase)
    assert (timing.rule.id, timing.period, timing.deadline) == (rule, Period(day(start), day(end)), day(deadline))


@pytest.mark.parametrize("phrase", ["ooit", "", "zomer", "voorjaar 25", "zomer 2025 of later", "binnenkort"])
def test_a_phrase_without_a_rule_is_refused_and_not_guessed(reader: Reader, phrase: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        reader.read(phrase, where="07.toml: measure 7.1")
    assert "timing.toml" in refused.value.mend.nl and refused.value.where == "07.toml: measure 7.1"


def test_a_phrase_that_fits_two_rules_is_refused(reader: Reader) -> None:
    twice = Reader((*reader.rules, reader.rules[0]), reader.conventions, PLAN_DATE)
    with pytest.raises(InvalidInput, match="more than one"):
        twice.read("onmiddellijk")


def test_a_day_that_does_not_exist_is_refused_in_words(reader: Reader) -> None:
    with pytest.raises(InvalidInput):
        reader.read("31/02/2026")


def test_words_and_line_ends_do_not_matter(reader: Reader) -> None:
    assert reader.read("Tegen de  zomer\nvan 2025").deadline == date(2025, 6, 20)


@pytest.mark.parametrize("phrase", ["voorjaar 2025", "tegen de zomer van 2025", "vlak voor/na het zomerreces", "dit jaar nog"])
def test_a_reading_that_rests_on_a_convention_or_the_plan_date_stands_as_derived(reader: Reader, phrase: str) -> None:
    assert reader.read(phrase).standing is Standing.DERIVED


def test_the_date_of_the_plan_anchors_at_once_and_this_year() -> None:
    later = load_reader(DATA, date(2031, 11, 2))
    assert later.read("onmiddellijk").deadline == date(2031, 11, 2)
    assert later.read("dit jaar nog").period == Period(date(2031, 11, 2), date(2031, 12, 31))


def test_a_rule_without_a_deadline_says_so_in_both_languages(reader: Reader) -> None:
    for phrase in ("doorlopend", "wordt opgestart", "vanaf voorjaar 2025", "lopend", "van 2023 tot en met 2037"):
        timing = reader.read(phrase)
        assert timing.deadline is None
        assert "geen uiterste dag" in timing.rule.why.nl and "no deadline" in timing.rule.why.en.lower()


def test_every_rule_is_used_by_the_plan_or_named_for_its_dates(reader: Reader, plan: Plan) -> None:
    used = {timing.rule.id for measure in plan.measures for timing in measure.timings}
    used |= {promise.timing.rule.id for promise in plan.promises if promise.timing}
    assert {rule.id for rule in reader.rules} - used <= {"day", "from-day", "by-season"}
    assert "by-season" in used


def test_only_kinds_with_an_end_have_a_deadline(plan: Plan) -> None:
    for measure in plan.measures:
        for timing in measure.timings:
            assert (timing.deadline is not None) == (timing.kind in (TimingKind.AT_ONCE, TimingKind.BY, TimingKind.WITHIN))
