"""A national or own list as CSV with a header: what a person writes by hand. Subjects to screen have the same columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bolwerk.engines.screening._model import Entity
from bolwerk.engines.screening.lists._days import days
from bolwerk.engines.screening.lists._decoding import encoding_of
from bolwerk.engines.screening.lists._draft import Draft
from bolwerk.engines.screening.lists._places import country
from bolwerk.engines.screening.lists._reading import Parsed
from bolwerk.engines.screening.lists._tables import named_rows, rows
from bolwerk.engines.screening.lists._words import Advance, damaged, mending, quiet
from bolwerk.kernel import InvalidInput, Text

SEPARATOR = "|"
"""Between several values in one cell."""
SCHEMAS = ("Person", "Company", "Organization", "PublicBody", "LegalEntity", "Vessel", "Airplane")
COLUMNS: Mapping[str, str] = {
    "name": "name",
    "aliases": "alias",
    "weak_aliases": "weakAlias",
    "previous_names": "previousName",
    "gender": "gender",
    "address": "address",
    "city": "city",
    "parent": "parent",
    "position": "position",
    "program": "program",
    "topics": "topics",
    "notes": "notes",
    "source_url": "sourceUrl",
}
"""Columns of plain text and the property that each becomes. Beside these:
id, schema, birth_date, countries, nationalities, identifiers."""
IDENTIFIERS: Mapping[str, str] = {
    "lei": "leiCode",
    "imo": "imoNumber",
    "mmsi": "mmsi",
    "callsign": "callSign",
    "vat": "vatCode",
    "passport": "passportNumber",
    "id": "idNumber",
    "registration": "registrationNumber",
    "kbo": "registrationNumber",
    "tax": "taxNumber",
    "swift": "swiftBic",
    "duns": "dunsCode",
    "ror": "rorId",
}
KNOWN = frozenset({*COLUMNS, "id", "schema", "birth_date", "countries", "nationalities", "identifiers"})
_DELIMITERS = (",", ";", "\t")
_GENDERS = {"m": "male", "man": "male", "male": "male", "v": "female", "f": "female", "vrouw": "female", "female": "female"}


def delimiter_of(path: Path, encoding: str) -> str:
    """Comma, semicolon or tab: whichever splits the first row into most known columns."""
    with path.open(encoding=encoding, newline="") as file:
        head = file.readline(100_000)
    return max(_DELIMITERS, key=lambda mark: sum(cell.strip(' "\r\n') in KNOWN for cell in head.split(mark)))


def read(paths: tuple[Path, ...], name: str, advance: Advance) -> Parsed:
    """One file or more. Raises InvalidInput with the line and the column of what cannot be."""
    entities, encodings, odd = [], [], dict[str, None]()
    for path in paths:
        encodings.append(encoding_of(path))
        mark = delimiter_of(path, encodings[-1])
        odd |= dict.fromkeys(unknown_columns(path, mark, encodings[-1]))
        for row in named_rows(path, mark, ("id", "name"), advance, encodings[-1]):
            try:
                entities.append(entity_of(row.cells, f"{path}:{row.line}", name))
            except InvalidInput as error:
                raise InvalidInput(error.what, where=error.where, mend=mending(error.mend.nl, error.mend.en)) from error
    told = tuple(
        Text(
            f"De kolom '{column}' is niet gekend en blijft buiten beschouwing.",
            f"The column '{column}' is not known and is left out.",
        )
        for column in odd
    )
    return Parsed(tuple(entities), tuple(encodings), None, told)


def unknown_columns(path: Path, mark: str, encoding: str) -> list[str]:
    """Columns of the header that mean nothing here."""
    head = next(rows(path, mark, quiet, encoding))
    return [column.strip() for column in head.cells if column.strip() and column.strip() not in KNOWN]


def _values(cells: Mapping[str, str | None], column: str) -> list[str]:
    cell = cells.get(column)
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()] if cell else []


def entity_of(cells: Mapping[str, str | None], where: str, dataset: str = "") -> Entity:
    """The entity of a row. Raises InvalidInput naming the column."""
    id, name = (cells.get("id") or "").strip(), _values(cells, "name")
    if not id:
        raise _bad(where, "id", "is leeg", "is empty", "Geef elke rij een eigen id.", "Give each row an id of its own.")
    if not name:
        raise _bad(where, "name", "is leeg", "is empty", "Vul een naam in.", "Fill in a name.")
    draft = Draft(id, _schema(where, (cells.get("schema") or "").strip()))
    for column, cell in cells.items():
        if cell and (property := COLUMNS.get(column)):
            values = _values(cells, column)
            draft.add(property, *([_GENDERS.get(v.lower(), v.lower()) for v in values] if column == "gender" else values))
    for day in _values(cells, "birth_date"):
        found = days(day)
        if not found:
            raise _bad(
                where,
                "birth_date",
                f"bevat geen datum die kan: '{day[:40]}'",
                f"holds no date that can be: '{day[:40]}'",
                "Schrijf 1962-03-18, 1962-03, 1962 of 1960 to 1963.",
                "Write 1962-03-18, 1962-03, 1962 or 1960 to 1963.",
            )
        draft.add("birthDate", *found)
    for column, property in (("countries", "country"), ("nationalities", "nationality")):
        for land in _values(cells, column):
            draft.add(property, _country(where, column, land))
    for number in _values(cells, "identifiers"):
        draft.add(*_identifier(where, number))
    return draft.entity(dataset)


def _schema(where: str, said: str) -> str:
    if not said:
        return "LegalEntity"
    found = {schema.lower(): schema for schema in SCHEMAS}.get(said.lower())
    if found is None:
        raise _bad(
            where,
            "schema",
            f"is onbekend: '{said[:40]}'",
            f"is not known: '{said[:40]}'",
            f"Kies uit {', '.join(SCHEMAS)}; leeg is LegalEntity.",
            f"Choose from {', '.join(SCHEMAS)}; empty is LegalEntity.",
        )
    return found


def _country(where: str, column: str, said: str) -> str:
    code = country(said)
    if code is None:
        raise _bad(
            where,
            column,
            f"bevat een land dat we niet kennen: '{said[:40]}'",
            f"holds a country that is not known: '{said[:40]}'",
            "Schrijf de code van twee letters (ISO 3166), zoals be.",
            "Write the code of two letters (ISO 3166), such as be.",
        )
    return code


def _identifier(where: str, said: str) -> tuple[str, str]:
    kind, found, number = said.partition(":")
    property = IDENTIFIERS.get(re.sub(r"[^a-z]", "", kind.lower()))
    if not found or property is None or not number.strip():
        raise _bad(
            where,
            "identifiers",
            f"bevat een nummer zonder gekende soort: '{said[:40]}'",
            f"holds a number without a known kind: '{said[:40]}'",
            f"Schrijf soort:nummer, met als soort {', '.join(IDENTIFIERS)}; zoals imo:9074729.",
            f"Write kind:number, the kind being {', '.join(IDENTIFIERS)}; such as imo:9074729.",
        )
    return property, number.strip()


def _bad(where: str, column: str, nl: str, en: str, mend_nl: str, mend_en: str) -> InvalidInput:
    return damaged(where, None, f"De kolom '{column}' {nl}.", f"The column '{column}' {en}.", Text(mend_nl, mend_en))
