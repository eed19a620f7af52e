"""Ten thousand generated histories of suspensions against a count of days, one by one."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from bolwerk.engines.procedures import CaseState, Event, Procedure, fold
from bolwerk.kernel import BRUSSELS, Calendar, Duration, Unit
from bolwerk.kernel.calendar import add_months
from tests.engines.procedures.samples import HOLDS, clock, opened

HISTORIES = 10_000
CALENDAR = Calendar()
ONE = timedelta(days=1)
FIRST = date(2024, 1, 1)
SPAN = (date(2037, 6, 30) - FIRST).days


@dataclass(frozen=True)
class History:
    procedure: Procedure
    length: Duration
    start: date
    holds: tuple[tuple[str, date, date], ...]

    @property
    def last(self) -> date:
        return max([self.start, *(end for _, _, end in self.holds)])

    def events(self, rng: random.Random) -> list[Event]:
        """The log: by day, and at random within a day, but what asks before what answers."""
        drawn = []
        for hold, first, last in self.holds:
            hour = rng.randrange(0, 23)
            drawn.append(Event(f"{hold}_asked", moment(first, hour), "a"))
            drawn.append(Event(f"{hold}_answered", moment(last, hour if first < last else rng.randrange(hour, 24), 59), "b"))
        return [opened(self.start), *sorted(drawn, key=lambda event: event.at)]


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BRUSSELS)


LENGTHS = [
    make(n) for make, most in ((Duration.days, 90), (Duration.working_days, 60), (Duration.months, 6)) for n in range(1, most)
]
CLOCKS = {length: clock(length) for length in LENGTHS}


def histories(seed: str, count: int = HISTORIES) -> list[tuple[History, random.Random]]:
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        length = rng.choice(LENGTHS)
        start = FIRST + timedelta(days=rng.randrange(SPAN))
        holds = []
        for _ in range(rng.randrange(0, 6)):
            first = start + timedelta(days=rng.randrange(0, 100))
            holds.append((rng.choice(HOLDS), first, first + timedelta(days=rng.choice((0, 1, 2, 3, 7, 14, 40)))))
        found.append((History(CLOCKS[length], length, start, tuple(holds)), rng))
    return found


def counted_by_hand(history: History) -> tuple[date, int]:
    """Due day and days stood, day by day: a day that stands takes nothing off what is left."""
    working = history.length.unit is Unit.WORKING_DAYS
    left = history.length.count
    if history.length.unit is Unit.MONTHS:
        left = (add_months(history.start, left) - history.start).days
    day = due = history.start
    stood = 0
    while True:
        day += ONE
        stands = any(first < day <= last for _, first, last in history.holds)
        if left == 0 and not stands:
            return due, stood
        if working and not CALENDAR.is_working_day(day):
            continue
        due = day
        if stands:
            stood += 1
        else:
            left -= 1


def state_of(history: History, events: list[Event], on: date | None = None) -> CaseState:
    return fold(history.procedure, events, CALENDAR, on=on or history.last)


def test_the_due_day_moves_by_exactly_the_days_that_the_clock_stood() -> None:
    moved = 0
    for history, rng in histories("exact"):
        term = state_of(history, history.events(rng)).term("term")
        plain = CALENDAR.add(history.start, history.length)
        due, stood = counted_by_hand(history)
        assert (term.due, term.days_stood) == (due, stood), history
        if history.length.unit is Unit.WORKING_DAYS:
            assert CALENDAR.working_days_between(plain, term.due) == stood
        else:
            assert (term.due - plain).days == stood
        moved += stood > 0
    assert moved > HISTORIES / 2


def test_the_order_in_which_overlapping_suspensions_are_lifted_does_not_matter() -> None:
    for history, rng in histories("order", 2_000):
        asked = [history.start + timedelta(days=rng.randrange(0, 5)) for _ in HOLDS]
        lifted = [max(asked) + timedelta(days=rng.randrange(0, 30)) for _ in HOLDS]
        dues = set()
        for _ in range(4):
            rng.shuffle(lifted)
            other = History(history.procedure, history.length, history.start, tuple(zip(HOLDS, asked, lifted, strict=True)))
            term = state_of(other, other.events(rng), on=max(lifted)).term("term")
            dues.add((term.due, term.days_stood))
        assert len(dues) == 1


def test_folding_the_rest_onto_an_earlier_state_gives_what_folding_it_all_gives() -> None:
    for history, rng in histories("incremental", 2_000):
        events = history.events(rng)
        cut = rng.randrange(0, len(events) + 1)
        between = history.start + timedelta(days=rng.randrange(0, 300))
        whole = fold(history.procedure, events, CALENDAR, on=history.last)
        early = fold(history.procedure, events[:cut], CALENDAR, on=max(between, history.last))
        assert fold(history.procedure, events[cut:], CALENDAR, on=history.last, since=early) == whole


def test_as_of_a_day_later_events_are_not_known_yet() -> None:
    for history, rng in histories("as of", 1_000):
        events = history.events(rng)
        on = history.start + timedelta(days=rng.randrange(0, 120))
        known = [event for event in events if event.at.astimezone(BRUSSELS).date() <= on]
        assert state_of(history, events, on=on) == state_of(history, known, on=on)


def test_every_deadline_carries_a_citation_and_says_how_it_was_counted() -> None:
    for history, rng in histories("cited", 1_000):
        for term in state_of(history, history.events(rng)).terms:
            assert term.due is not None
            assert term.citation is not None
            assert term.citation in term.reasons[0].citations


def test_a_suspended_term_does_not_run_out_and_a_running_one_does_on_the_day_after() -> None:
    for history, rng in histories("expiry", 1_000):
        events = history.events(rng)
        due = state_of(history, events).term("term").due
        later = max(due, history.last)
        assert state_of(history, events, on=later).term("term").expired == (later > due)
        assert state_of(history, events, on=later + ONE).term("term").expired


@pytest.mark.parametrize("year", range(2024, 2038))
def test_the_working_days_of_a_year_leave_out_the_ten_belgian_holidays(year: int) -> None:
    easter = easter_sunday(year)
    moving = [easter + timedelta(days=days) for days in (0, 1, 39, 49, 50)]
    fixed = [date(year, m, d) for m, d in ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))]
    free = {*moving, *fixed}
    days = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    assert {d for d in days if CALENDAR.is_working_day(d)} == {d for d in days if d.weekday() < 5 and d not in free}


def easter_sunday(year: int) -> date:
    """Gauss's rule for the Gregorian calendar, with its two exceptions."""
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    m = (15 - (13 + 8 * k) // 25 + k - k // 4) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    if (d, e) == (29, 6) or (d == 28 and e == 6 and (11 * m + 11) % 30 < 19):
        e -= 7
    return date(year, 3, 22) + timedelta(days=d + e)
