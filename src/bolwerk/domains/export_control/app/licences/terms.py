"""What a licence says: lines, parties, validity, conditions; checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bolwerk.domains.export_control.app.licences.amounts import to_e4
from bolwerk.domains.export_control.law.holding.instruments import INSTRUMENTS, instrument
from bolwerk.kernel import InvalidInput, Period, Text

__all__ = ["LineTerms", "PartyTerms", "Terms", "checked"]

ROLES = {
    "applicant": Text("aanvrager", "applicant"),
    "consignee": Text("bestemmeling", "consignee"),
    "end_user": Text("eindgebruiker", "end user"),
    "consignor": Text("afzender", "consignor"),
    "intermediary": Text("tussenpersoon", "intermediary"),
    "carrier": Text("vervoerder", "carrier"),
    "transit_agent": Text("doorvoeragent", "transit agent"),
    "supplier": Text("leverancier", "supplier"),
}


@dataclass(frozen=True, slots=True)
class LineTerms:
    """`quantity` and `cents` are ceilings; None is no ceiling."""

    number: int
    description: str
    code: str = ""
    cn: str = ""
    quantity: Decimal | None = None
    unit: str = "stuks"
    cents: int | None = None

    @property
    def quantity_e4(self) -> int | None:
        return None if self.quantity is None else to_e4(self.quantity, f"lines.{self.number}.quantity")

    def as_json(self) -> dict[str, Any]:
        amount = None if self.quantity is None else f"{self.quantity:f}"
        return {
            "number": self.number,
            "description": self.description,
            "code": self.code,
            "cn": self.cn,
            "quantity": amount,
            "unit": self.unit,
            "cents": self.cents,
        }


@dataclass(frozen=True, slots=True)
class PartyTerms:
    role: str
    name: str
    country: str

    def as_json(self) -> dict[str, Any]:
        return {"role": self.role, "name": self.name, "country": self.country}


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of what a licence says. `validity_source`: on what the decider based its length."""

    lines: tuple[LineTerms, ...]
    parties: tuple[PartyTerms, ...]
    valid: Period
    conditions: tuple[str, ...] = ()
    validity_source: str = ""
    report_every: int | None = None
    report_within: int | None = None

    def as_json(self) -> dict[str, Any]:
        start, end = self.valid.start, self.valid.end
        return {
            "lines": [line.as_json() for line in self.lines],
            "parties": [party.as_json() for party in self.parties],
            "valid_from": start.isoformat() if start else None,
            "valid_until": end.isoformat() if end else None,
            "conditions": list(self.conditions),
            "validity_source": self.validity_source,
            "report_every": self.report_every,
            "report_within": self.report_within,
        }


def checked(id: str, terms: Terms) -> Terms:
    """The terms, when a licence of this instrument can hold them. Raises `InvalidInput` with the place."""
    kind = instrument(id)
    _validity(terms.valid)
    _lines(terms.lines)
    _parties(terms.parties)
    consignees = [party for party in terms.parties if party.role == "consignee"]
    if not kind.many and len(consignees) > 1:
        raise _wrong(
            "parties",
            Text(
                f"{kind.label.nl}: er is maar één bestemmeling mogelijk.", f"{kind.label.en}: only one consignee is possible."
            ),
            Text("Vraag een globale of gecombineerde vergunning.", "Ask a global or combined licence."),
        )
    if kind is INSTRUMENTS["combined"] and len({party.country for party in consignees}) > 1:
        raise _wrong(
            "parties",
            Text(
                "Een gecombineerde vergunning geldt voor bestemmelingen in één land (Wapenhandeldecreet art. 23).",
                "A combined licence is for consignees in one country (Wapenhandeldecreet art. 23).",
            ),
            Text("Splits per land.", "Split by country."),
        )
    for name, months in (("report_every", terms.report_every), ("report_within", terms.report_within)):
        if months is not None and not 0 < months <= 60:
            raise _wrong(
                name,
                Text("Dit is geen aantal maanden.", "This is not a number of months."),
                Text("Geef 1 tot 60.", "Give 1 to 60."),
            )
    if (terms.report_every is None) != (terms.report_within is None):
        raise _wrong(
            "report_within",
            Text("Het ritme of de termijn van het verslag ontbreekt.", "The rhythm or the term of the report is missing."),
            Text("Vul beide in, of geen van beide.", "Fill in both, or neither."),
        )
    return terms


def read(raw: Mapping[str, Any]) -> Terms:
    """From `Terms.as_json`."""
    from datetime import date

    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    lines = tuple(
        LineTerms(**{**line, "quantity": None if line["quantity"] is None else Decimal(line["quantity"])})
        for line in raw["lines"]
    )
    parties = tuple(PartyTerms(**party) for party in raw["parties"])
    return Terms(
        lines,
        parties,
        Period(day(raw["valid_from"]), day(raw["valid_until"])),
        tuple(raw["conditions"]),
        raw["validity_source"],
        raw["report_every"],
        raw["report_within"],
    )


def _validity(valid: Period) -> None:
    if valid.start is None or valid.end is None:
        raise _wrong(
            "valid",
            Text(
                "De geldigheid is niet ingevuld. Hoe lang deze vergunning hoogstens mag gelden, staat in het "
                "Wapenhandelbesluit, dat we niet konden lezen.",
                "The validity is not filled in. How long this licence may hold at most stands in the Wapenhandelbesluit, "
                "which we could not read.",
            ),
            Text(
                "De beslisser kiest begin en einde en zegt waarop dat steunt.",
                "The decider chooses begin and end, and says on what they rest.",
            ),
        )


def _lines(lines: Sequence[LineTerms]) -> None:
    if not lines:
        raise _wrong(
            "lines",
            Text("Een vergunning heeft minstens één lijn goederen.", "A licence has at least one line of goods."),
            Text("Voeg een lijn toe.", "Add a line."),
        )
    numbers = [line.number for line in lines]
    if len(set(numbers)) < len(numbers) or min(numbers) < 1:
        raise _wrong(
            "lines",
            Text("De lijnen hebben geen eigen nummers.", "The lines have no numbers of their own."),
            Text("Nummer ze vanaf 1.", "Number them from 1."),
        )
    for line in lines:
        line.quantity_e4  # noqa: B018 (raises when it cannot be kept)
        if line.cents is not None and not 0 <= line.cents < 10**15:
            raise _wrong(
                f"lines.{line.number}.value",
                Text("Deze waarde kan niet.", "This value is not possible."),
                Text("Geef een bedrag van nul of meer.", "Give an amount of zero or more."),
            )
        if not line.description.strip() or not line.unit.strip():
            raise _wrong(
                f"lines.{line.number}",
                Text("De omschrijving of de eenheid ontbreekt.", "The description or the unit is missing."),
                Text("Vul ze in.", "Fill them in."),
            )


def _parties(parties: Sequence[PartyTerms]) -> None:
    if not any(party.role in ("consignee", "end_user", "consignor") for party in parties):
        raise _wrong(
            "parties",
            Text("Er is geen bestemmeling, eindgebruiker of afzender.", "There is no consignee, end user or consignor."),
            Text("Noem wie de goederen krijgt of stuurt.", "Name who gets or sends the goods."),
        )
    for party in parties:
        where = f"parties.{party.name or '?'}"
        if party.role not in ROLES or not party.name.strip():
            raise _wrong(
                where,
                Text("Deze partij heeft geen naam of een onbekende rol.", "This party has no name or an unknown role."),
                Text(f"Rollen: {', '.join(ROLES)}.", f"Roles: {', '.join(ROLES)}."),
            )
        if not (len(party.country) == 2 and party.country.isascii() and party.country.isupper()):
            raise _wrong(
                where,
                Text("Het land van deze partij ontbreekt.", "The country of this party is missing."),
                Text("Geef twee hoofdletters, zoals NO.", "Give two capitals, such as NO."),
            )


def _wrong(where: str, what: Text, mend: Text) -> InvalidInput:
    return InvalidInput(what, where=where, mend=mend)
