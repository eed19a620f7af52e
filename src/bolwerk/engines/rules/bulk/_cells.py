"""A determination over its complete cases, in two books side by side: what it says in each cell of one grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._cube import IMPOSSIBLE, Cube, Special
from bolwerk.engines.rules._evaluate import Direct, Evaluator, Soft
from bolwerk.engines.rules._facts import public
from bolwerk.engines.rules._model import Rule
from bolwerk.engines.rules.bulk._grid import Grid, Ints, mapping, no_cells, periods
from bolwerk.kernel import InvalidInput, Text

MOST_COMPLETE = 4_000_000


@dataclass(frozen=True)
class Complete:
    """Per complete cell (periods by facts) a position in `outcomes` (IMPOSSIBLE: cannot be) and in `rows` (those that fire).

    An outcome is (state, value).
    """

    cells: Ints
    fired: Ints
    outcomes: tuple[tuple[str, Any], ...]
    rows: tuple[tuple[str, ...], ...]


def complete(book: Book, rule: str, grid: Grid) -> Complete:
    """Raises InvalidInput when there are too many complete cells to list, or when amounts come into it."""
    if grid.complete > MOST_COMPLETE:
        raise too_many(book.rules[rule], grid.complete)
    cube, cells, fired = _spread_out(book.engine(rule), rule, grid)
    outcomes = tuple(_outcome(outcome) for outcome in cube.outcomes)
    rows = tuple(tuple(cube.rows[n].id for n in hit) for hit in cube.hits)
    return Complete(cells, fired, outcomes, rows)


def too_many(rule: Rule, cells: int) -> InvalidInput:
    return InvalidInput(
        Text(
            f"{rule.id} heeft {cells:,} volledige gevallen, te veel om te vergelijken.",
            f"{rule.id} has {cells:,} complete cases, too many to compare.",
        ),
        where=str(rule.place),
        mend=Text(
            "Vergelijk de regels waarop hij steunt, of weeg met een telling: bolwerk rules impact.",
            "Compare the rules it hangs on, or weigh with a profile: bolwerk rules impact.",
        ),
    )


def _outcome(outcome: Any) -> tuple[str, Any]:
    return (outcome.state, None) if isinstance(outcome, Special) else ("value", public(outcome))


def _spread_out(engine: Evaluator, rule: str, grid: Grid) -> tuple[Cube, Ints, Ints]:
    """The cube of a rule, with its cells and its fired rows laid out over the grid.

    A complete case gives each chained rule one outcome, so links that were too large to join are exact here.
    """
    if not isinstance(engine, Direct | Soft):
        raise no_cells(rule)
    cube = engine.cube
    links = engine.links if isinstance(engine, Soft) else {}
    shape = (len(grid.cuts) + 1, *(len(axis) for axis in grid.axes))
    place = {axis.name: n for n, axis in enumerate(grid.axes, 1)}
    at: list[Ints] = [periods(grid, cube.cuts).reshape(-1, *(1,) * len(grid.axes))]
    excluded = np.zeros((1,) * len(shape), dtype=bool)
    for axis in cube.axes:
        if axis.name in links:
            linked, cells, _ = _spread_out(links[axis.name], axis.name, grid)
            slots = [axis.slot_of(None if isinstance(value, Special) else value) for value in linked.outcomes]
            at.append(np.array(slots, dtype=np.int64)[np.maximum(cells, 0)])
            excluded = excluded | (cells == IMPOSSIBLE)
        else:
            n = place[axis.name]
            known = mapping(grid.axes[n - 1], axis)[:-1]
            at.append(known.reshape([-1 if m == n else 1 for m in range(len(shape))]))
    index = tuple(at)
    found = np.broadcast_to(cube.cells[index], shape)
    return cube, np.where(excluded, IMPOSSIBLE, found), np.broadcast_to(cube.fired[index], shape)
