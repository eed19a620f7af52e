"""A TOML table that is read once, field by field, and complains with file, table and field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from bolwerk.kernel import InvalidInput, Text

E = TypeVar("E", bound=StrEnum)


class Table:
    """Fields are taken by type; `done()` refuses what nobody took, so a misspelt field never goes unseen."""

    def __init__(self, raw: Mapping[str, Any], where: str) -> None:
        self._raw = raw
        self._taken: set[str] = set()
        self.where = where

    def named(self, name: str) -> None:
        """From here on errors name this table so."""
        self.where = f"{self.where.split(':')[0]}: {name}"

    def has(self, key: str) -> bool:
        return key in self._raw

    def names(self) -> tuple[str, ...]:
        return tuple(self._raw)

    def peek(self, key: str) -> Any:
        return self._raw.get(key)

    def take(self, key: str) -> Any:
        self._taken.add(key)
        return self._raw.get(key)

    def string(self, key: str) -> str:
        value = self.take(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "is een tekst", "is a text")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the field is not there."""
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) and part for part in value):
            raise self.wrong(key, "is een lijst van teksten", "is a list of texts")
        return tuple(value)

    def integer(self, key: str) -> int:
        value = self.take(key)
        if type(value) is not int:
            raise self.wrong(key, "is een geheel getal", "is a whole number")
        return value

    def number(self, key: str) -> int | float:
        value = self.take(key)
        if type(value) not in (int, float):
            raise self.wrong(key, "is een getal", "is a number")
        return value  # type: ignore[no-any-return]

    def flag(self, key: str) -> bool:
        """True or false; false when the field is not there."""
        value = self.take(key)
        if value is not None and type(value) is not bool:
            raise self.wrong(key, "is true of false", "is true or false")
        return bool(value)

    def day(self, key: str) -> date:
        value = self.take(key)
        if type(value) is not date:
            raise self.wrong(key, "is een dag zoals 2025-04-04", "is a day like 2025-04-04")
        return value

    def text(self, key: str) -> Text:
        try:
            return Text.read(self.take(key))
        except ValueError as error:
            raise self.wrong(key, 'is een paar als {nl = "…", en = "…"}', 'is a pair like {nl = "…", en = "…"}') from error

    def texts(self, key: str) -> tuple[Text, ...]:
        """A list of pairs; empty when the field is not there."""
        value = self.take(key)
        try:
            return tuple(Text.read(part) for part in value or ())
        except (ValueError, TypeError) as error:
            raise self.wrong(
                key, 'is een lijst van paren {nl = "…", en = "…"}', 'is a list of pairs {nl = "…", en = "…"}'
            ) from error

    def choice(self, key: str, choices: type[E], default: E | None = None) -> E:
        value = self.take(key)
        if value is None and default is not None:
            return default
        try:
            return choices(value)
        except ValueError as error:
            known = ", ".join(choices)
            raise self.wrong(key, f"is een van: {known}", f"is one of: {known}") from error

    def table(self, key: str) -> Table:
        value = self.take(key)
        if not isinstance(value, dict):
            raise self.wrong(key, "is een tabel", "is a table")
        return Table(value, f"{self.where}: {key}")

    def tables(self, key: str) -> tuple[Table, ...]:
        """A list of tables (or one table alone); empty when the field is not there."""
        value = self.take(key)
        if value is None:
            return ()
        parts = value if isinstance(value, list) else [value]
        if not all(isinstance(part, dict) for part in parts):
            raise self.wrong(key, "is een lijst van tabellen", "is a list of tables")
        return tuple(Table(part, f"{self.where}: {key} {n}") for n, part in enumerate(parts, 1))

    def done(self) -> None:
        """Refuse the fields that nobody asked for."""
        for key in self._raw:
            if key not in self._taken:
                raise self.wrong(key, "is hier niet bekend", "is not known here")

    def wrong(self, key: str, must_nl: str, must_en: str) -> InvalidInput:
        return InvalidInput(
            Text(f"Het veld '{key}' klopt niet: het {must_nl}.", f"The field '{key}' is not right: it {must_en}."),
            where=self.where,
            mend=Text(f"Verbeter '{key}' in dat bestand.", f"Correct '{key}' in that file."),
        )
