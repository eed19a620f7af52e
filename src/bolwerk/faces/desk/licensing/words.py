"""What the pages of licences say of an application, in words. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bolwerk.domains.export_control.live import (
    Application,
    DraftConflict,
    Kind,
    Unit,
    applicant_facts,
    applications,
    certificates,
    checking,
    form,
    route,
)
from bolwerk.engines.rules import Answer, Fact, Value
from bolwerk.kernel import InvalidInput, Money, Text
from bolwerk.office.calls.forms import FieldType, Section, Typed
from bolwerk.ui.formats import say
from bolwerk.ui.forms import DONT_KNOW_TEXT

_YES_NO = {"ja": Text("ja", "yes"), "nee": Text("nee", "no")}
_MOST_EARLIER = 60


@dataclass(frozen=True, slots=True)
class GoodsSummary:
    """How many lines can be read, and what they are worth together."""

    lines: int
    wrong: int
    total: Money | None


def answer_of(fact: Fact, raw: str) -> str:
    """An answer as the page words it; what cannot be read as it was typed."""
    if raw == route.NOT_KNOWN:
        return say(DONT_KNOW_TEXT)
    try:
        return say(fact.label(fact.read(raw))) if raw else ""
    except InvalidInput:
        return raw


def settled(application: Application, on: date) -> tuple[Answer, ...]:
    """What the determinations say of the application by now."""
    if application.kind not in (Kind.LICENCE, Kind.ADVICE):
        return ()
    facts = applications.facts(application, on, draft=True)
    found = route.route(facts, on).answers
    return tuple(one for one in found if one.state == "value" and one.value != "not_applicable")


def known(application: Application, on: date) -> list[tuple[Text, Text, Text]]:
    """What nobody is asked, because the register or the application says it: question, value, origin."""
    rows = []
    for name, one in applications.known_facts(application, on, draft=True).items():
        fact = applicant_facts.askable(name)
        if fact and one.origin is not applicant_facts.ANSWERED and name != "trade.stage":
            rows.append((fact.question, fact.label(one.value), one.origin))
    return rows


def destination(facts: Mapping[str, Value]) -> Text | None:
    code = facts.get("destination.country")
    return certificates.country(str(code)) if code else None


def wanted_roles(application: Application) -> tuple[Text, ...]:
    """The roles of which there is nobody yet."""
    today = application.edited_at.date()
    return tuple(one.what for one in checking.findings(application, today) if one.part == form.PARTIES and not one.row)


def goods_summary(application: Application) -> GoodsSummary:
    lines, problems = applications.line_rows(application)
    return GoodsSummary(len(lines), len({one.row for one in problems}), total(lines))


def rows_in_words(section: Section, rows: Sequence[Mapping[str, Typed]]) -> list[str]:
    """Each row of somebody else's version on one line."""
    return [
        ", ".join(part for field in section.fields if (part := _plain(section, field.id, row.get(field.id, ""))))
        for row in rows
    ]


def differences(section: Section, conflict: DraftConflict) -> list[tuple[Text, str, str]]:
    """The questions that differ: question, your version, the other one."""
    return [
        (
            field.label,
            _plain(section, field.id, conflict.yours.get(field.id, "")),
            _plain(section, field.id, conflict.theirs.get(field.id, "")),
        )
        for field in section.fields
        if field.id in conflict.fields
    ]


def plain_answers(section: Section, typed: Mapping[str, Any]) -> list[tuple[Text, str]]:
    """Every question of a part with its answer in words."""
    return [(field.label, _plain(section, field.id, typed.get(field.id, ""))) for field in section.fields]


def _plain(section: Section, name: str, raw: object) -> str:
    field = section.field(name)
    labels = {choice.id: say(choice.label) for choice in field.choices} if field else {}
    if field and field.type is FieldType.YES_NO:
        labels = {key: say(text) for key, text in _YES_NO.items()}
    parts = raw if isinstance(raw, list) else [raw or ""]
    return ", ".join(labels.get(str(part), str(part)) for part in parts if part)


def quantity(line: Any) -> str:
    """`12 stuks`, or nothing where none was asked."""
    amount = line.plain_quantity
    return "" if amount is None else f"{str(amount).replace('.', ',')} {say(Unit(line.unit).text)}"


def party_line(party: Any) -> str:
    return f"{party.name}, {party.address}, {say(certificates.country(party.country))}"


# --- only once --------------------------------------------------------------------------------------------------------


def earlier_parties(application: Application) -> list[tuple[str, str]]:
    """The parties that this organisation told of before, newest first, each once: (key, words)."""
    here = {_who(row) for row in applications.rows(application, form.PARTIES)}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    others = (
        Application.objects.filter(applicant=application.applicant)
        .exclude(pk=application.pk)
        .order_by("-created_at")[:_MOST_EARLIER]
    )
    for other in others:
        for row in applications.rows(other, form.PARTIES):
            who = _who(row)
            if who not in here and who not in found and who[0]:
                country = certificates.country(str(row.get("country", "")))
                found[who] = (f"{other.pk}:{row.get('mark', '')}", f"{row.get('name')} ({say(country)})")
    return list(found.values())


def earlier_row(application: Application, key: str) -> dict[str, Typed] | None:
    """The party behind such a key; only of the same organisation."""
    raw, _, mark = key.partition(":")
    try:
        other = Application.objects.get(pk=UUID(raw), applicant=application.applicant)
    except (Application.DoesNotExist, ValueError):
        return None
    found = next((row for row in applications.rows(other, form.PARTIES) if row.get("mark") == mark), None)
    return {name: raw for name, raw in found.items() if name not in ("mark", "source")} if found else None


def _who(row: Mapping[str, Typed]) -> tuple[str, str]:
    return str(row.get("name", "")).strip().casefold(), str(row.get("country", ""))


def told(application: Application, facts: Mapping[str, Any]) -> list[tuple[Text, Text]]:
    """The answers on the route: question and value, as they stand."""
    rows = []
    for name in application.answers:
        fact = applicant_facts.askable(name)
        if fact and name in facts:
            rows.append((fact.question, fact.label(facts[name].value)))
    return rows


def total(lines: Sequence[Any]) -> Money | None:
    return Money(sum(line.cents or 0 for line in lines)) if any(line.cents is not None for line in lines) else None
