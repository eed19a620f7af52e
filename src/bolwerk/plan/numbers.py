"""Read the numbers out of a Dutch or English sentence: money, percentages, days, years, counts, with the bound before them.

Knows the ways in which the plan writes them: `10 miljoen euro`, `1.162.350 euro`, `€158,8 miljard`, `maximaal zestien`,
`meer dan 50%`, `een 550-tal`, `01/09/2026`, `16 juli 2021`, `minstens 15 jaar`. What is glued to letters or to a section
number (`NIS2`, `3RX`, `8.3`, `7de`) is a name and not a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from bolwerk.kernel import Lang


class Unit(StrEnum):
    EURO = "euro"
    PERCENT = "percent"
    POINTS = "points"
    COUNT = "count"
    YEARS = "years"
    YEAR = "year"
    DATE = "date"


class Bound(StrEnum):
    EXACTLY = "exactly"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as found: a day as a date, all else as a Decimal (euro, not cents)."""

    unit: Unit
    value: Decimal | date
    bound: Bound = Bound.EXACTLY


# From two on: "een" and "one" are articles far more often than numbers.
_FROM_TWO: dict[Lang, str] = {
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien",
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen",
}
_FROM_JANUARY: dict[Lang, str] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "january february march april may june july august september october november december",
}
_WORDS: dict[Lang, list[str]] = {lang: words.split() for lang, words in _FROM_TWO.items()}
_MONTHS: dict[Lang, list[str]] = {lang: words.split() for lang, words in _FROM_JANUARY.items()}
_TIMES = {"miljoen": 10**6, "million": 10**6, "miljard": 10**9, "billion": 10**9}
_BOUNDS: dict[Lang, dict[str, Bound]] = {
    "nl": {
        "maximaal": Bound.AT_MOST,
        "hoogstens": Bound.AT_MOST,
        "tot": Bound.AT_MOST,
        "minstens": Bound.AT_LEAST,
        "meer dan": Bound.MORE_THAN,
        "ongeveer": Bound.ABOUT,
        "bijna": Bound.ABOUT,
        "zo'n": Bound.ABOUT,
    },
    "en": {
        "at most": Bound.AT_MOST,
        "up to": Bound.AT_MOST,
        "at least": Bound.AT_LEAST,
        "more than": Bound.MORE_THAN,
        "about": Bound.ABOUT,
        "nearly": Bound.ABOUT,
    },
}


@lru_cache(maxsize=2)
def _pattern(lang: Lang) -> re.Pattern[str]:
    figure = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?" if lang == "nl" else r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    whole = r"\d{1,3}(?:\.\d{3})+|\d+" if lang == "nl" else r"\d{1,3}(?:,\d{3})+|\d+"
    times = "|".join(_TIMES)
    months, words, bounds = "|".join(_MONTHS[lang]), "|".join(_WORDS[lang]), "|".join(_BOUNDS[lang])
    return re.compile(
        rf"""
        (?:\b(?P<bound>{bounds.replace(" ", "[ ]")})[ ])?
        (?<![\w/.,-])
        (?:
            (?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/(?P<in_year>\d{{4}})
          | (?P<day_>\d{{1,2}})[ ](?P<month_>{months})[ ](?P<in_year_>\d{{4}})
          | (?P<euro>{figure})[ ]?(?P<times>{times})?[ ]?euro\b
          | €[ ]?(?P<euro_>{figure})(?:[ ](?P<times_>{times}))?
          | (?P<percent>{figure})[ ]?(?:%|percent\b|procent\b)
          | (?P<years>\d+|{words})[ ](?:jaar|years?)\b
          | (?P<year>(?:19|20)\d\d)(?![\w/]|[.,]\d)
          | (?P<about>{whole})-tal\b
          | (?P<count>{whole})(?![\w/-]|[.,]\d)
          | (?P<word>{words})\b
        )
        """,
        re.VERBOSE | re.IGNORECASE,
    )


@lru_cache(maxsize=4096)
def numbers(sentence: str, lang: Lang = "nl") -> tuple[Number, ...]:
    """Every number of the sentence, in order. White space, line ends too, counts as one space."""
    found = _pattern(lang).finditer(" ".join(sentence.split()))
    return tuple(number for match in found if (number := _read(match, lang)))


def _read(match: re.Match[str], lang: Lang) -> Number | None:
    part = match.groupdict()
    bound = _BOUNDS[lang][part["bound"].lower()] if part["bound"] else Bound.EXACTLY
    if euro := part["euro"] or part["euro_"]:
        times = _TIMES.get((part["times"] or part["times_"] or "").lower(), 1)
        return Number(Unit.EURO, _decimal(euro, lang) * times, bound)
    if part["percent"]:
        return Number(Unit.PERCENT, _decimal(part["percent"], lang), bound)
    if part["years"]:
        return Number(Unit.YEARS, _whole(part["years"], lang), bound)
    if part["year"]:
        return Number(Unit.YEAR, Decimal(part["year"]), bound)
    if part["about"]:
        return Number(Unit.COUNT, _decimal(part["about"], lang), Bound.ABOUT)
    if count := part["count"] or part["word"]:
        return Number(Unit.COUNT, _whole(count, lang), bound)
    day = _day(part, lang)
    return Number(Unit.DATE, day, bound) if day else None


def _decimal(figure: str, lang: Lang) -> Decimal:
    plain = figure.replace(".", "").replace(",", ".") if lang == "nl" else figure.replace(",", "")
    return Decimal(plain)


def _whole(figure: str, lang: Lang) -> Decimal:
    words = _WORDS[lang]
    return Decimal(words.index(figure.lower()) + 2) if figure.lower() in words else _decimal(figure, lang)


def _day(part: dict[str, str], lang: Lang) -> date | None:
    try:
        if part["day"]:
            return date(int(part["in_year"]), int(part["month"]), int(part["day"]))
        return date(int(part["in_year_"]), _MONTHS[lang].index(part["month_"].lower()) + 1, int(part["day_"]))
    except ValueError:  # 31 februari: written like a day, but there is none
        return None
