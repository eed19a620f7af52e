"""The TOML head of a rule as text: a key is replaced where it stands, or added below the last plain key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable

_KEY = re.compile(r'\s*"?([\w-]+)"?\s*[.=]')
_TABLE = re.compile(r'\s*\[\[?\s*"?([\w-]+)')


def replace_keys(head: list[str], change: list[str], keys: Iterable[str]) -> list[str]:
    """The lines of `head`, with each of `keys` as `change` writes it."""
    ours, theirs = parts(head), parts(change)
    for key in keys:
        new = [lines for name, lines in theirs if name == key]
        places = [n for n, (name, _) in enumerate(ours) if name == key]
        at = places[0] if places else _after_plain(ours)
        if new and _TABLE.match(new[0][0]) and not places:
            at = len(ours)
        ours = [part for n, part in enumerate(ours) if n not in places]
        ours[at:at] = [(key, lines) for lines in new]
    return [line for _, lines in ours for line in lines]


def parts(head: list[str]) -> list[tuple[str, list[str]]]:
    """The head as (top-level key, lines); blank lines and comments have the key ""; a `[table]` runs to the next one."""
    found: list[tuple[str, list[str]]] = []
    table = ""
    n = 0
    while n < len(head):
        if opened := _TABLE.match(head[n]):
            table = opened[1]
            found.append((table, [head[n]]))
            n += 1
        elif table:
            found[-1][1].append(head[n])
            n += 1
        else:
            key = _KEY.match(head[n])
            end = _end(head, n) if key else n + 1
            found.append((key[1] if key else "", head[n:end]))
            n = end
    return found


def _end(head: list[str], start: int) -> int:
    """The line after a value that may run over several lines."""
    for end in range(start + 1, len(head) + 1):
        try:
            tomllib.loads("\n".join(head[start:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return start + 1


def _after_plain(found: list[tuple[str, list[str]]]) -> int:
    """Below the last plain key, above the tables."""
    plain = [n for n, (key, lines) in enumerate(found) if key and not _TABLE.match(lines[0])]
    return plain[-1] + 1 if plain else 0
