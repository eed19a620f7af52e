"""From a name as written to tokens that can be compared.

NFKC, case folded, any script read in Latin letters (`_scripts`), words apart at punctuation and where a capital follows a
small letter
(SiemensAG), titles of persons left out, legal forms of organisations set apart by class (`words/`), little words left out,
numbers and
initials kept. One name gives one or more spellings, each a `Spelling`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from bolwerk.engines.screening import _scripts, _words

MAX_CHARACTERS = 1000
MAX_TOKENS = 24
"""What is read of one name; a longer one is cut here and the outcome marked as truncated."""
MAX_SPELLINGS = 6

PERSON, ORGANISATION, RESEARCH, VESSEL, ANY = range(5)
GROUPS = ("person", "organisation", "research", "vessel")
"""The groups with a model of their own; ANY may be a person or an organisation."""

_SCHEMATA = {
    "Person": PERSON,
    "Company": ORGANISATION,
    "Organization": ORGANISATION,
    "PublicBody": ORGANISATION,
    "Vessel": VESSEL,
    "Airplane": VESSEL,
    "Vehicle": VESSEL,
}


class Spelling(NamedTuple):
    tokens: tuple[str, ...]
    form: int
    """The class of the legal form, 0 for none."""
    bridge: bool
    """Read from another script than Latin."""
    research: bool
    cut: bool


def group_of(schema: str) -> int:
    return _SCHEMATA.get(schema, ANY)


_CAMEL = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ])")
_ACRONYM = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_APOSTROPHE = re.compile(r"['’‘ʼ`´ʻʹ]")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_ABD = re.compile(r"^(?:abdul|abdel|abdal|abdur|abdol|abdoul|abdu)(?=[a-z]{4,})")
_PARTICLE = re.compile(r"^vande[nr]?(?=[a-z]{4,})")
_ABU_BAKR = re.compile(r"^ab[ou]+bak[aeiou]*r$")
_DIN = re.compile(r"^([a-z]{3,}?)(?:ud|ed|od|ad|id|u|e|i)?(?:din|deen|dine)$")
_ALLAH = re.compile(r"^([a-z]{3,}?)(?:u|a|e|o)?ll?ah$")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
_ORDINALS = {
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "sixth": "6",
    "seventh": "7",
    "eighth": "8",
    "ninth": "9",
}
_SHORT = _words.pairs("short.txt")
_AFFIX = frozenset({"mt", "mv", "ms", "ss", "mts", "vessel", "motor", "tanker"})


@lru_cache(maxsize=1 << 16)
def spellings(name: str, group: int) -> tuple[Spelling, ...]:
    """The spellings of a name, the likeliest first; () when nothing in it can be compared."""
    cut = len(name) > MAX_CHARACTERS
    text = name[:MAX_CHARACTERS]
    bridge = False
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        bridge = _scripts.NOT_LATIN.search(text) is not None
    text = _APOSTROPHE.sub("", text)
    if not text.isupper():
        text = _CAMEL.sub(" ", text)
    folded = text.casefold()
    variants = (folded,) if folded.isascii() else _scripts.latin(folded)
    found: dict[tuple[tuple[str, ...], int], Spelling] = {}
    for variant in variants:
        for part in _parts(variant, group):
            tokens, form = _tokens(part, group)
            if tokens:
                research = group in (ORGANISATION, ANY) and not _words.RESEARCH.isdisjoint(tokens)
                short = tokens[:MAX_TOKENS]
                found.setdefault((short, form), Spelling(short, form, bridge, research, cut or len(tokens) > MAX_TOKENS))
    return tuple(found.values())[:MAX_SPELLINGS]


def _parts(text: str, group: int) -> tuple[str, ...]:
    """More than one name in one text: apart by semicolons; and of an affiliation, which names a part, an institution and a
    place apart by
    commas, each span that names an institution."""
    if ";" in text:
        several = [span for span in text.split(";") if span.strip()]
        if 1 < len(several) <= MAX_SPELLINGS:
            return (text, *several)
    if group == PERSON and text.count(",") == 1:
        # Family name, given names: as lists write it.
        family, given = text.split(",")
        return (f"{given} {family}",)
    if group not in (ORGANISATION, ANY) or "," not in text:
        return (text,)
    spans = [span for span in text.split(",") if not _words.RESEARCH.isdisjoint(_WORD.findall(span))]
    return (text, *spans) if spans else (text,)


def _tokens(text: str, group: int) -> tuple[tuple[str, ...], int]:
    if group != PERSON and "." in text:
        text = _ACRONYM.sub(lambda m: m.group().replace(".", "") + " ", text)
    words = _WORD.findall(text)
    form = 0
    if group in (ORGANISATION, ANY):
        words, form = _without_form(words)
        words = [_SHORT.get(word, word) for word in words]
    elif group == VESSEL and len(words) > 1 and words[0] in _AFFIX:
        words = words[1:]
    drop = _words.stops() if group != PERSON else _words.stops() | _words.honorifics()
    kept = [word for word in words if word not in drop or (len(word) == 1 and group == PERSON)]
    if not kept:
        kept = words
    out: list[str] = []
    for word in kept:
        if group == PERSON and len(word) > 4 and (parts := _compound(word)):
            out += parts
        elif group != PERSON and (word in _ROMAN or word in _ORDINALS):
            out.append(_ROMAN.get(word) or _ORDINALS[word])
        elif word.isdigit():
            out.append(word.lstrip("0") or "0")
        elif group in (ORGANISATION, ANY) and len(word) > 5 and word.endswith("ul"):
            # The Arabic article written to the word before it: Hizbul, Hizb-ul.
            out.append(word[:-2])
        else:
            out.append(word)
    return tuple(out), form


def _compound(word: str) -> list[str]:
    """Names of several words that one writes together and another apart (Arabic compounds, Dutch particles); [] for any
    other word."""
    if word in ("abdul", "abdel", "abdal", "abdur", "abdol", "abdoul"):
        return ["abd"]
    if word in ("abdullah", "abdallah", "abdulla", "abdalla", "abdellah", "abdoulaye", "abdollah"):
        return ["abd", "allah"]
    if m := _PARTICLE.match(word):
        return [word[m.end() :]]
    if m := _ABD.match(word):
        return ["abd", word[m.end() :]]
    if _ABU_BAKR.match(word):
        return ["abu", "bakr"]
    if m := _DIN.match(word):
        return [m.group(1), "din"]
    if word.endswith(("ullah", "ollah", "allah")) and len(word) > 6 and (m := _ALLAH.match(word)):
        return [m.group(1), "allah"]
    return []


def _without_form(words: list[str]) -> tuple[list[str], int]:
    """Take the legal forms out, those of two or three letters only where a name begins or ends; a name keeps at least one
    word."""
    forms, longest, _ = _words.legal_forms()
    found = 0
    left = list(words)
    for take in range(min(longest, len(left) - 1), 0, -1):
        at = 0
        while at + take <= len(left) and len(left) > take:
            piece = tuple(left[at : at + take])
            code = forms.get(piece)
            edge = at == 0 or at + take == len(left)
            clear = max(map(len, piece)) > 3
            if (
                code
                and (edge or clear)
                and not (at == 0 and clear and take == 1 and piece[0] in ("company", "group", "foundation"))
            ):
                found = found or code
                del left[at : at + take]
                at = 0
            else:
                at += 1
    return left, found
