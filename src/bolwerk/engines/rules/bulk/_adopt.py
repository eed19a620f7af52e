"""A reform written into the law it amends, as a change that a person can review: rows, values, tests and keys of the head.

What the reform does not touch stays as it was, byte for byte. Prose is not taken over; quoted law is.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._parse import BEFORE, REMOVED
from bolwerk.engines.rules._source import Document
from bolwerk.engines.rules.bulk._head_text import replace_keys
from bolwerk.engines.rules.bulk._table_text import TableText, plain, tables_in

_NOT_ADOPTED = ("id", "amend", "title", "kind", "note")


@dataclass(frozen=True, slots=True)
class Adopted:
    """One file of the law with the reform in it: its name as the book knows it, the text before and after."""

    file: str
    old: str
    new: str

    def unified(self) -> str:
        """The change as a unified diff; empty when there is none."""
        lines = difflib.unified_diff(
            self.old.splitlines(keepends=True), self.new.splitlines(keepends=True), f"a/{self.file}", f"b/{self.file}"
        )
        return "".join(lines)


def adopt(book: Book, change: Path | str) -> tuple[Adopted, ...]:
    """The files that a reform changes: the rule it amends first, then files whose dated values it replaces.

    `change` is a path or the id of an amendment that was loaded along. Raises InvalidInput when it does not load.
    """
    book.amend(change)
    reform = book.amendment(change)
    base = next(document for document in book.documents if document.head.get("id") == reform.head["amend"])
    files = {id(document): _File(document) for document in book.documents}
    own = files[id(base)]
    _adopt_head(own, reform)
    _adopt_rows(own, reform)
    _adopt_values(own, [own, *(file for file in files.values() if file is not own)], reform)
    _adopt_tests(own, reform)
    _adopt_quotes(own, reform)
    changed = [own, *(file for file in files.values() if file is not own)]
    return tuple(Adopted(file.name, file.raw, text) for file in changed if (text := file.text()) != file.raw)


class _File:
    """A file of the law being edited: its head, and its tables between lines that stay."""

    def __init__(self, document: Document) -> None:
        self.name, self.raw = document.file, document.raw
        self.lines = document.raw.splitlines()
        end = next(n for n, line in enumerate(self.lines[1:], 1) if line.strip() == "+++")
        self.head = self.lines[1:end]
        self._head_end = end
        self.tables = tables_in(self.lines, end + 1)
        self.quotes: list[str] = []
        self._tests: list[str] | None = None
        self._added: list[TableText] = []

    def values(self) -> list[TableText]:
        return [table for table in (*self.tables, *self._added) if "param" in table.columns]

    def decision(self) -> list[TableText]:
        return [table for table in self.tables if _decides(table)]

    def new_values(self, columns: list[str]) -> TableText:
        """A table of values that was not there, before the tests."""
        table = TableText(
            0, 0, "", ["| " + " | ".join(columns) + " |", "|" + "|".join("-" * (len(c) + 2) for c in columns) + "|"]
        )
        self._added.append(table)
        return table

    def replace_tests(self, lines: list[str]) -> None:
        self._tests = lines

    def text(self) -> str:
        """The whole file again; its last newline stays as it was."""
        out = [self.lines[0], *self.head]
        at = self._head_end
        tests_written = False
        for table in self.tables:
            between = self.lines[at : table.first]
            is_tests = table.heading.startswith("test")
            if is_tests and not tests_written:
                between = self._before_tests(between)
            out += between
            at = table.last
            if is_tests and self._tests is not None:
                out += [] if tests_written else self._tests
            else:
                out += table.text()
            tests_written = tests_written or is_tests
        rest = self.lines[at:]
        if not tests_written:
            rest = [*rest, *self._added_lines()]
            if self._tests is not None:
                rest += ["", "## Tests", "", *self._tests]
        return "\n".join(self._with_quotes([*out, *rest])) + ("\n" if self.raw.endswith("\n") else "")

    def _before_tests(self, between: list[str]) -> list[str]:
        heading = max((n for n, line in enumerate(between) if line.startswith("#")), default=len(between))
        added = self._added_lines()
        return [*between[:heading], *([*added[1:], ""] if added else []), *between[heading:]]

    def _added_lines(self) -> list[str]:
        return [line for table in self._added for line in ("", *table.text())]

    def _with_quotes(self, lines: list[str]) -> list[str]:
        if not self.quotes:
            return lines
        end = next(n for n, line in enumerate(lines[1:], 1) if line.strip() == "+++")
        last = max((n for n, line in enumerate(lines) if n > end and line.lstrip().startswith(">")), default=end)
        return [*lines[: last + 1], *self.quotes, *lines[last + 1 :]]


def _decides(table: TableText) -> bool:
    named = table.heading.startswith(("test", "impossible")) or "param" in table.columns
    return not named and any(column.startswith("=>") for column in table.columns)


def _adopt_head(own: _File, reform: Document) -> None:
    changed = _File(reform)
    own.head = replace_keys(own.head, changed.head, [key for key in reform.head if key not in _NOT_ADOPTED])


def _adopt_rows(own: _File, reform: Document) -> None:
    for change in _File(reform).decision():
        for table in own.decision():
            for n, cells in enumerate(change.rows):
                given = dict(zip(change.columns, cells, strict=True))
                name = change.cell(n, "#")
                at = _place(table, name) if "#" in change.columns else None
                if at is not None and any(column.startswith("=>") and plain(cell) == REMOVED for column, cell in given.items()):
                    table.drop(at)
                    continue
                before = plain(given.get(BEFORE, "")) if BEFORE not in table.columns else ""
                if before in ("", "-"):
                    table.put(at, given)
                    continue
                if at is not None:
                    table.drop(at)
                table.put(None, given, before=_place(table, before))


def _place(table: TableText, name: str) -> int | None:
    """The row that an amendment's row replaces: by its name, or by its number (from 0) where rows have no name."""
    if "#" in table.columns:
        return next((n for n in range(len(table.rows)) if table.cell(n, "#") == name), None)
    return int(name) if name.isdigit() and int(name) < len(table.rows) else None


def _adopt_values(own: _File, files: list[_File], reform: Document) -> None:
    for change in _File(reform).values():
        for n, cells in enumerate(change.rows):
            given = {name: cell for name, cell in zip(change.columns, cells, strict=True) if cell}
            table, at = _value_place(own, files, change, n)
            table.need([column for column in given if plain(given[column]) not in ("", "-")])
            table.put(at, given)


def _value_place(own: _File, files: Iterable[_File], change: TableText, n: int) -> tuple[TableText, int | None]:
    """Where a dated value goes: over the one it replaces, else below others of its parameter, else in the rule's own file."""
    param, key, start = change.cell(n, "param"), _key(change, n), change.cell(n, "from").strip("-")
    beside: TableText | None = None
    for file in files:
        for table in file.values():
            for at in range(len(table.rows)):
                if table.cell(at, "param") != param:
                    continue
                beside = beside or table
                if _key(table, at) == key and table.cell(at, "from").strip("-") == start:
                    return table, at
    if beside is not None:
        return beside, None
    tables = own.values()
    return (tables[-1] if tables else own.new_values(list(change.columns))), None


def _key(table: TableText, row: int) -> tuple[str, ...]:
    text = table.cell(row, "key")
    return tuple(part.strip() for part in text.split(",")) if text not in ("", "-") else ()


def _adopt_tests(own: _File, reform: Document) -> None:
    tests = [table for table in _File(reform).tables if table.heading.startswith("test")]
    if tests:
        lines = [line for n, table in enumerate(tests) for line in (*([""] if n else []), *table.lines)]
        own.replace_tests(lines)


def _adopt_quotes(own: _File, reform: Document) -> None:
    lines = reform.raw.splitlines()
    end = next(n for n, line in enumerate(lines[1:], 1) if line.strip() == "+++")
    known = {line.strip() for line in own.lines}
    own.quotes = [line for line in lines[end + 1 :] if line.lstrip().startswith(">") and line.strip() not in known]
