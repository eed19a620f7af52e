"""Intervals of days. Every figure of law carries one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bolwerk.kernel.calendar import ONE_DAY, write_date
from bolwerk.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to and including `end`; `None` is open on that side."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def overlaps(self, other: Period) -> bool:
        starts_in_time = self.start is None or other.end is None or self.start <= other.end
        return starts_in_time and (other.start is None or self.end is None or other.start <= self.end)

    def cuts(self) -> tuple[date, ...]:
        """The days on which something changes: the first day in, the first day out."""
        return tuple(day for day in (self.start, self.end and self.end + ONE_DAY) if day)

    def as_text(self) -> Text:
        match self.start, self.end:
            case None, None:
                return Text("altijd", "always")
            case start, None if start:
                return Text(f"vanaf {write_date(start, 'nl')}", f"from {write_date(start, 'en')}")
            case None, end if end:
                return Text(f"tot en met {write_date(end, 'nl')}", f"until {write_date(end, 'en')}")
            case start, end if start and end:
                return Text(
                    f"{write_date(start, 'nl')} t.e.m. {write_date(end, 'nl')}",
                    f"{write_date(start, 'en')} to {write_date(end, 'en')}",
                )
        raise AssertionError(self)


ALWAYS = Period()
