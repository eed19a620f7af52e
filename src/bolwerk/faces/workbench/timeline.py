"""The log of a case as a story: what, when, by whom, why; each with the head of its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bolwerk.domains import book
from bolwerk.engines.procedures import EXPIRED, OPENED, Procedure
from bolwerk.faces.workbench import knowledge
from bolwerk.kernel import InvalidInput, Money, Text
from bolwerk.office.cases import registry, selectors
from bolwerk.office.cases.models import Case, CaseEvent

_SYSTEM = Text("het systeem", "the system")
_NAMES: dict[str, Text] = {
    "missing": Text("ontbreekt", "missing"),
    "amount": Text("bedrag", "amount"),
    "requested": Text("gevraagd", "asked"),
    "granted": Text("toegekend", "granted"),
    "rank": Text("rang", "rank"),
    "score": Text("score", "score"),
    "place": Text("plaats", "place"),
    "rate": Text("percentage", "rate"),
    "advice": Text("advies", "advice"),
    "outcome": Text("uitkomst", "outcome"),
    "conditions": Text("voorwaarden", "conditions"),
    "name": Text("naam", "name"),
    "question": Text("vraag", "question"),
    "about": Text("over", "about"),
    "measure": Text("maatregel", "measure"),
    "call": Text("oproep", "call"),
    "members": Text("leden", "members"),
    "session": Text("zitting", "session"),
}
_HASH = 10


@dataclass(frozen=True, slots=True)
class Told:
    """One item for the timeline of the page."""

    at: datetime | date
    title: Text
    by: str
    who: Text
    seq: int
    hash: str
    reason: str
    details: tuple[tuple[Text, Text], ...]
    tone: str = ""


def story(case: Case) -> tuple[Told, ...]:
    """Every event, the newest first."""
    procedure = registry.of(case).procedure
    return tuple(_told(procedure, event) for event in selectors.events(case).reverse())


def _told(procedure: Procedure, event: CaseEvent) -> Told:
    return Told(
        at=event.at,
        title=title_of(procedure, event),
        by=str(event.actor or ""),
        who=Text.same(str(event.actor)) if event.actor else _SYSTEM,
        seq=event.seq,
        hash=event.hash[:_HASH],
        reason=event.reason,
        details=_details(event),
        tone="stop" if event.kind == EXPIRED else "",
    )


def title_of(procedure: Procedure, event: CaseEvent) -> Text:
    """What happened, as the procedure calls it."""
    if event.kind in procedure.move_of:
        return procedure.move_of[event.kind].label
    if event.kind in procedure.note_of:
        return procedure.note_of[event.kind].label
    if event.kind == OPENED:
        return Text("Dossier geopend", "Case opened")
    if event.kind == EXPIRED:
        term = procedure.term_of.get(str(event.payload.get("term", "")))
        label = term.label if term else Text("termijn", "term")
        return Text("Termijn voorbij: {term}", "Term passed: {term}").format(term=label)
    return Text.same(event.kind)


def _details(event: CaseEvent) -> tuple[tuple[Text, Text], ...]:
    """What the event carries that a person reads; ids and hashes stay in the log."""
    if "fact" in event.payload:
        return (_judged(event.payload),)
    found = []
    for name, value in event.payload.items():
        plain = name.removesuffix("_cents")
        if plain not in _NAMES or value in (None, "", []):
            continue
        if name.endswith("_cents") and isinstance(value, int):
            found.append((_NAMES[plain], Money(value).as_text()))
        elif isinstance(value, list):
            found.append((_NAMES[plain], Text.same("; ".join(map(str, value)) or "–")))
        else:
            found.append((_NAMES[plain], Text.same(str(value))))
    return tuple(found)


def _judged(payload: dict[str, Any]) -> tuple[Text, Text]:
    fact = book().facts.get(str(payload["fact"]))
    if fact is None:
        return Text.same(str(payload["fact"])), Text.same(str(payload.get("value")))
    try:
        return fact.question, fact.label(knowledge.as_value(fact, payload.get("value")))
    except InvalidInput:
        return fact.question, Text.same(str(payload.get("value")))
