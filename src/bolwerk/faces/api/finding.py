"""Entries by their id and by the beginning of a word of their names: two sorted tables of numbers, made once per index."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

from bolwerk.engines.screening import Entity, Index

_NAMES = ("name", "alias", "weakAlias", "previousName")
_SEEN = 2_000
"""How many entries that begin so are looked at."""
APART = ":"


class Finding:
    def __init__(self, index: Index) -> None:
        ids, word, owner = array("Q"), array("Q"), array("i")
        for number, entity in enumerate(index):
            ids.append(_hash(entity.id))
            for one in {_first(part) for part in words_of(entity)}:
                word.append(one)
                owner.append(number)
        self._index = index
        self._id, self._by_id = _sorted(np.array(ids, np.uint64), np.arange(len(ids), dtype=np.int32))
        self._word, self._owner = _sorted(np.array(word, np.uint64), np.array(owner, np.int32))

    def entities(self, id: str) -> tuple[Entity, ...]:
        """Every entry with this id, also written as `list:id`; one of each list at most."""
        dataset, apart, own = id.partition(APART)
        found = self._of(id)
        return found or (tuple(e for e in self._of(own) if e.dataset == dataset) if apart else ())

    def public_id(self, entity: Entity) -> str:
        """Its own id; with its list before it where another list has the same."""
        return entity.id if len(self._of(entity.id)) == 1 else f"{entity.dataset}{APART}{entity.id}"

    def starting(self, text: str) -> Iterator[Entity]:
        """Entries of which, for each word of the text, a word of a name begins so; in the order of the index."""
        asked = folded(text)
        if not asked:
            return
        longest = max(asked, key=len)
        low = _first(longest)
        high = low | ((1 << 8 * max(0, 8 - len(longest))) - 1)
        bounds = (
            np.searchsorted(self._word, np.array([low], np.uint64), "left"),
            np.searchsorted(self._word, np.array([high], np.uint64), "right"),
        )
        for number in np.unique(self._owner[int(bounds[0][0]) : int(bounds[1][0])])[:_SEEN].tolist():
            entity = self._index.entity(number)
            parts = words_of(entity)
            if all(any(part.startswith(word) for part in parts) for word in asked):
                yield entity

    def _of(self, id: str) -> tuple[Entity, ...]:
        key = np.array([_hash(id)], np.uint64)
        low, high = int(np.searchsorted(self._id, key, "left")[0]), int(np.searchsorted(self._id, key, "right")[0])
        found = (self._index.entity(number) for number in self._by_id[low:high].tolist())
        return tuple(entity for entity in found if entity.id == id)


def folded(text: str) -> list[str]:
    """The words of a text in small Latin letters and digits."""
    plain = text if text.isascii() else anyascii(text)
    return "".join(sign if sign.isalnum() else " " for sign in plain.casefold()).split()


def words_of(entity: Entity) -> set[str]:
    return {word for name in _NAMES for text in entity.get(name) for word in folded(text[:1_000])}


def _first(word: str) -> int:
    return int.from_bytes(word.encode("utf-8", "replace")[:8].ljust(8, b"\0"), "big")


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _sorted(
    keys: npt.NDArray[np.uint64], values: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]:
    order = np.argsort(keys, kind="stable")
    return keys[order], values[order]
