"""What the records so far add up to. The order in which they come does not matter; the day on them does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from bolwerk.engines.progress._model import Aggregate, Indicator, Indicators, Match, Record, Target, read_number

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


class State:
    """Grows by `apply`. Holds only what indicators and money need, by day, so it can be read as of any day."""

    def __init__(self, indicators: Indicators) -> None:
        self.indicators = indicators
        self.records = 0
        self.refused = 0
        self._main: dict[str, list[Hit]] = {indicator.id: [] for indicator in indicators}
        self._other: dict[str, list[Hit]] = {indicator.id: [] for indicator in indicators}
        self._flows: list[Flow] = []
        self._since: dict[str, date] = {}
        self._keys: set[tuple[str, str]] = set()
        self._unsorted: set[int] = set()
        self._readers: dict[tuple[str, str], list[tuple[Match, list[Hit], str]]] = {}
        for indicator in indicators:
            self._listen(indicator)

    def apply(self, record: Record) -> None:
        """Takes in one record. The same key in the same register a second time changes nothing."""
        if record.key:
            name = (record.register, record.key)
            if name in self._keys:
                return
            self._keys.add(name)
        day = record.day
        self.records += 1
        self._since[record.register] = min(day, self._since.get(record.register, day))
        for match, hits, field in self._readers.get((record.register, record.kind), ()):
            if match.takes(record):
                value = read_number(record.payload.get(field)) if field else None
                self._add(hits, Hit(day, record.subject, record.register, record.kind, record.key, value))
        if record.register == LEDGER:
            self._book(record, day)

    def hits(self, indicator: Indicator, on: date) -> list[Hit]:
        """What the indicator counts, up to and including that day, oldest first."""
        return self._until(self._main[indicator.id], on)

    def others(self, indicator: Indicator, on: date) -> list[Hit]:
        """The second set of a target: denominators, ends, what is taken off."""
        return self._until(self._other[indicator.id], on)

    def flows(self, on: date) -> list[Flow]:
        self._sort(self._flows)
        return [flow for flow in self._flows if flow.day <= on]

    def knows(self, register: str, on: date) -> bool:
        """Did the register tell anything at all by that day? If not, nothing found there means nothing."""
        return register in self._since and self._since[register] <= on

    def same_as(self, other: State) -> bool:
        """Do both hold the same, whatever the order in which it came?"""
        return self._content() == other._content()

    def _content(self) -> object:
        for rows in (*self._main.values(), *self._other.values(), self._flows):
            self._sort(rows)
        return (self.records, self.refused, self._main, self._other, self._flows, self._since)

    def _listen(self, indicator: Indicator) -> None:
        summed = indicator.field if isinstance(indicator, Target) and indicator.aggregate is Aggregate.SUM else ""
        pairs: list[tuple[Match, list[Hit]]] = [(indicator.match, self._main[indicator.id])]
        if isinstance(indicator, Target) and indicator.other:
            pairs.append((indicator.other, self._other[indicator.id]))
        for match, hits in pairs:
            for kind in match.kinds:
                self._readers.setdefault((match.register, kind), []).append((match, hits, summed))

    def _book(self, record: Record, day: date) -> None:
        cents = record.payload.get("cents")
        if record.kind not in set(Entry) or type(cents) is not int or cents < 0:
            self.refused += 1
            return
        measure, envelope = str(record.payload.get("measure", "")), str(record.payload.get("envelope", record.subject))
        self._add(self._flows, Flow(day, measure, envelope, record.kind, cents, record.key))

    def _add(self, rows: list[Hit] | list[Flow], row: Hit | Flow) -> None:
        rows.append(row)  # type: ignore[arg-type]
        self._unsorted.add(id(rows))

    def _sort(self, rows: list[Hit] | list[Flow]) -> None:
        """Sorting when read keeps taking in cheap; rows that came in order cost next to nothing."""
        if id(rows) in self._unsorted:
            rows.sort(key=_place)
            self._unsorted.discard(id(rows))

    def _until(self, hits: list[Hit], on: date) -> list[Hit]:
        self._sort(hits)
        return [hit for hit in hits if hit.day <= on]


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
