"""One subject and one entry: the best two of their names aligned, what else speaks, and the score that all of it adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum

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

_PAIRINGS = ("", "same", "spelling", "sound", "initial", "joined", "contradiction", "query_only", "entry_only")
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


@dataclass(frozen=True, slots=True)
class _Alignment:
    lines: int
    logit: float
    nats: float
    pairing: npt.NDArray[np.int8]
    left: npt.NDArray[np.int8]
    right: npt.NDArray[np.int8]
    gain: npt.NDArray[np.float64]
    extra: npt.NDArray[np.float64]
    feature: npt.NDArray[np.float64]


def _align(query: Side, i: int, entry: Side, j: int, model: npt.NDArray[np.float64]) -> _Alignment:
    pairing, left, right = (np.empty(2 * SIDE, np.int8) for _ in range(3))
    gain, extra, feature = np.empty(2 * SIDE), np.empty(5), np.empty(COEFFICIENTS)
    mine, theirs = query.names[i].spelling, entry.names[j].spelling
    lines, logit, nats = align(
        query.tokens, query.places[i], mine.form, int(mine.bridge),
        entry.tokens, entry.places[j], theirs.form, int(theirs.bridge),
        model, pairing, left, right, gain, extra, feature,
    )  # fmt: skip
    return _Alignment(lines, logit, nats, pairing, left, right, gain, extra, feature)


def judge(query: Side, entry: Side, profile: Profile) -> Hit | None:
    """The hit of two sides, whatever its score; None where they cannot be the same thing and share no identifier."""
    weights = coefficients()
    allowed = pairs()
    best: tuple[float, int, int, _Alignment] | None = None
    for i, mine in enumerate(query.names):
        for j, theirs in enumerate(entry.names):
            model = allowed[mine.group, theirs.group]
            if model < 0:
                continue
            made = _align(query, i, entry, j, weights.models[model])
            logit = made.logit - (weights.evidence["weak_alias"] if mine.weak or theirs.weak else 0.0)
            if best is None or logit > best[0] + 1e-12:
                best = (logit, i, j, made)
    other = _evidence.weigh(query.facts, entry.facts, profile.evidence, weights.evidence)
    if best is None:
        return _nameless(query, entry, profile, other)
    _, i, j, made = best
    mine, theirs = query.names[i], entry.names[j]
    alignment = _lines(mine.spelling, theirs.spelling, made)
    evidence = (*_rest(mine, theirs, made), *other)
    logit = fsum([t.weight for t in alignment] + [e.weight for e in evidence])
    return _hit(query, entry, profile, mine.text, theirs.text, logit, made.nats, alignment, evidence)


def _nameless(query: Side, entry: Side, profile: Profile, other: tuple[Evidence, ...]) -> Hit | None:
    """Where no name can be compared, only a shared identifier can make a hit."""
    if not any(e.kind == "identifier" and e.weight > 0 for e in other):
        return None
    prior = Evidence("prior", "", "", float(coefficients().models[ORGANISATION, 0]))
    return _hit(
        query, entry, profile, query.entity.caption, entry.entity.caption,
        fsum([prior.weight] + [e.weight for e in other]), 0.0, (), (prior, *other),
    )  # fmt: skip


def _hit(
    query: Side,
    entry: Side,
    profile: Profile,
    query_name: str,
    entry_name: str,
    logit: float,
    nats: float,
    alignment: tuple[TokenPair, ...],
    evidence: tuple[Evidence, ...],
) -> Hit:
    listed = entry.entity
    return Hit(
        subject=query.entity.id,
        entity=listed.id,
        entity_digest=listed.digest,
        dataset=listed.dataset,
        schema=listed.schema,
        caption=listed.caption,
        query_name=query_name,
        entry_name=entry_name,
        score=logistic(logit),
        rarity=round(nats, 6),
        floor=profile.decision_floor,
        alignment=alignment,
        evidence=evidence,
    )


def _lines(mine: Spelling, theirs: Spelling, made: _Alignment) -> tuple[TokenPair, ...]:
    """The alignment in the order of the query's words, what only the entry has last."""
    out: list[tuple[int, int, TokenPair]] = []
    for k in range(made.lines):
        i, j = int(made.left[k]), int(made.right[k])
        a, b = _words_at(mine.tokens, i, theirs.tokens, j, made.pairing[k] == JOINED)
        pairing = Pairing(_PAIRINGS[made.pairing[k]])
        if pairing in _BRIDGED and mine.bridge != theirs.bridge:
            pairing = Pairing.SCRIPT
        out.append((i if i >= 0 else SIDE, j, TokenPair(a, b, pairing, float(made.gain[k]))))
    found = [pair for _, _, pair in sorted(out, key=lambda line: line[:2])]
    if mine.form or theirs.form:
        _, _, classes = _words.legal_forms()
        found.append(TokenPair(classes[mine.form], classes[theirs.form], Pairing.FORM, float(made.extra[2])))
    return tuple(found)


def _words_at(mine: Sequence[str], i: int, theirs: Sequence[str], j: int, joined: bool) -> tuple[str, str]:
    if not joined:
        return (mine[i] if i >= 0 else "", theirs[j] if j >= 0 else "")
    if i + 1 < len(mine) and mine[i] + mine[i + 1] == theirs[j]:
        return f"{mine[i]} {mine[i + 1]}", theirs[j]
    return mine[i], f"{theirs[j]} {theirs[j + 1]}"


def _rest(mine: Name, theirs: Name, made: _Alignment) -> tuple[Evidence, ...]:
    """What the names say as a whole: where all scores start, the order of words, another script, a weak alias."""
    found = [Evidence("prior", "", "", float(made.extra[0]))]
    if made.extra[1]:
        found.append(Evidence("order", mine.text, theirs.text, float(made.extra[1])))
    if made.extra[3]:
        found.append(Evidence("script", mine.text, theirs.text, float(made.extra[3])))
    if mine.weak or theirs.weak:
        found.append(Evidence("weak_alias", mine.text, theirs.text, -coefficients().evidence["weak_alias"]))
    return tuple(found)


def compare(subject: Entity, entry: Entity, profile: Profile, rarity: Rarity | None = None) -> Hit:
    """One pair, explained, whatever its score: the sum of the weights of alignment and evidence is its log-odds.

    Two that cannot be the same thing, such as a person and a vessel, score next to nothing without an alignment.
    """
    known = rarity or Rarity.standard()
    query, listed = side(subject, known), side(entry, known)
    found = judge(query, listed, profile)
    if found is not None:
        return found
    never = Evidence("schema", subject.schema, entry.schema, -16.0)
    return _hit(query, listed, profile, subject.caption, entry.caption, never.weight, 0.0, (), (never,))
