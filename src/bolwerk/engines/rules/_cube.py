"""The kernel: a determination over finite facts as one array, with a last slot "unknown" per fact and an axis of periods.

`E[cell]` is the exact set of outcomes that are still possible, as bits; `A[cell]` the exact set of facts that still matter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import product
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.rules._axis import Axis
from bolwerk.engines.rules._cells import NotInForce
from bolwerk.engines.rules._facts import exact
from bolwerk.engines.rules._formula import NoValue
from bolwerk.engines.rules._model import DatedValue, Hit, Row, Rule
from bolwerk.engines.rules._source import wrong
from bolwerk.kernel import InvalidInput, Text

MOST_CELLS = 1_000_000
MOST_OUTCOMES = 62
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


class Special:
    """An outcome that is no value."""

    def __init__(self, state: str) -> None:
        self.state = state

    def __repr__(self) -> str:
        return f"<{self.state}>"


GAP = Special("gap")
OUT_OF_LAW = Special("out_of_law")
IMPOSSIBLE = -1


class Law:
    """The dated values by parameter; looks one up for a day."""

    def __init__(self, values: Iterable[DatedValue]) -> None:
        self.rows: dict[str, list[DatedValue]] = {}
        for value in values:
            self.rows.setdefault(value.param, []).append(value)

    def in_force(self, param: str, on: date) -> list[DatedValue]:
        return [row for row in self.rows.get(param, ()) if on in row.period]

    def find(self, param: str, key: tuple[str, ...], on: date) -> DatedValue:
        """The row in force. NotInForce when the parameter has none on that day, NoValue when none has this key."""
        rows = self.in_force(param, on)
        if not rows:
            raise NotInForce(param)
        for row in rows:
            if row.key == key:
                return row
        raise NoValue

    def cuts(self, param: str) -> set[date]:
        return {day for row in self.rows.get(param, ()) for day in row.period.cuts()}


@dataclass(frozen=True, slots=True)
class Cube:
    """Complete cases: `cells[period, slot of each axis]` is an index in `outcomes` (IMPOSSIBLE where facts exclude each other).

    `hits[fired[...]]` are the positions in `rows` of the rows that fired, or of the dated values that a formula used.
    Period n runs from `cuts[n - 1]` to the day before `cuts[n]`.
    """

    cuts: tuple[date, ...]
    axes: tuple[Axis, ...]
    outcomes: tuple[Any, ...]
    cells: Ints
    fired: Ints
    hits: tuple[tuple[int, ...], ...]
    rows: tuple[Row | DatedValue, ...]

    def period(self, on: date) -> int:
        return bisect_right(self.cuts, on)

    @property
    def widened(self) -> int:
        return (len(self.cuts) + 1) * prod(len(axis) + 1 for axis in self.axes)


def samples(cuts: tuple[date, ...]) -> tuple[date, ...]:
    """A day in each period."""
    return (date.min, *cuts)


def law_cuts(rule: Rule, law: Law) -> tuple[date, ...]:
    """The days on which something in the rule itself changes."""
    days = {day for row in (*rule.rows, *rule.impossible) for day in row.period.cuts()}
    return tuple(sorted(days.union(*(law.cuts(param) for param in rule.params))))


def too_large(rule: Rule, cells: int) -> InvalidInput:
    return wrong(
        rule.place,
        Text(
            f"De tabel van {rule.id} heeft {cells:,} cellen, te veel.", f"The table of {rule.id} has {cells:,} cells, too many."
        ),
        Text(
            "Splits deze tabel: laat een deel van de gegevens eerst een eigen regel bepalen.",
            "Split this table: let a rule of its own settle part of the facts first.",
        ),
    )


def build(rule: Rule, axes: tuple[Axis, ...], law: Law) -> Cube:
    """Compile one rule over its own facts (chained rules are axes here)."""
    cuts = law_cuts(rule, law)
    cells = (len(cuts) + 1) * prod(len(axis) + 1 for axis in axes)
    if cells > MOST_CELLS:
        raise too_large(rule, cells)
    if rule.formula is not None:
        return _formula_cube(rule, axes, law, cuts)
    return _table_cube(rule, axes, law, cuts)


def row_mask(row: Row, axes: tuple[Axis, ...], law: Law, days: tuple[date, ...]) -> tuple[Bools, Bools]:
    """Where a row matches, over periods and axes; and the periods in which it needs a value that is not in force."""
    ndim = len(axes) + 1
    in_force = np.array([day in row.period for day in days])
    unusable = np.zeros(len(days), dtype=bool)
    mask = in_force.reshape(-1, *(1,) * (ndim - 1))
    place = {axis.name: n for n, axis in enumerate(axes, 1)}
    for name, condition, _ in row.cells:
        axis = axes[place[name] - 1]
        matched = np.zeros((len(days), len(axis)), dtype=bool)
        for p, day in enumerate(days):
            if not in_force[p]:
                continue
            try:
                lookup = partial(_scalar, law, day)
                matched[p] = [condition.matches(value, lookup) for value in axis.values]
            except (NotInForce, NoValue):
                unusable[p] = True
        shape = [len(days)] + [1] * (ndim - 1)
        shape[place[name]] = len(axis)
        mask = mask & matched.reshape(shape)
    return np.broadcast_to(mask, (len(days), *(len(axis) for axis in axes))), unusable


def _scalar(law: Law, day: date, param: str) -> Any:
    return law.find(param, (), day).value


def _table_cube(rule: Rule, axes: tuple[Axis, ...], law: Law, cuts: tuple[date, ...]) -> Cube:
    days = samples(cuts)
    shape = (len(days), *(len(axis) for axis in axes))
    outcomes: dict[Any, int] = {GAP: 0, OUT_OF_LAW: 1}
    masks, closed = [], np.ones(len(days), dtype=bool)
    broken = np.zeros(len(days), dtype=bool)
    for row in rule.rows:
        mask, unusable = row_mask(row, axes, law, days)
        masks.append(mask)
        closed &= ~np.array([day in row.period for day in days])
        broken |= unusable
    closed |= broken
    if rule.hit is Hit.COLLECT:
        cells, fired, hits = _collect(rule, masks, shape, outcomes)
    else:
        cells, fired, hits = _single(rule, masks, shape, outcomes)
    cells[closed], fired[closed] = 1, 0
    _exclude(rule, axes, law, days, cells, fired)
    return Cube(cuts, axes, _named(rule, outcomes), cells, fired, hits, rule.rows)


def _named(rule: Rule, outcomes: dict[Any, int]) -> tuple[Any, ...]:
    if len(outcomes) > MOST_OUTCOMES:
        raise wrong(
            rule.place,
            Text(
                f"{rule.id} heeft {len(outcomes)} uitkomsten; hoogstens {MOST_OUTCOMES} kunnen.",
                f"{rule.id} has {len(outcomes)} outcomes; at most {MOST_OUTCOMES} fit.",
            ),
            Text("Splits deze tabel in twee regels.", "Split this table into two rules."),
        )
    return tuple(outcomes)


def _single(
    rule: Rule, masks: list[Bools], shape: tuple[int, ...], outcomes: dict[Any, int]
) -> tuple[Ints, Ints, tuple[tuple[int, ...], ...]]:
    cells, fired = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    clash = np.zeros(shape, dtype=bool)
    for n in reversed(range(len(masks))):
        code = outcomes.setdefault(rule.rows[n].outcome, len(outcomes))
        if rule.hit is Hit.UNIQUE:
            # Two rows that disagree: neither is followed. The check names them.
            clash |= masks[n] & (fired > 0) & (cells != code)
        cells = np.where(masks[n], code, cells)
        fired = np.where(masks[n], n + 1, fired)
    cells[clash] = 0
    return cells, fired, ((), *((n,) for n in range(len(masks))))


def _collect(
    rule: Rule, masks: list[Bools], shape: tuple[int, ...], outcomes: dict[Any, int]
) -> tuple[Ints, Ints, tuple[tuple[int, ...], ...]]:
    if len(masks) > MOST_OUTCOMES:
        raise wrong(
            rule.place,
            Text(
                f"{rule.id} verzamelt uit {len(masks)} rijen; hoogstens {MOST_OUTCOMES} kunnen.",
                f"{rule.id} collects from {len(masks)} rows; at most {MOST_OUTCOMES} fit.",
            ),
            Text("Splits deze tabel in twee regels.", "Split this table into two rules."),
        )
    bits = np.zeros(shape, dtype=np.int64)
    for n, mask in enumerate(masks):
        bits |= mask.astype(np.int64) << n
    found, fired = np.unique(bits, return_inverse=True)
    hits = tuple(tuple(n for n in range(len(masks)) if int(bit) >> n & 1) for bit in found)
    codes = [outcomes.setdefault(tuple(dict.fromkeys(rule.rows[n].outcome for n in hit)), len(outcomes)) for hit in hits]
    fired = fired.reshape(shape)
    hits = ((), *hits)
    return np.array(codes, dtype=np.int64)[fired], (fired + 1).astype(np.int64), hits


def _formula_cube(rule: Rule, axes: tuple[Axis, ...], law: Law, cuts: tuple[date, ...]) -> Cube:
    days = samples(cuts)
    shape = (len(days), *(len(axis) for axis in axes))
    outcomes: dict[Any, int] = {GAP: 0, OUT_OF_LAW: 1}
    cells, fired = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    hits: dict[tuple[int, ...], int] = {(): 0}
    rows: dict[Row | DatedValue, int] = {}
    for p, day in enumerate(days):
        for slots in product(*(range(len(axis)) for axis in axes)):
            given = {axis.name: axis.values[slot] for axis, slot in zip(axes, slots, strict=True)}
            used: list[DatedValue] = []
            outcome = evaluate(rule, given, law, day, used)
            cells[(p, *slots)] = outcomes.setdefault(outcome, len(outcomes))
            hit = tuple(rows.setdefault(row, len(rows)) for row in used)
            fired[(p, *slots)] = hits.setdefault(hit, len(hits))
    _exclude(rule, axes, law, days, cells, fired)
    return Cube(cuts, axes, _named(rule, outcomes), cells, fired, tuple(hits), tuple(rows))


def evaluate(rule: Rule, given: dict[str, Any], law: Law, day: date, used: list[DatedValue] | None = None) -> Any:
    """A formula on one case: its value, a Span, GAP or OUT_OF_LAW. The dated values it used are added to `used`."""
    formula = rule.formula
    if formula is None:
        raise ValueError(f"{rule.id} has no formula")

    def fact(name: str) -> Any:
        if given[name] is None:
            raise NoValue
        return given[name]

    def value(param: str, key: tuple[str, ...]) -> Any:
        row = law.find(param, key, day)
        if used is not None and row not in used:
            used.append(row)
        return row.value

    if any(not law.in_force(param, day) for param in rule.params):
        return OUT_OF_LAW
    try:
        result = formula.evaluate(fact, value)
    except NoValue:
        return GAP
    plain = exact(result)
    return result if plain is None else plain


def _exclude(rule: Rule, axes: tuple[Axis, ...], law: Law, days: tuple[date, ...], cells: Ints, fired: Ints) -> None:
    for row in rule.impossible:
        mask, _ = row_mask(row, axes, law, days)
        cells[mask], fired[mask] = IMPOSSIBLE, 0


@dataclass(frozen=True, slots=True)
class Widened:
    """The cube with its unknown slots, flat: `possible` (bits of outcomes) and `ask` (bits of axes) per cell, row-major."""

    shape: tuple[int, ...]
    possible: list[int]
    ask: list[int]


def spread(x: Ints, skip: int = 0) -> Ints:
    """Give each axis of facts (all but the first axis, and `skip`) its last slot "unknown": all bits of the others."""
    for axis in range(1, x.ndim):
        if axis != skip:
            x = np.concatenate([x, np.bitwise_or.reduce(x, axis=axis, keepdims=True)], axis)
    return x


def widen(cube: Cube) -> Widened:
    """Fill in the unknown slots. An impossible case counts for no outcome and for no difference."""
    bits = np.where(cube.cells == IMPOSSIBLE, 0, np.int64(1) << np.maximum(cube.cells, 0))

    possible = spread(bits)
    ask = np.zeros_like(possible)
    for n in range(1, bits.ndim):
        unknown = (slice(None),) * n + (slice(-1, None),)
        ask[unknown] |= spread(differs(bits, n).astype(np.int64), n) << (n - 1)
    return Widened(possible.shape, possible.ravel().tolist(), ask.ravel().tolist())


def differs(bits: Ints, axis: int) -> Bools:
    """Where the outcome turns on this axis, all else held; impossible cases (no bits) have no say."""
    some = np.bitwise_or.reduce(bits, axis=axis, keepdims=True)
    every = np.bitwise_and.reduce(np.where(bits == 0, -1, bits), axis=axis, keepdims=True)
    turns: Bools = (some & ~every) != 0
    return turns


def possible_and_ask(cube: Cube, period: int, slots: list[list[int]]) -> tuple[int, int]:
    """The same as `widen` for one case in which each axis is left with a list of slots."""
    cells = cube.cells[period][np.ix_(*slots)] if slots else cube.cells[period]
    bits = np.where(cells == IMPOSSIBLE, 0, np.int64(1) << np.maximum(cells, 0))[None]
    ask = 0
    for n, left in enumerate(slots, 1):
        if len(left) > 1 and bool(differs(bits, n).any()):
            ask |= 1 << (n - 1)
    return int(np.bitwise_or.reduce(bits, axis=None)), ask


def fired_rows(cube: Cube, period: int, slots: list[list[int]]) -> tuple[Row | DatedValue, ...]:
    """The rows that fire (the dated values that are used) in some possible case, in order."""
    fired = cube.fired[period][np.ix_(*slots)] if slots else cube.fired[period]
    positions = sorted({n for index in set(fired.ravel().tolist()) for n in cube.hits[index]})
    return tuple(cube.rows[n] for n in positions)


def join(rule: Rule, cube: Cube, links: dict[str, Cube], axes: tuple[Axis, ...]) -> Cube | None:
    """Put the cubes of chained rules into that of `rule`, over `axes`, the plain facts of all. None when too large."""
    cuts = tuple(sorted(set(cube.cuts).union(*(linked.cuts for linked in links.values()))))
    if (len(cuts) + 1) * prod(len(axis) + 1 for axis in axes) > MOST_CELLS:
        return None
    index = _indexer(cuts, axes)
    chained = {}
    for name, linked in links.items():
        own = next(axis for axis in cube.axes if axis.name == name)
        to_slot = np.array([own.slot_of(None if isinstance(value, Special) else value) for value in linked.outcomes])
        found = linked.cells[index(linked)]
        chained[name] = (to_slot[np.maximum(found, 0)], found == IMPOSSIBLE)
    at = index(cube, {name: slots for name, (slots, _) in chained.items()})
    shape = (len(cuts) + 1, *(len(axis) for axis in axes))
    cells = np.broadcast_to(cube.cells[at], shape).copy()
    fired = np.broadcast_to(cube.fired[at], shape)
    for _, excluded in chained.values():
        cells[np.broadcast_to(excluded, shape)] = IMPOSSIBLE
    return Cube(cuts, axes, cube.outcomes, cells, fired, cube.hits, cube.rows)


def _indexer(cuts: tuple[date, ...], axes: tuple[Axis, ...]) -> Callable[..., tuple[Any, ...]]:
    ndim = len(axes) + 1
    place = {axis.name: n for n, axis in enumerate(axes, 1)}

    def index(cube: Cube, chained: dict[str, Any] | None = None) -> tuple[Any, ...]:
        periods = np.array([cube.period(day) for day in samples(cuts)])
        parts: list[Any] = [periods.reshape(-1, *(1,) * (ndim - 1))]
        for axis in cube.axes:
            if chained and axis.name in chained:
                parts.append(chained[axis.name])
                continue
            wide = axes[place[axis.name] - 1]
            shape = [1] * ndim
            shape[place[axis.name]] = len(wide)
            parts.append(np.array([axis.slot_of(value) for value in wide.values]).reshape(shape))
        return tuple(parts)

    return index
