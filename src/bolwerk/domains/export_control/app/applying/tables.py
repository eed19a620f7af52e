"""A table of goods that somebody pastes or uploads: any usual separator, encoding and header, to rows as typed.

Nothing is judged here: what is wrong with a row, the form says beside it, as with rows typed by hand.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from bolwerk.domains.export_control.app.applying.reading import MOST_ROWS
from bolwerk.kernel import InvalidInput, Text
from bolwerk.office.calls.forms import Typed, storable
from bolwerk.office.documents import inspection

LARGEST = 2_000_000
"""Bytes of one table."""
MOST_CELL, MOST_COLUMNS = 5_000, 100
COLUMNS: tuple[str, ...] = ("description", "code", "cn", "quantity", "unit", "value", "serials")
_NAMES = {
    "description": ("omschrijving", "description", "goederen", "goods", "product", "artikel", "item"),
    "code": ("code", "lijstcode", "code van de lijst", "list code", "ml", "ml code", "rating", "control list"),
    "cn": ("gn", "gn code", "cn", "cn code", "hs", "hs code", "goederencode", "commodity code"),
    "quantity": ("hoeveelheid", "aantal", "quantity", "qty", "amount"),
    "unit": ("eenheid", "unit", "uom"),
    "value": ("waarde", "waarde in euro", "value", "value in euro", "bedrag", "price", "prijs", "eur"),
    "serials": ("serienummers", "serienummer", "serial numbers", "serial number", "serial", "sn"),
}
_UNITS = {
    "": "",
    **{word: unit for unit, words in {
        "pieces": ("stuks", "stuk", "st", "pieces", "piece", "pcs", "pc", "ea", "each"),
        "kg": ("kg", "kilogram", "kilo", "kilograms"),
        "g": ("g", "gram", "grams"),
        "l": ("l", "liter", "litre", "litres"),
        "m": ("m", "meter", "metre", "metres"),
        "m2": ("m2", "m²"),
        "m3": ("m3", "m³"),
        "set": ("set", "sets"),
        "hour": ("uur", "uren", "h", "hour", "hours"),
        "copy": ("exemplaar", "exemplaren", "copy", "copies"),
    }.items() for word in words},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """The rows as typed; `ignored` are the headings that are no column of ours."""

    rows: tuple[dict[str, Typed], ...]
    ignored: tuple[str, ...]


def read_text(text: str) -> Table:
    """A pasted table: from a spreadsheet (tabs), a mail or a CSV. Raises `InvalidInput` when there is nothing in it to read."""
    text = storable(text).replace("\ufeff", "")
    if len(text) > LARGEST:
        raise _no("De tabel is te groot.", "The table is too large.", "Splits ze in delen.", "Split it into parts.")
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise _no("De tabel is leeg.", "The table is empty.", "Plak minstens één rij.", "Paste at least one row.")
    csv.field_size_limit(LARGEST)
    try:
        cells = list(csv.reader(lines, delimiter=_separator(lines)))
    except csv.Error as error:
        raise _no(
            "Deze tabel kunnen we niet lezen.",
            "We cannot read this table.",
            "Kijk na of elk aanhalingsteken gesloten is.",
            "Check that each quotation mark is closed.",
        ) from error
    return _table(cells)


def read_file(name: str, content: bytes) -> Table:
    """A CSV, text or XLSX file. Raises `InvalidInput` for another kind, a damaged file or one without rows."""
    if len(content) > LARGEST:
        raise _no("Het bestand is te groot.", "The file is too large.", "Splits het in delen.", "Split it into parts.")
    if name.lower().endswith((".csv", ".txt", ".tsv")) and not content.startswith(b"PK"):
        if not content.strip():
            raise _no("Het bestand is leeg.", "The file is empty.", "Kies een ander bestand.", "Choose another file.")
        return read_text(decoded(content))
    if inspection.inspect(name, content).extension != "xlsx":
        raise _no("Dit is geen tabel.", "This is no table.", "Kies een CSV- of XLSX-bestand.", "Choose a CSV or XLSX file.")
    return _table(_sheet(content))


def decoded(content: bytes) -> str:
    """Text in UTF-8 or UTF-16 with its mark, or in Windows-1252, as spreadsheets write it. Never fails."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _sheet(content: bytes) -> list[list[str]]:
    """The first sheet of a workbook, cell by cell, out of its XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            names = book.namelist()
            sheets = [one for one in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", one)]
            first = min(sheets, key=lambda one: (len(one), one))
            strings = _strings(book.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            rows = islice(fromstring(book.read(first)).iter(f"{_NS}row"), MOST_ROWS + 50)
            return [_cells(row, strings) for row in rows]
    except (ParseError, DefusedXmlException, zipfile.BadZipFile, ValueError, KeyError, IndexError) as error:
        raise _no(
            "Dit bestand is beschadigd of heeft geen blad.",
            "This file is damaged or has no sheet.",
            "Bewaar het opnieuw als CSV of XLSX.",
            "Save it again as CSV or XLSX.",
        ) from error


def _strings(raw: bytes) -> list[str]:
    return ["".join(part.text or "" for part in item.iter(f"{_NS}t")) for item in fromstring(raw).iter(f"{_NS}si")]


def _cells(row: Any, strings: Sequence[str]) -> list[str]:
    found: dict[int, str] = {}
    for place, cell in enumerate(row.iter(f"{_NS}c")):
        letters = re.sub(r"[^A-Z]", "", cell.get("r", ""))
        column = _column(letters) if letters else place
        if column >= MOST_COLUMNS:
            break
        found[column] = _value(cell, strings)
    return [found.get(at, "") for at in range(max(found, default=-1) + 1)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: Any, strings: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_NS}t"))
    raw = next((part.text or "" for part in cell.iter(f"{_NS}v")), "")
    if cell.get("t") == "s":
        return strings[int(raw)]
    # A number stands in the file with a point, and one with an exponent would read as nonsense in a form.
    if re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d{1,2})?", raw):
        return f"{Decimal(raw).normalize():f}".replace(".", ",")
    return raw


# --- any table --------------------------------------------------------------------------------------------------------


def _separator(lines: Sequence[str]) -> str:
    """What splits the first lines most evenly: a tab before a semicolon before a comma or a bar."""
    head = lines[:5]
    return max("\t;,|", key=lambda mark: (min(line.count(mark) for line in head), -"\t;,|".index(mark)))


def _table(cells: Iterable[Sequence[str]]) -> Table:
    rows = [[cell.strip() for cell in row] for row in cells if any(cell.strip() for cell in row)]
    if not rows:
        raise _no("De tabel is leeg.", "The table is empty.", "Geef minstens één rij.", "Give at least one row.")
    found = [_heading(cell) for cell in rows[0]]
    ignored: tuple[str, ...] = ()
    if sum(name is not None for name in found) >= 2:
        names: list[str | None] = [name if name not in found[:at] else None for at, name in enumerate(found)]
        ignored = tuple(cell for cell, name in zip(rows[0], names, strict=True) if name is None and cell)
        rows = rows[1:]
    else:
        names = list(COLUMNS)
    if not rows:
        raise _no(
            "Onder de koppen staan geen rijen.",
            "There are no rows under the headings.",
            "Geef minstens één rij.",
            "Give a row.",
        )
    if len(rows) > MOST_ROWS:
        raise _no(
            f"De tabel telt {len(rows)} rijen; er mogen er {MOST_ROWS} zijn.",
            f"The table has {len(rows)} rows; {MOST_ROWS} are allowed.",
            "Splits ze over twee aanvragen.",
            "Split it over two applications.",
        )
    return Table(tuple(_row(names, row) for row in rows), ignored)


def _row(names: Sequence[str | None], cells: Sequence[str]) -> dict[str, Typed]:
    row: dict[str, Typed] = dict.fromkeys(COLUMNS, "")
    for name, cell in zip(names, cells, strict=False):
        if name:
            row[name] = storable(cell)[:MOST_CELL]
    unit = _plain(str(row["unit"]))
    row["unit"] = _UNITS.get(unit, str(row["unit"]))
    return row


def _heading(cell: str) -> str | None:
    plain = _plain(re.sub(r"\(.*?\)|[€*:]", "", cell))
    return next((column for column, names in _NAMES.items() if plain in names), None)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() if text not in ("m²", "m³") else text
    return re.sub(r"[\s_\-.]+", " ", folded).strip().lower()


def _no(nl: str, en: str, mend_nl: str, mend_en: str) -> InvalidInput:
    return InvalidInput(Text(nl, en), where="table", mend=Text(mend_nl, mend_en))
