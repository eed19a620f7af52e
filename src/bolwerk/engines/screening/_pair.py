"""One subject and one entry: the best two of their names aligned, what else speaks, and the score that all of it adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bolwerk.engines.screening import _evidence, _words
from bolwerk.engines.screening._coefficients import coefficients, pairs
from bolwerk.engines.screening._kernel import COEFFICIENTS, JOINED, SIDE, Tokens, align
from bolwerk.engines.screening._model import Entity, Evidence, Hit, Pairing, TokenPair
from bolwerk.engines.screening._normal import ORGANISATION, RESEARCH, Spelling, group_of, spellings
from bolwerk.engines.screening._profiles import Profile
from bolwerk.engines.screening._rarity import Rarity
from bolwerk.engines.screening._shape import names_of, table

_PAIRINGS = (
    Pairing.SAME,
    Pairing.SAME,
    Pairing.SPELLING,
    Pairing.SOUND,
    Pairing.INITIAL,
    Pairing.JOINED,
    Pairing.CONTRADICTION,
    Pairing.QUERY_ONLY,
    Pairing.ENTRY_ONLY,
)
"""By the number that `_kernel` gives each; the first stands for none and is never met."""
TIE = 1e-12
"""Two pairs of names nearer than this weigh the same: the first stays."""
_BRIDGED = frozenset({Pairing.SPELLING, Pairing.SOUND})


def logistic(logit: float) -> float:
    return 1.0 / (1.0 + exp(-logit)) if logit >= 0 else exp(logit) / (1.0 + exp(logit))


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    weak: bool
    spelling: Spelling
    group: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison, worked out once: names with all their spellings, their tokens in a table, and the other
    facts."""

    entity: Entity
    names: tuple[Name, ...]
    tokens: Tokens
    places: tuple[npt.NDArray[np.int32], ...]
    facts: _evidence.Facts

    @property
    def cut(self) -> bool:
        return any(name.spelling.cut for name in self.names)


def names_read(entity: Entity) -> tuple[Name, ...]:
    group = group_of(entity.schema)
    return tuple(
        Name(text, weak, s, RESEARCH if s.research and group == ORGANISATION else group)
        for text, weak in names_of(entity)
        for s in spellings(text, group)
    )


def side(entity: Entity, rarity: Rarity) -> Side:
    names = names_read(entity)
    words = list(dict.fromkeys(t for name in names for t in name.spelling.tokens))
    tokens, keys = table(words)
    tokens.weight[:] = rarity.weights(words, keys)
    number = {word: n for n, word in enumerate(words)}
    places = tuple(np.array([number[t] for t in name.spelling.tokens], np.int32) for name in names)
    return Side(entity, names, tokens, places, _evidence.facts_of(entity))


class Listed(NamedTuple):
    """What a hit says of its entry."""

    id: str
    digest: str
    dataset: str
    schema: str
    caption: str


def listed(entry: Entity) -> Listed:
    return Listed(entry.id, entry.digest, entry.dataset, entry.schema, entry.caption)


class Alignment(NamedTuple):
    """What `align` fills in, as plain values: per line the pairing, both places and the weight."""

    logit: float
    nats: float
    pairing: list[int]
    left: list[int]
    right: list[int]
    gain: list[float]
    extra: list[float]


class Room(NamedTuple):
    """Arrays that `align` writes into."""

    pairing: npt.NDArray[np.int8]
    left: npt.NDArray[np.int8]
    right: npt.NDArray[np.int8]
    gain: npt.NDArray[np.float64]
    extra: npt.NDArray[np.float64]
    feature: npt.NDArray[np.float64]

    @classmethod
    def make(cls) -> Room:
        pairing, left, right = (np.empty(2 * SIDE, np.int8) for _ in range(3))
        return cls(pairing, left, right, np.empty(2 * SIDE), np.empty(5), np.empty(COEFFICIENTS))


def align_into(room: Room, query: Side, i: int, entry: Side, j: int, model: npt.NDArray[np.float64]) -> Alignment:
    mine, theirs = query.names[i].spelling, entry.names[j].spelling
    lines, logit, nats = align(
        query.tokens, query.places[i], mine.form, int(mine.bridge),
        entry.tokens, entry.places[j], theirs.form, int(theirs.bridge),
        model, *room,
    )  # fmt: skip
    pairing, left, right, gain = (array[:lines].tolist() for array in room[:4])
    return Alignment(logit, nats, pairing, left, right, gain, room.extra.tolist())


def judge(query: Side, entry: Side, profile: Profile) -> Hit | None:
    """The hit of two sides, whatever its score; None where they cannot be the same thing and share no identifier."""
    weights = coefficients()
    allowed = pairs()
    room = Room.make()
    best: tuple[float, int, int, Alignment] | None = None
    for i, mine in enumerate(query.names):
        for j, theirs in enumerate(entry.names):
            model = allowed[mine.group, theirs.group]
            if model < 0:
                continue
            made = align_into(room, query, i, entry, j, weights.models[model])
            logit = made.logit - (weights.evidence["weak_alias"] if mine.weak or theirs.weak else 0.0)
            if best is None or logit > best[0] + TIE:
                best = (logit, i, j, made)
    other = _evidence.weigh(query.facts, entry.facts, profile.evidence, weights.evidence)
    if best is None:
        return _nameless(query, entry, profile, other)
    _, i, j, made = best
    return told(query.entity.id, query.names[i], listed(entry.entity), entry.names[j], made, other, profile)


def told(
    subject: str,
    mine: Name,
    entry: Listed,
    theirs: Name,
    made: Alignment,
    other: tuple[Evidence, ...],
    profile: Profile,
) -> Hit:
    """The hit of two aligned names and what else speaks."""
    alignment = _lines(mine.spelling, theirs.spelling, made)
    evidence = (*_rest(mine, theirs, made), *other)
    logit = fsum([t.weight for t in alignment] + [e.weight for e in evidence])
    return _hit(subject, entry, profile, mine.text, theirs.text, logit, made.nats, alignment, evidence)


def _nameless(query: Side, entry: Side, profile: Profile, other: tuple[Evidence, ...]) -> Hit | None:
    """Where no name can be compared, only a shared identifier can make a hit."""
    if not any(e.kind == "identifier" and e.weight > 0 for e in other):
        return None
    prior = Evidence("prior", "", "", float(coefficients().models[ORGANISATION, 0]))
    return _hit(
        query.entity.id, listed(entry.entity), profile, query.entity.caption, entry.entity.caption,
        fsum([prior.weight] + [e.weight for e in other]), 0.0, (), (prior, *other),
    )  # fmt: skip


def _hit(
    subject: str,
    entry: Listed,
    profile: Profile,
    query_name: str,
    entry_name: str,
    logit: float,
    nats: float,
    alignment: tuple[TokenPair, ...],
    evidence: tuple[Evidence, ...],
) -> Hit:
    return Hit(
        subject,
        entry.id,
        entry.digest,
        entry.dataset,
        entry.schema,
        entry.caption,
        query_name,
        entry_name,
        logistic(logit),
        round(nats, 6),
        profile.decision_floor,
        alignment,
        evidence,
    )


def _lines(mine: Spelling, theirs: Spelling, made: Alignment) -> tuple[TokenPair, ...]:
    """The alignment in the order of the query's words, what only the entry has last."""
    bridged = mine.bridge != theirs.bridge
    out: list[tuple[int, int, TokenPair]] = []
    for code, i, j, gain in zip(made.pairing, made.left, made.right, made.gain, strict=True):
        if code == JOINED:
            a, b = _words_joined(mine.tokens, i, theirs.tokens, j)
        else:
            a, b = mine.tokens[i] if i >= 0 else "", theirs.tokens[j] if j >= 0 else ""
        pairing = _PAIRINGS[code]
        if bridged and pairing in _BRIDGED:
            pairing = Pairing.SCRIPT
        out.append((i if i >= 0 else SIDE, j, TokenPair(a, b, pairing, gain)))
    out.sort(key=itemgetter(0, 1))
    found = [pair for _, _, pair in out]
    if mine.form or theirs.form:
        _, _, classes = _words.legal_forms()
        found.append(TokenPair(classes[mine.form], classes[theirs.form], Pairing.FORM, made.extra[2]))
    return tuple(found)


def _words_joined(mine: Sequence[str], i: int, theirs: Sequence[str], j: int) -> tuple[str, str]:
    if i + 1 < len(mine) and mine[i] + mine[i + 1] == theirs[j]:
        return f"{mine[i]} {mine[i + 1]}", theirs[j]
    return mine[i], f"{theirs[j]} {theirs[j + 1]}"


def _rest(mine: Name, theirs: Name, made: Alignment) -> tuple[Evidence, ...]:
    """What the names say as a whole: where all scores start, the order of words, another script, a weak alias."""
    found = [Evidence("prior", "", "", made.extra[0])]
    if made.extra[1]:
        found.append(Evidence("order", mine.text, theirs.text, made.extra[1]))
    if made.extra[3]:
        found.append(Evidence("script", mine.text, theirs.text, made.extra[3]))
    if mine.weak or theirs.weak:
        found.append(Evidence("weak_alias", mine.text, theirs.text, -coefficients().evidence["weak_alias"]))
    return tuple(found)


def compare(subject: Entity, entry: Entity, profile: Profile, rarity: Rarity | None = None) -> Hit:
    """One pair, explained, whatever its score: the sum of the weights of alignment and evidence is its log-odds.

    Two that cannot be the same thing, such as a person and a vessel, score next to nothing without an alignment.
    """
    known = rarity or Rarity.standard()
    query, other = side(subject, known), side(entry, known)
    found = judge(query, other, profile)
    if found is not None:
        return found
    never = Evidence("schema", subject.schema, entry.schema, -16.0)
    return _hit(subject.id, listed(entry), profile, subject.caption, entry.caption, never.weight, 0.0, (), (never,))
