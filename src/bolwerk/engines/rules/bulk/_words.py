"""Cells and outcomes in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bolwerk.engines.rules._answer import STATE_LABELS
from bolwerk.engines.rules._axis import MOST_NAMED, Axis
from bolwerk.engines.rules._facts import Value
from bolwerk.engines.rules._model import Rule
from bolwerk.engines.rules.bulk._grid import Grid
from bolwerk.kernel import Period, Text

UNKNOWN = Text("niet bekend", "unknown")
EVERY = Text("om het even", "whatever")


def outcome(rule: Rule, state: str, value: Value | None) -> Text:
    """The label of a value, or of a state without one."""
    return rule.label(value) if state == "value" and value is not None else STATE_LABELS[state]


def slots(axis: Axis, chosen: Iterable[int]) -> Text:
    """Some slots of an axis, the unknown one included: labels, or intervals of numbers or days."""
    picked = sorted(set(chosen))
    known = [slot for slot in picked if slot < len(axis) and axis.values[slot] is not None]
    if axis.slots:
        parts = [_labels(axis, known)] if known else []
    else:
        parts = [_interval(axis, low, high) for low, high in runs(known)]
    parts += [axis.describe(slot) for slot in picked if slot < len(axis) and axis.values[slot] is None]
    if len(axis) in picked:
        parts.append(UNKNOWN)
    return Text(" of ".join(part.nl for part in parts), " or ".join(part.en for part in parts))


def _labels(axis: Axis, known: list[int]) -> Text:
    """Every label; of a long list the few that are not in it, or the first of it and how many more."""
    values = [value for value, slot in axis.slots.items() if slot in known]
    others = [value for value, slot in axis.slots.items() if slot not in known]
    if len(values) > MOST_NAMED and len(others) <= MOST_NAMED:
        left = _joined(axis, others)
        return Text(f"alles behalve {left.nl}", f"all but {left.en}") if others else EVERY
    named, more = _joined(axis, values[:MOST_NAMED]), len(values) - MOST_NAMED
    return Text(f"{named.nl} of een van {more} andere", f"{named.en} or one of {more} others") if more > 0 else named


def _joined(axis: Axis, values: list[Value]) -> Text:
    labels = [axis.fact.label(value) for value in values]
    return Text(", ".join(label.nl for label in labels) or "–", ", ".join(label.en for label in labels) or "–")


def runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers as (first, last)."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _interval(axis: Axis, first: int, last: int) -> Text:
    if first == last:
        return axis.describe(first)
    low = axis.bounds[first - 1] if first else None
    high = axis.bounds[last] if last < len(axis.bounds) else None
    parts = []
    if low:
        word, sign = axis.fact.label(low[0]), ">" if low[1] else "≥"
        parts.append(Text(f"{sign} {word.nl}", f"{sign} {word.en}"))
    if high:
        word, sign = axis.fact.label(high[0]), "≤" if high[1] else "<"
        parts.append(Text(f"{sign} {word.nl}", f"{sign} {word.en}"))
    if not parts:
        return EVERY
    return Text(" en ".join(part.nl for part in parts), " and ".join(part.en for part in parts))


def span(grid: Grid, first: int, last: int) -> Period:
    """The days from the first period of law up to and including the last."""
    start: date | None = grid.cuts[first - 1] if first else None
    end = grid.cuts[last] - timedelta(days=1) if last < len(grid.cuts) else None
    return Period(start, end)
