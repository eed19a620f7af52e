"""A stretch of service with Defence, from its first and last day to the facts that the determinations look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bolwerk.engines.rules import Value
from bolwerk.kernel import Calendar, Duration, InvalidInput, Text, write_date

_ONE_MONTH = Duration.months(1)
_CALENDAR = Calendar()


@dataclass(frozen=True, slots=True)
class Service:
    """`start` and `end` are the first and the last day, both served. Raises InvalidInput when the last comes first."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            first, last = write_date(self.start, "nl"), write_date(self.end, "nl")
            first_en, last_en = write_date(self.start, "en"), write_date(self.end, "en")
            raise InvalidInput(
                Text(
                    f"De dienst eindigt op {last}, vóór hij begint op {first}.",
                    f"The service ends on {last_en}, before it starts on {first_en}.",
                ),
                where="service.end",
                mend=Text(
                    "Geef een laatste dag op of na de eerste.",
                    "Give a last day on or after the first.",
                ),
            )

    @property
    def days(self) -> int:
        """Calendar days, first and last included."""
        return (self.end - self.start).days + 1

    @property
    def whole_calendar_month(self) -> bool:
        """Whether some month lies in it from its first to its last day."""
        first = self.start if self.start.day == 1 else _CALENDAR.add(self.start.replace(day=1), _ONE_MONTH)
        following = _CALENDAR.add(first, _ONE_MONTH)
        return (following - self.end).days <= 1

    @property
    def month_from_day(self) -> bool:
        """Whether it reaches the day before the same day a month later; a month too short for that day ends on its last."""
        return (_CALENDAR.add(self.start, _ONE_MONTH) - self.end).days <= 1

    def facts(self) -> dict[str, Value]:
        """As facts of the dossier: every reading of "a full month" finds the one that it looks at."""
        return {
            "reservist.days": self.days,
            "reservist.whole_calendar_month": self.whole_calendar_month,
            "reservist.month_from_day": self.month_from_day,
        }
