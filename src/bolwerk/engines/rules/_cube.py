"""The kernel: a determination over finite facts as one array, with an axis per fact and an axis of periods.

Here are the complete cases; `_wide` adds the states in which facts are missing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
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
from bolwerk.engines.rules._memo import Memo
from bolwerk.engines.rules._model import Aggregate, DatedValue, Hit, Row, Rule
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
        self._in_force: Memo[tuple[str, date], Mapping[tuple[str, ...], DatedValue]] = Memo()
        self._covers: Memo[tuple[tuple[str, ...], date], bool] = Memo()

    def in_force(self, param: str, on: date) -> Mapping[tuple[str, ...], DatedValue]:
        """By key the rows that hold on that day (of several the first)."""
        found = self._in_force.get((param, on))
        if found is None:
            rows = {row.key: row for row in reversed(self.rows.get(param, ())) if on in row.period}
            found = self._in_force.keep((param, on), rows)
        return found

    def covers(self, params: tuple[str, ...], on: date) -> bool:
        """Each has some row on that day."""
        found = self._covers.get((params, on))
        return self._covers.keep((params, on), all(self.in_force(param, on) for param in params)) if found is None else found

    def find(self, param: str, key: tuple[str, ...], on: date) -> DatedValue:
        """The row in force. NotInForce when the parameter has none on that day, NoValue when none has this key."""
        rows = self.in_force(param, on)
        if not rows:
            raise NotInForce(param)
        if key not in rows:
            raise NoValue
        return rows[key]

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
        if rule.hit in (Hit.UNIQUE, Hit.ANY):
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
    codes = [outcomes.setdefault(_together(rule, hit), len(outcomes)) for hit in hits]
    fired = fired.reshape(shape)
    hits = ((), *hits)
    return np.array(codes, dtype=np.int64)[fired], (fired + 1).astype(np.int64), hits


def _together(rule: Rule, hit: tuple[int, ...]) -> Any:
    """What the rows that match say together."""
    found: list[Any] = [rule.rows[n].outcome for n in hit]
    if rule.aggregate is None:
        return tuple(dict.fromkeys(found))
    if rule.aggregate is Aggregate.COUNT:
        return len(found)
    if not found:
        return GAP
    return sum(found) if rule.aggregate is Aggregate.SUM else min(found) if rule.aggregate is Aggregate.MIN else max(found)


def _formula_cube(rule: Rule, axes: tuple[Axis, ...], law: Law, cuts: tuple[date, ...]) -> Cube:
    days = samples(cuts)
    shape = (len(days), *(len(axis) for axis in axes))
    outcomes: dict[Any, int] = {GAP: 0, OUT_OF_LAW: 1}
    cells, fired = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    hits: dict[tuple[int, ...], int] = {(): 0}
    values: dict[int, DatedValue] = {}
    place: dict[int, int] = {}
    for p, day in enumerate(days):
        for slots in product(*(range(len(axis)) for axis in axes)):
            given = {axis.name: axis.values[slot] for axis, slot in zip(axes, slots, strict=True)}
            used: dict[int, DatedValue] = {}
            outcome = evaluate(rule, given, law, day, used)
            cells[(p, *slots)] = outcomes.setdefault(outcome, len(outcomes))
            values.update(used)
            hit = tuple([place.setdefault(key, len(place)) for key in used])
            fired[(p, *slots)] = hits.setdefault(hit, len(hits))
    _exclude(rule, axes, law, days, cells, fired)
    return Cube(cuts, axes, _named(rule, outcomes), cells, fired, tuple(hits), tuple(values[key] for key in place))


def evaluate(rule: Rule, given: dict[str, Any], law: Law, day: date, used: dict[int, DatedValue]) -> Any:
    """A formula on one case: its value, a Span, GAP or OUT_OF_LAW. The dated values it used go into `used`, by id."""
    formula = rule.formula
    if formula is None:
        raise ValueError(f"{rule.id} has no formula")

    def fact(name: str) -> Any:
        if given[name] is None:
            raise NoValue
        return given[name]

    def value(param: str, key: tuple[str, ...]) -> Any:
        row = law.find(param, key, day)
        used[id(row)] = row
        return row.value

    if not law.covers(rule.params, day):
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
