"""Write-offs from a CSV file of customs: every line is judged and each fault told; a file with a fault writes nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from bolwerk.domains.export_control.app.licences.amounts import read_cents, read_quantity
from bolwerk.domains.export_control.app.licences.errors import wrong
from bolwerk.domains.export_control.app.licences.models import WriteOff
from bolwerk.domains.export_control.app.licences.writing_off import write_off
from bolwerk.kernel import BolwerkError, InvalidInput, Text, read_date
from bolwerk.office.cases import journal

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

__all__ = ["COLUMNS", "FileRefused", "LineError", "take_in"]

COLUMNS = ("licence", "line", "party", "quantity", "value", "day", "document")
MOST_BYTES, MOST_LINES = 2 * 1024 * 1024, 2_000
_DUTCH = dict(zip(("vergunning", "lijn", "partij", "hoeveelheid", "waarde", "dag", "document"), COLUMNS, strict=True))


@dataclass(frozen=True, slots=True)
class LineError:
    """`line`: its number in the file, where the heading is 1."""

    line: int
    error: BolwerkError


class FileRefused(InvalidInput):
    """Nothing of the file was written; `lines` are its faults."""

    def __init__(self, lines: tuple[LineError, ...]) -> None:
        count = len(lines)
        super().__init__(
            Text(
                f"Het bestand heeft {count} foute lijnen. Er is niets afgeschreven.",
                f"The file has {count} wrong lines. Nothing was written off.",
            ),
            where="file",
            mend=Text(
                "Verbeter die lijnen en geef het hele bestand opnieuw.", "Mend those lines and give the whole file again."
            ),
        )
        self.lines = lines


@journal.in_one_step
def take_in(content: bytes, *, actor: User | None, key: str) -> tuple[WriteOff, ...]:
    """Write off every line, or none. The same key with the same file does nothing more.

    Raises `FileRefused` with each wrong line, `InvalidInput` for what is no such file.
    """
    rows = _rows(content)
    done: list[WriteOff] = []
    faults: list[LineError] = []
    for number, row in rows:
        try:
            with transaction.atomic():
                done.append(_one(row, actor, f"{key}:{number}"))
        except BolwerkError as error:
            faults.append(LineError(number, error))
    if faults:
        raise FileRefused(tuple(faults))
    return tuple(done)


def _one(row: dict[str, str], actor: User | None, key: str) -> WriteOff:
    line = row["line"].strip()
    if not (line.isdecimal() and len(line) < 6):
        raise wrong(
            "line",
            Text(f"'{line[:20]}' is geen lijnnummer.", f"'{line[:20]}' is no line number."),
            Text("Geef het nummer van de lijn in de vergunning.", "Give the number of the line in the licence."),
        )
    return write_off(
        row["licence"],
        line=int(line),
        party=row["party"],
        quantity=read_quantity(row["quantity"]),
        cents=read_cents(row["value"]),
        day=read_date(row["day"], "day"),
        document=row["document"],
        actor=actor,
        key=key,
    )


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    if len(content) > MOST_BYTES:
        raise _no_file(Text("Het bestand is te groot.", "The file is too large."))
    text = _text(content)
    heading = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=heading.count))
    try:
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise _no_file(Text("Dit is geen CSV-bestand.", "This is no CSV file.")) from error
    names = [_DUTCH.get(cell.strip().lower(), cell.strip().lower()) for cell in rows[0]] if rows else []
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        lacking = ", ".join(missing)
        raise _no_file(Text(f"Deze kolommen ontbreken: {lacking}.", f"These columns are missing: {lacking}."))
    if not 1 < len(rows) <= MOST_LINES + 1:
        raise _no_file(Text("Het bestand heeft geen lijnen, of te veel.", "The file has no lines, or too many."))
    return [(number, _cells(names, row)) for number, row in enumerate(rows[1:], 2)]


def _cells(names: list[str], row: list[str]) -> dict[str, str]:
    return {name: row[place] if place < len(row) else "" for place, name in enumerate(names)}


def _text(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or Windows-1252; anything else is refused."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _no_file(Text("De tekens van dit bestand zijn niet te lezen.", "The characters of this file cannot be read."))


def _no_file(what: Text) -> InvalidInput:
    columns = "; ".join(COLUMNS)
    return wrong(
        "file",
        what,
        Text(
            f"Geef een CSV in UTF-8 met als kop: {columns}. Hoogstens {MOST_LINES} lijnen.",
            f"Give a CSV in UTF-8 with the heading: {columns}. At most {MOST_LINES} lines.",
        ),
    )
