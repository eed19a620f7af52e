"""What a column must hold for a fact, and where its values turn: exact for whole numbers, decimals, floats and days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor, inf, isinf, nextafter
from typing import Any

from bolwerk.engines.rules._axis import Axis, Bound
from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._facts import Fact, FactType, nearest, unknown_fact
from bolwerk.kernel import InvalidInput, Text

TOLD = ("value", "row", "state", "ask")
"""What may be told of an answer: its value, the rows that fired, its state, what to ask."""


class Sort(StrEnum):
    """What a column holds, whatever the engine calls it."""

    BOOL = "bool"
    TEXT = "text"
    DATE = "date"
    WHOLE = "whole"
    DECIMAL = "decimal"
    FLOAT = "float"
    EMPTY = "empty"
    OTHER = "other"


_NUMBERS = (Sort.WHOLE, Sort.DECIMAL, Sort.FLOAT)
_WANTED: Mapping[FactType, tuple[tuple[Sort, ...], Text]] = {
    FactType.BOOL: ((Sort.BOOL,), Text("ja of nee (bool)", "yes or no (bool)")),
    FactType.ENUM: ((Sort.TEXT,), Text("tekst", "text")),
    FactType.NUMBER: (_NUMBERS, Text("een getal (geheel, decimaal of float)", "a number (whole, decimal or float)")),
    FactType.AMOUNT: (_NUMBERS, Text("een bedrag in euro (geheel of decimaal)", "an amount in euro (whole or decimal)")),
    FactType.DATE: ((Sort.DATE,), Text("een datum", "a date")),
}


@dataclass(frozen=True, slots=True)
class Column:
    """`scale` is the number of decimals of a decimal column; `kind` how its own engine calls the type."""

    sort: Sort
    kind: str
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a frame: rules over facts, on a day or on the day in a column.

    `unknown` are facts that have no column: nothing is known of them in any row.
    """

    book: Book
    rules: tuple[str, ...]
    on: date | str
    unknown: frozenset[str] = frozenset()
    tell: tuple[str, ...] = TOLD

    def facts(self) -> tuple[Fact, ...]:
        """The plain facts that the rules look at, each once."""
        found = {fact.name: fact for rule in self.rules for fact in self.book.inputs(rule)}
        return tuple(found.values())


def request(
    book: Book, rules: Iterable[str], on: date | str, unknown: Iterable[str] = (), tell: Iterable[str] = TOLD
) -> Request:
    """`on` may be a day as text. Raises NotFound for an unknown rule, InvalidInput for something that cannot be told."""
    told = tuple(dict.fromkeys(tell))
    for part in told:
        if part not in TOLD:
            raise InvalidInput(
                Text(f"'{part}' is geen kolom van een uitkomst.", f"'{part}' is no column of an outcome."),
                where="--tell",
                mend=Text(f"Kies uit: {', '.join(TOLD)}.", f"Choose from: {', '.join(TOLD)}."),
            )
    wanted, unseen = tuple(dict.fromkeys(rules)), frozenset(unknown)
    for rule in wanted:
        book.engine(rule)
    for name in unseen - book.facts.keys():
        raise unknown_fact(name, book.facts)
    if isinstance(on, str):
        with suppress(ValueError):
            on = date.fromisoformat(on)
    return Request(book, wanted, on, unseen, told)


def check(asked: Request, columns: Mapping[str, Column], where: str = "") -> None:
    """Raises InvalidInput for the first column that is missing, mistyped, or in the way of an answer."""
    for rule in asked.rules:
        for name in outputs(rule, asked.tell):
            if name in columns:
                raise _in_the_way(name, where)
    linked = {link for rule in asked.rules for link in asked.book.chained(rule)}
    for name in sorted(linked & columns.keys()):
        raise _decided(name, where)
    if isinstance(asked.on, str):
        _check_day(asked.on, columns, where)
    for fact in asked.facts():
        if fact.name in asked.unknown:
            continue
        column = columns.get(fact.name)
        sorts, words = _WANTED[fact.type]
        if column is None:
            raise _missing(fact.name, words, columns, where)
        if column.sort not in (*sorts, Sort.EMPTY):
            raise _mistyped(fact.name, column, words, where)


def outputs(rule: str, tell: Iterable[str] = TOLD) -> tuple[str, ...]:
    """The columns that a rule adds."""
    return tuple(rule if part == "value" else f"{rule}.{part}" for part in tell)


def _check_day(name: str, columns: Mapping[str, Column], where: str) -> None:
    words = Text("een datum", "a date")
    if name not in columns:
        raise _missing(name, words, columns, where)
    if columns[name].sort is not Sort.DATE:
        raise _mistyped(name, columns[name], words, where)


def _at(where: str, column: str) -> str:
    return f"{where}: {column}" if where else column


def _missing(name: str, wanted: Text, columns: Mapping[str, Column], where: str) -> InvalidInput:
    like = nearest(name, columns)
    listed = ", ".join(sorted(columns))
    hint = Text(f" Bedoelde je '{like}'?", f" Did you mean '{like}'?") if like else Text(" ", " ")
    return InvalidInput(
        Text(f"De kolom '{name}' ontbreekt.{hint.nl}".rstrip(), f"The column '{name}' is missing.{hint.en}".rstrip()),
        where=_at(where, name),
        mend=Text(
            f"Voeg ze toe met {wanted.nl}, of zeg dat niemand ze kent (--unknown {name}). Er zijn: {listed}.",
            f"Add it with {wanted.en}, or say that nobody knows it (--unknown {name}). There are: {listed}.",
        ),
    )


def _mistyped(name: str, column: Column, wanted: Text, where: str) -> InvalidInput:
    return InvalidInput(
        Text(
            f"De kolom '{name}' is van het type {column.kind}; nodig is {wanted.nl}.",
            f"The column '{name}' is of type {column.kind}; needed is {wanted.en}.",
        ),
        where=_at(where, name),
        mend=Text("Zet de kolom om naar dat type.", "Convert the column to that type."),
    )


def _in_the_way(name: str, where: str) -> InvalidInput:
    return InvalidInput(
        Text(
            f"De kolom '{name}' bestaat al; de uitkomst heet ook zo.",
            f"The column '{name}' exists already; the outcome is called so.",
        ),
        where=_at(where, name),
        mend=Text("Hernoem de kolom of haal ze weg.", "Rename the column or remove it."),
    )


def _decided(name: str, where: str) -> InvalidInput:
    return InvalidInput(
        Text(
            f"De kolom '{name}' heet zoals een regel die uit zijn eigen gegevens bepaald wordt.",
            f"The column '{name}' is called like a rule, which is decided from its own facts.",
        ),
        where=_at(where, name),
        mend=Text("Hernoem de kolom of haal ze weg.", "Rename the column or remove it."),
    )


# --- where values turn ------------------------------------------------------------------------------------------------


def step(bound: Bound, column: Column) -> Any:
    """The least value of a column that lies after a bound: as it stands in a whole or float column or one of days, and as
    its unscaled integer in a decimal column. `v >= step` says exactly whether `v` is past the bound."""
    value, side = bound
    if isinstance(value, date):
        return value + timedelta(days=1) if side else value
    if column.sort is Sort.FLOAT:
        return _float_step(Fraction(value), side)
    scaled = Fraction(value) * 10**column.scale
    return floor(scaled) + 1 if side else ceil(scaled)


def _float_step(value: Fraction, side: int) -> float:
    """A float counts as its shortest decimal, so that 0.1 is a tenth."""

    def past(number: float) -> bool:
        if isinf(number):
            return number > 0
        exact = Fraction(repr(number))
        return exact > value if side else exact >= value

    found = float(value)
    while past(found):
        found = nextafter(found, -inf)
    while not past(found):
        found = nextafter(found, inf)
    return found


def steps(axis: Axis, column: Column) -> list[Any]:
    """Of a cut axis: a value is in the slot that is the number of steps it has reached."""
    return [step(bound, column) for bound in axis.bounds]


def limits(fact: Fact, column: Column) -> tuple[Any, Any]:
    """The least value allowed and the first one that is too large, as `step` gives them; None where open."""
    low = None if fact.low is None else step((fact.low, 0), column)
    high = None if fact.high is None else step((fact.high, 1), column)
    return low, high


def no_such_value(fact: Fact, found: Sequence[tuple[int, Any]], count: int, where: str) -> InvalidInput:
    """`found` are the first rows (counted from 1) with a value that the fact does not allow; `count` how many there are."""
    listed = "; ".join(f"{row}: '{str(value)[:40]}'" for row, value in found)
    refusal = fact.refuse(found[0][1] if found else "")
    return InvalidInput(
        Text(
            f"{count} rijen hebben in '{fact.name}' een waarde die niet kan (rij: waarde): {listed}.",
            f"{count} rows have in '{fact.name}' a value that cannot be (row: value): {listed}.",
        ),
        where=_at(where, fact.name),
        mend=refusal.mend,
    )


def no_day(column: str, rows: Sequence[int], count: int, where: str) -> InvalidInput:
    listed = ", ".join(map(str, rows))
    return InvalidInput(
        Text(
            f"{count} rijen hebben geen dag in '{column}' (rij {listed}).",
            f"{count} rows have no day in '{column}' (row {listed}).",
        ),
        where=_at(where, column),
        mend=Text(
            "Vul de dag in, of geef één dag voor alle rijen (--on 2026-01-01).",
            "Fill in the day, or give one day for all rows (--on 2026-01-01).",
        ),
    )
