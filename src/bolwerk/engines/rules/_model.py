"""A rule as read: rows, dated values, tests. Frozen; compiled elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bolwerk.engines.rules._cells import Condition
from bolwerk.engines.rules._facts import Fact, Value, write_value
from bolwerk.engines.rules._formula import Formula
from bolwerk.engines.rules._source import Place
from bolwerk.kernel import Citation, Period, Text


class Hit(StrEnum):
    FIRST = "first"
    """The first row that matches decides."""
    UNIQUE = "unique"
    """One row at most may match."""
    ANY = "any"
    """Several rows may match when they say the same."""
    COLLECT = "collect"
    """Every row that matches gives its outcome; the value is the tuple of them, empty when none matches."""


class Aggregate(StrEnum):
    """What a collect table makes of the numbers it collects; with none to collect, only a count is known (0)."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a value reads; `rank` sorts (higher matters more), `next` names what it opens."""

    label: Text
    rank: int = 0
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a decision table. `cells` holds only the facts the row looks at, with the cell as written."""

    id: str
    cells: tuple[tuple[str, Condition, str], ...]
    outcome: Value
    period: Period
    citation: Citation | None
    why: Text | None
    place: Place


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One row of a parameter table; `key` is empty for a parameter without one."""

    id: str
    param: str
    key: tuple[str, ...]
    value: Value
    period: Period
    citation: Citation | None
    why: Text | None
    place: Place


@dataclass(frozen=True, slots=True)
class Test:
    """One line below `## Tests`. `expected` is a value or a state in brackets; `None` for ask or rows: not looked at."""

    on: date
    facts: tuple[tuple[str, Value], ...]
    expected: Value | str
    state: str
    ask: frozenset[str] | None
    rows: frozenset[str] | None
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """A determination: one question, answered by a table or a formula. `aside`: outcomes that say it does not concern."""

    id: str
    question: Text
    measure: tuple[str, ...]
    topic: str
    hit: Hit
    aggregate: Aggregate | None
    date: str
    quotes: tuple[str, ...]
    outcomes: Mapping[Value, Outcome]
    rank: int
    next: tuple[str, ...]
    aside: tuple[Value, ...]
    unit: Text | None
    facts: tuple[Fact, ...]
    chained: frozenset[str]
    rows: tuple[Row, ...]
    formula: Formula | None
    impossible: tuple[Row, ...]
    tests: tuple[Test, ...]
    params: tuple[str, ...]
    place: Place

    @property
    def many(self) -> bool:
        """The value is a tuple of outcomes."""
        return self.hit is Hit.COLLECT and self.aggregate is None

    def concerns(self, value: Value) -> bool:
        """Whether an outcome says something to whoever asked, and not only that the question is not about them."""
        said = value if isinstance(value, tuple) else (value,)
        return any(one not in self.aside for one in said)

    def label(self, value: Value) -> Text:
        """How an outcome reads; the outcomes of a collect table are joined."""
        if isinstance(value, tuple):
            parts = [self.label(part) for part in value]
            return Text(", ".join(p.nl for p in parts) or "geen", ", ".join(p.en for p in parts) or "none")
        found = self.outcomes.get(value)
        return found.label if found else write_value(value, self.unit)
