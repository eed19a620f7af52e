"""Subjects from a CSV or Parquet file, a chunk of rows at a time; a bad row is told, not fatal."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

import polars as pl

from bolwerk.engines.screening._model import Entity
from bolwerk.engines.screening.lists._decoding import encoding_of
from bolwerk.engines.screening.lists._own import KNOWN, SEPARATOR, delimiter_of, entity_of
from bolwerk.engines.screening.lists._tables import broken
from bolwerk.engines.screening.lists._words import CHECK_PLACE, damaged, unreadable
from bolwerk.kernel import InvalidInput, Text

NEEDED = ("id", "name")
Cells = Mapping[str, str | None] | int
"""The cells of a row by column; for a row with too many or too few, how many it has."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a file, with the line (in a Parquet file the row) of each and the width they must have."""

    number: int
    rows: Sequence[tuple[int, Cells]]
    width: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that cannot be screened, and why."""

    line: int
    id: str
    why: InvalidInput


def is_parquet(path: Path) -> bool:
    return path.suffix.lower() in (".parquet", ".pq")


def columns_of(path: Path) -> list[str]:
    """The columns of a file. Raises InvalidInput when `id` or `name` is not among them, or one is there twice."""
    if not path.is_file():
        if path.exists():
            raise damaged(path, None, "Dit is een map, geen bestand.", "This is a folder, no file.", CHECK_PLACE)
        raise unreadable(path, FileNotFoundError())
    found = list(_scan(path).collect_schema()) if is_parquet(path) else _head(path)
    for column in NEEDED:
        if column not in found:
            raise InvalidInput(
                Text(f"De kolom '{column}' ontbreekt.", f"The column '{column}' is missing."),
                where=str(path),
                mend=Text(
                    f"Noem de kolommen in de eerste rij. Nodig zijn id en name; gekend zijn {', '.join(sorted(KNOWN))}.",
                    f"Name the columns in the first row. Needed are id and name; known are {', '.join(sorted(KNOWN))}.",
                ),
            )
    if twice := next((column for column in found if found.count(column) > 1), None):
        raise InvalidInput(
            Text(f"De kolom '{twice}' staat er twee keer.", f"The column '{twice}' is there twice."),
            where=str(path),
            mend=Text("Geef elke kolom een eigen naam.", "Give each column a name of its own."),
        )
    return found


def _scan(path: Path) -> pl.LazyFrame:
    try:
        frame = pl.scan_parquet(path)
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InvalidInput(
            Text("Dit is geen leesbaar Parquet-bestand.", "This is no readable Parquet file."),
            where=str(path),
            mend=Text("Kijk na of het volledig is en op .parquet eindigt.", "Check that it is complete and ends in .parquet."),
        ) from error
    return frame


def _head(path: Path) -> list[str]:
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        head = next(csv.reader(file, delimiter=delimiter_of(path, encoding)), [])
    return [column.strip() for column in head]


def chunks(path: Path, size: int) -> Iterator[Chunk]:
    """Every row of a file in order. Raises InvalidInput with the line where the file breaks off or a quote is not closed."""
    columns = columns_of(path)
    rows = _parquet_rows(path, columns, size) if is_parquet(path) else _csv_rows(path, columns)
    number = 0
    while taken := list(islice(rows, size)):
        yield Chunk(number, taken, len(columns))
        number += 1


def _csv_rows(path: Path, columns: list[str]) -> Iterator[tuple[int, Cells]]:
    encoding = encoding_of(path)
    with path.open("rb") as raw:
        reader = csv.reader(
            TextIOWrapper(raw, encoding=encoding, newline=""), delimiter=delimiter_of(path, encoding), strict=True
        )
        try:
            next(reader, None)
            for cells in reader:
                if cells:
                    fits = len(cells) == len(columns)
                    yield reader.line_num, dict(zip(columns, cells, strict=True)) if fits else len(cells)
        except csv.Error as error:
            raise broken(path, reader.line_num, error) from error


def _parquet_rows(path: Path, columns: list[str], size: int) -> Iterator[tuple[int, Cells]]:
    known = [column for column in columns if column in KNOWN]
    frame = _scan(path).select(known)
    texts = frame.select(_text(column, kind) for column, kind in frame.collect_schema().items())
    start = 0
    while True:
        try:
            part = texts.slice(start, size).collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise damaged(
                path, start + 1, "Vanaf deze rij is het bestand beschadigd.", "From this row on the file is damaged."
            ) from error
        if part.is_empty():
            return
        yield from enumerate(part.iter_rows(named=True), start + 1)
        start += part.height


def _text(column: str, kind: pl.DataType) -> pl.Expr:
    """A list becomes values with the separator between; all else its text."""
    said = pl.col(column)
    if isinstance(kind, pl.List):
        return said.cast(pl.List(pl.String)).list.join(SEPARATOR)
    return said.cast(pl.String)


def read_rows(path: str, chunk: Chunk) -> Iterator[Entity | Unread]:
    """The subject of each row, in order."""
    for line, cells in chunk.rows:
        where = f"{path}:{line}"
        if isinstance(cells, int):
            why = damaged(
                where,
                None,
                f"Deze rij telt {cells} kolommen; het moeten er {chunk.width} zijn.",
                f"This row has {cells} columns; there must be {chunk.width}.",
                Text(
                    "Kijk na of een tekst met een komma tussen aanhalingstekens staat.",
                    "Check that a text with a comma is quoted.",
                ),
            )
            yield Unread(line, "", why)
            continue
        try:
            entity = entity_of(cells, where)
        except InvalidInput as error:
            yield Unread(line, " ".join((cells.get("id") or "").split()), error)
        else:
            yield entity
