"""Structures from the table that an owner fills in: one limit a row, every bad row with its line and its reason."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bolwerk.engines.corridors._model import Basis, Crossing, Kind, Limit, Quantity, Side, Structure
from bolwerk.kernel import BolwerkError, InvalidInput, Text

COLUMNS = ("structure", "kind", "name", "side", "quantity", "value", "crossing", "basis", "source", "on", "confidence")
_MUST = ("structure", "kind")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Import:
    """What was read and what was not. `accept` gives the structures."""

    rows: int
    good: tuple[Structure, ...]
    bad: tuple[BadRow, ...]

    def accept(self, *, without_bad_rows: bool = False) -> tuple[Structure, ...]:
        """The structures. With bad rows only where the user says so; else `InvalidInput` names the first."""
        if self.bad and not without_bad_rows:
            raise InvalidInput(
                Text(
                    f"{len(self.bad)} van {self.rows} rijen zijn niet goed.",
                    f"{len(self.bad)} of {self.rows} rows are not right.",
                ),
                where=f"line {self.bad[0].line}",
                mend=self.bad[0].reason,
            )
        return self.good


def template() -> str:
    """The first line of the table. A structure of which no limit is known is a row without side, quantity and value."""
    return ",".join(COLUMNS) + "\n"


def read_structures(text: str) -> Import:
    """Read the table. Comma or semicolon between columns; `InvalidInput` where a column is missing."""
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";" if head.count(";") > head.count(",") else ",")
    missing = [c for c in _MUST if c not in (reader.fieldnames or ())]
    if missing:
        raise InvalidInput(
            Text("Een kolom ontbreekt.", "A column is missing."),
            where=", ".join(missing),
            mend=Text(f"De kolommen zijn {', '.join(COLUMNS)}.", f"The columns are {', '.join(COLUMNS)}."),
        )
    found: dict[str, Structure] = {}
    bad: list[BadRow] = []
    rows = 0
    for raw in reader:
        rows += 1
        row = {key: (value or "").strip() for key, value in raw.items() if isinstance(key, str) and not isinstance(value, list)}
        try:
            made = _structure(row)
            before = found.get(made.id, replace(made, limits=()))
            if before.kind is not made.kind:
                raise _bad("kind", f"{before.kind} of {made.kind}", f"{before.kind} or {made.kind}")
        except BolwerkError as error:
            bad.append(BadRow(reader.line_num, Text(error.in_("nl"), error.in_("en"))))
            continue
        found[made.id] = replace(before, limits=before.limits + made.limits)
    return Import(rows, tuple(found.values()), tuple(bad))


def _structure(row: dict[str, str]) -> Structure:
    if not row["structure"]:
        raise _bad("structure", "een naam voor het kunstwerk", "a name for the structure")
    kind = _one(Kind, row, "kind")
    told = [row.get(c, "") for c in ("side", "quantity", "value")]
    limits = (_limit(row),) if any(told) else ()
    return Structure(row["structure"], kind, limits, name=row.get("name", ""))


def _limit(row: dict[str, str]) -> Limit:
    on = row.get("on", "")
    try:
        day = date.fromisoformat(on) if on else None
    except ValueError:
        raise _bad(f"on = {on}", "een dag als 2026-05-31", "a day such as 2026-05-31") from None
    return Limit(
        _one(Side, row, "side"),
        _one(Quantity, row, "quantity"),
        _number(row, "value"),
        _one(Basis, row, "basis"),
        row.get("source", ""),
        day,
        _number(row, "confidence") if row.get("confidence") else 1.0,
        _one(Crossing, row, "crossing") if row.get("crossing") else Crossing.NORMAL,
    )


def _one(kind: type[E], row: dict[str, str], column: str) -> E:
    value = row.get(column, "")
    if value not in list(kind):
        names = ", ".join(kind)
        raise _bad(f"{column} = {value}", f"één van {names}", f"one of {names}")
    return kind(value)


def _number(row: dict[str, str], column: str) -> float:
    value = row.get(column, "")
    try:
        return float(value.replace(",", "."))
    except ValueError:
        raise _bad(f"{column} = {value}", "een getal", "a number") from None


def _bad(where: str, nl: str, en: str) -> InvalidInput:
    what = Text("Deze rij kan niet gelezen worden.", "This row cannot be read.")
    return InvalidInput(what, where=where, mend=Text(f"Geef {nl}.", f"Give {en}."))
