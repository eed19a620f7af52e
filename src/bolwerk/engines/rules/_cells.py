"""The grammar of a cell: `-`, `a, b`, `not(a)`, `>= 50`, `[10..50)`, `yes`, `$param`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

Lookup: TypeAlias = Callable[[str], Any]
"""From a parameter's name to its value on the day; raises NotInForce when there is none."""


class NotInForce(Exception):
    """A parameter has no value on the day."""


@dataclass(frozen=True, slots=True)
class Param:
    name: str


Operand: TypeAlias = Any  # a typed value or a Param


def _value(operand: Operand, lookup: Lookup) -> Any:
    return lookup(operand.name) if isinstance(operand, Param) else operand


@dataclass(frozen=True, slots=True)
class Any_:
    """`-`: whatever the value."""

    def matches(self, value: Any, lookup: Lookup) -> bool:
        return True

    def bounds(self) -> Iterator[tuple[Operand, int]]:
        return iter(())


@dataclass(frozen=True, slots=True)
class Compare:
    """`>= 50`, or a bare value (`==`)."""

    sign: str
    operand: Operand

    def matches(self, value: Any, lookup: Lookup) -> bool:
        other = _value(self.operand, lookup)
        return value is not None and bool(_SIGNS[self.sign](value, other))

    def bounds(self) -> Iterator[tuple[Operand, int]]:
        """Where the answer turns: `(x, 0)` just before x, `(x, 1)` just after it."""
        if self.sign in (">=", "<", "=="):
            yield self.operand, 0
        if self.sign in (">", "<=", "=="):
            yield self.operand, 1


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold: an interval."""

    parts: tuple[Condition, ...]

    def matches(self, value: Any, lookup: Lookup) -> bool:
        return all(part.matches(value, lookup) for part in self.parts)

    def bounds(self) -> Iterator[tuple[Operand, int]]:
        for part in self.parts:
            yield from part.bounds()


@dataclass(frozen=True, slots=True)
class Some:
    """One of the parts holds: a list."""

    parts: tuple[Condition, ...]

    def matches(self, value: Any, lookup: Lookup) -> bool:
        # A list, not a generator: every parameter must be in force, whichever part matches.
        matched = [part.matches(value, lookup) for part in self.parts]
        return any(matched)

    def bounds(self) -> Iterator[tuple[Operand, int]]:
        for part in self.parts:
            yield from part.bounds()


@dataclass(frozen=True, slots=True)
class Not:
    """None of the parts holds; a missing outcome of another rule matches nothing, so not this either."""

    part: Condition

    def matches(self, value: Any, lookup: Lookup) -> bool:
        return value is not None and not self.part.matches(value, lookup)

    def bounds(self) -> Iterator[tuple[Operand, int]]:
        return self.part.bounds()


Condition: TypeAlias = Any_ | Compare | Every | Some | Not
ANY = Any_()

_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
}
_INTERVAL = re.compile(r"([\[(\]])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])")
_COMPARE = re.compile(r"(>=|<=|>|<|=)\s*(.+)")


def read_condition(raw: str, literal: Callable[[str], Any], ordered: bool) -> Condition:
    """Parse a cell. `literal` reads one value of the fact, or raises ValueError; `ordered` allows `>=` and intervals.

    Raises ValueError with the words that cannot be read.
    """
    text = raw.strip()
    if text in ("-", ""):
        return ANY
    if found := re.fullmatch(r"not\s*\((.*)\)", text):
        return Not(read_condition(found[1], literal, ordered))
    parts = [_atom(part.strip(), literal, ordered) for part in split(text)]
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


def _atom(text: str, literal: Callable[[str], Any], ordered: bool) -> Condition:
    def operand(word: str) -> Operand:
        return Param(word[1:]) if word.startswith("$") else literal(word)

    if ordered and (found := _INTERVAL.fullmatch(text)):
        opens, low, high, closes = found.groups()
        return Every(
            (Compare(">=" if opens == "[" else ">", operand(low)), Compare("<=" if closes == "]" else "<", operand(high)))
        )
    if ordered and (found := _COMPARE.fullmatch(text)):
        return Compare("==" if found[1] == "=" else found[1], operand(found[2].strip()))
    if found := re.fullmatch(r"not\s*\((.*)\)", text):
        return Not(read_condition(found[1], literal, ordered))
    if not text:
        raise ValueError(text)
    return Compare("==", operand(text))


def split(text: str) -> list[str]:
    """At the commas outside brackets."""
    return re.split(r",(?![^()]*\))", text) if "(" in text and ".." not in text else text.split(",")


def read_number(text: str) -> int | Fraction:
    """`50`, `-2.5`, `10_000_000`, `10 000 000`."""
    if not re.fullmatch(r"-?\d[\d_ ]*(\.\d+)?", text.strip()):
        raise ValueError(text)
    number = Fraction(text.replace("_", "").replace(" ", ""))
    return number.numerator if number.denominator == 1 else number


def read_day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def params_of(condition: Condition) -> Iterator[str]:
    for operand, _ in condition.bounds():
        if isinstance(operand, Param):
            yield operand.name
