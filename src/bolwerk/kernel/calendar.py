"""Days as the law counts them: calendar days, working days, months; Belgian holidays; the clock of Brussels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

import holidays as _holidays

from bolwerk.kernel.errors import InvalidInput
from bolwerk.kernel.text import Text

BRUSSELS = ZoneInfo("Europe/Brussels")
ONE_DAY = timedelta(days=1)

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


class Unit(StrEnum):
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


_UNIT_WORDS = {
    Unit.CALENDAR_DAYS: (Text("dag", "day"), Text("dagen", "days")),
    Unit.WORKING_DAYS: (Text("werkdag", "working day"), Text("werkdagen", "working days")),
    Unit.MONTHS: (Text("maand", "month"), Text("maanden", "months")),
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in the unit the law names. Working days are not a number of calendar days."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError("a duration is not negative")

    @classmethod
    def days(cls, count: int) -> Self:
        return cls(count, Unit.CALENDAR_DAYS)

    @classmethod
    def working_days(cls, count: int) -> Self:
        return cls(count, Unit.WORKING_DAYS)

    @classmethod
    def months(cls, count: int) -> Self:
        return cls(count, Unit.MONTHS)

    def as_text(self) -> Text:
        one, many = _UNIT_WORDS[self.unit]
        word = one if self.count == 1 else many
        return Text(f"{self.count} {word.nl}", f"{self.count} {word.en}")


@lru_cache(maxsize=256)
def _belgian_holidays(year: int) -> frozenset[date]:
    return frozenset(_holidays.country_holidays("BE", years=year))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: Monday to Friday, less the Belgian public holidays and any `closed` days of a service."""

    closed: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in _belgian_holidays(day.year) and day not in self.closed

    def add(self, start: date, length: Duration) -> date:
        """The last day of a term that begins on the day after `start`.

        Months end on the same day of the month, or on its last day (31 January + 1 month = 28 or 29 February).
        """
        match length.unit:
            case Unit.CALENDAR_DAYS:
                return start + timedelta(days=length.count)
            case Unit.MONTHS:
                return add_months(start, length.count)
            case Unit.WORKING_DAYS:
                day, left = start, length.count
                while left:
                    day += ONE_DAY
                    left -= self.is_working_day(day)
                return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`; negative when `end` comes first."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (following - ONE_DAY).day))


def local_day(moment: datetime) -> date:
    """The calendar day in Brussels of an aware moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(BRUSSELS).date()


def read_date(raw: str, where: str = "") -> date:
    """From `2025-05-15`, `15/05/2025` or `15-05-2025`."""
    text = raw.strip()
    if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        year, month, day = found.groups()
    elif found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text):
        day, month, year = found.groups()
    else:
        raise _bad_date(raw, where)
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise _bad_date(raw, where) from error


def write_date(day: date, lang: str) -> str:
    """`23 november 2026` or `23 November 2026`."""
    month = _MONTHS["en" if lang == "en" else "nl"].split()[day.month - 1]
    return f"{day.day} {month} {day.year}"


def _bad_date(raw: str, where: str) -> InvalidInput:
    return InvalidInput(
        Text(f"'{raw[:40]}' is geen datum.", f"'{raw[:40]}' is not a date."),
        where=where,
        mend=Text("Schrijf ze zoals 2025-05-15 of 15/05/2025.", "Write it as 2025-05-15 or 15/05/2025."),
    )
