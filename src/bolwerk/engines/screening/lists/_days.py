"""Days of birth as lists write them, to ISO: a day, a month or a year; a range becomes every year (or month) in it."""

from __future__ import annotations

import re
from datetime import date

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: n for n, name in enumerate(_NAMES, 1)}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?")
_WORDS = re.compile(r"(?:(\d{1,2})[ -])?(?:([A-Za-z]{3})[a-z]*\.?[ -])?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_ABOUT = re.compile(r"^(?:circa|approximately|approx\.?|about|ca\.?|c\.)\s*", re.I)
_RANGE = re.compile(r"^(?:between\s+)?(.+?)\s+(?:to|and|-|–)\s+(.+)$", re.I)
_LONGEST = 60
"""A range of more years than this says nothing; only its ends are kept."""


def iso(text: str, *, day_first: bool = True) -> str | None:
    """`1962`, `1962-03` or `1962-03-18`; None when it is no day that can be."""
    text = " ".join(text.split()).rstrip(".")
    if found := _ISO.fullmatch(text):
        return _whole(found[1], found[2], found[3])
    if found := _SLASHED.fullmatch(text):
        day, month = (found[1], found[2]) if day_first else (found[2], found[1])
        return _whole(found[3], month, day)
    if found := _WORDS.fullmatch(text):
        month = _MONTHS.get(found[2].lower()) if found[2] else None
        if (found[2] and not month) or (found[1] and not month):
            return None
        return _whole(found[3], month, found[1])
    return None


def _whole(year: str, month: str | int | None, day: str | None) -> str | None:
    if not month or int(month) == 0:
        return f"{int(year):04}" if 1000 <= int(year) <= 2999 else None
    if not day or int(day) == 0:
        return f"{int(year):04}-{int(month):02}" if 1 <= int(month) <= 12 else None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def days(text: str) -> tuple[str, ...]:
    """Every day, month or year that a text stands for: `circa 1951`, `Mar 1962`, `1951 to 1953`. Empty when it is no day."""
    text = " ".join(text.split()).rstrip(".")
    about = bool(_ABOUT.match(text))
    text = _ABOUT.sub("", text)
    if one := iso(text):
        # About a day is no more than a year.
        return (one[:4],) if about else (one,)
    if found := _RANGE.match(text):
        first, last = iso(_ABOUT.sub("", found[1])), iso(_ABOUT.sub("", found[2]))
        if first and last:
            return span(first, last)
    return ()


def span(first: str, last: str) -> tuple[str, ...]:
    """Every month within one year, every year otherwise, from the first to the last."""
    if first[:4] == last[:4] and len(first) > 4 < len(last) and first[5:7] <= last[5:7]:
        return tuple(f"{first[:4]}-{month:02}" for month in range(int(first[5:7]), int(last[5:7]) + 1))
    start, end = int(first[:4]), int(last[:4])
    if start > end or end - start > _LONGEST:
        return tuple(dict.fromkeys((first[:4], last[:4])))
    return tuple(str(year) for year in range(start, end + 1))
