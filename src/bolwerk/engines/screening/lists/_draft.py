"""An entry in the making: values in the order met, each once, without loose white space."""

from __future__ import annotations

import hashlib

from bolwerk.engines.screening._model import Entity
from bolwerk.engines.screening.lists._days import days
from bolwerk.engines.screening.lists._places import country

NAMES = ("name", "alias", "weakAlias", "previousName")


class Draft:
    """Build with `add`; then `entity`."""

    __slots__ = ("_values", "id", "schema")

    def __init__(self, id: str, schema: str) -> None:
        self.id = id
        self.schema = schema
        self._values: dict[str, dict[str, None]] = {}

    def add(self, name: str, *values: str | None) -> None:
        """Empty values are none."""
        for value in values:
            if clean := " ".join((value or "").split()):
                self._values.setdefault(name, {})[clean] = None

    def places(self, name: str, *values: str | None) -> None:
        """Countries, as ISO codes; what is no country is told as a note, so that nothing is lost."""
        for value in values:
            if value and value.strip():
                code = country(value)
                self.add(name if code else "notes", code or value)

    def born(self, value: str | None) -> None:
        """Days of birth; what is no day is told as a note."""
        if value and value.strip():
            found = days(value)
            self.add("birthDate", *found)
            if not found:
                self.add("notes", f"DOB {value}")

    def has(self, name: str) -> bool:
        return name in self._values

    @property
    def named(self) -> bool:
        return any(name in self._values for name in NAMES)

    def entity(self, dataset: str) -> Entity:
        """A name is no alias of itself; the first that there is leads."""
        values = self._values
        if "name" not in values:
            lead = next(name for name in NAMES if name in values)
            first = next(iter(values[lead]))
            values["name"] = {first: None}
        seen: set[str] = set()
        kept: dict[str, tuple[str, ...]] = {}
        for name in (*NAMES, *(n for n in values if n not in NAMES)):
            if name in NAMES:
                fresh = tuple(v for v in values.get(name, ()) if v not in seen)
                seen.update(fresh)
            else:
                fresh = tuple(values[name])
            if fresh:
                kept[name] = fresh
        return Entity(self.id, self.schema, kept, dataset)


def stable_id(*parts: str) -> str:
    """An id for an entry whose publisher gives none: the same words give the same id."""
    words = "\n".join(" ".join(part.split()).casefold() for part in parts)
    return hashlib.sha256(words.encode()).hexdigest()[:16]
