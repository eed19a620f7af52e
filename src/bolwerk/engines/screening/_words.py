"""The word tables of the engine, read once from `words/`: legal forms, titles, little words, kin of names, common words."""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files

BACKGROUND = 100_000
"""Of how many names `common.txt` speaks."""


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath("words", name).read_text("utf-8")
    return [line for raw in text.splitlines() if (line := raw.partition("#")[0].strip())]


def pairs(name: str) -> dict[str, str]:
    """A table of lines `key: value`, in its order."""
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in _lines(name))}


RESEARCH = frozenset(_lines("research.txt"))
"""Words that make an organisation one of research."""


@cache
def legal_forms() -> tuple[dict[tuple[str, ...], int], int, tuple[str, ...]]:
    """Token sequence to class (from 1), the longest sequence, and the names of the classes with "" for none."""
    forms: dict[tuple[str, ...], int] = {}
    classes = [""]
    for line in _lines("legal_forms.txt"):
        name, _, spellings = line.partition(":")
        classes.append(name)
        for spelling in spellings.split(","):
            forms.setdefault(tuple(spelling.split()), len(classes) - 1)
    return forms, max(map(len, forms)), tuple(classes)


@cache
def honorifics() -> frozenset[str]:
    return frozenset(_lines("honorifics.txt"))


@cache
def stops() -> frozenset[str]:
    return frozenset(_lines("stop.txt"))


@cache
def kin() -> dict[str, int]:
    """Name to the number of its group; the first group that holds a name keeps it."""
    groups: dict[str, int] = {}
    for line in _lines("kin.txt"):
        words = line.split()
        number = zlib.crc32(words[0].encode()) | 1
        for word in words:
            groups.setdefault(word, number)
    return groups


@cache
def common() -> dict[str, int]:
    """Word to how many of `BACKGROUND` names hold it, about."""
    counts: dict[str, int] = {}
    for line in _lines("common.txt"):
        share, _, words = line.partition(":")
        for word in words.split():
            counts[word] = max(int(share), counts.get(word, 0))
    return counts
