"""Reading the open data files of the KBO: enterprise, denomination, address and establishment, as CSV.

Columns as in the KBO open data: dates `dd-mm-yyyy`, numbers with dots. Each line that cannot be read is reported with its
file and line; the other lines are taken in.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bolwerk.kernel import BolwerkError, EstablishmentNumber, InvalidInput, KboNumber, Text, read_date
from bolwerk.office.registers import services
from bolwerk.office.registers.models import Establishment, Organisation, Source

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

_COLUMNS = {
    "enterprise.csv": ("EnterpriseNumber", "JuridicalForm", "StartDate"),
    "denomination.csv": ("EntityNumber", "Language", "TypeOfDenomination", "Denomination"),
    "address.csv": ("EntityNumber", "TypeOfAddress", "Zipcode", "MunicipalityNL", "StreetNL", "HouseNumber"),
    "establishment.csv": ("EstablishmentNumber", "StartDate", "EnterpriseNumber"),
}
_SOCIAL_NAME, _DUTCH = "001", "2"
_KNOWN = {"source": Source.REGISTER, "source_name": "KBO Open Data", "purpose": "identificatie van de onderneming"}


@dataclass(slots=True)
class Report:
    """How many rows were taken in, and what was wrong: each error's `where` is `file, line`."""

    organisations: int = 0
    establishments: int = 0
    errors: list[BolwerkError] = field(default_factory=list)


@dataclass(slots=True)
class _Facts:
    enterprises: dict[str, dict[str, Any]] = field(default_factory=dict)
    establishments: dict[str, dict[str, Any]] = field(default_factory=dict)


def import_folder(folder: Path, *, actor: User | None, only: frozenset[str] = frozenset()) -> Report:
    """Take in the four files of `folder`; `only` limits it to those KBO numbers. Raises `InvalidInput` when a file lacks."""
    report, facts = Report(), _Facts()
    for name, take in (
        ("enterprise.csv", _enterprise),
        ("establishment.csv", _establishment),
        ("denomination.csv", _denomination),
        ("address.csv", _address),
    ):
        for line, row in _rows(folder / name, report):
            _try(lambda row=row, take=take: take(row, facts, only), f"{name}, {line}", report)  # type: ignore[misc]
    for kbo, found in facts.enterprises.items():
        report.organisations += _try(lambda kbo=kbo, found=found: _save(kbo, found, actor), kbo, report)  # type: ignore[misc]
    for number, found in facts.establishments.items():
        report.establishments += _try(
            lambda number=number, found=found: _save_unit(number, found, actor),  # type: ignore[misc]
            number,
            report,
        )
    return report


def _rows(file: Path, report: Report) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        lines = file.open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise _bad(Text("Dit bestand ontbreekt.", "This file is missing."), file.name) from error
    with lines:
        reader = csv.DictReader(lines)
        if missing := set(_COLUMNS[file.name]) - set(reader.fieldnames or ()):
            name = min(missing)
            raise _bad(Text(f"De kolom {name} ontbreekt.", f"The column {name} is missing."), f"{file.name}, 1")
        for row in reader:
            if wrong := _unreadable(row):
                report.errors.append(_bad(wrong, f"{file.name}, {reader.line_num}"))
            else:
                yield reader.line_num, row


def _unreadable(row: dict[str, str]) -> Text | None:
    if None in row or None in row.values():
        return Text("Het aantal kolommen klopt niet.", "The number of columns is not right.")
    if any("\ufffd" in value or "\x00" in value for value in row.values()):
        return Text("Deze lijn is geen leesbare tekst.", "This line is not readable text.")
    return None


def _try(step: Callable[[], None], where: str, report: Report) -> bool:
    try:
        step()
    except BolwerkError as error:
        error.where = f"{where}, {error.where}" if error.where else where
        report.errors.append(error)
        return False
    return True


def _enterprise(row: dict[str, str], facts: _Facts, only: frozenset[str]) -> None:
    kbo = KboNumber.read(row["EnterpriseNumber"], where="EnterpriseNumber")
    if only and kbo not in only:
        return
    facts.enterprises[kbo] = {
        "legal_form": row["JuridicalForm"].strip(),
        "started_on": read_date(row["StartDate"], "StartDate") if row["StartDate"].strip() else None,
    }


def _establishment(row: dict[str, str], facts: _Facts, only: frozenset[str]) -> None:
    kbo = KboNumber.read(row["EnterpriseNumber"], where="EnterpriseNumber")
    if kbo not in facts.enterprises:
        return
    facts.establishments[EstablishmentNumber.read(row["EstablishmentNumber"], where="EstablishmentNumber")] = {
        "organisation": kbo,
        "started_on": read_date(row["StartDate"], "StartDate") if row["StartDate"].strip() else None,
    }


def _denomination(row: dict[str, str], facts: _Facts, only: frozenset[str]) -> None:
    found = _entity(row["EntityNumber"], facts)
    name = " ".join(row["Denomination"].split())[:200]
    if found is None or not name or row["TypeOfDenomination"] != _SOCIAL_NAME:
        return
    if "name" not in found or row["Language"] == _DUTCH:
        found["name"] = name


def _address(row: dict[str, str], facts: _Facts, only: frozenset[str]) -> None:
    if (found := _entity(row["EntityNumber"], facts)) is None:
        return
    found["street"] = f"{row['StreetNL']} {row['HouseNumber']}".strip()[:160]
    found["postcode"] = row["Zipcode"].strip()[:10]
    found["municipality"] = row["MunicipalityNL"].strip()[:80]


def _entity(raw: str, facts: _Facts) -> dict[str, Any] | None:
    number = raw.replace(".", "").strip()
    return facts.enterprises.get(number) or facts.establishments.get(number)


@transaction.atomic
def _save(kbo: str, found: dict[str, Any], actor: User | None) -> None:
    name = found.pop("name", "")
    if not name:
        raise _bad(Text("Deze onderneming heeft geen naam.", "This enterprise has no name."), "denomination.csv")
    services.register_organisation(kbo, name, actor=actor, reason="KBO Open Data", **found, **_KNOWN)


@transaction.atomic
def _save_unit(number: str, found: dict[str, Any], actor: User | None) -> None:
    organisation = Organisation.objects.filter(kbo=found.pop("organisation")).first()
    if organisation is None or Establishment.objects.filter(number=number).exclude(organisation=organisation).exists():
        raise _bad(
            Text("De onderneming van deze vestiging klopt niet.", "The enterprise of this establishment is not right."),
            "establishment.csv",
        )
    services.add_establishment(organisation, number, actor=actor, reason="KBO Open Data", **found, **_KNOWN)


def _bad(what: Text, where: str) -> InvalidInput:
    return InvalidInput(
        what, where=where, mend=Text("Haal het bestand opnieuw op bij de KBO.", "Get the file from the KBO again.")
    )
