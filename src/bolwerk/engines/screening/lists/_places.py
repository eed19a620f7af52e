"""Countries as lists write them, to ISO 3166 alpha-2. The table `countries.txt` has a code, then its names, on each line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_NOT_ISO = {"uk": "gb", "el": "gr"}
"""Codes that the European Union writes instead of the ISO code."""


def _key(text: str) -> str:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in (Path(__file__).parent / "countries.txt").read_text("utf-8").splitlines():
        code, _, names = line.partition(" ")
        found[code] = code
        found.update((name, code) for name in names.split("|"))
    return found | _NOT_ISO


@lru_cache(maxsize=4096)
def country(text: str) -> str | None:
    """The code of a country that stands there as a code of two or three letters or as a name; None when unknown."""
    key = _key(text)
    return _table().get(key) if key else None


def country_in(text: str) -> str | None:
    """The country in which a place ends, such as `Shahr-e Rey, Iran`."""
    return country(text) or country(text.rsplit(",", 1)[-1])
