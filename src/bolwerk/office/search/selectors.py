"""Finding. What a person may not see is not found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Case as When
from django.db.models import F, IntegerField, Q, Sum, Value
from django.db.models import When as Is

from bolwerk.kernel import InvalidInput, KboNumber
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.registers.models import Organisation
from bolwerk.office.search.models import Entry, Token, Word
from bolwerk.office.search.words import SHORTEST_PART, fold, parts, stem, words

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

LONGEST_QUERY = 200
MOST_WORDS = 8
_EXACT = 1_000_000

Ways = tuple[frozenset[str], ...]
"""The ways to satisfy one word of the query: in each, all of these stems must be there."""


@dataclass(frozen=True, slots=True)
class Result:
    """One hit; `kind` is `case` or `organisation`, `pk` its key. `title` and `text` come as (piece, whether it was asked)."""

    kind: str
    pk: UUID | int
    code: str
    title: tuple[tuple[str, bool], ...]
    text: tuple[tuple[str, bool], ...]
    score: int


def search(user: User | None, query: str, limit: int = 20) -> tuple[Result, ...]:
    """The best hits that `user` may see, best first. Every word of the query must be there, as such or in a compound."""
    raw = query[:LONGEST_QUERY].replace("\x00", " ").strip()
    asked = [_ways(word) for word in words(raw)[:MOST_WORDS]]
    exact = _exact(raw)
    if not asked and not exact:
        return ()
    stems = frozenset(name for ways in asked for way in ways for name in way)
    first = When(Is(exact, then=Value(_EXACT)), default=Value(0), output_field=IntegerField()) if exact else Value(0)
    found = Entry.objects.filter(_matching(asked, exact) & _allowed(user)).annotate(
        score=Sum("tokens__weight", filter=Q(tokens__word__in=stems), default=0) + first
    )
    best = found.order_by("-score", F("on").desc(nulls_last=True), "code")[:limit]
    return tuple(_result(entry, entry.score, stems, raw) for entry in best)


def _ways(word: str) -> Ways:
    """The word itself, or all the parts of a compound: `defensiesubsidie` also means defensie and subsidie."""
    pieces = {word[a:b] for a in range(len(word)) for b in range(a + SHORTEST_PART, len(word) + 1)}
    split = parts(word, set(Word.objects.filter(word__in=pieces).values_list("word", flat=True)))
    whole = frozenset({stem(word)})
    return (whole, frozenset(stem(part) for part in split)) if split else (whole,)


def _matching(asked: list[Ways], exact: Q) -> Q:
    every = Q()
    for ways in asked:
        either = Q(pk__in=[])
        for way in ways:
            together = Q()
            for name in way:
                together &= Q(pk__in=Token.objects.filter(word=name).values("entry"))
            either |= together
        every &= either
    return (every | exact) if asked else exact


def _exact(raw: str) -> Q:
    """A KBO number in any notation, or the reference of a case."""
    try:
        return Q(code=str(KboNumber.read(raw)))
    except InvalidInput:
        return Q(code=raw.upper()) if re.fullmatch(r"[A-Za-z]{2,10}-\d{4}-\d{1,9}", raw) else Q()


def _allowed(user: User | None) -> Q:
    cases = policies.visible(user, Case.objects.order_by(), "case.list").values("pk")
    return Q(case__in=cases) | Q(organisation__in=policies.visible(user, Organisation.objects.order_by()).values("pk"))


def _result(entry: Entry, score: int, stems: frozenset[str], raw: str) -> Result:
    asked = tuple(word for word in words(raw) if len(word) >= SHORTEST_PART)
    kind, pk = ("case", entry.case_id) if entry.case_id else ("organisation", entry.organisation_id)
    return Result(kind, pk or 0, entry.code, _marked(entry.title, stems, asked), _marked(entry.text, stems, asked), score)


def _marked(text: str, stems: frozenset[str], asked: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """The words that were asked, that hold one that was asked, or that stand in one, stand out."""

    def hit(piece: str) -> bool:
        folded = fold(piece)
        if stem(folded) in stems or any(word in folded for word in asked):
            return True
        return len(folded) >= SHORTEST_PART and any(folded in word for word in asked)

    return tuple((piece, piece[0].isalnum() and hit(piece)) for piece in re.split(r"(\w+)", text) if piece)
