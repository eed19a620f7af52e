"""The words of the lists, ready to be asked: for each stem the entries that hold it, for each notion the entries it names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bolwerk.engines.goods._codes import Code, ListName
from bolwerk.engines.goods._titles import builtin
from bolwerk.engines.goods._version import Entry, ListVersion, in_order
from bolwerk.engines.goods._words import Keys, thesaurus, words_in

OWN, NOTE, ABOVE = 1.0, 0.4, 0.35
"""What a word counts for: in the text itself, in its note, in the text of an entry above it."""
_K1, _B = 1.2, 0.4
_PLACES = 72
"""So many places can a notion point at: the entries of one list and the groups of the other."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it stands in the index."""

    entry: Entry
    version: ListVersion
    length: float


@dataclass(frozen=True)
class Index:
    """Entries of several lists; `stems` and `notions` lead to (row, how much, whether in its own text)."""

    rows: tuple[Row, ...]
    at: Mapping[Code, int]
    stems: Mapping[str, Mapping[int, float]]
    notions: Mapping[str, Mapping[int, float]]
    known: frozenset[str]

    def matches(self, word: Keys) -> dict[int, float]:
        """Per row the best weight of any stem of the word."""
        found: dict[int, float] = {}
        for key in word:
            for row, weight in self.stems.get(key, {}).items():
                found[row] = max(found.get(row, 0.0), weight)
        return found

    def rarity(self, count: int) -> float:
        return math.log(1 + (len(self.rows) - count + 0.5) / (count + 0.5))


def link_rarity(count: int) -> float:
    """What a notion that points at `count` places is worth: the fewer, the more."""
    return math.log(1 + _PLACES / max(count, 1))


@lru_cache(maxsize=8)
def _indexed(key: tuple[str, ...]) -> Index:
    return _build(_WAITING[key])


_WAITING: dict[tuple[str, ...], tuple[ListVersion, ...]] = {}


def index(versions: Sequence[ListVersion]) -> Index:
    """Made once for the same versions."""
    key = tuple(version.digest for version in versions)
    _WAITING[key] = tuple(versions)
    try:
        return _indexed(key)
    finally:
        _WAITING.pop(key, None)


def _build(versions: Sequence[ListVersion]) -> Index:
    pairs = [(entry, version) for version in versions for entry in _with_groups(version) if not entry.unused]
    own = {entry.code: _weights(entry) for entry, _ in pairs}
    average = sum(sum(weights.values()) for weights in own.values()) / max(len(own), 1)
    rows: list[Row] = []
    stems: dict[str, dict[int, float]] = {}
    notions: dict[str, dict[int, float]] = {}
    for at, (entry, version) in enumerate(pairs):
        weights = own[entry.code]
        length = sum(weights.values())
        rows.append(Row(entry, version, length))
        damp = _K1 * (1 - _B + _B * length / (average or 1))
        for key, weight in weights.items():
            stems.setdefault(key, {})[at] = weight * (_K1 + 1) / (weight + damp)
        above = {key for code in entry.code.ancestors for key in own.get(code, ())} - weights.keys()
        for key in above:
            stems.setdefault(key, {})[at] = ABOVE
        for notion, share in _named(entry):
            notions.setdefault(notion, {})[at] = max(share, notions.get(notion, {}).get(at, 0.0))
    at_code = {row.entry.code: at for at, row in enumerate(rows)}
    known = thesaurus().known | frozenset(stems)
    return Index(tuple(rows), at_code, stems, notions, known)


def _with_groups(version: ListVersion) -> tuple[Entry, ...]:
    """The official dual-use list gives a group no code; its short title stands above the entries all the same."""
    if version.list is not ListName.DUAL_USE or version.short:
        return version.entries
    return in_order((*version.entries, *(one for one in builtin(ListName.DUAL_USE).entries if one.code not in version.by_code)))


def _weights(entry: Entry) -> dict[str, float]:
    found: dict[str, float] = {}
    for tongue, text in entry.texts.items():
        for key in words_in(text, tongue):
            found[key] = found.get(key, 0.0) + OWN
    for tongue, text in entry.notes.items():
        for key in words_in(text, tongue):
            found[key] = found.get(key, 0.0) + NOTE
    return found


def _named(entry: Entry) -> Iterable[tuple[str, float]]:
    """The notions that the text or its note names, in whatever language it stands."""
    for texts, weight in ((entry.texts, OWN), (entry.notes, NOTE)):
        for tongue, text in texts.items():
            for notion, _ in thesaurus().find([frozenset((key,)) for key in words_in(text, tongue)]):
                yield notion, weight
