"""Denials from a file: CSV with a head line. A file with a wrong line is refused whole, each wrong line named.

Columns: member_state, reference, denied_on, country, consignee, end_user, goods, codes, criteria, revoked. Separated by comma
or semicolon; codes and criteria by a vertical bar; days as 2025-03-14 or 14/03/2025; UTF-8, or Windows-1252 when it is not.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from bolwerk.domains.export_control.app.book import book, decide
from bolwerk.domains.export_control.app.handling.denials import Row
from bolwerk.domains.export_control.law.procedures.settings import LAW_DAY
from bolwerk.kernel import InvalidInput, Text, read_date

COLUMNS = (
    "member_state",
    "reference",
    "denied_on",
    "country",
    "consignee",
    "end_user",
    "goods",
    "codes",
    "criteria",
    "revoked",
)
NEEDED = ("member_state", "reference", "denied_on", "country", "goods")
LARGEST = 5_000_000
_LIMITS = {"reference": 80, "consignee": 300, "end_user": 300, "goods": 1000}
_YES, _NO = frozenset({"1", "yes", "ja", "true"}), frozenset({"", "0", "no", "nee", "false"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong on a line of the file (0: the file itself)."""

    line: int
    error: InvalidInput


class BadFile(InvalidInput):
    """The file was refused whole; `problems` has every line that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(
            Text(
                f"Het bestand is niet ingelezen: {len(problems)} regel(s) met een fout.",
                f"The file was not read: {len(problems)} line(s) with an error.",
            ),
            where=f"regel {first.line}: {first.error.where}" if first.line else first.error.where,
            mend=Text(
                "Verbeter de regels hieronder en bied het bestand opnieuw aan.", "Correct the lines below and offer it again."
            ),
        )
        self.problems = problems


def read(content: bytes) -> tuple[Row, ...]:
    """Raises `BadFile` with each line that is wrong."""
    if len(content) > LARGEST:
        raise BadFile((Problem(0, _wrong("file", "Het bestand is te groot.", "The file is too large.")),))
    text = _decoded(content)
    head, _, _ = text.partition("\n")
    reader = csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    rows, problems = [], []
    names: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = _head(cells)
                continue
            try:
                rows.append(row_of(dict(zip(names, cells, strict=False))))
            except InvalidInput as error:
                problems.append(Problem(reader.line_num, error))
    except csv.Error:
        problems.append(Problem(reader.line_num, _wrong("file", "Deze regel is geen CSV.", "This line is no CSV.")))
    if problems:
        raise BadFile(tuple(problems))
    if not rows:
        raise BadFile((Problem(0, _wrong("file", "Er staat geen weigering in.", "There is no denial in it.")),))
    return tuple(rows)


@cache
def member_states() -> frozenset[str]:
    """The Member States as the law groups countries (`destination.group`)."""
    countries = map(str, book().facts["destination.country"].values)
    groups = {one: decide("destination.group", {"destination.country": one}, LAW_DAY).value for one in countries}
    return frozenset(one for one, group in groups.items() if group in ("belgium", "benelux", "eu"))


def row_of(raw: Mapping[str, str]) -> Row:
    """A denial from what was typed. Raises `InvalidInput` with the column."""
    given = {name: (raw.get(name) or "").strip() for name in COLUMNS}
    for name in NEEDED:
        if not given[name]:
            raise _wrong(name, "Dit is leeg.", "This is empty.")
    for name, most in _LIMITS.items():
        if len(given[name]) > most:
            raise _wrong(name, f"Langer dan {most} tekens.", f"Longer than {most} characters.")
    state, country = given["member_state"].upper(), given["country"].upper()
    if state not in member_states():
        raise _wrong(
            "member_state", f"'{state[:20]}' is geen lidstaat van de EU.", f"'{state[:20]}' is no Member State of the EU."
        )
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        raise _wrong("country", f"'{country[:20]}' is geen landcode.", f"'{country[:20]}' is not a country code.")
    revoked = given["revoked"].lower()
    if revoked not in _YES | _NO:
        raise _wrong("revoked", "Dit is geen ja of nee.", "This is not yes or no.")
    return Row(
        member_state=state,
        reference=given["reference"],
        denied_on=_day(given["denied_on"]),
        country=country,
        consignee=given["consignee"],
        end_user=given["end_user"],
        goods=given["goods"],
        codes=_several(given["codes"]),
        criteria=_several(given["criteria"]),
        revoked=revoked in _YES,
    )


def _head(cells: list[str]) -> list[str]:
    names = [cell.strip().lower().lstrip("\ufeff") for cell in cells]
    if lacking := [name for name in NEEDED if name not in names]:
        named = ", ".join(lacking)
        raise BadFile(
            (Problem(1, _wrong("file", f"Deze kolommen ontbreken: {named}.", f"These columns are missing: {named}.")),)
        )
    return names


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if b"\x00" in content:
        raise BadFile((Problem(0, _wrong("file", "Dit is geen tekstbestand.", "This is no text file.")),))
    return content.decode("cp1252", errors="replace")


def _day(raw: str) -> date:
    try:
        found = date.fromisoformat(raw) if len(raw) == 10 and raw[4] == "-" else read_date(raw, "denied_on")
    except ValueError as error:
        raise _wrong("denied_on", f"'{raw[:20]}' is geen dag.", f"'{raw[:20]}' is not a day.") from error
    return found


def _several(raw: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in raw.split("|") if one.strip())


def _wrong(where: str, nl: str, en: str) -> InvalidInput:
    return InvalidInput(Text(nl, en), where=where, mend=Text("Verbeter dit.", "Correct this."))
