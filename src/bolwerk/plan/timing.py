"""Read the plan's words for time ("voorjaar 2025", "zo snel mogelijk") into intervals, by rules that are stated and cited.

The rules and the conventions (where a season begins) are data: `data/timing.toml`. The code below only knows the shapes that a
reading can have. A phrase that fits no rule, or more than one, is refused: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bolwerk.kernel import InvalidInput, Period, Standing, Text, read_date
from bolwerk.kernel.calendar import ONE_DAY


class TimingKind(StrEnum):
    """How the words bind: only the kinds with a day in them can be late."""

    AT_ONCE = "at_once"
    BY = "by"
    WITHIN = "within"
    FROM = "from"
    RUNNING = "running"
    SOON = "soon"
    SPAN = "span"

    @property
    def label(self) -> Text:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    TimingKind.AT_ONCE: Text("meteen", "at once"),
    TimingKind.BY: Text("ten laatste op een dag", "by a day"),
    TimingKind.WITHIN: Text("binnen een periode", "within a period"),
    TimingKind.FROM: Text("vanaf een dag, zonder einde", "from a day on, without an end"),
    TimingKind.RUNNING: Text("loopt al, zonder einde", "already running, without an end"),
    TimingKind.SOON: Text("te starten, zonder datum", "to be started, without a date"),
    TimingKind.SPAN: Text("elk jaar binnen een reeks jaren", "each year in a run of years"),
}


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """One way of reading: `pattern` fits the whole phrase, `reads` names the shape, `how` and `why` say it to a person."""

    id: str
    pattern: re.Pattern[str]
    reads: str
    kind: TimingKind
    standing: Standing
    how: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Conventions:
    """Where the words of the year begin and end, as (month, day): ours, as the text does not say."""

    seasons: Mapping[str, tuple[tuple[int, int], tuple[int, int]]]
    recess: tuple[tuple[int, int], tuple[int, int]]
    end_of_month_from: int


@dataclass(frozen=True, slots=True)
class Timing:
    """A phrase of the text and how it was read. `deadline` is None when no last day can be derived.

    `lines` is where the phrase stands in the text, as (first, last).
    """

    phrase: str
    rule: ReadingRule
    period: Period
    deadline: date | None
    lines: tuple[int, int]

    @property
    def kind(self) -> TimingKind:
        return self.rule.kind

    @property
    def standing(self) -> Standing:
        return self.rule.standing


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads phrases for one plan: its date anchors "onmiddellijk" and "dit jaar"."""

    rules: tuple[ReadingRule, ...]
    conventions: Conventions
    plan_date: date

    def read(self, phrase: str, lines: tuple[int, int] = (0, 0), where: str = "") -> Timing:
        """The one reading of `phrase`; InvalidInput when no rule fits or more than one does."""
        words = " ".join(phrase.split())
        fitting = [(rule, match) for rule in self.rules if (match := rule.pattern.fullmatch(words))]
        if len(fitting) != 1:
            raise _unread(words, [rule.id for rule, _ in fitting], where)
        rule, match = fitting[0]
        period, deadline = SHAPES[rule.reads](match, self)
        return Timing(words, rule, period, deadline, lines)

    def season(self, name: str, year: int) -> Period:
        first, last = self.conventions.seasons[name.lower()]
        return Period(date(year, *first), date(year, *last))


Reading = tuple[Period, date | None]


def _year(match: re.Match[str]) -> int:
    return int(match["year"])


def _ends(period: Period) -> Reading:
    return period, period.end


def _plan_day(_: re.Match[str], reader: Reader) -> Reading:
    return _ends(Period(reader.plan_date, reader.plan_date))


def _open_from_plan(_: re.Match[str], reader: Reader) -> Reading:
    return Period(reader.plan_date, None), None


def _already_open(_: re.Match[str], __: Reader) -> Reading:
    return Period(None, None), None


def _open_from_year(match: re.Match[str], _: Reader) -> Reading:
    return Period(date(_year(match), 1, 1), None), None


def _season(match: re.Match[str], reader: Reader) -> Reading:
    return _ends(reader.season(match["season"], _year(match)))


def _from_season(match: re.Match[str], reader: Reader) -> Reading:
    return Period(reader.season(match["season"], _year(match)).start, None), None


def _before_season(match: re.Match[str], reader: Reader) -> Reading:
    first, _ = reader.conventions.seasons[match["season"].lower()]
    return _ends(Period(reader.plan_date, date(_year(match), *first) - ONE_DAY))


def _soon_by_season(match: re.Match[str], reader: Reader) -> Reading:
    return _ends(Period(reader.plan_date, reader.season(match["season"], _year(match)).end))


def _first_half(match: re.Match[str], _: Reader) -> Reading:
    return _ends(Period(date(_year(match), 1, 1), date(_year(match), 6, 30)))


def _end_of_april(match: re.Match[str], reader: Reader) -> Reading:
    return _ends(Period(date(_year(match), 4, reader.conventions.end_of_month_from), date(_year(match), 4, 30)))


def _whole_year(match: re.Match[str], _: Reader) -> Reading:
    return _ends(Period(date(_year(match), 1, 1), date(_year(match), 12, 31)))


def _rest_of_year(_: re.Match[str], reader: Reader) -> Reading:
    return _ends(Period(reader.plan_date, date(reader.plan_date.year, 12, 31)))


def _until_year(match: re.Match[str], reader: Reader) -> Reading:
    return _ends(Period(reader.plan_date, date(_year(match), 12, 31)))


def _run_of_years(match: re.Match[str], _: Reader) -> Reading:
    return Period(date(int(match["first"]), 1, 1), date(int(match["last"]), 12, 31)), None


def _day(match: re.Match[str], _: Reader) -> Reading:
    day = read_date(match["day"])
    return _ends(Period(day, day))


def _from_day(match: re.Match[str], _: Reader) -> Reading:
    return Period(read_date(match["day"]), None), None


def _around_recess(_: re.Match[str], reader: Reader) -> Reading:
    first, last = reader.conventions.recess
    return _ends(Period(date(reader.plan_date.year, *first), date(reader.plan_date.year, *last)))


SHAPES: Mapping[str, Callable[[re.Match[str], Reader], Reading]] = {
    "plan_day": _plan_day,
    "open_from_plan": _open_from_plan,
    "already_open": _already_open,
    "open_from_year": _open_from_year,
    "season": _season,
    "from_season": _from_season,
    "before_season": _before_season,
    "soon_by_season": _soon_by_season,
    "first_half": _first_half,
    "end_of_april": _end_of_april,
    "whole_year": _whole_year,
    "rest_of_year": _rest_of_year,
    "until_year": _until_year,
    "run_of_years": _run_of_years,
    "day": _day,
    "from_day": _from_day,
    "around_recess": _around_recess,
}


def _unread(phrase: str, fitting: list[str], where: str) -> InvalidInput:
    short = phrase[:60]
    if fitting:
        rules = ", ".join(fitting)
        return InvalidInput(
            Text(
                f"'{short}' past bij meer dan een leesregel: {rules}.", f"'{short}' fits more than one reading rule: {rules}."
            ),
            where=where,
            mend=Text("Maak de patronen in timing.toml enger.", "Narrow the patterns in timing.toml."),
        )
    return InvalidInput(
        Text(f"Geen leesregel past bij '{short}'.", f"No reading rule fits '{short}'."),
        where=where,
        mend=Text(
            "Voeg een leesregel met een reden toe aan timing.toml, of neem de woorden van de tekst over.",
            "Add a reading rule with its reason to timing.toml, or use the words of the text.",
        ),
    )
