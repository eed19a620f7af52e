"""Profiles: how many cases fall in each cell, so that a reform can be weighed without the cases themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._facts import exact
from bolwerk.engines.rules.bulk._grid import Grid, Ints, grid_of
from bolwerk.kernel import InvalidInput, Text

SMALLEST = 5
"""Fewer cases than this in one cell are not published."""
Number: TypeAlias = "int | Fraction"
Key: TypeAlias = tuple[int, int]
"""Position in `groups`, code of the cell."""


@dataclass(frozen=True)
class Count:
    """The cases of one determination, parallel and in order: group, cell of the grid, how many, and sums by name.

    `hidden` counts the cases whose cell was too small to publish.
    """

    rule: str
    grid: Grid
    group: Ints
    code: Ints
    count: Ints
    sums: Mapping[str, tuple[Number, ...]]
    hidden: int = 0
    hidden_cells: int = 0

    @property
    def cases(self) -> int:
        return int(self.count.sum()) + self.hidden

    def suppressed(self, smallest: int) -> Count:
        """Without the cells of fewer than `smallest` cases.

        When what is left out would itself be a small number, or one cell only, the smallest cells left go too:
        else the total would give them away.
        """
        order = np.argsort(self.count, kind="stable")
        drop = int(np.searchsorted(self.count[order], smallest))
        gone = int(self.count[order[:drop]].sum())
        while 0 < drop < len(order) and (drop == 1 or gone < smallest):
            gone += int(self.count[order[drop]])
            drop += 1
        kept = np.sort(order[drop:])
        sums = {name: tuple(values[n] for n in kept.tolist()) for name, values in self.sums.items()}
        hidden, cells = self.hidden + gone, self.hidden_cells + drop
        return Count(self.rule, self.grid, self.group[kept], self.code[kept], self.count[kept], sums, hidden, cells)


@dataclass(frozen=True)
class Profile:
    """Counts per cell of some determinations. Frozen; profiles of parts of the cases are added with `+`."""

    book: str
    counts: Mapping[str, Count]
    groups: tuple[str, ...] = ("",)
    by: str = ""
    sums: tuple[str, ...] = ()

    def __add__(self, other: Profile) -> Profile:
        """Raises InvalidInput when the two were not taken of the same rules, books, group and sums."""
        same = (self.counts.keys(), self.by, self.sums) == (other.counts.keys(), other.by, other.sums)
        if not same or any(not count.grid.same(other.counts[rule].grid) for rule, count in self.counts.items()):
            raise InvalidInput(
                Text("Deze twee tellingen delen niet dezelfde vakken.", "These two profiles do not share the same cells."),
                where=", ".join(other.counts),
                mend=Text(
                    "Tel beide met dezelfde regels, hervormingen, groep en bedragen.",
                    "Take both with the same rules, reforms, group and sums.",
                ),
            )
        groups = tuple(dict.fromkeys((*self.groups, *other.groups)))
        counts = {rule: _added(groups, self, other, rule) for rule in self.counts}
        return Profile(self.book, counts, groups, self.by, self.sums)

    def suppressed(self, smallest: int = SMALLEST) -> Profile:
        """As it may be published: no cell of fewer than `smallest` cases."""
        counts = {rule: count.suppressed(smallest) for rule, count in self.counts.items()}
        return Profile(self.book, counts, self.groups, self.by, self.sums)

    def text(self) -> Text:
        """How many cases, and how many of them are left out of small cells."""
        nl, en = [], []
        for rule, count in self.counts.items():
            nl.append(f"{rule}: {count.cases} gevallen in {len(count.code)} vakken")
            en.append(f"{rule}: {count.cases} cases in {len(count.code)} cells")
            if count.hidden:
                nl[-1] += f", {count.hidden} gevallen in {count.hidden_cells} kleine vakken weggelaten"
                en[-1] += f", {count.hidden} cases in {count.hidden_cells} small cells left out"
        return Text("; ".join(nl) or "geen regels", "; ".join(en) or "no rules")


def _added(groups: tuple[str, ...], one: Profile, two: Profile, rule: str) -> Count:
    cells: dict[Key, list[Number]] = {}
    for profile in (one, two):
        count = profile.counts[rule]
        for n, (group, code, cases) in enumerate(
            zip(count.group.tolist(), count.code.tolist(), count.count.tolist(), strict=True)
        ):
            key = groups.index(profile.groups[group]), code
            row = cells.setdefault(key, [0] * (1 + len(one.sums)))
            row[0] += cases
            for m, name in enumerate(one.sums, 1):
                row[m] += count.sums[name][n]
    a, b = one.counts[rule], two.counts[rule]
    return count_of(rule, a.grid, cells, one.sums, a.hidden + b.hidden, a.hidden_cells + b.hidden_cells)


def count_of(
    rule: str, grid: Grid, cells: Mapping[Key, list[Number]], sums: tuple[str, ...], hidden: int = 0, hidden_cells: int = 0
) -> Count:
    """From cells by (group, code): first how many cases, then the sums in order."""
    keys = sorted(cells)
    group = np.array([key[0] for key in keys], dtype=np.int64)
    code = np.array([key[1] for key in keys], dtype=np.int64)
    counts = np.array([cells[key][0] for key in keys], dtype=np.int64)
    summed = {name: tuple(cells[key][m] for key in keys) for m, name in enumerate(sums, 1)}
    return Count(rule, grid, group, code, counts, summed, hidden, hidden_cells)


def profile(
    book: Book,
    cases: Iterable[Mapping[str, object]],
    rules: Iterable[str],
    *,
    on: date | str,
    by: str | None = None,
    sums: Iterable[str] = (),
    reforms: Iterable[Book] = (),
) -> Profile:
    """Count cases (facts by name, and any other columns) per cell, in one pass.

    `on` is one day for all, or the name of the column that holds the day of each; `by` names a column to group by, `sums`
    columns of numbers to add up. Give the amended books that will be weighed as `reforms`: the cells are then fine enough.
    Raises InvalidInput that names the case (counted from 1), the column and what it may hold.
    """
    wanted, added = tuple(dict.fromkeys(rules)), tuple(sums)
    grids = {rule: grid_of((book, *reforms), (rule,)) for rule in wanted}
    cells: dict[str, dict[Key, list[Number]]] = {rule: {} for rule in wanted}
    groups: dict[str, int] = {} if by else {"": 0}
    for number, case in enumerate(cases, 1):
        day = on if isinstance(on, date) else _day(case, on, number)
        amounts = [_amount(case, name, number) for name in added]
        group = groups.setdefault(str(case.get(by, "")), len(groups)) if by else 0
        for rule, grid in grids.items():
            try:
                code = grid.code(case, day)
            except InvalidInput as error:
                raise InvalidInput(error.what, where=f"{number}: {error.where}", mend=error.mend) from error
            row = cells[rule].setdefault((group, code), [0] * (1 + len(added)))
            row[0] += 1
            for m, amount in enumerate(amounts, 1):
                row[m] += amount
    counts = {rule: count_of(rule, grid, cells[rule], added) for rule, grid in grids.items()}
    return Profile(book.version, counts, tuple(groups) or ("",), by or "", added)


def _day(case: Mapping[str, object], column: str, number: int) -> date:
    """The day of a case; a column name that reads as a day is that day for all."""
    value = case.get(column, column)
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InvalidInput(
            Text(f"Geval {number} heeft geen datum in '{column}'.", f"Case {number} has no date in '{column}'."),
            where=f"{number}: {column}",
            mend=Text(
                "Geef elk geval een datum zoals 2025-05-15, of één dag voor alle.",
                "Give each case a date like 2025-05-15, or one day for all.",
            ),
        ) from error


def _amount(case: Mapping[str, object], name: str, number: int) -> Number:
    value = case.get(name)
    found = 0 if value is None else exact(value)
    if found is None:
        raise InvalidInput(
            Text(f"Geval {number}: '{value}' in {name} is geen getal.", f"Case {number}: '{value}' in {name} is no number."),
            where=f"{number}: {name}",
            mend=Text("Geef een getal of laat het leeg.", "Give a number or leave it empty."),
        )
    return found
