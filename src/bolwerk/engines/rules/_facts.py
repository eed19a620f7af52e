"""Facts: what a determination may look at. Declared once per domain in `facts.toml`, with question and labels."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import isfinite
from typing import Any, TypeAlias

from bolwerk.engines.rules._source import Place, read_toml, wrong
from bolwerk.kernel import InvalidInput, Money, Text, read_date, write_date

Value: TypeAlias = "str | bool | int | Decimal | Fraction | date | tuple[Value, ...]"
"""Outside the engine numbers are int, Decimal, or Fraction where no decimal is exact; inside int or Fraction."""

YES = {"yes": True, "ja": True, "true": True, "no": False, "nee": False, "false": False}
EURO = Text.same("euro")
YES_NO = {True: Text("ja", "yes"), False: Text("nee", "no")}


NOWHERE = Place("")


class FactType(StrEnum):
    BOOL = "bool"
    ENUM = "enum"
    NUMBER = "number"
    AMOUNT = "amount"
    """A number of euro."""
    DATE = "date"


class FactKind(StrEnum):
    REGISTER = "register"
    """Fetched from a register, asked only when it cannot be."""
    DECLARED = "declared"
    """Asked from the applicant."""
    JUDGEMENT = "judgement"
    """Given by a named official with a motivation; never guessed, never asked from an applicant."""


@dataclass(frozen=True, slots=True)
class Fact:
    """`values` are the allowed values of a bool or an enum (False, True or strings), empty for numbers and dates.

    `low`, `high` bound a number (both included); `whole` says that it has no fraction.
    """

    name: str
    type: FactType
    kind: FactKind
    question: Text
    values: tuple[Value, ...] = ()
    labels: tuple[tuple[Value, Text], ...] = ()
    help: Text | None = None
    unit: Text | None = None
    low: int | Fraction | None = None
    high: int | Fraction | None = None
    whole: bool = False
    place: Place = NOWHERE

    @property
    def finite(self) -> bool:
        return self.type in (FactType.BOOL, FactType.ENUM)

    @property
    def numeric(self) -> bool:
        return self.type in (FactType.NUMBER, FactType.AMOUNT)

    def label(self, value: Value) -> Text:
        """How a value reads to a person."""
        for known, text in self.labels:
            if known == value and type(known) is type(value):
                return text
        return write_value(value, EURO if self.type is FactType.AMOUNT else self.unit)

    def accept(self, value: object) -> Value:
        """The value as the engine holds it (numbers: int or Fraction). Raises InvalidInput that says what is allowed."""
        match self.type:
            case FactType.BOOL if isinstance(value, bool):
                return value
            case FactType.ENUM if isinstance(value, str) and value in self.values:
                return value
            case FactType.DATE if type(value) is date:
                return value
            case FactType.NUMBER | FactType.AMOUNT:
                number = exact(value)
                if number is not None and self._in_range(number) and (not self.values or number in self.values):
                    return number
        raise self.refuse(value)

    def read(self, raw: str) -> Value:
        """From what a person typed or a form sent."""
        text = raw.strip()
        match self.type:
            case FactType.BOOL if text.lower() in YES:
                return YES[text.lower()]
            case FactType.DATE:
                return read_date(text, self.name)
            case FactType.AMOUNT:
                return self.accept(Money.read(text))
            case FactType.NUMBER:
                try:
                    return self.accept(Decimal(text.replace(" ", "").replace(",", ".")))
                except ArithmeticError as error:
                    raise self.refuse(raw) from error
        return self.accept(text)

    def _in_range(self, number: int | Fraction) -> bool:
        if self.whole and type(number) is not int:
            return False
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)

    def refuse(self, value: object) -> InvalidInput:
        """The error for a value that is not allowed; it says what is."""
        shown = str(value)[:40]
        return InvalidInput(
            Text(f"'{shown}' kan niet als waarde van {self.name}.", f"'{shown}' cannot be a value of {self.name}."),
            where=self.name,
            mend=self._allowed(),
        )

    def _allowed(self) -> Text:
        match self.type:
            case FactType.BOOL:
                return Text("Geef ja of nee (true of false).", "Give yes or no (true or false).")
            case FactType.ENUM:
                listed = ", ".join(str(value) for value in self.values)
                return Text(f"Kies uit: {listed}.", f"Choose from: {listed}.")
            case FactType.DATE:
                return Text("Geef een datum zoals 2025-05-15.", "Give a date like 2025-05-15.")
        low = "" if self.low is None else f" ≥ {write_value(self.low).nl}"
        high = "" if self.high is None else f" ≤ {write_value(self.high).nl}"
        nl, en = ("geheel getal", "whole number") if self.whole else ("getal", "number")
        return Text(f"Geef een {nl}{low}{high}.", f"Give a {en}{low}{high}.")


def exact(value: object) -> int | Fraction | None:
    """A number as int or Fraction; a float by its shortest decimal; Money in euro; None when it is no number."""
    match value:
        case bool():
            return None
        case int():
            return value
        case Money(cents=cents):
            number = Fraction(cents, 100)
        case Fraction():
            number = value
        case Decimal() if value.is_finite():
            number = Fraction(value)
        case float() if isfinite(value):
            number = Fraction(repr(value))
        case _:
            return None
    return number.numerator if number.denominator == 1 else number


_PLAIN = frozenset({str, bool, int, date})


def public(value: Any) -> Any:
    """A value as callers see it: a Fraction that a decimal can hold becomes a Decimal."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, tuple):
        return tuple(public(part) for part in value)
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return value.numerator
        rest = value.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return Decimal(value.numerator) / Decimal(value.denominator)
    return value


def as_json(value: Any) -> object:
    """A value as JSON holds it exactly: numbers with a fraction and dates as text."""
    if isinstance(value, tuple):
        return [as_json(part) for part in value]
    return value if value is None or isinstance(value, str | bool | int) else str(public(value))


def write_value(value: Value, unit: Text | None = None) -> Text:
    """A value without a label of its own, as people write it."""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, date):
        return Text(write_date(value, "nl"), write_date(value, "en"))
    if isinstance(value, tuple):
        parts = [write_value(part, unit) for part in value]
        return Text(", ".join(p.nl for p in parts) or "geen", ", ".join(p.en for p in parts) or "none")
    if isinstance(value, str):
        return Text.same(value or "–")
    plain = public(value)
    english = str(plain) if isinstance(plain, Fraction) else f"{plain:,}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    return Text(f"{dutch} {unit.nl}", f"{english} {unit.en}") if unit else Text(dutch, english)


def read_unit(raw: object) -> Text | None:
    """From `"%"`, the same in both languages, or `{ nl = "maanden", en = "months" }`; None when there is none."""
    if raw is None:
        return None
    return Text.same(raw) if isinstance(raw, str) else Text.read(raw)


def read_facts(raw: str, file: str) -> tuple[Fact, ...]:
    """The facts of one `facts.toml`."""
    table = read_toml(raw, file).get("fact", {})
    return tuple(_fact(name, entry, _place(raw, file, name)) for name, entry in table.items())


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that looks most like it, or an empty string."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return found[0] if found else ""


def unknown_fact(name: str, known: Iterable[str]) -> InvalidInput:
    like = nearest(name, known)
    return InvalidInput(
        Text(f"Het gegeven '{name}' bestaat niet.", f"The fact '{name}' does not exist."),
        where=name,
        mend=Text(f"Bedoelde je '{like}'?", f"Did you mean '{like}'?")
        if like
        else Text("Kijk in facts.toml welke gegevens er zijn.", "See facts.toml for the facts there are."),
    )


_KEYS = {"type", "values", "labels", "question", "help", "kind", "unit", "min", "max", "whole"}


def _fact(name: str, entry: Mapping[str, Any], place: Place) -> Fact:
    for key in entry:
        if key not in _KEYS:
            raise wrong(
                place,
                Text(
                    f"Het gegeven {name} heeft een onbekende sleutel '{key}'.", f"The fact {name} has an unknown key '{key}'."
                ),
                Text(f"Gebruik: {', '.join(sorted(_KEYS))}.", f"Use: {', '.join(sorted(_KEYS))}."),
            )
    try:
        kind = FactType(entry["type"])
        values, labels = _values(kind, entry)
        return Fact(
            name=name,
            type=kind,
            kind=FactKind(entry["kind"]),
            question=Text.read(entry["question"]),
            values=values,
            labels=labels,
            help=Text.read(entry["help"]) if "help" in entry else None,
            unit=read_unit(entry.get("unit")),
            low=exact(entry["min"]) if "min" in entry else None,
            high=exact(entry["max"]) if "max" in entry else None,
            whole=bool(entry.get("whole", False)),
            place=place,
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise wrong(
            place,
            Text(
                f"Het gegeven {name} is niet volledig of niet juist: {error}.",
                f"The fact {name} is incomplete or wrong: {error}.",
            ),
            Text(
                "Geef type (bool, enum, number, amount, date), kind (register, declared, judgement), question en values.",
                "Give type (bool, enum, number, amount, date), kind (register, declared, judgement), question and values.",
            ),
        ) from error


def _values(kind: FactType, entry: Mapping[str, Any]) -> tuple[tuple[Value, ...], tuple[tuple[Value, Text], ...]]:
    if kind is FactType.BOOL:
        own = {YES[key.lower()]: Text.read(text) for key, text in entry.get("labels", {}).items()}
        return (False, True), tuple((YES_NO | own).items())
    if kind is not FactType.ENUM:
        return (), ()
    given = entry["values"]
    labels = given if isinstance(given, dict) else entry.get("labels", {})
    values = tuple(str(value) for value in given)
    if not values or len(set(values)) != len(values):
        raise ValueError("an enum names each of its values once")
    if set(labels) - set(values):
        raise ValueError(f"labels for values that do not exist: {sorted(set(labels) - set(values))}")
    return values, tuple((value, Text.read(text)) for value, text in labels.items())


def _place(raw: str, file: str, name: str) -> Place:
    for number, line in enumerate(raw.splitlines(), 1):
        if line.strip().startswith((f'[fact."{name}"', f"[fact.{name}", f'"{name}"')):
            return Place(file, number)
    return Place(file)
