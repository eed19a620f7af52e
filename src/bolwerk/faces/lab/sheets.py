"""The tables of a rule as sheets that can be edited in a form: what stands there, what was typed, what changed.

A sheet is a decision table (`rows`) or a table of dated values (`values`). A line that came from the law keeps its key: the
name of the row, or parameter, key and first day of a value. Those cells are read-only: a reform replaces by them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bolwerk.engines.rules import Book

ROWS, VALUES = "rows", "values"
_KEYS = {ROWS: ("#",), VALUES: ("param", "key", "from")}
_MOST_LINES = 400


@dataclass(frozen=True)
class Line:
    """One row. `key` empty: it is new. `was` is what the law says (empty if new); `before`: the name of the row it precedes."""

    key: tuple[str, ...]
    cells: tuple[str, ...]
    was: tuple[str, ...] = ()
    removed: bool = False
    before: str = ""

    @property
    def new(self) -> bool:
        return not self.key

    @property
    def changed(self) -> bool:
        return self.removed or self.cells != self.was


@dataclass(frozen=True)
class Sheet:
    """`lines` in the order of the law, new ones last. `ordered`: the first row that fits decides, so its place matters."""

    kind: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    ordered: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns by which a reform replaces."""
        return tuple(column for column in _KEYS[self.kind] if column in self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the rows of the law, for "before"."""
        return tuple(line.key[0] for line in self.lines if line.key) if self.kind == ROWS else ()

    def key_of(self, cells: Sequence[str]) -> tuple[str, ...]:
        return tuple(_plain(cells[self.columns.index(column)]) for column in self.keys)

    def with_new_line(self) -> Sheet:
        return replace(self, lines=(*self.lines, Line((), ("",) * len(self.columns))))


@dataclass(frozen=True)
class Sandbox:
    """All sheets of a rule, the name of the reform, and what an uploaded file holds that no sheet shows."""

    rule: str
    title: str
    sheets: tuple[Sheet, ...]
    head: str = ""
    rest: str = ""
    wrong: Mapping[tuple[int, int, int], str] = field(default_factory=dict)

    @property
    def first_wrong(self) -> str:
        """The name of the first input that is wrong; "" when none is."""
        return next((f"t{s}-r{r}-c{c}" for s, r, c in self.wrong), "")

    @property
    def changed(self) -> bool:
        return bool(self.head or self.rest) or any(line.changed for sheet in self.sheets for line in sheet.lines)


def sandbox_of(book: Book, rule: str, title: str = "") -> Sandbox:
    """The sheets as the law has them."""
    document = next(one for one in book.documents if one.head.get("id") == rule)
    ordered = book.rules[rule].hit.value == "first"
    sheets = []
    for table in document.tables:
        kind = _kind(table)
        if kind is None:
            continue
        sheet = Sheet(kind, table.columns, (), ordered and kind == ROWS)
        rows = [tuple(cell.text for cell in row) for row in table.rows]
        sheets.append(replace(sheet, lines=tuple(Line(sheet.key_of(cells) or ("",), cells, cells) for cells in rows)))
    return Sandbox(rule, title, tuple(sheets))


def typed(sandbox: Sandbox, posted: Mapping[str, str]) -> Sandbox:
    """What was typed over what the law says. Lines beyond those of the law are new; an empty new line is left out."""
    sheets = []
    for s, sheet in enumerate(sandbox.sheets):
        lines = [_typed(sheet, line, posted, f"t{s}-r{r}") for r, line in enumerate(sheet.lines)]
        for r in range(len(sheet.lines), _MOST_LINES):
            if f"t{s}-r{r}-c0" not in posted:
                break
            line = _typed(sheet, Line((), ("",) * len(sheet.columns)), posted, f"t{s}-r{r}")
            if any(line.cells) and not line.removed:
                lines.append(line)
        sheets.append(replace(sheet, lines=tuple(lines)))
    title = posted.get("titel", "").strip()[:120]
    return replace(
        sandbox, title=title, sheets=tuple(sheets), head=posted.get("kop", "").strip(), rest=posted.get("rest", "").strip()
    )


def _typed(sheet: Sheet, line: Line, posted: Mapping[str, str], name: str) -> Line:
    cells = [posted.get(f"{name}-c{c}", old).strip() for c, old in enumerate(line.cells)]
    if not line.new:
        for column in sheet.keys:
            cells[sheet.columns.index(column)] = line.was[sheet.columns.index(column)]
    return replace(line, cells=tuple(cells), removed=f"{name}-weg" in posted, before=posted.get(f"{name}-voor", "").strip())


def laid(sandbox: Sandbox, tables: Sequence[Any]) -> Sandbox:
    """The tables of a reform laid over the law: rows by their key, others added."""
    sheets = list(sandbox.sheets)
    for table in tables:
        kind = _kind(table)
        place = next((n for n, sheet in enumerate(sheets) if sheet.kind == kind), None)
        if place is not None:
            for row in table.rows:
                sheets[place] = _lay(sheets[place], dict(zip(table.columns, (cell.text for cell in row), strict=True)))
    return replace(sandbox, sheets=tuple(sheets))


def _lay(sheet: Sheet, row: Mapping[str, str]) -> Sheet:
    cells = tuple(row.get(column, "") for column in sheet.columns)
    key = sheet.key_of(cells)
    gone = any(column.startswith("=>") and cell == "(removed)" for column, cell in row.items())
    before = row.get("before", "").strip("-")
    lines = list(sheet.lines)
    at = next((n for n, line in enumerate(lines) if line.key == key and not before), None)
    if at is None:
        lines.append(Line((), cells, before=before))
    else:
        lines[at] = replace(lines[at], removed=True) if gone else replace(lines[at], cells=cells)
    return replace(sheet, lines=tuple(lines))


def _kind(table: Any) -> str | None:
    """Tests and impossible cases are not edited here."""
    if "param" in table.columns:
        return VALUES
    if table.heading.startswith(("test", "impossible")):
        return None
    return ROWS if any(column.startswith("=>") for column in table.columns) else None


def _plain(cell: str) -> str:
    return "" if cell == "-" else cell
