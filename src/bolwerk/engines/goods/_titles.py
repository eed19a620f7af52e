"""The built-in versions: short titles of both lists, from `titles.toml`. They serve until official texts are taken in."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from bolwerk.engines.goods._codes import ListName, read_code
from bolwerk.engines.goods._version import TONGUES, Entry, ListVersion, in_order
from bolwerk.kernel import Standing

_FILE = Path(__file__).with_name("titles.toml")
_STANDING = {"en": Standing.CONFIRMED, **dict.fromkeys(("nl", "fr", "de"), Standing.DERIVED)}


@cache
def builtin(name: ListName) -> ListVersion:
    """The short titles of a list, in four languages; English is as published, the others are our own words."""
    raw: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))[name.value]
    entries = raw["entries"] if name is ListName.MILITARY else _crossed(raw["categories"], raw["groups"])
    return ListVersion(
        name,
        raw["version"],
        raw["valid_from"],
        in_order(Entry(read_code(code), texts) for code, texts in entries.items()),
        raw["source"],
        _STANDING,
        short=True,
    )


def _crossed(categories: dict[str, dict[str, str]], groups: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {
        c + g: {tongue: f"{category[tongue]}: {group[tongue]}" for tongue in TONGUES}
        for c, category in categories.items()
        for g, group in groups.items()
    }
