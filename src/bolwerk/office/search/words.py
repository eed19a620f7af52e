"""Dutch words made comparable: folded, stemmed, and compounds taken apart on the words that the texts themselves hold. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Set
from functools import lru_cache

import snowballstemmer

__all__ = ["LONGEST", "SHORTEST_PART", "fold", "parts", "stem", "words"]

LONGEST = 40
SHORTEST_PART = 4
_LINKS = ("", "s", "en", "e", "n", "-")
_STEMMER = snowballstemmer.stemmer("dutch")
# fmt: off
_STOP = frozenset({
    "de", "het", "een", "en", "van", "voor", "in", "op", "te", "met", "aan", "bij", "door", "naar", "uit", "over", "om", "is",
    "of", "als", "dat", "die", "dit", "tot", "the", "a", "an", "and", "for", "on", "to", "with", "at", "by", "from", "or",
})
# fmt: on


def fold(text: str) -> str:
    """Lower case, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The folded words of a text in order, without the most common ones; a word with hyphens gives its parts too."""
    found = re.findall(r"[a-z0-9]+", fold(text))
    return [word[:LONGEST] for word in found if word not in _STOP]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def parts(word: str, known: Callable[[str], bool] | Set[str]) -> tuple[str, ...]:
    """The known words that `word` is made of, with a linking s, e or en between them; empty when it is none.

    Each part has at least four letters and the word is covered whole; the split with the fewest parts is taken.
    """
    if len(word) < 2 * SHORTEST_PART or word.isdigit():
        return ()
    is_known = known if callable(known) else known.__contains__
    best: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
    best[0] = ()
    for end in range(SHORTEST_PART, len(word) + 1):
        for start in range(end - SHORTEST_PART + 1):
            before = best[start]
            if before is None or (start, end) == (0, len(word)):
                continue
            part = _known_part(word[start:end], is_known, last=end == len(word))
            if part and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                best[end] = (*before, part)
    found = best[len(word)]
    return found if found and len(found) > 1 else ()


def _known_part(piece: str, is_known: Callable[[str], bool], *, last: bool) -> str:
    """The known word in `piece`: whole, or without its link to the next word."""
    for link in ("",) if last else _LINKS:
        core = piece.removesuffix(link) if link else piece
        if len(core) >= SHORTEST_PART and (core == piece) == (not link) and is_known(core):
            return core
    return ""
