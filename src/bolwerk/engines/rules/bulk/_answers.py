"""What a determination says of each cell of a grid: computed once per distinct cell, then looked up.

A rule with a joined cube is one look-up in a table over its widened cube. A rule whose links did not fit is
settled once per distinct combination of its own facts and of what its links answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from threading import Lock
from typing import Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary

import numpy as np

from bolwerk.engines.rules._amount import Amount
from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._evaluate import Direct, Evaluator, Soft, linked_slots
from bolwerk.engines.rules._given import Given, Result, settle
from bolwerk.engines.rules._memo import Memo
from bolwerk.engines.rules._wide import EVERY, Left, widen_fired
from bolwerk.engines.rules.bulk._grid import Grid, Ints, mapping, no_cells, periods

MOST_DENSE = 65_536
"""A cube of more cells is answered where it is met."""


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


def computes(engine: Evaluator) -> bool:
    """Whether a rule, or one it hangs on, computes with amounts."""
    if isinstance(engine, Soft):
        return any(map(computes, engine.links.values()))
    return isinstance(engine, Amount)


def answers_of(book: Book, rule: str, grid: Grid) -> Answers:
    """Raises InvalidInput when the rule, or one it hangs on, computes with amounts."""
    engine = book.engine(rule)
    if isinstance(engine, Direct):
        return _Looked(engine, grid)
    if isinstance(engine, Soft):
        return _Combined(book, engine, grid)
    raise no_cells(rule)


class Table(Protocol):
    """The answers of a joined cube by widened cell. `dense[offset]` is a position in `cells`; None where that is too much."""

    cells: list[Cell]

    @property
    def dense(self) -> Ints | None: ...
    def find(self, offsets: Ints) -> Ints: ...


_TABLES: WeakKeyDictionary[Direct, Table] = WeakKeyDictionary()


def table_of(engine: Direct) -> Table:
    """Every cell of a small cube, answered at once; of a large one those that are met. Kept with its evaluator."""
    found = _TABLES.get(engine)
    if found is None:
        found = _TABLES[engine] = Dense(engine) if engine.cube.widened <= MOST_DENSE else Lazy(engine)
    return found


class Dense:
    """All cells of a cube in one array."""

    def __init__(self, engine: Direct) -> None:
        cube = engine.cube
        shape = (len(cube.cuts) + 1, *(len(axis) + 1 for axis in cube.axes))
        possible = np.asarray(engine.possible).astype(np.int64).reshape(shape)
        ask = np.asarray(engine.mattering).astype(np.int64).reshape(shape)
        ask = np.where((ask == 0) & ((possible & (possible - 1)) != 0), _excluded(possible), ask)
        words = [np.asarray(word).astype(np.int64) for word in widen_fired(cube)]
        columns = [possible.ravel(), ask.ravel(), *words]
        first, self.dense = _distinct(columns)
        names = [axis.name for axis in cube.axes]
        self.cells: list[Cell] = []
        for n in first.tolist():
            asked = tuple(name for k, name in enumerate(names) if int(columns[1][n]) >> k & 1)
            result = settle(int(columns[0][n]), cube.outcomes, asked, engine.judged)
            fired = engine.rows(tuple(int(word[n]) for word in words))
            self.cells.append(_cell(result, tuple(row.id for row in fired)))

    def find(self, offsets: Ints) -> Ints:
        found: Ints = self.dense[offsets]
        return found


class Lazy:
    """The cells of a large cube that are met, each answered once."""

    def __init__(self, engine: Direct) -> None:
        self.cells: list[Cell] = []
        self.dense: Ints | None = None
        self._engine = engine
        self._at = np.full(engine.cube.widened, -1, dtype=np.int64)
        self._positions: dict[Cell, int] = {}
        self._filling = Lock()

    def find(self, offsets: Ints) -> Ints:
        found: Ints = self._at[offsets]
        unmet = found < 0
        if unmet.any():
            # Batches may come from several threads.
            with self._filling:
                for offset in np.unique(offsets[unmet]).tolist():
                    self._at[offset] = self._answer(offset)
            found = self._at[offsets]
        return found

    def _answer(self, offset: int) -> int:
        rows = self._engine.rows(self._engine.fired_at(offset))
        cell = _cell(self._engine.result(offset), tuple(row.id for row in rows))
        at = self._positions.setdefault(cell, len(self.cells))
        if at == len(self.cells):
            self.cells.append(cell)
        return at


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


def _distinct(columns: list[Ints]) -> tuple[Ints, Ints]:
    """Of parallel columns: the first place of each distinct combination, and per place which combination it is."""
    _, at = np.unique(columns[0], return_inverse=True)
    for column in columns[1:]:
        values, codes = np.unique(column, return_inverse=True)
        _, at = np.unique(at * np.int64(len(values)) + codes, return_inverse=True)
    _, first = np.unique(at, return_index=True)
    return first.astype(np.int64), at.astype(np.int64)


class Tried:
    """Answers one by one through the engine for one dossier: for rules that compute with amounts. Remembers the last many."""

    def __init__(self, engine: Evaluator) -> None:
        self._engine = engine
        self._known: Memo[tuple[Any, ...], Cell] = Memo()

    def find(self, on: date, case: tuple[Any, ...]) -> Cell:
        """The answer to a case: a value (None: unknown) per fact in `engine.inputs`."""
        known = self._known.get((on, *case))
        if known is None:
            facts = {fact.name: value for fact, value in zip(self._engine.inputs, case, strict=True) if value is not None}
            given = Given(facts, on)
            rows = tuple(row.id for row in self._engine.rows(self._engine.fired(given)))
            known = self._known.keep((on, *case), _cell(self._engine.run(given), rows))
        return known


class _Looked:
    """A joined cube on a grid that is as fine or finer."""

    def __init__(self, engine: Direct, grid: Grid) -> None:
        self._table = table_of(engine)
        self.cells = self._table.cells
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
        return self._table.find(offset)


class _Combined:
    """A rule over the answers of the rules it hangs on."""

    def __init__(self, book: Book, engine: Soft, grid: Grid) -> None:
        self.cells: list[Cell] = []
        self._engine = engine
        self._filling = Lock()
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
            columns.append(self._results(link, period, slots) if link else self._maps[axis.name][slots[axis.name]])
        first, at = _distinct(columns)
        with self._filling:
            found = [self._settle(tuple(int(column[n]) for column in columns)) for n in first.tolist()]
        return np.array(found, dtype=np.int64)[at] if found else at

    def _results(self, link: Answers, period: Ints, slots: Mapping[str, Ints]) -> Ints:
        """Positions in the cells of a link, the first of those that differ in their rows only: rows have no say here."""
        found = link.find(period, slots)
        return first_alike(link.cells)[found]

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
        links = {name: link.cells for name, link in self._links.items()}
        return combined(self._engine, links, case)


def first_alike(cells: list[Cell]) -> Ints:
    """Per cell the first that gives the same answer, whatever the rows."""
    first: dict[tuple[Any, ...], int] = {}
    return np.array([first.setdefault(cell[:5], n) for n, cell in enumerate(cells)], dtype=np.int64)


def combined(engine: Soft, links: Mapping[str, list[Cell]], case: tuple[int, ...]) -> Cell:
    """The answer of a rule to its period and, per axis, a slot (the last: unknown) or a position in the cells of a link."""
    lefts: list[Left] = []
    asks: list[tuple[str, ...]] = []
    for axis, slot in zip(engine.cube.axes, case[1:], strict=True):
        if axis.name in links:
            cell = links[axis.name][slot]
            lefts.append(linked_slots(axis, Result(*cell[:5])))
            asks.append(cell.ask)
        elif slot < len(axis):
            lefts.append(slot)
            asks.append(())
        else:
            lefts.append(EVERY)
            asks.append((axis.name,))
    left = tuple(lefts)
    rows = engine.rows(engine.fired_in(case[0], left))
    return _cell(engine.result(case[0], left, tuple(asks)), tuple(row.id for row in rows))
