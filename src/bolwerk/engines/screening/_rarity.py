"""How rare a word is among names: the weight of evidence, pinned so that a pair's score never depends on what else an index
holds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from bolwerk.engines.screening import _words
from bolwerk.engines.screening._model import Entity
from bolwerk.engines.screening._normal import group_of, spellings
from bolwerk.engines.screening._shape import hashes, names_of

_LEAST, _MOST = 1.0, 12.0
_INITIAL = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Rarity:
    """In how many of `names` entities each word occurs, beside a background of common names. Immutable; `digest` names it."""

    names: int
    keys: npt.NDArray[np.uint64]
    counts: npt.NDArray[np.int32]

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Rarity:
        """Count every word once per entity."""
        seen: Counter[str] = Counter()
        total = 0
        for entity in entities:
            total += 1
            group = group_of(entity.schema)
            seen.update({t for text, _ in names_of(entity) for s in spellings(text, group) for t in s.tokens})
        words = list(seen)
        keys = hashes(words)
        order = np.argsort(keys, kind="stable")
        counts = np.fromiter(seen.values(), np.int32, len(words))
        return cls(total, keys[order], counts[order])

    @classmethod
    def standard(cls) -> Rarity:
        """The background alone: for a comparison that stands by itself."""
        return cls(0, np.empty(0, np.uint64), np.empty(0, np.int32))

    def weights(self, tokens: Sequence[str], keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.float64]:
        """Per token the nats of surprise at meeting it in a name, from 1 to 12; an initial tells 2."""
        if len(self.keys):
            at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            counts = np.where(self.keys[at] == keys, self.counts[at], 0)
        else:
            counts = np.zeros(len(tokens), np.int64)
        common = _words.common()
        prior = np.fromiter((common.get(token, 0) for token in tokens), np.int64, len(tokens))
        weights = log(self.names + _words.BACKGROUND) - np.log(counts + prior + 0.5)
        single = np.fromiter((len(token) == 1 and token.isalpha() for token in tokens), np.bool_, len(tokens))
        weights = np.where(single, _INITIAL, np.clip(weights, _LEAST, _MOST))
        # Rounded, so that the last bit of a logarithm on another machine changes no score.
        return np.round(weights, 6)

    def weight(self, token: str) -> float:
        return float(self.weights([token], hashes([token]))[0])

    @property
    def digest(self) -> str:
        return hashlib.sha256(str(self.names).encode() + self.keys.tobytes() + self.counts.astype("<i4").tobytes()).hexdigest()
