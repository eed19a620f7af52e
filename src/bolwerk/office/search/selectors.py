"""Finding. What a person may not see is not found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Case as When
from django.db.models import F, IntegerField, Q, QuerySet, Sum, Value
from django.db.models import When as Is

from bolwerk.kernel import InvalidInput, KboNumber
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.registers.models import Organisation
from bolwerk.office.search.models import Entry, Token, Word
from bolwerk.office.search.services import CASE, ORGANISATION
from bolwerk.office.search.words import SHORTEST_PART, fold, parts, stem, words

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

LONGEST_QUERY = 200
MOST_WORDS = 8
CANDIDATES = 1_000
_EXACT = 1_000_000


@dataclass(frozen=True, slots=True)
class Result:
    """One hit. `title` and `text` come in pieces: (piece, whether it is what was asked)."""

    kind: str
    object_id: str
    code: str
    title: tuple[tuple[str, bool], ...]
    text: tuple[tuple[str, bool], ...]
    score: int


def search(user: User | None, query: str, limit: int = 20) -> tuple[Result, ...]:
    """The best hits that `user` may see, best first. Every word of the query must be there, as such or as part of a compound."""
    raw = query[:LONGEST_QUERY].strip()
    asked = _asked(raw)
    scored = _scored(raw, asked)
    if scored is None:
        return ()
    stems = frozenset(stem for group in asked for stem in group)
    hits = _allowed(user, list(scored.order_by("-score", "-on", "code")[:CANDIDATES]), limit)
    return tuple(_result(entry, stems, fold(raw)) for entry in hits)


def _asked(raw: str) -> list[frozenset[str]]:
    """Per word of the query the stems of which all must be found: itself, or else its parts."""
    return [frozenset({stem(word)}) for word in words(raw)[:MOST_WORDS]]


def _scored(raw: str, asked: list[frozenset[str]]) -> QuerySet[Entry] | None:
    exact = _exact(raw)
    entries = Entry.objects.filter(pk__in=[])
    if asked:
        condition = Q()
        for group in asked:
            alternatives = _tokens(group)
            for split in _splits(raw, group):
                alternatives |= _all(split)
            condition &= alternatives
        entries = Entry.objects.filter(condition | exact)
    elif exact:
        entries = Entry.objects.filter(exact)
    else:
        return None
    every = {name for group in asked for name in group} | {
        name for group in asked for split in _splits(raw, group) for name in split
    }
    weight = Sum("tokens__weight", filter=Q(tokens__word__in=every), default=0)
    first = When(Is(exact, then=Value(_EXACT)), default=Value(0), output_field=IntegerField()) if exact else Value(0)
    return entries.annotate(words=weight).annotate(score=F("words") + first)


def _tokens(stems: frozenset[str]) -> Q:
    return Q(pk__in=Token.objects.filter(word__in=stems).values("entry"))


def _all(stems: frozenset[str]) -> Q:
    condition = Q()
    for name in stems:
        condition &= _tokens(frozenset({name}))
    return condition


def _splits(raw: str, group: frozenset[str]) -> list[frozenset[str]]:
    """The ways in which a compound that was asked comes apart: `defensiesubsidie` also means defensie and subsidie."""
    found = []
    for word in words(raw)[:MOST_WORDS]:
        if stem(word) not in group:
            continue
        pieces = {word[a:b] for a in range(len(word)) for b in range(a + SHORTEST_PART, len(word) + 1)}
        known = set(Word.objects.filter(word__in=pieces).values_list("word", flat=True))
        if split := parts(word, known):
            found.append(frozenset(stem(part) for part in split))
    return found


def _exact(raw: str) -> Q:
    """A KBO number in any notation, or the reference of a case."""
    try:
        return Q(code=str(KboNumber.read(raw)))
    except InvalidInput:
        pass
    return Q(code=raw.upper()) if re.fullmatch(r"[A-Za-z]{2,10}-\d{4}-\d+", raw) else Q()


def _allowed(user: User | None, entries: list[Entry], limit: int) -> list[Entry]:
    cases = [UUID(entry.object_id) for entry in entries if entry.kind == CASE]
    organisations = [int(entry.object_id) for entry in entries if entry.kind == ORGANISATION]
    seen = {pk.hex for pk in policies.visible(user, Case.objects.filter(pk__in=cases)).values_list("pk", flat=True)}
    held = policies.visible(user, Organisation.objects.filter(pk__in=organisations)).values_list("pk", flat=True)
    seen |= {str(pk) for pk in held}
    return [entry for entry in entries if entry.object_id in seen][:limit]


def _result(entry: Entry, stems: frozenset[str], query: str) -> Result:
    return Result(
        entry.kind,
        entry.object_id,
        entry.code,
        _marked(entry.title, stems, query),
        _marked(entry.text, stems, query),
        entry.score,  # type: ignore[attr-defined]
    )


def _marked(text: str, stems: frozenset[str], query: str) -> tuple[tuple[str, bool], ...]:
    """The words that were asked, or hold a word that was asked, stand out."""
    asked = [word for word in words(query) if len(word) >= SHORTEST_PART]

    def hit(piece: str) -> bool:
        folded = fold(piece)
        return stem(folded) in stems or any(
            word in folded or (len(folded) >= SHORTEST_PART and folded in word) for word in asked
        )

    pieces = (piece for piece in re.split(r"(\w+)", text) if piece)
    return tuple((piece, piece[0].isalnum() and hit(piece)) for piece in pieces)
