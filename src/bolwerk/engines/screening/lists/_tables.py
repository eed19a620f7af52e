"""Rows of a text file: decoded, split, counted in columns, with the line of each."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from bolwerk.engines.screening.lists._decoding import encoding_of
from bolwerk.engines.screening.lists._words import Advance, damaged, mending


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row and the line on which it ends."""

    line: int
    cells: tuple[str, ...]


def rows(path: Path, delimiter: str, advance: Advance, encoding: str | None = None) -> Iterator[Row]:
    """Every row that is not empty. Raises InvalidInput with the line for a quote that never closes or a field without end."""
    done = 0
    with path.open("rb") as raw:
        text = TextIOWrapper(raw, encoding=encoding or encoding_of(path), newline="")
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for n, cells in enumerate(reader):
                if n % 256 == 0:
                    at = raw.tell()
                    advance(at - done)
                    done = at
                if cells and not (len(cells) == 1 and not cells[0].strip()):
                    yield Row(reader.line_num, tuple(cells))
        except csv.Error as error:
            raise broken(path, reader.line_num, error) from error
    advance(path.stat().st_size - done)


def broken(path: Path, line: int, error: csv.Error) -> Exception:
    """Why a CSV file cannot be read on from a line."""
    if "field larger" in str(error):
        return damaged(
            path,
            line,
            f"Een veld telt meer dan {csv.field_size_limit()} tekens; wellicht sluit een aanhalingsteken niet.",
            f"A field has more than {csv.field_size_limit()} characters; a quote may not be closed.",
        )
    if "unexpected end" in str(error):
        return damaged(
            path,
            line,
            "Het bestand breekt hier af: een aanhalingsteken is niet gesloten.",
            "The file is cut off here: a quote is not closed.",
        )
    return damaged(path, line, f"Deze rij kan niet worden gelezen ({error}).", f"This row cannot be read ({error}).")


@dataclass(frozen=True, slots=True)
class Named:
    """A row by the names of its columns; a column that is not there is empty."""

    line: int
    cells: dict[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "").strip()


def named_rows(path: Path, delimiter: str, needed: Sequence[str], advance: Advance, encoding: str) -> Iterator[Named]:
    """Rows of a file with a header. Raises InvalidInput for a column that is missing and a row with more or fewer cells."""
    found = rows(path, delimiter, advance, encoding)
    head = next(found, None)
    if head is None:
        raise damaged(path, None, "Dit bestand is leeg.", "This file is empty.")
    columns = [column.strip() for column in head.cells]
    if missing := [column for column in needed if column not in columns]:
        raise damaged(
            path,
            head.line,
            f"De kolom '{missing[0]}' ontbreekt.",
            f"The column '{missing[0]}' is missing.",
            mending(
                f"De eerste rij moet deze kolommen noemen: {', '.join(needed)}. Is dit een andere lijst, kies dan --format.",
                f"The first row must name these columns: {', '.join(needed)}. If this is another list, choose its --format.",
            ),
        )
    if twice := next((column for column in columns if columns.count(column) > 1), None):
        raise damaged(
            path,
            head.line,
            f"De kolom '{twice}' staat er twee keer.",
            f"The column '{twice}' is there twice.",
            mending("Geef elke kolom een eigen naam.", "Give each column a name of its own."),
        )
    for row in found:
        if len(row.cells) != len(columns):
            raise wrong_width(path, row, len(columns))
        yield Named(row.line, dict(zip(columns, row.cells, strict=True)))


def wrong_width(path: Path, row: Row, width: int) -> Exception:
    """A row with a column too many or too few."""
    return damaged(
        path,
        row.line,
        f"Deze rij telt {len(row.cells)} kolommen; het moeten er {width} zijn.",
        f"This row has {len(row.cells)} columns; there must be {width}.",
    )
