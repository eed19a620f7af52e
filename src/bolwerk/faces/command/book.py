"""The rules of every field as one book."""

from __future__ import annotations

from functools import cache

from bolwerk.domains import doors
from bolwerk.engines.rules import Book, load


@cache
def book() -> Book:
    return load([door.LAW for door in doors().values()])


@cache
def domain_of(rule: str) -> str:
    """The field whose folder holds the rule."""
    return next(name for name, door in doors().items() if book().rules[rule].place.file.startswith(str(door.LAW)))
