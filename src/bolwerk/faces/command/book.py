"""The rules of every field as one book, and where each stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bolwerk.domains import doors
from bolwerk.engines.rules import Book, load


@cache
def book() -> Book:
    return load([door.LAW for door in doors().values()])


@cache
def domain_of(rule: str) -> str:
    """The field whose law folder holds the rule."""
    return next(name for name, door in doors().items() if file_of(rule).is_relative_to(door.LAW))


@cache
def file_of(rule: str) -> Path:
    """The Markdown file of the rule."""
    place = Path(book().rules[rule].place.file)
    found = (door.LAW.parent / place for door in doors().values())
    return next(path for path in found if path.exists() and f'id = "{rule}"' in path.read_text(encoding="utf-8"))
