"""A profile as JSON and back: the cells are told with it, so that it serves long after the rules changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from bolwerk.engines.rules._axis import Axis, Bound, cut_axis
from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._facts import Fact, FactType, Value, as_json, exact
from bolwerk.engines.rules._formula import key_text
from bolwerk.engines.rules._parse import literal
from bolwerk.engines.rules.bulk._grid import Grid
from bolwerk.engines.rules.bulk._profile import SMALLEST, Count, Number, Profile, count_of
from bolwerk.kernel import InvalidInput, Text


def write_profile(profile: Profile, smallest: int = SMALLEST) -> dict[str, object]:
    """JSON-able. Cells of fewer than `smallest` cases are left out, their total is told; 1 keeps all."""
    kept = profile.suppressed(smallest)
    return {
        "book": kept.book,
        "by": kept.by,
        "groups": list(kept.groups),
        "sums": list(kept.sums),
        "smallest": smallest,
        "rules": {rule: _count(count) for rule, count in kept.counts.items()},
    }


def _count(count: Count) -> dict[str, object]:
    sums = [[as_json(value) for value in values] for values in count.sums.values()]
    rows = zip(count.group.tolist(), count.code.tolist(), count.count.tolist(), *sums, strict=True)
    return {
        "cuts": [cut.isoformat() for cut in count.grid.cuts],
        "facts": [_axis(axis) for axis in count.grid.axes],
        "cells": [list(row) for row in rows],
        "hidden": count.hidden,
        "hidden_cells": count.hidden_cells,
    }


def _axis(axis: Axis) -> dict[str, object]:
    if axis.slots:
        return {"name": axis.name, "slots": {key_text(value): slot for value, slot in axis.slots.items()}}
    return {
        "name": axis.name,
        "bounds": [[as_json(value) if axis.fact.numeric else str(value), side] for value, side in axis.bounds],
    }


def read_profile(raw: Mapping[str, Any], book: Book) -> Profile:
    """From what `write_profile` gave. Raises InvalidInput when it is none, or names facts that the book does not know."""
    try:
        names = tuple(str(name) for name in raw["sums"])
        counts = {str(rule): _read_count(str(rule), entry, names, book) for rule, entry in raw["rules"].items()}
        return Profile(str(raw["book"]), counts, tuple(map(str, raw["groups"])), str(raw["by"]), names)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInput(
            Text(f"Dit is geen telling, of geen gave ({error!r}).", f"This is no profile, or a broken one ({error!r})."),
            mend=Text("Maak ze opnieuw met 'bolwerk rules profile'.", "Make it again with 'bolwerk rules profile'."),
        ) from error


def _read_count(rule: str, entry: Mapping[str, Any], names: tuple[str, ...], book: Book) -> Count:
    cuts = tuple(date.fromisoformat(cut) for cut in entry["cuts"])
    grid = Grid(cuts, tuple(_read_axis(axis, book) for axis in entry["facts"]))
    cells: dict[tuple[int, int], list[Number]] = {}
    for group, code, count, *sums in entry["cells"]:
        if not 0 <= code < grid.size or len(sums) != len(names):
            raise ValueError(code)
        cells[int(group), int(code)] = [int(count), *(_number(value) for value in sums)]
    return count_of(rule, grid, cells, names, int(entry["hidden"]), int(entry["hidden_cells"]))


def _read_axis(entry: Mapping[str, Any], book: Book) -> Axis:
    fact = book.fact(str(entry["name"]))
    if "slots" in entry:
        return _finite(fact, {literal(fact, word): int(slot) for word, slot in entry["slots"].items()})
    return cut_axis(fact, [_bound(fact, value, side) for value, side in entry["bounds"]])


def _finite(fact: Fact, slots: dict[Any, int]) -> Axis:
    """The axis of a fact with these groups of values; slots are numbered from 0 without a hole."""
    first: dict[int, Value] = {}
    for value, slot in slots.items():
        first.setdefault(slot, value)
    return Axis(fact, tuple(first[slot] for slot in range(len(first))), (), slots)


def _bound(fact: Fact, value: Any, side: int) -> Bound:
    return (date.fromisoformat(value) if fact.type is FactType.DATE else _number(value)), int(side)


def _number(value: Any) -> Number:
    number = exact(value) if isinstance(value, int) else exact(Fraction(str(value)))
    if number is None:
        raise ValueError(value)
    return number
