"""What the records so far add up to. The order in which they come does not matter; the day on them does."""

from __future__ import annotations

from bisect import bisect_right, insort_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from bolwerk.engines.progress._model import Indicator, Indicators, Match, Record, Target, read_number

LEDGER = "ledger"
"""The register whose records are money: payload `measure`, `envelope` and `cents` (a whole number, not negative)."""


class Entry(StrEnum):
    """Kinds of record in the ledger."""

    APPROPRIATION = "appropriation"
    COMMITMENT = "commitment"
    RELEASE = "release"
    PAYMENT = "payment"
    RECOVERY = "recovery"


class Hit(NamedTuple):
    """A record that an indicator counts. Sorts by day, then by what it is, so that arrival leaves no trace."""

    day: date
    subject: str
    register: str
    kind: str
    key: str
    value: Decimal | None = None


class Flow(NamedTuple):
    """A record of money."""

    day: date
    measure: str
    envelope: str
    kind: str
    cents: int
    key: str


R = TypeVar("R", Hit, Flow)


class _Rows(Generic[R]):
    """Rows in order of day. What comes in waits until it is read: few are put in their place, many are sorted in."""

    def __init__(self) -> None:
        self._rows: list[R] = []
        self._new: list[R] = []

    def add(self, row: R) -> None:
        self._new.append(row)

    def all(self) -> list[R]:
        if len(self._new) * 50 < len(self._rows):
            for row in self._new:
                insort_right(self._rows, row, key=_place)
        else:
            self._rows.extend(self._new)
            self._rows.sort(key=_place)
        self._new.clear()
        return self._rows

    def until(self, on: date) -> list[R]:
        rows = self.all()
        return rows[: bisect_right(rows, on, key=attrgetter("day"))]


@dataclass(frozen=True, slots=True)
class _Reader:
    """An indicator's ear: what it listens for, the field it adds up (or none), where the hits go."""

    match: Match
    field: str
    rows: _Rows[Hit]


class State:
    """Grows by `apply`. Holds only what indicators and money need, by day, so it can be read as of any day.

    `refused`: records of the ledger that could not be read as money; they count nowhere.
    """

    def __init__(self, indicators: Indicators) -> None:
        self.indicators = indicators
        self.refused = 0
        self._main: dict[str, _Rows[Hit]] = {indicator.id: _Rows() for indicator in indicators}
        self._other: dict[str, _Rows[Hit]] = {indicator.id: _Rows() for indicator in indicators}
        self._flows: _Rows[Flow] = _Rows()
        self._since: dict[str, date] = {}
        self._keys: set[tuple[str, str]] = set()
        self._readers: dict[tuple[str, str], list[_Reader]] = {}
        for indicator in indicators:
            self._listen(indicator)

    def apply(self, record: Record) -> None:
        """Takes in one record. The same key in the same register a second time changes nothing."""
        day = record.day
        self._since[record.register] = min(day, self._since.get(record.register, day))
        readers = [r for r in self._readers.get((record.register, record.kind), ()) if r.match.takes(record)]
        is_money = record.register == LEDGER
        if not (readers or is_money) or self._seen(record):
            return
        for reader in readers:
            value = read_number(record.payload.get(reader.field)) if reader.field else None
            reader.rows.add(Hit(day, record.subject, record.register, record.kind, record.key, value))
        if is_money:
            self._book(record, day)

    def hits(self, indicator: Indicator, on: date) -> list[Hit]:
        """What the indicator counts, up to and including that day, oldest first."""
        return self._main[indicator.id].until(on)

    def others(self, indicator: Indicator, on: date) -> list[Hit]:
        """The second set of a target: denominators, ends, what is taken off."""
        return self._other[indicator.id].until(on)

    def flows(self, on: date) -> list[Flow]:
        """The money up to and including that day, oldest first."""
        return self._flows.until(on)

    def knows(self, register: str, on: date) -> bool:
        """Did the register tell anything at all by that day? If not, nothing found there means nothing."""
        return register in self._since and self._since[register] <= on

    def same_as(self, other: State) -> bool:
        """Do both hold the same, whatever the order in which it came?"""
        return self._content() == other._content()

    def _content(self) -> object:
        hits = [{id: rows.all() for id, rows in group.items()} for group in (self._main, self._other)]
        return (hits, self._flows.all(), self._since, self.refused)

    def _seen(self, record: Record) -> bool:
        if not record.key:
            return False
        name = (record.register, record.key)
        if name in self._keys:
            return True
        self._keys.add(name)
        return False

    def _listen(self, indicator: Indicator) -> None:
        summed = indicator.field if isinstance(indicator, Target) else ""
        pairs = [(indicator.match, self._main[indicator.id])]
        if isinstance(indicator, Target) and indicator.other:
            pairs.append((indicator.other, self._other[indicator.id]))
        for match, rows in pairs:
            for kind in dict.fromkeys(match.kinds):
                self._readers.setdefault((match.register, kind), []).append(_Reader(match, summed, rows))

    def _book(self, record: Record, day: date) -> None:
        cents = record.payload.get("cents")
        if record.kind not in _ENTRIES or type(cents) is not int or cents < 0:
            self.refused += 1
            return
        measure, envelope = str(record.payload.get("measure", "")), str(record.payload.get("envelope", record.subject))
        self._flows.add(Flow(day, measure, envelope, record.kind, cents, record.key))


def fold(indicators: Indicators, records: Iterable[Record]) -> State:
    """The state after all records. Going on with `state.apply(record)` gives the same as folding anew."""
    state = State(indicators)
    for record in records:
        state.apply(record)
    return state


def _place(row: Hit | Flow) -> tuple[object, ...]:
    """A row's place; a value that could not be read sorts before any other."""
    if isinstance(row, Hit):
        return (*row[:5], row.value is not None, row.value or Decimal(0))
    return tuple(row)


_ENTRIES = frozenset(Entry)
