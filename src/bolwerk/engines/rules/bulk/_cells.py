"""A determination over its complete cases, in two books side by side: what each says in each cell of one grid.

A rule that this one hangs on stands as a fact of its own ("folded") where that loses nothing: it says the same in both
books, and looks at nothing that the rest looks at. Its cells are then few, and read as the rule does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.rules._axis import Axis, cut_axis
from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._cube import IMPOSSIBLE, Cube, Special
from bolwerk.engines.rules._evaluate import Amount, Direct, Evaluator, Soft
from bolwerk.engines.rules._facts import public
from bolwerk.engines.rules.bulk._grid import Grid, Ints, cuts_of, mapping, no_cells, periods, plain_axes, refine
from bolwerk.kernel import InvalidInput, Text

MOST_COMPLETE = 4_000_000
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Complete:
    """Per complete cell (periods by facts) a position in `outcomes` (IMPOSSIBLE: cannot be) and in `rows` (those that fire).

    An outcome is (state, value).
    """

    cells: Ints
    fired: Ints
    outcomes: tuple[tuple[str, Any], ...]
    rows: tuple[tuple[str, ...], ...]


class Layout(NamedTuple):
    """The cells on which two books are compared; `folded` links stand as facts. `coarse`: folded for want of room."""

    grid: Grid
    folded: frozenset[str]
    coarse: bool


def layout(old: Book, new: Book, rule: str, unchanged: Callable[[str], bool]) -> Layout:
    """Raises InvalidInput when the rule itself computes with amounts."""
    engines = [_own(book, rule) for book in (old, new)]
    if any(isinstance(engine, Amount) for engine in engines):
        raise no_cells(rule)
    links = {name: [e.links[name] for e in engines if isinstance(e, Soft) and name in e.links] for name in _links(engines)}
    folded = {name for name, found in links.items() if _computes(found)}
    folded |= {name for name in links if unchanged(name) and _apart(name, links, engines)}
    grid = _grid(engines, folded)
    if grid.complete <= MOST_COMPLETE:
        return Layout(grid, frozenset(folded), False)
    return Layout(_grid(engines, set(links)), frozenset(links), True)


def _own(book: Book, rule: str) -> Evaluator:
    """The evaluator of a rule over its own facts, links not joined in."""
    return book.unjoined(rule) or book.engine(rule)


def _links(engines: list[Evaluator]) -> list[str]:
    return list(dict.fromkeys(name for engine in engines if isinstance(engine, Soft) for name in engine.links))


def _computes(engines: list[Evaluator]) -> bool:
    """Whether a link, however far, computes with amounts: then its outcomes cannot be listed."""
    below = [list(e.links.values()) for e in engines if isinstance(e, Soft)]
    return any(isinstance(engine, Amount) for engine in engines) or any(_computes(links) for links in below)


def _apart(name: str, links: dict[str, list[Evaluator]], engines: list[Evaluator]) -> bool:
    """Whether a link shares no fact with the rest of the rule."""
    mine = {fact.name for engine in links[name] for fact in engine.inputs}
    others = {fact.name for other, found in links.items() if other != name for engine in found for fact in engine.inputs}
    own = {axis.name for engine in engines if isinstance(engine, Direct | Soft) for axis in engine.cube.axes}
    return not mine & (others | own)


def _grid(engines: list[Evaluator], folded: set[str]) -> Grid:
    found: dict[str, list[Axis]] = {}
    for engine in engines:
        for axis in plain_axes(engine, folded):
            found.setdefault(axis.name, []).append(axis)
    axes = tuple(_chained(axes) if name in folded else refine(axes) for name, axes in found.items())
    return Grid(tuple(sorted(set().union(*(cuts_of(engine) for engine in engines)))), axes)


def _chained(axes: list[Axis]) -> Axis:
    """The outcomes of a link in either book, and a last slot for none."""
    if not axes[0].slots:
        return cut_axis(axes[0].fact, {bound for axis in axes for bound in axis.bounds}, chained=True)
    values = list(dict.fromkeys(value for axis in axes for value in axis.slots))
    return Axis(axes[0].fact, (*values, None), (), {value: slot for slot, value in enumerate(values)})


def complete(book: Book, rule: str, where: Layout) -> Complete:
    """Raises InvalidInput when a link computes with amounts and is not folded."""
    cube, cells, fired = _spread_out(book, rule, where)
    outcomes = tuple(_outcome(outcome) for outcome in cube.outcomes)
    rows = tuple(tuple(cube.rows[n].id for n in hit) for hit in cube.hits)
    return Complete(cells, fired, outcomes, rows)


def _outcome(outcome: Any) -> tuple[str, Any]:
    return (outcome.state, None) if isinstance(outcome, Special) else ("value", public(outcome))


def _spread_out(book: Book, rule: str, where: Layout) -> tuple[Cube, Ints, Ints]:
    """The cube of a rule, with its cells and its fired rows laid out over the grid.

    A complete case gives each chained rule one outcome, so links that were too large to join are exact here.
    """
    engine = _own(book, rule)
    if not isinstance(engine, Direct | Soft):
        raise no_cells(rule)
    cube, grid = engine.cube, where.grid
    links = engine.links if isinstance(engine, Soft) else {}
    shape = (len(grid.cuts) + 1, *(len(axis) for axis in grid.axes))
    place = {axis.name: n for n, axis in enumerate(grid.axes, 1)}
    at: list[Ints] = [_along(periods(grid, cube.cuts), 0, len(shape))]
    excluded: Bools = np.zeros((1,) * len(shape), dtype=bool)
    for axis in cube.axes:
        if axis.name in links and axis.name not in where.folded:
            linked, cells, _ = _spread_out(book, axis.name, where)
            slots = [axis.slot_of(None if isinstance(value, Special) else value) for value in linked.outcomes]
            at.append(np.array(slots, dtype=np.int64)[np.maximum(cells, 0)])
            excluded = excluded | (cells == IMPOSSIBLE)
            continue
        n = place[axis.name]
        if axis.name in where.folded:
            excluded = excluded | ~_reached(book, axis, where, n, len(shape))
        at.append(_along(_known(grid.axes[n - 1], axis), n, len(shape)))
    index = tuple(at)
    found = np.broadcast_to(cube.cells[index], shape)
    return cube, np.where(excluded, IMPOSSIBLE, found), np.broadcast_to(cube.fired[index], shape)


def _along(values: NDArray[Any], axis: int, ndim: int) -> NDArray[Any]:
    return values.reshape([-1 if n == axis else 1 for n in range(ndim)])


def _known(wide: Axis, own: Axis) -> Ints:
    """From each slot of the grid's axis to the rule's own; an outcome that only the other book has is none here."""
    values = [value if not own.slots or value in own.slots else None for value in wide.values]
    if wide.values[-1] is not None:
        return mapping(wide, own)[:-1]
    return np.array([own.slot_of(value) for value in values], dtype=np.int64)


def _reached(book: Book, axis: Axis, where: Layout, n: int, ndim: int) -> Bools:
    """Per period and slot of a folded link, whether some complete case gives it that outcome."""
    wide = where.grid.axes[n - 1]
    reached = np.ones((len(where.grid.cuts) + 1, len(wide)), dtype=bool)
    if axis.slots and not _computes([book.engine(axis.name)]):
        inner = _grid([_own(book, axis.name)], set())
        if inner.complete <= MOST_COMPLETE:
            inner = Grid(where.grid.cuts, inner.axes)
            cube, cells, _ = _spread_out(book, axis.name, Layout(inner, frozenset(), False))
            slots = [wide.slot_of(None if isinstance(value, Special) else value) for value in cube.outcomes]
            reached[:] = False
            for period, row in enumerate(cells.reshape(len(reached), -1)):
                reached[period, [slots[code] for code in np.unique(row).tolist() if code != IMPOSSIBLE]] = True
    return reached.reshape([len(reached) if m == 0 else len(wide) if m == n else 1 for m in range(ndim)])


def check_room(where: Layout, rule: str) -> None:
    """Raises InvalidInput when even the folded grid is too large to list."""
    cells = where.grid.complete
    if cells > MOST_COMPLETE:
        raise InvalidInput(
            Text(
                f"{rule} heeft {cells:,} volledige gevallen, te veel om te vergelijken.",
                f"{rule} has {cells:,} complete cases, too many to compare.",
            ),
            where=rule,
            mend=Text("Weeg met een telling: bolwerk rules impact.", "Weigh with a profile: bolwerk rules impact."),
        )
