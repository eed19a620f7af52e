"""What the law of cybersecurity makes of the parts of a dossier: CyFun score, self-assessment, clocks of an incident."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

from bolwerk.domains.cyber.law.clocks import after_hours, after_months
from bolwerk.domains.cyber.law.cyfun import Maturity, Requirement, Threat, maturity, selection_score
from bolwerk.engines.dossier import Dossier, Found, Part
from bolwerk.engines.rules import Book
from bolwerk.kernel import Reason, Text, write_date

__all__ = ["PARTS", "read_parts"]

PARTS = ("cyfun", "incident")

_LEVELS = ("basic", "important", "essential")
_THREAT = ("attack", "actor", "target", "impact", "probability")
_REQUIREMENT = ("id", "documentation", "implementation", "key")
_NOT_APPLICABLE = "n/a"
_FINE = Decimal("0.0001")

_CLOCKS = (
    ("incident.nis2_warning", Text("vroege waarschuwing aan het CCB", "early warning to the CCB")),
    ("incident.nis2_clock", Text("melding aan het CCB", "notification to the CCB")),
    ("incident.cer_clock", Text("melding als kritieke entiteit", "notification as a critical entity")),
    ("incident.gdpr_clock", Text("melding van het datalek", "notification of the data breach")),
)


def read_parts(dossier: Dossier, book: Book) -> tuple[Found, ...]:
    """`[cyfun]` and `[incident]`. Raises `InvalidInput` naming the entry."""
    found: list[Found] = []
    known = {name: value for name, value in dossier.facts.items() if name in book.facts}
    if "cyfun" in dossier.parts:
        part = Part(dossier.parts["cyfun"], "cyfun", ("threat", "requirement", "level"))
        if part.has("threat"):
            found.append(_selection(part, book, known, dossier.on))
        if part.has("requirement"):
            found.append(_assessment(part, book, dossier.on))
    if "incident" in dossier.parts:
        found.append(_clocks(Part(dossier.parts["incident"], "incident", ("aware", "notified")), book, known, dossier.on))
    return tuple(found)


def _selection(part: Part, book: Book, known: Mapping[str, Any], on: date) -> Found:
    """The score of the selection table; none without the size, which the rule `cyfun.size` gives."""
    label = Text("Score in de keuzetabel van CyberFundamentals", "Score in the CyberFundamentals selection table")
    threats = [
        Threat(row.text("attack"), row.text("actor"), row.number("target"), row.number("impact"), row.number("probability"))
        for row in part.each("threat", _THREAT)
    ]
    size = book.decide("cyfun.size", known, on)
    if size.state != "value" or not size.value:
        why = tuple(Reason(book.fact(name).question) for name in size.ask)
        return Found(label, Text("nog niet te berekenen; nodig:", "cannot be computed yet; needed:"), why)
    score = _decimal(selection_score(int(str(size.value)), threats))
    reason = Reason(
        Text(
            f"25 combinaties van aanval en dader, grootte {size.value}",
            f"25 combinations of attack and actor, size {size.value}",
        ),
        tuple(because.citation for because in size.why if because.citation),
    )
    return Found(label, Text(str(score), str(score)), (reason,), {"cyfun.score": score})


def _assessment(part: Part, book: Book, on: date) -> Found:
    """The roll-up; facts follow only when each requirement and each key measure of the level is there."""
    level = part.choice("level", _LEVELS)
    requirements = [
        Requirement(row.text("id"), _score(row, "documentation"), _score(row, "implementation"), row.flag("key"))
        for row in part.each("requirement", _REQUIREMENT)
    ]
    neutral, wanted, keys = (
        book.value("cyfun.not_applicable", on),
        book.value("cyfun.requirements", on, level),
        book.value("cyfun.key_measures", on, level),
    )
    result = maturity(requirements, Fraction(str(neutral.value)))
    label = Text(f"Zelfevaluatie CyberFundamentals {level.title()}", f"CyberFundamentals self-assessment {level.title()}")
    counted = (len(requirements), sum(requirement.key for requirement in requirements))
    reason = Reason(
        Text(
            f"{counted[0]} van {wanted.value} vereisten, {counted[1]} van {keys.value} kernmaatregelen",
            f"{counted[0]} of {wanted.value} requirements, {counted[1]} of {keys.value} key measures",
        ),
        tuple(row.citation for row in (wanted, keys) if row.citation),
    )
    if counted != (wanted.value, keys.value):
        return Found(label, Text("niet volledig, dus geen uitslag", "not complete, so no result"), (reason,))
    return Found(label, _written(result), (reason,), _facts(level, result))


def _facts(level: str, result: Maturity) -> dict[str, object]:
    facts: dict[str, object] = {"cyfun.target": level, "cyfun.total": _decimal(result.total)}
    facts["cyfun.category_lowest"] = _decimal(result.category_lowest)
    if result.key_lowest is not None:
        facts["cyfun.key_lowest"] = _decimal(result.key_lowest)
    return facts


def _written(result: Maturity) -> Text:
    total, category = _decimal(result.total), _decimal(result.category_lowest)
    return Text(f"totaal {total}, laagste categorie {category}", f"total {total}, lowest category {category}")


def _score(row: Part, key: str) -> Fraction | None:
    return None if row.raw.get(key) == _NOT_APPLICABLE else row.number(key)


def _clocks(part: Part, book: Book, known: Mapping[str, Any], on: date) -> Found:
    """Each moment at which something is due, of the clocks that the rules already settle."""
    aware = part.moment("aware")
    due: list[tuple[datetime, Text]] = []
    for rule, label in _CLOCKS:
        if hours := _settled(book, rule, known, on):
            due.append((after_hours(aware, hours), label))
    months = _settled(book, "incident.nis2_final", known, on)
    if part.has("notified") and months:
        due.append((after_months(part.moment("notified"), months), Text("eindverslag aan het CCB", "final report to the CCB")))
    due.sort(key=lambda one: one[0])
    label = Text("Termijnen van het incident", "Terms of the incident")
    if not due:
        return Found(label, Text("geen termijn staat al vast", "no term is settled yet"), ())
    return Found(label, _moment(due[0][0]), tuple(Reason(_line(*one)) for one in due))


def _settled(book: Book, rule: str, known: Mapping[str, Any], on: date) -> int:
    """0 while the rule does not answer."""
    answer = book.decide(rule, known, on)
    return int(str(answer.value)) if answer.state == "value" else 0


def _line(moment: datetime, label: Text) -> Text:
    written = _moment(moment)
    return Text(f"{label.nl}: {written.nl}", f"{label.en}: {written.en}")


def _moment(moment: datetime) -> Text:
    hour = f"{moment:%H:%M}"
    return Text(f"{write_date(moment.date(), 'nl')}, {hour} uur", f"{write_date(moment.date(), 'en')}, {hour}")


def _decimal(number: Fraction) -> Decimal:
    """Four decimals, never upwards: rounding must not make anybody pass."""
    floored = (Decimal(number.numerator) / Decimal(number.denominator)).quantize(_FINE, ROUND_FLOOR)
    return Decimal(int(floored)) if floored == floored.to_integral_value() else floored.normalize()
