"""A Markdown table as text that can be edited: only what changes is rewritten, and columns stay aligned where they were."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_RULE = re.compile(r":?-+:?")


def cells_of(line: str) -> list[str]:
    """The cells of a line as written, without the blanks around them."""
    body = line.strip()
    body = body.removeprefix("|")
    return [part.strip() for part in (body[:-1] if body.endswith("|") else body).split("|")]


def plain(cell: str) -> str:
    """A cell as the engine reads it."""
    return cell.strip().strip("`").strip()


@dataclass
class TableText:
    """Lines `first` up to `last` (excluded) of a file; `rows` hold the cells below the header as written."""

    first: int
    last: int
    heading: str
    lines: list[str]
    header: list[str] = field(init=False)
    rows: list[list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.header = cells_of(self.lines[0])
        self._rule = cells_of(self.lines[1])
        self.rows = [cells_of(line) for line in self.lines[2:]]
        self._widths = [max(len(part) - 2, 1) for part in self.lines[1].strip().strip("|").split("|")]
        self._kept = dict(enumerate(self.lines[2:]))
        self._aligned = self._draw() == self.lines

    @property
    def columns(self) -> list[str]:
        return [plain(cell) for cell in self.header]

    def cell(self, row: int, column: str) -> str:
        """As the engine reads it; empty when there is no such column."""
        return plain(self.rows[row][self.columns.index(column)]) if column in self.columns else ""

    def need(self, columns: Sequence[str]) -> None:
        """Add the columns that are missing, empty, at the end."""
        for column in columns:
            if column not in self.columns:
                self.header.append(column)
                self._rule.append("---")
                self._widths.append(len(column))
                for row in self.rows:
                    row.append("")
                self._kept.clear()

    def put(self, row: int | None, given: Mapping[str, str], before: int | None = None) -> None:
        """Replace a row, or add one before the row `before`, else at the end; a column that is not given is empty."""
        cells = [given.get(column, "") for column in self.columns]
        if row is None:
            at = len(self.rows) if before is None else before
            self.rows.insert(at, cells)
            self._kept = {n + (n >= at): line for n, line in self._kept.items()}
        else:
            self.rows[row] = cells
            self._kept.pop(row, None)

    def drop(self, row: int) -> None:
        """Take a row out."""
        del self.rows[row]
        self._kept = {n - (n > row): line for n, line in self._kept.items() if n != row}

    def text(self) -> list[str]:
        """The lines again. A table that was aligned is so again; of another, lines that did not change stay as they were."""
        if self._aligned:
            return self._draw()
        same = len(cells_of(self.lines[0])) == len(self.header)
        head = self.lines[:2] if same else [_plain_line(self.header), _plain_line(self._rule)]
        return [*head, *(self._kept.get(n) or _plain_line(row) for n, row in enumerate(self.rows))]

    def _draw(self) -> list[str]:
        """Every column as wide as it was, or as its widest cell."""
        wide = [max(least, *(len(row[n]) for row in [self.header, *self.rows])) for n, least in enumerate(self._widths)]

        def line(cells: list[str]) -> str:
            return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, wide, strict=True)) + " |"

        return [line(self.header), "|" + "|".join("-" * (width + 2) for width in wide) + "|", *map(line, self.rows)]


def _plain_line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def tables_in(lines: list[str], start: int) -> list[TableText]:
    """The tables below line `start` (counted from 0), in order."""
    found: list[TableText] = []
    heading, first = "", None
    for number in range(start, len(lines) + 1):
        line = lines[number] if number < len(lines) else ""
        if line.lstrip().startswith("|"):
            first = number if first is None else first
            continue
        if first is not None:
            found.append(TableText(first, number, heading, lines[first:number]))
            first = None
        if line.startswith("#"):
            heading = line.lstrip("#").strip().lower()
    return found
