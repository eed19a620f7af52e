"""Working time and the calendar: people work on working days, terms run on every day."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

from bolwerk.kernel import Calendar

_HAIR = 1e-9
"""Sums of floats that miss a day's border by less than this are on it."""


class Clock:
    """Turns working days since the start (a float: 2.5 is noon of the third) into days of the calendar, and back.

    Calendar time is a float too, counted from `start`: the whole part is the day, the rest the part of the working day.
    """

    def __init__(self, start: date, calendar: Calendar) -> None:
        self._start = start
        self._calendar = calendar
        self._days: list[int] = []  # the calendar day of each working day
        self._known = 0

    def calendar(self, working: float) -> float:
        whole = int(working + _HAIR)
        while len(self._days) <= whole:
            self._further()
        return self._days[whole] + max(working - whole, 0.0)

    def working(self, day: float) -> float:
        """The working moment on `day`, or the first one after it when nobody works that day."""
        whole = int(day)
        while not self._days or self._days[-1] < whole:
            self._further()
        at = bisect_left(self._days, whole)
        return at + (day - whole) if self._days[at] == whole else float(at)

    def before(self, day: int) -> int:
        """How many working days lie before `day`."""
        return int(self.working(day))

    def _further(self) -> None:
        """A year more of working days."""
        ahead = range(self._known, self._known + 366)
        self._days += [n for n in ahead if self._calendar.is_working_day(self._start + timedelta(days=n))]
        self._known += 366
