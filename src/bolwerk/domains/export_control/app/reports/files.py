"""A report as CSV, XLSX and PDF. Made out of the contents alone, so that they come out the same, byte for byte, every time."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import xlsxwriter

from bolwerk.domains.export_control.app.reports.tables import Cell, Table, tables
from bolwerk.domains.export_control.law.supervising.reporting import ART_50, KINDS
from bolwerk.kernel import Lang, Money, Period, Reason, Text
from bolwerk.office.documents import letters

if TYPE_CHECKING:
    from bolwerk.domains.export_control.app.reports.models import Edition

__all__ = ["FORMATS", "LANGS", "METHOD", "make", "make_all"]

LANGS: tuple[Lang, ...] = ("nl", "en")
_BOM = "\ufeff"
"""So that a spreadsheet reads the accents."""
_RISKY = ("=", "+", "-", "@")
METHOD = (
    Text(
        "Een vergunning telt in de periode waarin ze werd afgegeven, een weigering of een antwoord op de dag van verzending,"
        " een verlenging op de dag van de toekenning.",
        "A licence counts in the period in which it was issued, a refusal or an answer on the day it was sent, an extension on"
        " the day it was granted.",
    ),
    Text(
        "De waarde is die van de vergunning, een keer geteld. Die van een weigering is de gevraagde waarde, die van een"
        " verlenging staat al in de eerdere vergunning.",
        "The value is that of the licence, counted once. That of a refusal is the value asked; that of an extension stands in"
        " the earlier licence already.",
    ),
    Text(
        "Geldt een vergunning voor meer landen, dan staan ze samen: de waarde wordt niet gesplitst.",
        "Where a licence is for more countries, they stand together: no value is split.",
    ),
    Text(
        "Partijen staan er als soort, zonder naam.",
        "Parties are told by their class, without a name.",
    ),
)
"""How was counted; it goes with every report."""


def make(edition: Edition, format: str, lang: Lang) -> bytes:
    """One file. `format` is one of `FORMATS`."""
    return FORMATS[format](_Told(edition), lang)


def make_all(edition: Edition) -> Mapping[str, bytes]:
    """Every file by its name: `nl.csv`, …"""
    return {f"{lang}.{format}": make(edition, format, lang) for lang in LANGS for format in FORMATS}


class _Told:
    """What a file needs of an edition."""

    def __init__(self, edition: Edition) -> None:
        self.name, self.digest, self.number = edition.name, edition.digest, edition.number
        self.kind, self.label = edition.kind, KINDS[edition.kind][1]
        self.start, self.end = edition.period_from, edition.period_to
        self.tables = tables(edition.content)
        self.law: list[dict[str, str]] = edition.content["law"]

    def title(self, lang: Lang) -> str:
        return f"{self.label.in_(lang).capitalize()}, {self.period(lang)}"

    def period(self, lang: Lang) -> str:
        return Period(self.start, self.end).as_text().in_(lang)

    def version(self, lang: Lang) -> str:
        return Text(f"versie {self.number}", f"version {self.number}").in_(lang)


def _csv(told: _Told, lang: Lang) -> bytes:
    """One file with every table under its title; decimals with a point and no thousands marks, for programs."""
    out = StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\r\n")
    sheet.writerow([told.title(lang), told.version(lang), told.digest])
    for table in told.tables:
        sheet.writerow([])
        sheet.writerow([table.title.in_(lang)])
        sheet.writerow([label.in_(lang) for label in table.head])
        sheet.writerows([_plain(cell, lang) for cell in row] for row in table.rows)
    return (_BOM + out.getvalue()).encode()


def _plain(cell: Cell, lang: Lang) -> str:
    match cell:
        case Money():
            return f"{cell.cents // 100}.{cell.cents % 100:02d}"
        case Text():
            return _safe(cell.in_(lang))
        case int():
            return str(cell)
    return _safe(cell)


def _safe(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _xlsx(told: _Told, lang: Lang) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": told.title(lang), "created": datetime.combine(told.end, time())})
    bold, euro = (
        book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "#,##0.00"}),
    )
    about = book.add_worksheet(Text("Toelichting", "About").in_(lang))
    about.set_column(0, 0, 100)
    notes = [told.title(lang), told.version(lang), f"SHA-256 {told.digest}", *(text.in_(lang) for text in METHOD)]
    for number, note in enumerate([*notes, *_sources(told, lang)]):
        about.write_string(number, 0, note, bold if number == 0 else None)
    for table in told.tables:
        _worksheet(book, table, lang, bold, euro)
    book.close()
    return out.getvalue()


def _worksheet(book: Any, table: Table, lang: Lang, bold: Any, euro: Any) -> None:
    sheet = book.add_worksheet(table.title.in_(lang)[:31])
    sheet.set_column(0, len(table.head) - 1, 22)
    sheet.freeze_panes(1, 0)
    for column, label in enumerate(table.head):
        sheet.write_string(0, column, label.in_(lang), bold)
    for line, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            match cell:
                case Money():
                    sheet.write_number(line, column, cell.cents / 100, euro)
                case Text():
                    sheet.write_string(line, column, cell.in_(lang))
                case int():
                    sheet.write_number(line, column, cell)
                case _:
                    sheet.write_string(line, column, cell)


def _sources(told: _Told, lang: Lang) -> list[str]:
    from bolwerk.kernel import Standing

    return sorted({f"{row['source']} ({Standing(row['standing']).label.in_(lang)})" for row in told.law})


def _pdf(told: _Told, lang: Lang) -> bytes:
    parts: dict[str, Any] = {table.id: [_cells(table, row, lang) for row in table.rows] for table in told.tables}
    present = {f"has_{table.id}": bool(table.rows) for table in told.tables}
    empty = {f"no_{table.id}": not table.rows for table in told.tables}
    data = {
        "sender": {
            "name": Text("Vlaamse overheid", "Flemish authorities"),
            "service": Text("Dienst vergunningen", "Licensing service"),
        },
        "addressee": {"name": _READERS[told.kind == "month"]},
        "reference": f"{told.name}, {told.version(lang)}",
        "date": told.end,
        "subject": told.title(lang),
        "reasons": [Reason(text, (ART_50,) if number == 0 else ()) for number, text in enumerate(METHOD)],
        "digest": told.digest,
        **parts,
        **present,
        **empty,
    }
    return letters.render("export_report", data, lang)


_READERS = {
    True: Text("Publicatie op het web", "Published on the web"),
    False: Text("Vlaams Parlement", "Flemish Parliament"),
}
_SHORT = {"lines": ((0, 1), (2, 3), (4,), (5, 6, 7), (8,), (9,))}
"""Which columns of a wide table share one on paper."""


def _cells(table: Table, row: tuple[Cell, ...], lang: Lang) -> list[str]:
    groups = _SHORT.get(table.id) or tuple((place,) for place in range(len(row)))
    found = []
    for group in groups:
        texts = [row[place].in_(lang) if isinstance(row[place], Text | Money) else str(row[place]) for place in group]  # type: ignore[union-attr]
        found.append("; ".join(dict.fromkeys(text for text in texts if text)))
    return found


FORMATS: Mapping[str, Callable[[_Told, Lang], bytes]] = {"csv": _csv, "xlsx": _xlsx, "pdf": _pdf}
"""Each form of file with how it is made."""


def period_of(kind: str, start: date) -> Period:
    """The period of a report of this kind that begins on `start`."""
    months = KINDS[kind][0]
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return Period(start, date.fromordinal(date(year, month + 1, 1).toordinal() - 1))
