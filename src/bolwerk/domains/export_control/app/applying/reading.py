"""From what was typed to parties and lines: exact quantities, exact cents, codes by their grammar. Nothing typed is changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bolwerk.domains.export_control.app.applying.form import line_section, party_section
from bolwerk.domains.export_control.app.applying.kinds import PartyRole, Unit
from bolwerk.engines.goods import read_code
from bolwerk.kernel import BolwerkError, InvalidInput, KboNumber, Money, Text
from bolwerk.office.calls.forms import Field, Problem, Typed, check_section

Row = Mapping[str, Typed]
MOST_ROWS = 500
"""Lines or parties of one application: a guard of the machine."""
_PLACES, _LARGEST = 4, Decimal(10) ** 14
_CN = re.compile(r"\d{8}|\d{10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party as read; one row may play several roles."""

    mark: str
    roles: tuple[str, ...]
    schema: str
    name: str
    country: str
    address: str
    identifiers: Mapping[str, str]
    aliases: tuple[str, ...]
    website: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of goods as read. `quantity` and `cents` are None where the instrument asks none and none was given."""

    mark: str
    number: int
    description: str
    code: str
    cn: str
    quantity: Decimal | None
    unit: str
    cents: int | None
    serials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong or missing in one row, counted from 1."""

    row: int
    field: str
    what: Text
    mend: Text


def read_parties(rows: Sequence[Row]) -> tuple[tuple[PartyRow, ...], tuple[RowProblem, ...]]:
    """The parties that can be read, and what is wrong with the others."""
    read: list[PartyRow] = []
    problems: list[RowProblem] = []
    for number, row in enumerate(rows, 1):
        checked = check_section(party_section(), row)
        found = [*_missing(checked.missing, _PARTY_NEEDS), *checked.problems]
        problems += [RowProblem(number, one.field, one.what, one.mend) for one in found]
        if not found:
            read.append(_party(str(row.get("mark", "")), checked.values))
    return tuple(read), tuple(problems)


def _party(mark: str, values: Mapping[str, Any]) -> PartyRow:
    aliases = [part.strip() for part in (values["aliases"] or "").split(";")]
    order = [role.value for role in PartyRole]
    return PartyRow(
        mark,
        tuple(sorted(values["roles"], key=order.index)),
        values["schema"],
        " ".join(values["name"].split()),
        values["country"],
        values["address"] or "",
        identifiers(values["number"] or "", values["country"]),
        tuple(dict.fromkeys(part for part in aliases if part)),
        values["website"] or "",
    )


def identifiers(raw: str, country: str) -> dict[str, str]:
    """A number by what it is (FollowTheMoney names): LEI, IMO, Belgian enterprise number, VAT number, or a registration."""
    plain = re.sub(r"[\s.\-/]", "", raw).upper()
    if not plain:
        return {}
    if re.fullmatch(r"IMO\d{7}", plain):
        return {"imoNumber": plain}
    if re.fullmatch(r"[A-Z0-9]{18}\d{2}", plain) and not plain.isdigit():
        return {"leiCode": plain}
    if country == "BE":
        try:
            return {"registrationNumber": str(KboNumber.read(raw))}
        except InvalidInput:
            return {"registrationNumber": raw.strip()}
    if re.fullmatch(rf"{country}[A-Z0-9]{{7,14}}", plain):
        return {"vatCode": plain}
    return {"registrationNumber": raw.strip()}


def read_lines(rows: Sequence[Row], *, quantity_needed: bool = True) -> tuple[tuple[LineRow, ...], tuple[RowProblem, ...]]:
    """The lines of goods that can be read, and what is wrong with the others."""
    read: list[LineRow] = []
    problems: list[RowProblem] = []
    spare = () if quantity_needed else ("quantity", "unit", "value")
    for number, row in enumerate(rows, 1):
        checked = check_section(line_section(), row)
        missing = [field for field in checked.missing if field.id not in spare]
        found = [*_missing(missing, _LINE_NEEDS), *checked.problems]
        values: dict[str, Any] = dict(checked.values)
        for name, reader in _EXACT.items():
            try:
                values[name] = reader(values)
            except BolwerkError as error:
                found.append(Problem(name, error.what, error.mend))
        problems += [RowProblem(number, one.field, one.what, one.mend) for one in found]
        if not found:
            read.append(_line(str(row.get("mark", "")), number, values))
    return tuple(read), tuple(problems)


def _line(mark: str, number: int, values: Mapping[str, Any]) -> LineRow:
    serials = re.split(r"[;,\n]", values["serials"] or "")
    return LineRow(
        mark,
        number,
        " ".join(values["description"].split()),
        values["code"] or "",
        values["cn"] or "",
        values["quantity"],
        values["unit"] or Unit.PIECES,
        values["value"],
        tuple(dict.fromkeys(part.strip() for part in serials if part.strip())),
    )


def quantity(raw: str, unit: str) -> Decimal:
    """`12`, `1.250`, `0,75`, `1 250,5`: exact, above zero, at most four places, whole where the unit is counted in pieces."""
    text = raw.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    whole = unit in {one.value for one in Unit} and Unit(unit).whole
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", text, re.ASCII):
        if not whole and "," not in text and text.count(".") == 1:
            plain, point = text.replace(".", ""), text.replace(".", ",").rstrip("0").rstrip(",")
            raise _no(
                "quantity",
                f"'{raw[:30]}' kan twee dingen betekenen.",
                f"'{raw[:30]}' can mean two things.",
                f"Schrijf {plain} of {point}.",
                f"Write {plain} or {point}.",
            )
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d+([.,]\d+)?", text, re.ASCII):
        text = text.replace(",", ".")
    else:
        raise _no(
            "quantity",
            f"'{raw[:30]}' is geen hoeveelheid.",
            f"'{raw[:30]}' is not a quantity.",
            "Vul een getal in, zoals 12 of 0,75.",
            "Fill in a number, like 12 or 0,75.",
        )
    if len(text) > 30:
        raise _no(
            "quantity",
            "Deze hoeveelheid is te groot.",
            "This quantity is too large.",
            "Kies een grotere eenheid.",
            "Choose a larger unit.",
        )
    value = Decimal(text)
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _PLACES:
        raise _no(
            "quantity",
            "Meer dan vier cijfers na de komma.",
            "More than four digits after the point.",
            "Kies een kleinere eenheid, zoals gram.",
            "Choose a smaller unit, like grams.",
        )
    if value <= 0:
        raise _no(
            "quantity",
            "Een hoeveelheid is meer dan nul.",
            "A quantity is more than zero.",
            "Vul het aantal in, of haal de lijn weg.",
            "Fill in the number, or take the line out.",
        )
    if value >= _LARGEST:
        raise _no(
            "quantity",
            "Deze hoeveelheid is te groot.",
            "This quantity is too large.",
            "Kies een grotere eenheid.",
            "Choose a larger unit.",
        )
    if whole and value != value.to_integral_value():
        label = Unit(unit).text
        raise _no(
            "quantity",
            f"Een deel van een stuk bestaat niet ({label.nl}).",
            f"Half a piece does not exist ({label.en}).",
            "Vul een geheel getal in.",
            "Fill in a whole number.",
        )
    return value


NOT_LISTED = ("geen", "none", "-")


def _code(values: Mapping[str, Any]) -> str | None:
    raw = values.get("code")
    if not raw or raw.strip().lower() in NOT_LISTED:
        return "" if raw else None
    return str(read_code(raw))


def _cn(values: Mapping[str, Any]) -> str | None:
    raw = values.get("cn")
    if not raw:
        return None
    plain = re.sub(r"[\s.]", "", raw)
    if not _CN.fullmatch(plain):
        raise _no(
            "cn",
            f"'{raw[:20]}' is geen GN-code.",
            f"'{raw[:20]}' is not a CN code.",
            "Een GN-code telt acht cijfers, zoals 8710 00 00.",
            "A CN code has eight digits, like 8710 00 00.",
        )
    return plain


def _quantity(values: Mapping[str, Any]) -> Decimal | None:
    raw = values.get("quantity")
    return quantity(raw, values.get("unit") or "") if raw else None


def _value(values: Mapping[str, Any]) -> int | None:
    raw = values.get("value")
    if not raw:
        return None
    money = Money.read(raw)
    if money.cents < 0:
        raise _no(
            "value",
            "Een waarde kan niet negatief zijn.",
            "A value cannot be negative.",
            "Vul nul of meer in.",
            "Fill in zero or more.",
        )
    return money.cents


_EXACT = {"code": _code, "cn": _cn, "quantity": _quantity, "value": _value}
_PARTY_NEEDS = {
    "roles": Text("Kies wat deze partij doet.", "Choose what this party does."),
    "name": Text("Vul de volledige naam in.", "Fill in the full name."),
    "country": Text("Kies het land waar deze partij gevestigd is.", "Choose the country where this party is established."),
    "address": Text("Vul straat, nummer en plaats in.", "Fill in street, number and place."),
    "schema": Text("Kies wat voor partij het is.", "Choose what kind of party it is."),
}
_LINE_NEEDS = {
    "description": Text("Zeg in één zin wat het is.", "Say in one sentence what it is."),
    "code": Text("Vul de code in, of ‘geen’ als het op geen lijst staat.", "Fill in the code, or ‘none’ if it is on no list."),
    "quantity": Text("Vul in hoeveel.", "Fill in how many."),
    "unit": Text("Kies de eenheid.", "Choose the unit."),
    "value": Text("Vul de waarde van de hele lijn in.", "Fill in the value of the whole line."),
}


def _missing(fields: Sequence[Field], needs: Mapping[str, Text]) -> list[Problem]:
    return [
        Problem(
            field.id,
            Text(f"{field.label.nl} ontbreekt.", f"{field.label.en} is missing."),
            needs.get(field.id, Text("Vul dit in.", "Fill this in.")),
        )
        for field in fields
    ]


def _no(where: str, nl: str, en: str, mend_nl: str, mend_en: str) -> InvalidInput:
    return InvalidInput(Text(nl, en), where=where, mend=Text(mend_nl, mend_en))
