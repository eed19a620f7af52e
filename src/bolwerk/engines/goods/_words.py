"""Words of four languages: folded, stemmed, compounds apart; and the thesaurus that ties them to places on the lists."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import snowballstemmer
from anyascii import anyascii

from bolwerk.engines.goods._version import TONGUES

_FILE = Path(__file__).with_name("thesaurus.toml")
_STEMMERS: dict[str, Any] = {
    tongue: snowballstemmer.stemmer(name)
    for tongue, name in zip(TONGUES, ("dutch", "english", "french", "german"), strict=True)
}
_STOP = {
    "nl": "de het een en of van voor met in op te tot aan bij uit door om als die dat niet ook zijn wordt worden naar per",
    "en": "the a an and or of for with in on to at by from as that this is are be used use not other others than per",
    "fr": "le la les l un une des du de d et ou pour avec dans sur au aux par en que qui est sont pas autre autres",
    "de": "der die das den dem des ein eine einer eines einen und oder von für mit in im auf zu zur zum bei aus als ist sind",
}
_OTHERS = "ander andere overige anderer"
STOP = frozenset(" ".join((*_STOP.values(), _OTHERS)).split())
_UNITS = frozenset(
    [
        "mm",
        "cm",
        "km",
        "nm",
        "µm",
        "μm",
        "um",
        "kg",
        "mg",
        "hz",
        "khz",
        "mhz",
        "ghz",
        "thz",
        "kw",
        "mw",
        "mj",
        "kj",
        "kv",
        "pa",
        "kpa",
        "mpa",
        "gpa",
        "ml",
    ]
)
_PURPOSE = re.compile(r"\b(voor|tegen|van|met|for|against|with|pour|contre|avec|du|de|des|für|gegen|mit|zur|zum)\b", re.I)
SHORTEST_PART, LONGEST_WORD = 4, 60
_LINKS = ("", "s", "n", "en", "er", "es", "e")

Keys = frozenset[str]
"""The stems of one word, each marked with its language: `nl:geweer`. A word is the same as another where they share one."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed, and the stems by which it is known, its parts when it is a compound included."""

    raw: str
    keys: Keys


def fold(word: str) -> str:
    """Small letters without accents; other scripts in Latin letters, as well as that goes."""
    return anyascii(word).lower()[:LONGEST_WORD]


@lru_cache(maxsize=100_000)
def stem(folded: str, tongue: str) -> str:
    return str(_STEMMERS[tongue].stemWord(folded))


@lru_cache(maxsize=50_000)
def keys(folded: str) -> Keys:
    """The stems of a word in no known language: one for each; also without an s or e that a stemmer leaves (`kameras`)."""
    forms = (folded, folded[:-1]) if folded[-1:] in ("s", "e") and len(folded) > SHORTEST_PART else (folded,)
    return frozenset(f"{tongue}:{stem(form, tongue)}" for form in forms for tongue in TONGUES)


def split(text: str) -> list[str]:
    """The words of a text in order; numbers, units and words that say nothing left out."""
    found = (raw for raw in re.findall(r"\w+", text.replace("_", " ")) if len(raw) > 1 and not raw.isdigit())
    return [raw for raw in found if raw.lower() not in STOP and raw.lower() not in _UNITS]


def before_purpose(text: str) -> int:
    """How many words say what the thing is: those before the first `for` or `against` with words before it; else all."""
    for hit in _PURPOSE.finditer(text):
        if count := len(split(text[: hit.start()])):
            return count
    return len(split(text))


def words_in(text: str, tongue: str) -> list[str]:
    """The stems of a text of which the language is known."""
    return [f"{tongue}:{stem(fold(raw), tongue)}" for raw in split(text)]


def read_words(text: str, known: frozenset[str]) -> tuple[Word, ...]:
    """The words of a query; one that is a compound of known stems carries those of its parts too."""
    found = []
    for raw in split(text):
        folded = fold(raw)
        own = keys(folded)
        parts = () if own & known or len(folded) < 2 * SHORTEST_PART else _parts(folded, known)
        found.append(Word(raw, own.union(*(keys(part) for part in parts))))
    return tuple(found)


def _parts(word: str, known: frozenset[str]) -> tuple[str, ...]:
    """Known words that together make this one, the longest first part that works; a rest that nobody knows may stay."""
    for at in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        head, tail = word[:at], word[at:]
        for link in _LINKS:
            bare = head.removesuffix(link) if link else head
            if (not link or head.endswith(link)) and len(bare) >= SHORTEST_PART and keys(bare) & known and keys(tail) & known:
                return (bare, tail)
    for size in range(len(word) - 2, SHORTEST_PART, -1):
        for part in (word[-size:], word[:size]):
            if keys(part) & known:
                return (part,)
    return ()


@dataclass(frozen=True, slots=True)
class Concept:
    """One technical notion: its words by language, and where it is looked for with what weight (`ML15`, `6A`, `*D`, `ML*`)."""

    id: str
    words: Mapping[str, tuple[str, ...]]
    to: Mapping[str, float]

    def shown(self, lang: str) -> str:
        return self.words[lang if lang in self.words else "en"][0]


@dataclass(frozen=True)
class Thesaurus:
    """All notions, and their words as runs of stems, in two forms: language known and not."""

    concepts: Mapping[str, Concept]
    by_first: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    known: frozenset[str]

    def find(self, words: Sequence[Keys]) -> list[tuple[str, range]]:
        """(concept, place) for each run of words that names a notion; the longest run at a place wins."""
        found: list[tuple[str, range]] = []
        for at, first in enumerate(words):
            here: dict[str, range] = {}
            for key in sorted(first):
                for run, concept in self.by_first.get(key, ()):
                    if all(at + i < len(words) and one in words[at + i] for i, one in enumerate(run)):
                        here[concept] = max(here.get(concept, range(0)), range(at, at + len(run)), key=len)
            longest = max((len(place) for place in here.values()), default=0)
            found += [(concept, place) for concept, place in here.items() if len(place) == longest]
        return _outermost(found)


def _outermost(found: list[tuple[str, range]]) -> list[tuple[str, range]]:
    """Without the notions that stand wholly inside a longer one: in `night vision camera` a camera still counts."""
    return [
        (name, place)
        for name, place in found
        if not any(len(other) > len(place) and place[0] in other and place[-1] in other for _, other in found)
    ]


@cache
def thesaurus() -> Thesaurus:
    """From `thesaurus.toml`."""
    raw: dict[str, dict[str, dict[str, str]]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    concepts = {name: _concept(name, row) for rows in raw.values() for name, row in rows.items()}
    runs: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    known: set[str] = set()
    for concept in concepts.values():
        for tongue, terms in concept.words.items():
            for term in terms:
                if run := tuple(words_in(term, tongue)):
                    runs.setdefault(run[0], []).append((run, concept.id))
                    known.update(run)
    return Thesaurus(concepts, {key: tuple(rows) for key, rows in runs.items()}, frozenset(known))


def _concept(name: str, row: dict[str, Any]) -> Concept:
    words: dict[str, tuple[str, ...]] = {tongue: tuple(one.strip() for one in row[tongue].split(";")) for tongue in TONGUES}
    return Concept(name, words, dict(_targets(row["to"])))


def _targets(raw: str) -> Iterable[tuple[str, float]]:
    for one in filter(None, (part.strip() for part in raw.split(";"))):
        place, _, weight = one.partition(":")
        yield place, float(weight or 1)
