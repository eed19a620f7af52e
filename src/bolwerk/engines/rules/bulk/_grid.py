"""The cells that cases fall into: one integer per case, from the period of law and the slot of each fact.

A grid may serve several books at once: its cuts and slots are then the common refinement of theirs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from math import prod
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.rules._axis import Axis, refined
from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._cube import samples
from bolwerk.engines.rules._evaluate import Amount, Direct, Evaluator, Soft
from bolwerk.kernel import InvalidInput, Text

Ints: TypeAlias = NDArray[np.int64]
MOST_CODES = 2**62


@dataclass(frozen=True)
class Grid:
    """Periods (`cuts` between them) by facts, each axis with a last slot "unknown" (as in a widened cube, row-major)."""

    cuts: tuple[date, ...]
    axes: tuple[Axis, ...]

    @cached_property
    def shape(self) -> tuple[int, ...]:
        return (len(self.cuts) + 1, *(len(axis) + 1 for axis in self.axes))

    @cached_property
    def strides(self) -> tuple[int, ...]:
        return tuple(prod(self.shape[n + 1 :]) for n in range(len(self.shape)))

    @property
    def size(self) -> int:
        return prod(self.shape)

    @property
    def complete(self) -> int:
        """The cells in which every fact is known."""
        return (len(self.cuts) + 1) * prod(len(axis) for axis in self.axes)

    @cached_property
    def _finders(self) -> tuple[tuple[str, Callable[[object], int], int, int], ...]:
        return tuple(
            (axis.name, axis.finder(), stride, len(axis) * stride)
            for axis, stride in zip(self.axes, self.strides[1:], strict=True)
        )

    def code(self, facts: Mapping[str, object], on: date) -> int:
        """The cell of one case. Raises InvalidInput naming the fact whose value cannot be."""
        code = bisect_right(self.cuts, on) * self.strides[0]
        for name, find, stride, unknown in self._finders:
            value = facts.get(name)
            code += unknown if value is None else find(value) * stride
        return code

    def unpack(self, codes: Ints) -> tuple[Ints, dict[str, Ints]]:
        """Per code its period, and by fact its slot."""
        parts = np.unravel_index(codes, self.shape) if codes.size else [codes] * len(self.shape)
        return parts[0], {axis.name: part for axis, part in zip(self.axes, parts[1:], strict=True)}

    def axis(self, name: str) -> Axis | None:
        return next((axis for axis in self.axes if axis.name == name), None)

    def same(self, other: Grid) -> bool:
        """Whether a code means the same in both."""
        return self == other and all(map(same_slots, self.axes, other.axes))

    def days(self) -> tuple[date, ...]:
        """A day in each period."""
        return samples(self.cuts)


def grid_of(books: Iterable[Book], rules: Iterable[str]) -> Grid:
    """The coarsest grid that tells apart all that these rules tell apart in any of the books.

    Raises InvalidInput when a rule computes with amounts (its cases fall into no cells) or when the grid is too large.
    """
    cuts: set[date] = set()
    found: dict[str, list[Axis]] = {}
    wanted = list(rules)
    for book in books:
        for rule in wanted:
            if rule in book.rules:
                engine = book.engine(rule)
                cuts |= cuts_of(engine)
                for axis in plain_axes(engine):
                    found.setdefault(axis.name, []).append(axis)
    grid = Grid(tuple(sorted(cuts)), tuple(refine(axes) for axes in found.values()))
    if grid.size > MOST_CODES:
        raise InvalidInput(
            Text(
                f"{', '.join(wanted)} kijken samen naar te veel gegevens voor één telling.",
                f"{', '.join(wanted)} together look at too many facts for one count.",
            ),
            where=wanted[0],
            mend=Text("Neem minder regels tegelijk, of splits de tabel.", "Take fewer rules at once, or split the table."),
        )
    return grid


def cuts_of(engine: Evaluator) -> set[date]:
    """The days on which the law of an evaluator, or of one that it hangs on, changes."""
    own = set(engine.cube.cuts) if isinstance(engine, Direct | Soft) else set()
    links = engine.links.values() if isinstance(engine, Soft | Amount) else ()
    return own.union(*(cuts_of(link) for link in links))


def plain_axes(engine: Evaluator, folded: Container[str] = ()) -> Iterator[Axis]:
    """The facts that an evaluator looks at, by all the cuts it needs; a fact may come more than once.

    A chained rule gives the facts that it looks at, unless it is `folded`. Raises InvalidInput for one that computes amounts.
    """
    if isinstance(engine, Amount):
        raise no_cells(engine.rule.id)
    if isinstance(engine, Direct | Soft):
        links = engine.links if isinstance(engine, Soft) else {}
        for axis in engine.cube.axes:
            if axis.name in links and axis.name not in folded:
                yield from plain_axes(links[axis.name], folded)
            else:
                yield axis


def no_cells(rule: str) -> InvalidInput:
    return InvalidInput(
        Text(
            f"{rule} rekent met bedragen of getallen: zijn gevallen vallen niet in vakken.",
            f"{rule} computes with amounts or numbers: its cases fall into no cells.",
        ),
        where=rule,
        mend=Text(
            "Pas de regel toe op de gevallen zelf: bolwerk rules apply.",
            "Apply the rule to the cases themselves: bolwerk rules apply.",
        ),
    )


def refine(axes: list[Axis]) -> Axis:
    """One axis that tells apart what any of these axes of the same fact tells apart."""
    first = axes[0]
    for axis in axes[1:]:
        if axis.fact.values != first.fact.values or axis.fact.type != first.fact.type:
            raise InvalidInput(
                Text(f"{axis.name} is in de twee boeken niet hetzelfde.", f"{axis.name} is not the same in the two books."),
                where=axis.name,
                mend=Text("Vergelijk boeken die dezelfde facts.toml hebben.", "Compare books that have the same facts.toml."),
            )
    return reduce(lambda one, other: one if same_slots(one, other) else refined(one, other), axes)


def same_slots(one: Axis, other: Axis) -> bool:
    return one.bounds == other.bounds and one.slots == other.slots


def mapping(grid: Axis, own: Axis) -> Ints:
    """From each slot of a finer axis (the unknown one last) to the slot of a coarser one of the same fact."""
    return np.array([*(own.slot_of(value) for value in grid.values), len(own)], dtype=np.int64)


def periods(grid: Grid, cuts: tuple[date, ...]) -> Ints:
    """From each period of a grid to the one of coarser cuts."""
    return np.array([bisect_right(cuts, day) for day in grid.days()], dtype=np.int64)
