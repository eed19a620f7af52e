"""Whether an application looks like a transaction that a Member State denied: compared signal by signal, each told in words.

A match is a question to an official (essentially identical or not?), never an answer. Art. 27 names no test, so all that
has the same country of destination and one more thing in common is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bolwerk.kernel import Text

__all__ = ["Denied", "Match", "Transaction", "alike", "match"]

Names = Callable[[str, str, str], float]
"""How alike two names are (query, entry, country), 0 to 1."""
NEAR = 0.7
_STOP = frozenset(
    {"de", "het", "een", "van", "voor", "met", "en", "of", "the", "for", "with", "and", "und", "der", "die", "les", "des"}
)


@dataclass(frozen=True, slots=True)
class Transaction:
    """What of an application counts here. `users` and `consignees` are names."""

    countries: frozenset[str]
    users: tuple[str, ...]
    consignees: tuple[str, ...]
    goods: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Denied:
    country: str
    user: str
    consignee: str
    goods: str
    codes: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Match:
    """The signals in common, the strongest first, and their sum."""

    score: float
    signals: tuple[Text, ...]


def match(asked: Transaction, denied: Denied, names: Names) -> Match | None:
    """None when the destination differs, or nothing else is in common."""
    if denied.country not in asked.countries:
        return None
    found = [
        *_who(asked.users, denied.user, denied.country, names, Text("eindgebruiker", "end user"), 3.0),
        *_who(asked.consignees, denied.consignee, denied.country, names, Text("bestemmeling", "consignee"), 2.0),
        *_codes(asked.codes, denied.codes),
        *_goods(asked.goods, denied.goods),
    ]
    if not found:
        return None
    same = Text(f"dezelfde bestemming: {denied.country}", f"the same destination: {denied.country}")
    found.sort(key=lambda signal: -signal[0])
    return Match(1.0 + sum(weight for weight, _ in found), (*(text for _, text in found), same))


def alike(one: str, other: str, country: str = "") -> float:
    """A plain measure of two names, for where no name engine is at hand: the share of words in common."""
    mine, theirs = _words(one), _words(other)
    return len(mine & theirs) / max(len(mine | theirs), 1)


def _who(asked: Sequence[str], denied: str, country: str, names: Names, who: Text, weight: float) -> list[tuple[float, Text]]:
    if not denied:
        return []
    scored = [(names(name, denied, country), name) for name in asked if name]
    best = max(scored, default=(0.0, ""))
    if best[0] < NEAR:
        return []
    told = Text("{who}: '{mine}' lijkt op '{theirs}'", "{who}: '{mine}' is like '{theirs}'")
    return [(weight * best[0], told.format(who=who, mine=best[1], theirs=denied))]


def _codes(asked: Sequence[str], denied: Sequence[str]) -> list[tuple[float, Text]]:
    """The same code weighs most; the same entry of the list (ML5, 6A003) less."""
    mine, theirs = {_code(one) for one in asked if one}, {_code(one) for one in denied if one}
    if both := mine & theirs:
        named = ", ".join(sorted(both))
        return [(2.0, Text(f"dezelfde code: {named}", f"the same code: {named}"))]
    if both := {_entry(one) for one in mine} & {_entry(one) for one in theirs}:
        named = ", ".join(sorted(both))
        return [(1.0, Text(f"dezelfde post van de lijst: {named}", f"the same entry of the list: {named}"))]
    return []


def _goods(asked: Sequence[str], denied: str) -> list[tuple[float, Text]]:
    theirs = _words(denied)
    shared = {word for one in asked for word in _words(one) & theirs if len(word) > 3}
    if len(shared) < 2:
        return []
    named = ", ".join(sorted(shared))
    return [(min(1.5, 0.5 * len(shared)), Text(f"woorden in de omschrijving: {named}", f"words in the description: {named}"))]


def _code(raw: str) -> str:
    return re.sub(r"[\s.]", "", raw).upper()


def _entry(code: str) -> str:
    found = re.match(r"ML\d{1,2}|\d[A-E]\d{3}", code)
    return found[0] if found else code


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return frozenset(word for word in re.findall(r"[^\W_]+", plain) if word not in _STOP and len(word) > 1)
