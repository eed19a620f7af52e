"""Many stories told at once, in the order of the calendar, and none past today. Pure but for what the stories do."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from random import Random

from bolwerk.kernel import BRUSSELS, Calendar

Story = Generator[datetime, None, None]
"""Yields the moment of its next step, and takes that step when it is resumed."""

_CALENDAR = Calendar()
_FIRST_HOUR, _HOURS = 8, 9


class Timeline:
    """Plays the steps of all stories in order of time, up to and including `until`; a story may start others."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._started = 0

    def start(self, story: Story) -> None:
        self._started += 1
        self._push(story, self._started)

    def play(self, advance: Callable[[int], object]) -> None:
        """`advance` is told the days that pass."""
        day = min((at.date() for at, _, _ in self._waiting), default=self.until.date())
        while self._waiting:
            at, number, story = heappop(self._waiting)
            if at > self.until:
                story.close()
                continue
            if at.date() > day:
                advance((at.date() - day).days)
                day = at.date()
            self._push(story, number)

    def _push(self, story: Story, number: int) -> None:
        at = next(story, None)
        if at is not None:
            heappush(self._waiting, (at, number, story))


class Clock:
    """The moments of one story: each later than the last, within office hours on a working day, always the same."""

    def __init__(self, seed: str, start: date) -> None:
        self.random = Random(seed)  # noqa: S311 (only spreads moments, the same on every run)
        self.at = self._within(start)

    def wait(self, least: int, most: int | None = None) -> datetime:
        """So many calendar days later, on the first working day."""
        days = self.random.randint(least, most if most is not None else least)
        if days == 0:
            self.at += timedelta(minutes=self.random.randint(3, 25))
        else:
            self.at = self._within(self.at.date() + timedelta(days=days))
        return self.at

    def wait_for(self, day: date) -> datetime:
        """Not before `day`."""
        self.at = self._within(day) if day > self.at.date() else self.wait(0)
        return self.at

    def minute(self) -> datetime:
        """A moment later, within the same step."""
        self.at += timedelta(seconds=self.random.randint(40, 200))
        return self.at

    def _within(self, day: date) -> datetime:
        while not _CALENDAR.is_working_day(day):
            day += timedelta(days=1)
        minutes = self.random.randrange(_HOURS * 60)
        return datetime.combine(day, time(_FIRST_HOUR), BRUSSELS) + timedelta(minutes=minutes)
