"""A part of a dossier as its field reads it: typed values, with errors that name the entry and say how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from bolwerk.kernel import InvalidInput, Text


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the file. `where` is its place, such as `cyfun.threat[3]`; `known` are the keys it may have.

    Raises `InvalidInput` on reading for what is no table, and for a key that is not known.
    """

    raw: Any
    where: str
    known: tuple[str, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.raw, Mapping):
            raise self.wrong("", Text("Dit moet een tabel zijn.", "This must be a table."))
        for key in self.raw:
            if key not in self.known:
                raise self.wrong(
                    key,
                    Text(f"De sleutel '{key}' kennen we niet.", f"We do not know the key '{key}'."),
                    Text(f"Kies uit: {', '.join(self.known)}.", f"Choose from: {', '.join(self.known)}."),
                )

    def has(self, key: str) -> bool:
        return key in self.raw

    def each(self, key: str, known: tuple[str, ...]) -> Iterator[Part]:
        """The tables of an array of tables; none when the key is not there."""
        rows = self.raw.get(key, [])
        if not isinstance(rows, list):
            raise self.wrong(key, Text("Dit moet een reeks tabellen zijn.", "This must be an array of tables."))
        for number, row in enumerate(rows, 1):
            yield Part(row, f"{self.where}.{key}[{number}]", known)

    def text(self, key: str) -> str:
        value = self._need(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, Text("Dit moet tekst zijn.", "This must be text."))
        return value

    def choice(self, key: str, options: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in options:
            raise self.wrong(
                key,
                Text(f"'{value[:40]}' kennen we niet.", f"We do not know '{value[:40]}'."),
                Text(f"Kies uit: {', '.join(options)}.", f"Choose from: {', '.join(options)}."),
            )
        return value

    def flag(self, key: str) -> bool:
        """False when the key is not there."""
        value = self.raw.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, Text("Dit moet true of false zijn.", "This must be true or false."))
        return value

    def number(self, key: str) -> Fraction:
        """Exactly, zero or more."""
        value = self._need(key)
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal(-1)
        if isinstance(value, bool) or not number.is_finite() or number < 0:
            raise self.wrong(key, Text("Dit moet een getal zijn, nul of meer.", "This must be a number, zero or more."))
        return Fraction(number)

    def moment(self, key: str) -> datetime:
        """A day with an hour and a time zone."""
        value = self._need(key)
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise self.wrong(
                key,
                Text("Dit moet een dag en uur zijn, met de tijdzone.", "This must be a day and hour, with the time zone."),
                Text("Schrijf 2026-05-29T16:30:00+02:00.", "Write 2026-05-29T16:30:00+02:00."),
            )
        return value

    def wrong(self, key: str, what: Text, mend: Text | None = None) -> InvalidInput:
        """The error to raise for a key of this part; "" for the part itself."""
        return InvalidInput(
            what,
            where=f"{self.where}.{key}".rstrip("."),
            mend=mend or Text("Kijk naar de voorbeelden in examples/.", "Look at the examples in examples/."),
        )

    def _need(self, key: str) -> Any:
        if key not in self.raw:
            raise self.wrong(key, Text("Dit ontbreekt.", "This is missing."))
        return self.raw[key]
