"""A sheet as a page draws it: every cell an input with its name, its spoken label, its width, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bolwerk.faces.lab.reformfile import removable
from bolwerk.faces.lab.sheets import ROWS, Line, Sandbox, Sheet
from bolwerk.kernel import Text

_NARROW, _WIDE = 5, 30


@dataclass(frozen=True)
class Cell:
    """`fixed`: a reform replaces by it, so it is not for typing. `wrong`: the error, or ""."""

    name: str
    label: Text
    value: str
    size: int
    fixed: bool
    changed: bool
    wrong: str


@dataclass(frozen=True)
class Row:
    """`name` as people call it. `before` None: the place of the row does not matter."""

    name: str
    prefix: str
    cells: tuple[Cell, ...]
    new: bool
    changed: bool
    removed: bool
    before: str | None


@dataclass(frozen=True)
class Drawn:
    """`number` of the sheet; `heads`: the column names in parts that may wrap; `places`: the rows a new one may precede."""

    number: int
    caption: Text
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]
    places: tuple[str, ...]
    removable: bool


_CAPTIONS = {ROWS: Text("De rijen van de regel", "The rows of the rule")}
_VALUES = Text("De waarden met hun datum", "The values with their dates")


def drawn(sandbox: Sandbox) -> tuple[Drawn, ...]:
    return tuple(
        Drawn(
            number,
            _CAPTIONS.get(sheet.kind, _VALUES),
            tuple(tuple(re.findall(r"[^._]+[._]?|[._]", column)) for column in sheet.columns),
            tuple(_row(sandbox, sheet, number, place, line) for place, line in enumerate(sheet.lines)),
            sheet.names if sheet.ordered else (),
            removable(sheet),
        )
        for number, sheet in enumerate(sandbox.sheets)
    )


def _row(sandbox: Sandbox, sheet: Sheet, number: int, place: int, line: Line) -> Row:
    name = " ".join(line.key) or line.cells[0] or str(place + 1)
    prefix = f"t{number}-r{place}"
    cells = tuple(
        Cell(
            f"{prefix}-c{c}",
            Text(f"rij {name}, {column}", f"row {name}, {column}"),
            line.cells[c],
            max(_NARROW, min(_WIDE, len(line.cells[c]) + 1, _widest(sheet, c))),
            not line.new and column in sheet.keys,
            not line.new and line.cells[c] != line.was[c],
            sandbox.wrong.get((number, place, c), ""),
        )
        for c, column in enumerate(sheet.columns)
    )
    return Row(name, prefix, cells, line.new, line.changed, line.removed, line.before if line.new and sheet.ordered else None)


def _widest(sheet: Sheet, column: int) -> int:
    return max(len(line.cells[column]) for line in sheet.lines) + 1 if sheet.lines else _WIDE
