"""The index: many entries held so that each subject meets every entry it may be, and few others."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from math import log
from pathlib import Path
from typing import ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from bolwerk.engines.screening import _bundle, _evidence
from bolwerk.engines.screening._coefficients import coefficients, pairs
from bolwerk.engines.screening._explain import explain
from bolwerk.engines.screening._kernel import Tokens
from bolwerk.engines.screening._model import Entity, Evidence, Hit, Screened
from bolwerk.engines.screening._near import Queries, Scratch, neighbours
from bolwerk.engines.screening._normal import Spelling
from bolwerk.engines.screening._pair import TIE, Alignment, Listed, Name, judge, names_read, side, told
from bolwerk.engines.screening._profiles import Profile
from bolwerk.engines.screening._rarity import Rarity
from bolwerk.engines.screening._search import retrieve
from bolwerk.engines.screening._shape import names_of, table

BATCH = 4096
EXPLAINED = 256
"""Of how many subjects the hits are explained at a time."""
KEPT = 8192
"""How many entries and names are kept as read."""
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
        self._entry = lru_cache(maxsize=KEPT)(self._read_entry)
        self._name = lru_cache(maxsize=KEPT)(self._read_name)

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

    def _read_entry(self, number: int) -> tuple[Listed, tuple[str, ...], _evidence.Facts]:
        entity = self.entity(number)
        known = Listed(entity.id, self._bundle.version[number].tobytes().hex(), entity.dataset, entity.schema, entity.caption)
        return known, tuple(text for text, _ in names_of(entity)), _evidence.facts_of(entity)

    def _read_name(self, name: int) -> Name:
        """A name of the index as it was read, from what the index holds."""
        tokens, names = self._bundle.tokens, self._bundle.names
        words = tuple(
            tokens.letters[tokens.start[t] : tokens.start[t + 1]].tobytes().decode("ascii")
            for t in names.token[names.start[name] : names.start[name + 1]].tolist()
        )
        _, texts, _ = self._entry(int(names.entity[name]))
        spelling = Spelling(words, int(names.form[name]), bool(names.bridge[name]), False, False)
        return Name(texts[names.text[name]], bool(names.weak[name]), spelling, int(names.group[name]))

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
        needs = [floor - _evidence.most(f, profile.evidence, weights) if f else floor for f in facts]
        asked = _Asked.of(read, needs, self.rarity)
        near = self._reached(asked, len(batch), facts, floor, profile)
        for first in range(0, len(batch), EXPLAINED):
            part = range(first, min(first + EXPLAINED, len(batch)))
            explained = self._explained(asked, [line for n in part for line in near.get(n, ())])
            for n in part:
                hits: list[Hit] = []
                same = self._bundle.identified(facts[n].keys) if facts[n].keys and "identifier" in profile.evidence else ()
                for line in near.get(n, ()):
                    made = next(explained)
                    if line.entity not in same:
                        known, _, _ = self._entry(line.entity)
                        mine, theirs = asked.names[line.query], self._name(line.name)
                        hits.append(told(batch[n].id, mine, known, theirs, made, line.other, profile))
                for number in same:
                    hit = judge(side(batch[n], self.rarity), side(self.entity(number), self.rarity), profile)
                    if hit is not None:
                        hits.append(hit)
                hits = [hit for hit in hits if hit.score >= profile.review_floor]
                hits.sort(key=lambda h: (-h.score, -h.rarity, h.dataset, h.entity))
                cut = len(hits) > MAX_HITS or any(name.spelling.cut for name in read[n])
                yield Screened(batch[n].id, tuple(hits[:MAX_HITS]), cut)

    def _reached(
        self, asked: _Asked, subjects: int, facts: list[_evidence.Facts], floor: float, profile: Profile
    ) -> dict[int, list[_Line]]:
        """Per subject the entries at or above the floor, each with the pair of names that weighs most."""
        bundle = self._bundle
        if not len(asked.queries.token) or not len(bundle.names.entity):
            return {}
        scratch = self._scratch()
        near = neighbours(asked.tokens, bundle.tokens, bundle.keys, scratch)
        which, found, logits = retrieve(
            asked.tokens,
            asked.queries,
            bundle.tokens,
            bundle.names,
            bundle.keys,
            scratch,
            coefficients().models,
            pairs(),
            *near,
        )
        weak = asked.weak[which] | bundle.names.weak[found]
        logits = logits - coefficients().evidence["weak_alias"] * weak
        subject, entity = asked.owner[which], bundle.names.entity[found]
        order = np.lexsort((found, which, entity, subject))
        best: dict[tuple[int, int], tuple[float, int, int]] = {}
        columns = (column[order].tolist() for column in (subject, entity, logits, which, found))
        for n, number, logit, query, name in zip(*columns, strict=True):
            known = best.get((n, number))
            if known is None or logit > known[0] + TIE:
                best[n, number] = logit, query, name
        lines: dict[int, list[_Line]] = {}
        for (n, number), (logit, query, name) in best.items():
            other: tuple[Evidence, ...] = ()
            if facts[n]:
                other = _evidence.weigh(facts[n], self._entry(number)[2], profile.evidence, coefficients().evidence)
                logit += sum(e.weight for e in other)
            if logit >= floor - 1e-6:
                lines.setdefault(n, []).append(_Line(number, query, name, other))
        return lines

    def _explained(self, asked: _Asked, lines: list[_Line]) -> Iterator[Alignment]:
        if not lines:
            return
        which, found = (np.array([line[k] for line in lines], np.int64) for k in (1, 2))
        bundle = self._bundle
        begin, *columns = (
            made.tolist()
            for made in explain(
                asked.tokens, asked.queries, bundle.tokens, bundle.names, which, found, coefficients().models, pairs()
            )
        )
        pairing, left, right, gain, extra, total = columns
        for k in range(len(lines)):
            part = slice(begin[k], begin[k + 1])
            yield Alignment(total[k][0], total[k][1], pairing[part], left[part], right[part], gain[part], extra[k])


class _Line(NamedTuple):
    """An entry in reach: the queried and the listed name that weigh most, and what else speaks."""

    entity: int
    query: int
    name: int
    other: tuple[Evidence, ...]


class _Asked(NamedTuple):
    """The names of a batch of subjects as tables."""

    names: list[Name]
    owner: npt.NDArray[np.int64]
    weak: npt.NDArray[np.uint8]
    tokens: Tokens
    queries: Queries

    @classmethod
    def of(cls, read: list[tuple[Name, ...]], needs: list[float], rarity: Rarity) -> _Asked:
        names = [name for found in read for name in found]
        owner = np.repeat(np.arange(len(read)), [len(found) for found in read])
        words: dict[str, int] = {}
        flat = [words.setdefault(t, len(words)) for name in names for t in name.spelling.tokens]
        listed = list(words)
        tokens, keys = table(listed)
        tokens.weight[:] = rarity.weights(listed, keys)
        start = np.zeros(len(names) + 1, np.int64)
        np.cumsum([len(name.spelling.tokens) for name in names], out=start[1:])
        queries = Queries(
            start,
            np.array(flat, np.int32),
            np.array([name.spelling.form for name in names], np.int32),
            np.array([name.spelling.bridge for name in names], np.int32),
            np.array([name.group for name in names], np.int32),
            np.array(needs, np.float64)[owner],
        )
        return cls(names, owner, np.array([name.weak for name in names], np.uint8), tokens, queries)
