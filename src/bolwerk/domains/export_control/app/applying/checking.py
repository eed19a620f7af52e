"""What an application still asks, and what stands between it and its submission. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bolwerk.domains.export_control.app.applying import selectors
from bolwerk.domains.export_control.app.applying.completeness import Finding
from bolwerk.domains.export_control.app.applying.facts import REGISTER, askable
from bolwerk.domains.export_control.app.applying.form import (
    END_USE,
    GOODS,
    HEADS,
    NEED_NO_PARTIES,
    PAPERS,
    PARTIES,
    PROGRAMME,
    ROUTE,
    TRANSPORT,
    parts_of,
    section_of,
)
from bolwerk.domains.export_control.app.applying.kinds import Kind, PartyRole
from bolwerk.domains.export_control.app.applying.models import Application
from bolwerk.domains.export_control.app.applying.papers import Paper, Standing
from bolwerk.domains.export_control.app.applying.route import NOT_KNOWN, UNDERTAKING, asked, goals
from bolwerk.domains.export_control.app.book import book, decide
from bolwerk.engines.rules import Answer, Fact, Value
from bolwerk.kernel import InvalidInput, Reason, Text
from bolwerk.office.calls.forms import is_empty

_INCOMING = ("import", "transfer_into_flanders")
_ANSWER = Text("Beantwoord de vraag, of kies ‘Weet ik niet’.", "Answer the question, or choose ‘I do not know’.")
_FILL_IN = Text("Vul dit in.", "Fill this in.")
FACTS_TOLD_ELSEWHERE = ("trade.parties", "goods.value")
"""Facts that follow from rows of the application, so that its first part does not ask them."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What the first part asks: what was answered already, in its order, then what still matters. `said` is what is typed."""

    facts: tuple[Fact, ...]
    said: Mapping[str, str]
    open: tuple[str, ...]


def parts_for(application: Application, facts: Mapping[str, Value]) -> tuple[str, ...]:
    """The parts of the form, without those that this transaction does not need."""
    return tuple(part for part in parts_of(application.kind) if part != TRANSPORT or _asks_transport(facts))


def _asks_transport(facts: Mapping[str, Value]) -> bool:
    """A plain transfer to an EU country tells nothing about its transport; what is temporary must say when it comes back."""
    return (
        facts.get("trade.movement") in ("export", "transit", "import")
        or facts.get("goods.class") == "civil_firearm"
        or facts.get("trade.definitive") is False
    )


def questions(application: Application, on: date) -> Questions:
    """The questions of the route, out of the determinations: each answer may make others needless."""
    facts = dict(selectors.facts(application, on, draft=True))
    told = {name: raw for name, raw in application.answers.items() if askable(name)}
    skip = [name for name, raw in told.items() if raw == NOT_KNOWN]
    waiting = tuple(name for name in asked(facts, on, (*skip, *FACTS_TOLD_ELSEWHERE)) if name not in told)
    looked = {fact.name for rule in goals(facts, on) for fact in book().inputs(rule)}
    known = selectors.known_facts(application, on, draft=True)
    derived = {name for name, one in known.items() if name not in told or one.origin == REGISTER}
    kept = [name for name in told if name in looked or name in skip or _wrong(name, told[name])]
    return Questions(tuple(book().fact(name) for name in (*kept, *waiting) if name not in derived), told, waiting)


def _wrong(name: str, raw: str) -> InvalidInput | None:
    fact = askable(name)
    if fact is None or raw == NOT_KNOWN:
        return None
    try:
        fact.read(raw)
    except InvalidInput as error:
        return error
    return None


def undertaking(application: Application, facts: Mapping[str, Value], on: date) -> Answer | None:
    """Whether the end user must promise not to re-export; None where the law asks nothing of the kind here."""
    if application.kind != Kind.LICENCE:
        return None
    answer = decide(UNDERTAKING, facts, on)
    return None if answer.state == "value" and answer.value in ("not_applicable", "not_mandatory") else answer


def findings(application: Application, on: date) -> tuple[Finding, ...]:
    """Everything that is missing or wrong, in the order of the form."""
    facts = selectors.facts(application, on, draft=True)
    found: list[Finding] = []
    for part in parts_for(application, facts):
        if part == ROUTE:
            found += _route(application, on)
        elif part == PARTIES:
            found += _parties(application, facts)
        elif part == GOODS:
            found += _goods(application)
        elif part == PAPERS:
            found += [_paper(one) for one in selectors.papers(application, on) if not one.done]
        elif section_of(part) is not None:
            found += _section(application, part, facts, on)
    return tuple(found)


def _route(application: Application, on: date) -> list[Finding]:
    if application.kind == Kind.ADVICE:
        return []
    asks = questions(application, on)
    found = [Finding(ROUTE, name, book().fact(name).question, _ANSWER) for name in asks.open]
    for name, raw in asks.said.items():
        if error := _wrong(name, raw):
            found.append(Finding(ROUTE, name, error.what, error.mend))
    return found


def _parties(application: Application, facts: Mapping[str, Value]) -> list[Finding]:
    read, problems = selectors.party_rows(application)
    found = [Finding(PARTIES, one.field, one.what, one.mend, one.row) for one in problems]
    if application.kind in NEED_NO_PARTIES:
        return found
    roles = {role for row in read for role in row.roles}
    needed = {
        PartyRole.APPLICANT: Text("Zet uw eigen organisatie in de lijst.", "Put your own organisation in the list."),
        **_needed_roles(facts),
    }
    return found + [
        Finding(PARTIES, "roles", Text(f"Er is geen {role.text.nl}.", f"There is no {role.text.en}."), mend)
        for role, mend in needed.items()
        if role not in roles
    ]


def _needed_roles(facts: Mapping[str, Value]) -> dict[PartyRole, Text]:
    if facts.get("trade.movement") in _INCOMING:
        return {PartyRole.CONSIGNOR: Text("Voeg toe wie u de goederen stuurt.", "Add who sends you the goods.")}
    end_user = Text(
        "Voeg toe wie de goederen echt gebruikt. Is dat de bestemmeling, vink dan beide rollen aan.",
        "Add who really uses the goods. If that is the consignee, tick both roles.",
    )
    needed = {
        PartyRole.CONSIGNEE: Text("Voeg toe aan wie u levert.", "Add whom you deliver to."),
        PartyRole.END_USER: end_user,
    }
    if facts.get("trade.movement") == "transit":
        needed[PartyRole.CARRIER] = Text(
            "Voeg toe wie vervoert: die is mee aansprakelijk.", "Add who carries: it is liable too."
        )
    return needed


def _goods(application: Application) -> list[Finding]:
    rows = selectors.rows(application, GOODS)
    _, problems = selectors.line_rows(application)
    found = [Finding(GOODS, one.field, one.what, one.mend, one.row) for one in problems]
    if not rows:
        found.append(
            Finding(
                GOODS,
                "description",
                Text("Er staan nog geen goederen in de aanvraag.", "There are no goods in the application yet."),
                Text("Voeg een lijn toe, of plak een tabel.", "Add a line, or paste a table."),
            )
        )
    return found


def _section(application: Application, part: str, facts: Mapping[str, Value], on: date) -> list[Finding]:
    checked = selectors.checked(application, part)
    if checked is None:
        return []
    found = [
        Finding(
            part,
            field.id,
            Text(f"{field.label.nl.rstrip('?')}: nog in te vullen.", f"{field.label.en.rstrip('?')}: to fill in."),
            _FILL_IN,
        )
        for field in checked.missing
    ]
    found += [Finding(part, one.field, one.what, one.mend) for one in checked.problems]
    if part == END_USE:
        found += _promise(application, facts, on)
    if part == TRANSPORT:
        found += _return(application, facts)
    if part == PROGRAMME:
        found += _heads(application)
    return found


def _promise(application: Application, facts: Mapping[str, Value], on: date) -> list[Finding]:
    answer = undertaking(application, facts, on)
    if answer is None or answer.value != "mandatory" or selectors.typed(application, END_USE).get("reexport") == "ja":
        return []
    why = tuple(because.as_reason() for because in answer.why)
    return [
        Finding(
            END_USE,
            "reexport",
            Text("De eindgebruiker moet beloven niet door te verkopen.", "The end user must promise not to re-export."),
            Text("Bevestig dat de belofte in de verklaring staat.", "Confirm that the promise is in the certificate."),
            why=why,
        )
    ]


def _return(application: Application, facts: Mapping[str, Value]) -> list[Finding]:
    values = selectors.details(application, TRANSPORT)
    if facts.get("trade.definitive") is not False or values.get("returns_on"):
        return []
    return [
        Finding(
            TRANSPORT,
            "returns_on",
            Text("De goederen gaan maar tijdelijk weg.", "The goods leave only for a time."),
            Text("Vul in wanneer ze terugkomen.", "Fill in when they come back."),
        )
    ]


def _heads(application: Application) -> list[Finding]:
    typed = selectors.typed(application, PROGRAMME)
    papers = set(application.attachments.values_list("kind", flat=True))
    why = (Reason(Text("Een programma beschrijft zes onderwerpen.", "A programme describes six subjects."), ()),)
    return [
        Finding(
            PROGRAMME,
            head,
            Text(
                f"Uw programma zegt nog niets over: {label.nl.lower()}.",
                f"Your programme says nothing yet on: {label.en.lower()}.",
            ),
            Text("Schrijf het, of laad het stuk op.", "Write it, or upload the document."),
            why=why,
        )
        for head, label, _ in HEADS
        if is_empty(str(typed.get(head, ""))) and not papers & {"icp", f"icp_{head}"}
    ]


def _paper(paper: Paper) -> Finding:
    who = f" ({paper.party.name})" if paper.party else ""
    what = {
        Standing.MISSING: Text(f"{paper.label.nl}{who} ontbreekt.", f"{paper.label.en}{who} is missing."),
        Standing.UNSIGNED: Text(
            f"{paper.label.nl}{who}: niet bevestigd wie tekende.", f"{paper.label.en}{who}: who signed is not confirmed."
        ),
        Standing.CHANGED: Text(
            f"{paper.label.nl}{who}: getekend voor andere gegevens.", f"{paper.label.en}{who}: signed for other data."
        ),
    }[paper.standing]
    mend = {
        Standing.MISSING: Text("Laad het stuk op.", "Upload the paper.")
        if paper.party or not paper.prepared
        else Text("Zet eerst de eindgebruiker bij de partijen.", "First put the end user among the parties."),
        Standing.UNSIGNED: Text("Vul in wie tekende en wanneer.", "Fill in who signed and when."),
        Standing.CHANGED: Text(
            "U wijzigde een partij, de goederen of het gebruik. Laat opnieuw tekenen.",
            "You changed a party, the goods or the use. Have it signed again.",
        ),
    }[paper.standing]
    return Finding(PAPERS, f"{paper.kind}:{paper.mark}", what, mend, why=paper.why)


__all__ = ["Questions", "findings", "parts_for", "questions", "undertaking"]
