"""From any script to Latin letters, with more than one spelling where tradition has more than one.

anyascii is the base; what it reads letter by letter and the field reads otherwise (Cyrillic by language, Arabic without vowels,
Greek digraphs, Korean family names, Chinese name order and company words) has rules of its own here.
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

from bolwerk.engines.screening import _words

CYRILLIC = re.compile(r"[Ѐ-ӿ]")
ARABIC = re.compile(r"[؀-ۿݐ-ݿﭐ-﷿ﹰ-﻿]")
GREEK = re.compile(r"[Ͱ-Ͽἀ-῿]")
HANGUL = re.compile(r"[가-힣]")
HAN = re.compile(r"[㐀-鿿豈-﫿]")
KANA = re.compile(r"[぀-ヿ]")
NOT_LATIN = re.compile(r"[Ͱ-᯿ἀ-῿⺀-꜀ꠀ-﬿︰-\U0010ffff]")

_RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch . y . e yu ya".replace(".", "").split(" "),
        strict=True,
    )
)
_PLAIN = {"ё": "e", "ю": "iu", "я": "ia", "й": "i", "х": "h", "ц": "c"}
_UKRAINIAN = {"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "yi", "є": "ye", "й": "y", "щ": "shch", "'": ""}
_BELARUSIAN = {"г": "h", "ў": "u", "і": "i"}
_SERBIAN = {"ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz", "ж": "z", "ч": "c", "ш": "s", "ц": "c", "х": "h"}


def _cyrillic(text: str) -> tuple[str, ...]:
    table = dict(_RUSSIAN)
    unsure = False
    if re.search("[ђјљњћџ]", text):
        table |= _SERBIAN
    elif re.search("[їєґ]", text) or ("і" in text and "ў" not in text):
        table |= _UKRAINIAN
    elif "ў" in text:
        table |= _BELARUSIAN
    else:
        # Nothing tells Russian from Ukrainian here: read it both ways where that makes a difference.
        unsure = "г" in text and not re.search("[ыэёъ]", text)
    found = [_letters(text, table)]
    # The ending that one tradition writes with two letters and another with one: Юрий, Yuriy, Yuri.
    found.append(re.sub(r"ii\b", "i", _letters(text, table | _PLAIN)))
    if unsure:
        found.append(_letters(text, table | _UKRAINIAN))
    return tuple(dict.fromkeys(found))


def _letters(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in text)


_ARABIC_LETTERS = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىئؤءآأإپچژگکی",
        "a b t th j h kh d dh r z s sh s d t z . gh f q k l m n h u i a a i u . a a i p ch zh g k i".replace(".", "").split(
            " "
        ),
        strict=True,
    )
)
_ARABIC_WORDS = _words.pairs("arabic.txt")
_HARAKAT = re.compile(r"[ً-ْٰـ]")


def _arabic(text: str) -> tuple[str, ...]:
    words = _HARAKAT.sub("", text).split()
    first = [_ARABIC_WORDS.get(word) or _arabic_word(word) for word in words]
    return (" ".join(first),)


def _arabic_word(word: str) -> str:
    if word.startswith("ال") and len(word) > 4:
        rest = word[2:]
        return "al " + (_ARABIC_WORDS.get(rest) or _letters(rest, _ARABIC_LETTERS))
    # Between two vowels, and where a word begins, these two letters are consonants.
    if word[:1] == "و":
        return "w" + _letters(word[1:], _ARABIC_LETTERS)
    if word[:1] in "يی":
        return "y" + _letters(word[1:], _ARABIC_LETTERS)
    return _letters(word, _ARABIC_LETTERS)


_GREEK_PAIRS = (
    ("μπ", "b"),
    ("ντ", "nt"),
    ("γγ", "ng"),
    ("γκ", "gk"),
    ("ου", "ou"),
    ("ευ", "ev"),
    ("αυ", "av"),
    ("χ", "ch"),
    ("υ", "y"),
)
_GREEK_OTHER = (("b", "mp"), ("ou", "u"), ("ev", "eu"), ("av", "au"), ("ch", "h"), ("y", "i"))


def _greek(text: str) -> tuple[str, ...]:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    for pair, latin in _GREEK_PAIRS:
        bare = bare.replace(pair, latin)
    first = anyascii(bare)
    second = first
    for pair, latin in _GREEK_OTHER:
        second = second.replace(pair, latin)
    return (first, second) if first != second else (first,)


_LEADS = "g kk n d tt r m b pp s ss . j jj ch k t p h".replace(".", "").split(" ")
_VOWELS = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_TAILS = ". k k ks n nj nh t l lk lm lb ls lt lp lh m p ps t t ng t t k t p t".replace(".", "").split(" ")
_LEADS_OLD = "k kk n t tt r m p pp s ss . j tch ch k t p h".replace(".", "").split(" ")
_VOWELS_OLD = [
    "a",
    "ae",
    "ya",
    "yae",
    "o",
    "e",
    "yo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "u",
    "ui",
    "i",
]
_FAMILY = _words.pairs("hangul_families.txt")
_HANGUL_WORDS = _words.pairs("hangul_words.txt")


def _hangul(text: str) -> tuple[str, ...]:
    for word, latin in _HANGUL_WORDS.items():
        text = text.replace(word, f" {latin} ")
    return (_syllables(text, _LEADS_OLD, _VOWELS_OLD), _syllables(text, _LEADS, _VOWELS))


def _syllables(text: str, leads: list[str], vowels: list[str]) -> str:
    out: list[str] = []
    for word in text.split():
        latin = [_syllable(c, leads, vowels) for c in word]
        if 2 <= len(word) <= 4 and word[0] in _FAMILY and HANGUL.match(word):
            out += [_FAMILY[word[0]], "".join(latin[1:])]
        else:
            out.append("".join(latin))
    return " ".join(out)


def _syllable(letter: str, leads: list[str], vowels: list[str]) -> str:
    code = ord(letter) - 0xAC00
    if not 0 <= code < 11172:
        return letter
    return leads[code // 588] + vowels[code % 588 // 28] + _TAILS[code % 28]


_HAN_WORDS = _words.pairs("han.txt")


def _han(text: str) -> tuple[str, ...]:
    named = text
    for word, latin in _HAN_WORDS.items():
        named = named.replace(word, f" {latin} ")
    out: list[str] = []
    for word in named.split():
        if not HAN.search(word):
            out.append(anyascii(word))
            continue
        sounds = [anyascii(c).strip().lower() for c in word]
        # A name of two or three signs is family and given; four may be a family name of two.
        out += [sounds[0], "".join(sounds[1:])] if 2 <= len(word) <= 4 and named == text else sounds
    return (" ".join(out),)


def latin(text: str) -> tuple[str, ...]:
    """The spellings in Latin letters of a folded text, the likeliest first; at least one. The length of each is bounded by
    that of the text."""
    variants: tuple[str, ...]
    if CYRILLIC.search(text):
        variants = _cyrillic(text)
    elif ARABIC.search(text):
        variants = _arabic(text)
    elif GREEK.search(text):
        variants = _greek(text)
    elif HANGUL.search(text):
        variants = _hangul(text)
    elif HAN.search(text) and not KANA.search(text):
        variants = _han(text)
    else:
        variants = (text,)
    return tuple(dict.fromkeys(v if v.isascii() else anyascii(v).lower() for v in variants))
