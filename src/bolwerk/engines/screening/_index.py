"""The index: many entries held so that each subject meets every entry it may be, and few others."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from math import log
from pathlib import Path
from typing import ClassVar

import numpy as np

from bolwerk.engines.screening import _bundle, _evidence
from bolwerk.engines.screening._coefficients import coefficients, pairs
from bolwerk.engines.screening._model import Entity, Hit, Screened
from bolwerk.engines.screening._pair import Name, Side, judge, names_read, side
from bolwerk.engines.screening._profiles import Profile
from bolwerk.engines.screening._rarity import Rarity
from bolwerk.engines.screening._search import Queries, Scratch, neighbours, retrieve
from bolwerk.engines.screening._shape import table

BATCH = 2048
MAX_HITS = 1000
"""The most hits of one subject; a subject with more is marked as truncated."""


class Index:
    """Entries to screen against. Immutable once made; safe to use from several threads and, saved and opened, from several
    processes.

    `screen` gives for each subject exactly the entries whose `compare` is at or above the review floor of the profile, apart
    from
    the stated limits (`MAX_HITS`, and names longer than `_normal` reads), which set `truncated`.
    """

    VERSION: ClassVar[str] = "1"

    def __init__(self, bundle: _bundle.Bundle) -> None:
        self._bundle = bundle
        self._local = threading.local()
        self._side = lru_cache(maxsize=4096)(self._read_side)

    @classmethod
    def build(cls, entities: Iterable[Entity], rarity: Rarity | None = None) -> Index:
        """An index of these entities. Without a rarity their own serves; pin one where scores must outlive a change of the
        lists."""
        known = tuple(entities) if rarity is None else entities
        return cls(_bundle.build(known, rarity or Rarity.of(known)))

    def save(self, folder: Path) -> None:
        self._bundle.save(Path(folder))

    @classmethod
    def open(cls, folder: Path) -> Index:
        """Attach to a saved index without reading it whole: the pages are shared between processes."""
        return cls(_bundle.Bundle.open(Path(folder)))

    @property
    def digest(self) -> str:
        """Over the version of the engine, its weights and word tables, the rarity, and every entry with its list, by id."""
        return self._bundle.digest

    @property
    def rarity(self) -> Rarity:
        return self._bundle.rarity

    def __len__(self) -> int:
        return self._bundle.count

    def entity(self, number: int) -> Entity:
        return self._bundle.entity(number)

    def __iter__(self) -> Iterator[Entity]:
        return (self.entity(n) for n in range(len(self)))

    def screen(self, subjects: Iterable[Entity], profile: Profile) -> Iterator[Screened]:
        """One outcome per subject, in their order, read as they come. How subjects are batched or divided changes nothing in
        any outcome."""
        coming = iter(subjects)
        while batch := list(islice(coming, BATCH)):
            yield from self._screen(batch, profile)

    def _read_side(self, number: int) -> Side:
        return side(self.entity(number), self.rarity)

    def _scratch(self) -> Scratch:
        made: Scratch | None = getattr(self._local, "scratch", None)
        if made is None:
            tokens, names = len(self._bundle.tokens.weight), len(self._bundle.names.entity)
            made = Scratch(
                np.zeros(tokens, np.int64),
                np.zeros(tokens, np.uint32),
                np.zeros(tokens, np.uint32),
                np.zeros(names, np.int64),
                np.zeros(1, np.int64),
            )
            self._local.scratch = made
        return made

    def _screen(self, batch: list[Entity], profile: Profile) -> Iterator[Screened]:
        weights = coefficients().evidence
        floor = log(profile.review_floor / (1 - profile.review_floor))
        read = [names_read(subject) for subject in batch]
        facts = [_evidence.facts_of(subject) for subject in batch]
        needs = [floor - _evidence.most(f, profile.evidence, weights) for f in facts]
        candidates = self._candidates(read, needs)
        for n, subject in enumerate(batch):
            near = candidates.get(n, {})
            if "identifier" in profile.evidence:
                for number in self._bundle.identified(facts[n].keys):
                    near.setdefault(number, float("inf"))
            hits: list[Hit] = []
            if near:
                query = side(subject, self.rarity)
                for number in sorted(near):
                    if near[number] < float("inf") and not self._may(near[number], facts[n], number, floor, profile):
                        continue
                    hit = judge(query, self._side(number), profile)
                    if hit is not None and hit.score >= profile.review_floor:
                        hits.append(hit)
            hits.sort(key=lambda h: (-h.score, -h.rarity, h.dataset, h.entity))
            cut = len(hits) > MAX_HITS or any(name.spelling.cut for name in read[n])
            yield Screened(subject.id, tuple(hits[:MAX_HITS]), cut)

    def _may(self, logit: float, facts: _evidence.Facts, number: int, floor: float, profile: Profile) -> bool:
        found = _evidence.weigh(facts, self._side(number).facts, profile.evidence, coefficients().evidence)
        return logit + sum(e.weight for e in found) >= floor - 1e-6

    def _candidates(self, read: list[tuple[Name, ...]], needs: list[float]) -> dict[int, dict[int, float]]:
        """Per subject of the batch the entries in reach with the log-odds of their best name."""
        names = [(n, name) for n, found in enumerate(read) for name in found]
        words: dict[str, int] = {}
        flat = [words.setdefault(t, len(words)) for _, name in names for t in name.spelling.tokens]
        if not flat or not len(self._bundle.names.entity):
            return {}
        listed = list(words)
        tokens, keys = table(listed)
        tokens.weight[:] = self.rarity.weights(listed, keys)
        start = np.zeros(len(names) + 1, np.int64)
        np.cumsum([len(name.spelling.tokens) for _, name in names], out=start[1:])
        queries = Queries(
            start,
            np.array(flat, np.int32),
            np.array([name.spelling.form for _, name in names], np.uint8),
            np.array([name.spelling.bridge for _, name in names], np.uint8),
            np.array([name.group for _, name in names], np.uint8),
            np.array([needs[n] for n, _ in names], np.float64),
        )
        scratch = self._scratch()
        bundle = self._bundle
        near = neighbours(tokens, bundle.tokens, bundle.keys, scratch)
        which, found, logits = retrieve(
            tokens, queries, bundle.tokens, bundle.names, bundle.keys, scratch, coefficients().models, pairs(), *near
        )
        best: dict[int, dict[int, float]] = {}
        for q, number, logit in zip(which.tolist(), bundle.names.entity[found].tolist(), logits.tolist(), strict=True):
            mine = best.setdefault(names[q][0], {})
            mine[number] = max(logit, mine.get(number, logit))
        return best
