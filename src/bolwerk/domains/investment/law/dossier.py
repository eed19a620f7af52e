"""The parts of a dossier file that the law of aid reads: who owns whom, the costs, earlier de minimis aid.

The shape is described in `examples/README.md`. Every error names the entry and says how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from bolwerk.domains.investment.law.aid import CostLine
from bolwerk.domains.investment.law.deminimis import DeMinimisAward
from bolwerk.domains.investment.law.ownership import Control, Enterprise, Holding, OwnerKind, OwnershipGraph, YearFigures
from bolwerk.kernel import InvalidInput, Money, Period, Text

__all__ = ["read_awards", "read_costs", "read_graph"]

E = TypeVar("E", bound=StrEnum)

_ENTERPRISE = {"id", "name", "kind", "founded", "markets", "inhabitants", "yearly_budget", "figures"}
_FIGURES = {"year", "headcount", "turnover", "balance", "consolidates"}
_HOLDING = {"owner", "owned", "capital", "votes", "control", "acting_together", "invested", "from", "until"}
_COST = {"partner", "activity", "kind", "amount"}
_AWARD = {"id", "beneficiary", "amount", "granted"}


def read_graph(raw: Mapping[str, Any], where: str = "organisation") -> OwnershipGraph:
    """From `[[organisation.enterprise]]` and `[[organisation.holding]]`."""
    return OwnershipGraph(
        tuple(_enterprise(entry, place) for entry, place in _entries(raw, "enterprise", _ENTERPRISE, where)),
        tuple(_holding(entry, place) for entry, place in _entries(raw, "holding", _HOLDING, where)),
    )


def read_costs(raw: Mapping[str, Any]) -> tuple[CostLine, ...]:
    """From `[[costs]]`."""
    return tuple(
        CostLine(
            _text(entry, "partner", place),
            _text(entry, "activity", place),
            _text(entry, "kind", place),
            _money(_need(entry, "amount", place), f"{place}.amount"),
        )
        for entry, place in _entries(raw, "costs", _COST, "")
    )


def read_awards(raw: Mapping[str, Any]) -> tuple[DeMinimisAward, ...]:
    """From `[[deminimis]]`."""
    return tuple(
        DeMinimisAward(
            str(entry.get("id", place)),
            _text(entry, "beneficiary", place),
            _money(_need(entry, "amount", place), f"{place}.amount"),
            _day(_need(entry, "granted", place), f"{place}.granted"),
        )
        for entry, place in _entries(raw, "deminimis", _AWARD, "")
    )


def _enterprise(entry: Mapping[str, Any], place: str) -> Enterprise:
    return Enterprise(
        id=_text(entry, "id", place),
        name=_text(entry, "name", place),
        kind=_choice(OwnerKind, entry.get("kind", OwnerKind.ENTERPRISE), f"{place}.kind"),
        figures=tuple(_figures(row, at) for row, at in _entries(entry, "figures", _FIGURES, place)),
        founded=_whole(entry, "founded", place),
        markets=frozenset(str(market) for market in entry.get("markets", ())),
        inhabitants=_whole(entry, "inhabitants", place),
        yearly_budget=_maybe_money(entry, "yearly_budget", place),
    )


def _figures(entry: Mapping[str, Any], place: str) -> YearFigures:
    year = _whole(entry, "year", place)
    if year is None:
        raise _bad(f"{place}.year", Text("Het jaar ontbreekt.", "The year is missing."))
    headcount = entry.get("headcount")
    return YearFigures(
        year,
        None if headcount is None else _number(headcount, f"{place}.headcount"),
        _maybe_money(entry, "turnover", place),
        _maybe_money(entry, "balance", place),
        frozenset(str(id_) for id_ in entry.get("consolidates", ())),
    )


def _holding(entry: Mapping[str, Any], place: str) -> Holding:
    capital = _number(entry.get("capital", 0), f"{place}.capital")
    start, end = (None if key not in entry else _day(entry[key], f"{place}.{key}") for key in ("from", "until"))
    if start and end and end < start:
        raise _bad(f"{place}.until", Text("Het einde ligt voor het begin.", "The end lies before the start."))
    return Holding(
        owner=_text(entry, "owner", place),
        owned=_text(entry, "owned", place),
        capital=capital,
        votes=_number(entry.get("votes", capital), f"{place}.votes"),
        control=frozenset(_choice(Control, control, f"{place}.control") for control in entry.get("control", ())),
        acting_together=str(entry.get("acting_together", "")),
        invested=_maybe_money(entry, "invested", place),
        valid=Period(start, end),
    )


def _entries(raw: Mapping[str, Any], name: str, known: set[str], where: str) -> Iterable[tuple[Mapping[str, Any], str]]:
    """Each table of an array of tables with its place, after a look for keys that do not exist."""
    place = f"{where}.{name}" if where else name
    rows = raw.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise _bad(place, Text("Dit moet een reeks tabellen zijn.", "This must be an array of tables."))
    for number, row in enumerate(rows, 1):
        for key in row:
            if key not in known:
                raise _bad(
                    f"{place}[{number}].{key}",
                    Text(f"De sleutel '{key}' kennen we niet.", f"We do not know the key '{key}'."),
                    Text(f"Kies uit: {', '.join(sorted(known))}.", f"Choose from: {', '.join(sorted(known))}."),
                )
        yield row, f"{place}[{number}]"


def _need(entry: Mapping[str, Any], key: str, place: str) -> Any:
    if key not in entry:
        raise _bad(f"{place}.{key}", Text("Dit ontbreekt.", "This is missing."))
    return entry[key]


def _text(entry: Mapping[str, Any], key: str, place: str) -> str:
    value = _need(entry, key, place)
    if not isinstance(value, str) or not value.strip():
        raise _bad(f"{place}.{key}", Text("Dit moet tekst zijn.", "This must be text."))
    return value


def _whole(entry: Mapping[str, Any], key: str, place: str) -> int | None:
    value = entry.get(key)
    if value is not None and (type(value) is not int or value < 0):
        what = Text("Dit moet een geheel getal zijn, nul of meer.", "This must be a whole number, zero or more.")
        raise _bad(f"{place}.{key}", what)
    return value


def _number(value: Any, place: str) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal(-1)
    if isinstance(value, bool) or not number.is_finite() or number < 0:
        raise _bad(place, Text("Dit moet een getal zijn, nul of meer.", "This must be a number, zero or more."))
    return number


def _maybe_money(entry: Mapping[str, Any], key: str, place: str) -> Money | None:
    return None if key not in entry else _money(entry[key], f"{place}.{key}")


def _money(value: Any, place: str) -> Money:
    try:
        money = Money.read(str(value))
    except InvalidInput as error:
        raise InvalidInput(error.what, where=place, mend=error.mend) from error
    if money.cents < 0:
        raise _bad(place, Text("Een bedrag kan hier niet negatief zijn.", "An amount cannot be negative here."))
    return money


def _day(value: Any, place: str) -> date:
    if type(value) is not date:
        raise _bad(
            place, Text("Dit moet een datum zijn.", "This must be a date."), Text("Schrijf 2025-05-15.", "Write 2025-05-15.")
        )
    return value


def _choice(kind: type[E], value: Any, place: str) -> E:
    try:
        return kind(value)
    except ValueError as error:
        options = ", ".join(str(option) for option in kind)
        raise _bad(
            place,
            Text(f"'{str(value)[:40]}' kennen we niet.", f"We do not know '{str(value)[:40]}'."),
            Text(f"Kies uit: {options}.", f"Choose from: {options}."),
        ) from error


def _bad(where: str, what: Text, mend: Text | None = None) -> InvalidInput:
    return InvalidInput(
        what,
        where=where,
        mend=mend or Text("Kijk naar de voorbeelden in examples/.", "Look at the examples in examples/."),
    )
