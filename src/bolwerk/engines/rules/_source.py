"""Rule files as text: where each word stands, the TOML head, the Markdown tables. Every error names file, line and column."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from bolwerk.kernel import InvalidInput, Text


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file; lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def wrong(place: Place, what: Text, mend: Text) -> InvalidInput:
    """The error of every mistake in a rule file."""
    return InvalidInput(what, where=str(place), mend=mend)


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A Markdown table below `heading` (lower case): the header cells and the rows, each as wide as the header."""

    heading: str
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.header)


@dataclass(frozen=True, slots=True)
class Document:
    """A rule file taken apart: `head` (TOML), `quotes` (the lines of law, `>`), `tables`."""

    file: str
    head: dict[str, Any]
    quotes: tuple[str, ...]
    tables: tuple[Table, ...]
    raw: str

    def head_place(self, key: str = "") -> Place:
        """The line of a key in the head, or the first line."""
        for number, line in enumerate(self.raw.splitlines(), 1):
            if key and re.match(rf"\s*\[?(outcomes\.)?\"?{re.escape(key)}\"?\s*[\].=]", line):
                return Place(self.file, number, len(line) - len(line.lstrip()) + 1)
        return Place(self.file)


def read_toml(raw: str, file: str, first_line: int = 1) -> dict[str, Any]:
    try:
        return tomllib.loads(raw)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else _end(raw)
        reason = str(error).partition(" (at")[0]
        raise wrong(
            Place(file, first_line + line - 1, column),
            Text(f"Dit is geen geldige TOML ({reason}).", f"This is not valid TOML ({reason})."),
            Text(
                "Kijk na of elk haakje en elke aanhaling sluit en elke sleutel één keer staat.",
                "Check that each bracket and quote closes and that each key stands once.",
            ),
        ) from error


def _end(raw: str) -> tuple[int, int]:
    """Where something that never closes was noticed."""
    lines = raw.splitlines() or [""]
    return len(lines), len(lines[-1]) + 1


def read_document(raw: str, file: str) -> Document:
    """Take a rule file apart. The file starts with a head between two lines `+++`."""
    lines = raw.splitlines()
    if not lines or lines[0].strip() != "+++":
        raise wrong(
            Place(file),
            Text("De kop ontbreekt.", "The head is missing."),
            Text(
                "Begin het bestand met een kop in TOML tussen twee lijnen +++.",
                "Begin the file with a TOML head between two lines +++.",
            ),
        )
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "+++"), None)
    if end is None:
        raise wrong(
            Place(file),
            Text("De kop sluit niet.", "The head does not close."),
            Text("Zet een lijn +++ na de laatste sleutel van de kop.", "Put a line +++ after the last key of the head."),
        )
    head = read_toml("\n".join(lines[1:end]), file, first_line=2)
    quotes = tuple(line.strip()[1:].strip() for line in lines[end + 1 :] if line.lstrip().startswith(">"))
    return Document(file, head, quotes, tuple(_tables(lines, end + 1, file)), raw)


def _tables(lines: list[str], start: int, file: str) -> list[Table]:
    tables: list[Table] = []
    heading, block = "", []
    for number in range(start, len(lines) + 1):
        line = lines[number] if number < len(lines) else ""
        if line.lstrip().startswith("|"):
            block.append((number + 1, line))
            continue
        if block:
            tables.append(_table(heading, block, file))
            block = []
        if line.startswith("#"):
            heading = line.lstrip("#").strip().lower()
    return tables


def _table(heading: str, block: list[tuple[int, str]], file: str) -> Table:
    rows = [_cells(line, Place(file, number)) for number, line in block]
    if len(rows) < 2 or not all(re.fullmatch(r":?-+:?", cell.text) for cell in rows[1]):
        raise wrong(
            Place(file, block[0][0]),
            Text("Onder de kolomnamen ontbreekt de lijn |---|---|.", "The line |---|---| is missing below the column names."),
            Text("Zet die lijn onder de eerste lijn van de tabel.", "Put that line below the first line of the table."),
        )
    header = rows[0]
    for row in rows[2:]:
        if len(row) != len(header):
            raise wrong(
                row[0].place,
                Text(
                    f"Deze rij heeft {len(row)} cellen, de tabel {len(header)} kolommen.",
                    f"This row has {len(row)} cells, the table {len(header)} columns.",
                ),
                Text("Zet voor elke kolom een cel tussen strepen |.", "Give each column one cell between bars |."),
            )
    return Table(heading, header, tuple(rows[2:]))


def _cells(line: str, place: Place) -> tuple[Cell, ...]:
    body = line.rstrip()
    begin = body.index("|") + 1
    end = len(body) - 1 if body.endswith("|") and len(body) > begin else len(body)
    cells, at = [], begin
    for part in body[begin:end].split("|"):
        lead = len(part) - len(part.lstrip())
        cells.append(Cell(part.strip().strip("`").strip(), Place(place.file, place.line, at + lead + 1)))
        at += len(part) + 1
    return tuple(cells)
