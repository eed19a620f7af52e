"""How the monitor says things: tones, kinds of record, registers, figures of indicators."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from bolwerk.domains import FIELDS, procedures
from bolwerk.engines.progress import CommitmentStanding, Delivery, Indicator, Milestone, Reading, Target, Timeliness
from bolwerk.kernel import Money, Text
from bolwerk.office.identity.models import Role
from bolwerk.office.ledger.models import Kind as MoneyKind

NO_DATA = Text("nog geen gegevens", "no data yet")
DELIVERY_TONE = {
    Delivery.DELIVERED: "good",
    Delivery.UNDER_WAY: "info",
    Delivery.NOT_BEGUN: "attention",
    Delivery.NOT_ASSESSED: "unknown",
}
TIMELINESS_TONE = {
    Timeliness.ON_TIME: "good",
    Timeliness.LATE: "stop",
    Timeliness.DELIVERED_LATE: "attention",
    Timeliness.NO_DEADLINE: "info",
    Timeliness.NOT_ASSESSED: "unknown",
}
REGISTERS = {
    "cases": Text("dossiers", "cases"),
    "ledger": Text("grootboek", "ledger"),
    "calls": Text("oproepen", "calls"),
    "advice": Text("commissies", "committees"),
}
_KINDS = {
    "case_opened": Text("dossier geopend", "case opened"),
    "term_expired": Text("termijn verstreken", "term expired"),
    "call_opened": Text("oproep geopend", "call opened"),
    "call_closed": Text("oproep gesloten", "call closed"),
    "ranking_approved": Text("rangschikking goedgekeurd", "ranking approved"),
    "award_made_public": Text("toekenning gepubliceerd", "award made public"),
    "advice_given": Text("advies gegeven", "advice given"),
    "composition_reported": Text("samenstelling gemeld", "composition reported"),
}


def delivery_word(delivery: Delivery) -> Text:
    """Not assessed reads as what it is here: no data yet."""
    return NO_DATA if delivery is Delivery.NOT_ASSESSED else delivery.label


def roles() -> Mapping[str, Text]:
    return {role.value: role.text for role in Role}


@cache
def _kinds() -> Mapping[str, Text]:
    """Kinds of record in words: those of the money, of the procedures, and a few of the house."""
    moves = {move.id: move.label for procedure in procedures() for move in procedure.moves}
    notes = {note.id: note.label for procedure in procedures() for note in procedure.notes}
    return {**{kind.value: kind.text for kind in MoneyKind}, **moves, **notes, **_KINDS}


def kind_word(kind: str) -> Text:
    return _kinds().get(kind, Text.same(kind.replace("_", " ")))


def register_word(register: str) -> Text:
    return REGISTERS.get(register, Text.same(register))


def field_word(domain: str) -> Text:
    return FIELDS[domain].title if domain in FIELDS else Text("Voor alle velden", "For all fields")


def figure(indicator: Indicator, value: Decimal | None) -> Text:
    """A figure of an indicator with its unit; euro as money is written."""
    if value is None:
        return Text("onbekend", "unknown")
    if isinstance(indicator, Milestone):
        return Text.same(f"{value:f}")
    if indicator.unit.nl == "euro":
        return Money.euro(value).as_text()
    plain = f"{value.normalize():f}"
    unit = indicator.unit
    gap = "" if unit.nl == "%" else " "
    return Text(f"{plain.replace('.', ',')}{gap}{unit.nl}", f"{plain}{gap}{unit.en}")


def reading_text(reading: Reading) -> Text:
    """The reading as a sentence: what was found, and against which goal."""
    indicator = reading.indicator
    if not isinstance(indicator, Target) or reading.value is None:
        return reading.reason
    said = figure(indicator, reading.value)
    if indicator.goal is None:
        text = Text("{said}. Het plan noemt hiervoor geen doel.", "{said}. The plan names no goal for this.").format(said=said)
    else:
        least = Text("ten hoogste", "at most") if indicator.at_most else Text("ten minste", "at least")
        goal = figure(indicator, indicator.goal)
        text = Text("{said}. Het doel is {least} {goal}.", "{said}. The goal is {least} {goal}.").format(
            said=said, least=least, goal=goal
        )
    if not reading.unreadable:
        return text
    rest = Text(
        f" {reading.unreadable} records zonder leesbaar cijfer tellen niet mee.",
        f" {reading.unreadable} records without a readable figure are left out.",
    )
    return Text(text.nl + rest.nl, text.en + rest.en)


def delivery_reasons(standing: CommitmentStanding) -> tuple[Text, ...]:
    """Why the delivery is what it is: each reading as a sentence, or the attestation, or that there are no data."""
    if standing.attestation or not standing.readings:
        return standing.delivery_reasons
    return tuple(
        Text("{label}: {said}", "{label}: {said}").format(label=reading.indicator.label, said=reading_text(reading))
        for reading in standing.readings
    )


def fresh_text(days: int | None) -> Text:
    """How old the newest evidence is."""
    match days:
        case None:
            return Text("nog geen bewijs", "no evidence yet")
        case 0:
            return Text("vandaag", "today")
        case 1:
            return Text("1 dag oud", "1 day old")
        case _:
            return Text(f"{days} dagen oud", f"{days} days old")


def count(number: int, one: Text, many: Text) -> Text:
    """`1 belofte`, `8 beloften`."""
    word = one if number == 1 else many
    return Text(f"{number} {word.nl}", f"{number} {word.en}")


COMMITMENT = (Text("belofte", "commitment"), Text("beloften", "commitments"))


def commitments(number: int) -> Text:
    return count(number, *COMMITMENT)
