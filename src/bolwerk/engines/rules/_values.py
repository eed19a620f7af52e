"""What every table shares, and tables of values: days, periods, sources, reasons and dated parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bolwerk.engines.rules._cells import read_day, read_number
from bolwerk.engines.rules._facts import YES, Value, nearest
from bolwerk.engines.rules._model import DatedValue
from bolwerk.engines.rules._source import Cell, Document, Table, wrong
from bolwerk.kernel import Citation, Period, Standing, Text

_VALUE_COLUMNS = ("#", "param", "key", "value", "from", "until", "source", "standing", "why nl", "why en")
WRITE_A_DAY = Text("Schrijf de datum zoals 2025-05-15.", "Write the date as 2025-05-15.")


def is_values(table: Table) -> bool:
    return "param" in table.columns


def read_values(document: Document) -> list[DatedValue]:
    values = []
    for table in document.tables:
        if is_values(table):
            _known_columns(table, _VALUE_COLUMNS)
            values += [_value_row(dict(zip(table.columns, row, strict=True))) for row in table.rows]
    return values


def _value_row(row: Mapping[str, Cell]) -> DatedValue:
    param, value = row["param"], row.get("value")
    if value is None or not param.text:
        raise wrong(
            param.place,
            Text(
                "Een tabel van waarden heeft de kolommen param en value nodig.",
                "A table of values needs the columns param and value.",
            ),
            Text("Vul param en value in.", "Fill in param and value."),
        )
    key_cell = row.get("key")
    key = tuple(part.strip() for part in key_cell.text.split(",")) if key_cell and key_cell.text not in ("", "-") else ()
    given = row["#"].text if "#" in row else ""
    name = f"{param.text}[{', '.join(key)}]" if key else param.text
    return DatedValue(
        id=given or name,
        param=param.text,
        key=key,
        value=_any_value(value),
        period=period_of(row),
        citation=citation_of(row),
        why=why_of(row),
        place=param.place,
    )


def _any_value(cell: Cell) -> Value:
    if not cell.text:
        raise wrong(
            cell.place,
            Text("De waarde ontbreekt.", "The value is missing."),
            Text("Vul ze in, of haal de rij weg.", "Fill it in, or remove the row."),
        )
    for reader in (read_number, read_day):
        try:
            return reader(cell.text)
        except ValueError:
            continue
    return YES.get(cell.text.lower(), cell.text)


def _known_columns(table: Table, allowed: tuple[str, ...]) -> None:
    for cell in table.header:
        if cell.text not in allowed:
            like = nearest(cell.text, allowed)
            raise wrong(
                cell.place,
                Text(f"Deze tabel kent geen kolom '{cell.text}'.", f"This table has no column '{cell.text}'."),
                Text(f"Bedoelde je '{like}'?", f"Did you mean '{like}'?")
                if like
                else Text(f"Gebruik: {', '.join(allowed)}.", f"Use: {', '.join(allowed)}."),
            )


def day_of(cell: Cell) -> Any:
    if cell.text in ("", "-"):
        return None
    try:
        return read_day(cell.text)
    except ValueError as error:
        raise wrong(cell.place, Text(f"'{cell.text}' is geen datum.", f"'{cell.text}' is not a date."), WRITE_A_DAY) from error


def period_of(row: Mapping[str, Cell]) -> Period:
    start, end = (day_of(row[name]) if name in row else None for name in ("from", "until"))
    if start and end and end < start:
        raise wrong(
            row["until"].place,
            Text(f"De rij eindigt ({end}) voor ze begint ({start}).", f"The row ends ({end}) before it starts ({start})."),
            Text("Zet in until de laatste dag waarop de rij geldt.", "Put in until the last day on which the row holds."),
        )
    return Period(start, end)


def citation_of(row: Mapping[str, Cell]) -> Citation | None:
    standing = Standing.CONFIRMED
    if (cell := row.get("standing")) and cell.text not in ("", "-"):
        try:
            standing = Standing(cell.text)
        except ValueError as error:
            raise wrong(
                cell.place,
                Text(f"standing '{cell.text}' bestaat niet.", f"standing '{cell.text}' does not exist."),
                Text("Kies confirmed, derived of unconfirmed.", "Choose confirmed, derived or unconfirmed."),
            ) from error
    source = row.get("source")
    return Citation.read(source.text, standing) if source and source.text not in ("", "-") else None


def why_of(row: Mapping[str, Cell]) -> Text | None:
    nl, en = (row[name].text if name in row else "" for name in ("why nl", "why en"))
    if bool(nl) != bool(en):
        raise wrong(
            row["why en" if nl else "why nl"].place
            if ("why en" if nl else "why nl") in row
            else next(iter(row.values())).place,
            Text("De reden staat er maar in één taal.", "The reason stands in one language only."),
            Text("Vul why nl en why en allebei in, of geen van beide.", "Fill in both why nl and why en, or neither."),
        )
    return Text(nl, en) if nl else None
