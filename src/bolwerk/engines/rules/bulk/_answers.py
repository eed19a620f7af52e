"""What a determination says of each cell of a grid: computed once per distinct cell, then looked up.

A rule with a joined cube is one lookup in a table over its whole widened cube. A rule whose links did not fit is
settled once per distinct combination of its own facts and of what its links answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary

import numpy as np

from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._cube import Cube, spread
from bolwerk.engines.rules._evaluate import Direct, Result, Soft, linked_slots, settle
from bolwerk.engines.rules._model import Rule
from bolwerk.engines.rules.bulk._grid import Grid, Ints, mapping, no_cells, periods

_BITS = 62


class Cell(NamedTuple):
    """An answer without its case: the state, the value, what is still possible, what to ask, the rows behind it."""

    state: str
    value: Any
    possible: tuple[Any, ...]
    ask: tuple[str, ...]
    may_gap: bool
    rows: tuple[str, ...]


class Answers(Protocol):
    """Of one rule over one grid. `cells` grows as new answers are met; a position in it never changes."""

    cells: list[Cell]

    def find(self, period: Ints, slots: Mapping[str, Ints]) -> Ints:
        """Per case the position in `cells`, from its period and its slot per fact of the grid."""
        ...


def answers_of(book: Book, rule: str, grid: Grid) -> Answers:
    """Raises InvalidInput when the rule, or one it hangs on, computes with amounts."""
    engine = book.engine(rule)
    if isinstance(engine, Direct):
        return _Looked(engine, grid)
    if isinstance(engine, Soft):
        return _Combined(book, book.rules[rule], engine, grid)
    raise no_cells(rule)


class Whole(NamedTuple):
    """A widened cube as answers: `at[offset]` is a position in `cells`."""

    cells: list[Cell]
    at: Ints


_WHOLE: WeakKeyDictionary[Direct, Whole] = WeakKeyDictionary()


def whole(engine: Direct) -> Whole:
    """Every cell of a joined cube, unknown slots included, answered. Computed once per evaluator."""
    found = _WHOLE.get(engine)
    if found is None:
        found = _WHOLE[engine] = _answer_all(engine)
    return found


def _answer_all(engine: Direct) -> Whole:
    cube = engine.cube
    shape = (len(cube.cuts) + 1, *(len(axis) + 1 for axis in cube.axes))
    possible = np.array(engine.possible, dtype=np.int64).reshape(shape)
    ask = np.array(engine.mattering, dtype=np.int64).reshape(shape)
    ask = np.where((ask == 0) & ((possible & (possible - 1)) != 0), _excluded(possible), ask)
    planes = [spread(plane) for plane in _row_bits(cube)]
    columns = [possible.ravel(), ask.ravel(), *(plane.ravel() for plane in planes)]
    first, at = _distinct(columns)
    names = [axis.name for axis in cube.axes]
    cells = []
    for n in first.tolist():
        asked = tuple(name for k, name in enumerate(names) if int(columns[1][n]) >> k & 1)
        result = settle(int(columns[0][n]), cube.outcomes, asked, engine.judged)
        fired = [
            cube.rows[k * _BITS + bit].id
            for k, plane in enumerate(columns[2:])
            for bit in range(_BITS)
            if int(plane[n]) >> bit & 1
        ]
        cells.append(_cell(result, tuple(fired)))
    return Whole(cells, at)


def _cell(result: Result, rows: tuple[str, ...]) -> Cell:
    return Cell(result.state, result.value, result.possible, result.ask, result.may_gap, rows)


def _excluded(possible: Ints) -> Ints:
    """Per cell the unknown facts of which more than one value is still possible (see `Direct`)."""
    ask = np.zeros_like(possible)
    for n in range(1, possible.ndim):
        known = np.moveaxis(possible, n, 0)[:-1]
        open_ = ((known != 0).sum(axis=0) > 1).astype(np.int64) << (n - 1)
        np.moveaxis(ask, n, 0)[-1] |= open_
    return ask


def _row_bits(cube: Cube) -> list[Ints]:
    """The rows that fire per complete cell as bits, in as many planes as they need."""
    planes = []
    for start in range(0, len(cube.rows), _BITS):
        bits = [sum(1 << (n - start) for n in hit if start <= n < start + _BITS) for hit in cube.hits]
        planes.append(np.array(bits, dtype=np.int64)[cube.fired])
    return planes


def _distinct(columns: list[Ints]) -> tuple[Ints, Ints]:
    """Of parallel columns: the first place of each distinct combination, and per place which combination it is."""
    _, at = np.unique(columns[0], return_inverse=True)
    for column in columns[1:]:
        values, codes = np.unique(column, return_inverse=True)
        _, at = np.unique(at * np.int64(len(values)) + codes, return_inverse=True)
    _, first = np.unique(at, return_index=True)
    return first.astype(np.int64), at.astype(np.int64)


class _Looked:
    """A joined cube on a grid that is as fine or finer."""

    def __init__(self, engine: Direct, grid: Grid) -> None:
        table = whole(engine)
        self.cells, self._at = table.cells, table.at
        self._periods = periods(grid, engine.cuts) * engine.period_stride
        strides = {name: stride for name, _, stride, _ in engine.plan}
        self._maps = {
            axis.name: mapping(known, axis) * strides[axis.name]
            for axis in engine.cube.axes
            if (known := grid.axis(axis.name)) is not None
        }

    def find(self, period: Ints, slots: Mapping[str, Ints]) -> Ints:
        offset = self._periods[period]
        for name, contribution in self._maps.items():
            offset = offset + contribution[slots[name]]
        return self._at[offset]


class _Combined:
    """A rule over the answers of the rules it hangs on."""

    def __init__(self, book: Book, rule: Rule, engine: Soft, grid: Grid) -> None:
        self.cells: list[Cell] = []
        self._rule, self._engine, self._grid = rule, engine, grid
        self._periods = periods(grid, engine.cube.cuts)
        self._links = {name: answers_of(book, name, grid) for name in engine.links}
        own = [axis for axis in engine.cube.axes if axis.name not in self._links]
        self._maps = {axis.name: mapping(known, axis) for axis in own if (known := grid.axis(axis.name)) is not None}
        self._positions: dict[Cell, int] = {}
        self._known: dict[tuple[int, ...], int] = {}

    def find(self, period: Ints, slots: Mapping[str, Ints]) -> Ints:
        columns = [self._periods[period]]
        for axis in self._engine.cube.axes:
            link = self._links.get(axis.name)
            columns.append(link.find(period, slots) if link else self._maps[axis.name][slots[axis.name]])
        first, at = _distinct(columns)
        found = [self._settle(tuple(int(column[n]) for column in columns)) for n in first.tolist()]
        return np.array(found, dtype=np.int64)[at] if found else at

    def _settle(self, case: tuple[int, ...]) -> int:
        known = self._known.get(case)
        if known is None:
            cell = self._answer(case)
            known = self._positions.setdefault(cell, len(self.cells))
            if known == len(self.cells):
                self.cells.append(cell)
            self._known[case] = known
        return known

    def _answer(self, case: tuple[int, ...]) -> Cell:
        cube = self._engine.cube
        left: list[list[int]] = []
        asks: dict[str, tuple[str, ...]] = {}
        for axis, slot in zip(cube.axes, case[1:], strict=True):
            every = list(range(len(axis)))
            link = self._links.get(axis.name)
            if link:
                cell = link.cells[slot]
                asks[axis.name] = cell.ask
                left.append(linked_slots(axis, Result(*cell[:5]), every))
            elif slot < len(axis):
                left.append([slot])
            else:
                asks[axis.name] = (axis.name,)
                left.append(every)
        result, rows = self._engine.conclude(left, asks, case[0])
        return _cell(result, tuple(row.id for row in rows))
