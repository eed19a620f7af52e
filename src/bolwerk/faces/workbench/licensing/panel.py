"""What the page of a case shows of an export application: lane, screening, sheet, denials, advice, the application itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from bolwerk.domains.export_control.live import Classification, applications, classifications, handling
from bolwerk.faces.workbench.access import user_of
from bolwerk.kernel import Text, local_day
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies

LABEL = Text("Behandeling", "Handling")
TAB = "behandeling"
_GOOD, _WAIT, _STOP, _NONE = "good", "attention", "stop", "unknown"


PROPOSED: dict[str, Text] = {
    "grant_proposed": Text("Voorstel: toekennen", "Proposal: grant"),
    "refusal_proposed": Text("Voorstel: weigeren", "Proposal: refuse"),
    "review_failed": Text("Voorstel: beëindigen", "Proposal: end it"),
    "review_proposed": Text("Voorstel: behouden", "Proposal: keep it"),
    "opinion_proposed": Text("Voorstel van antwoord", "Proposed answer"),
    "closure_proposed": Text("Voorstel: afsluiten zonder beoordeling", "Proposal: close without assessment"),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What lies before the approver, or was decided: who proposed it and why; of a grant each line beside what was asked."""

    title: Text
    by: str
    at: datetime
    reason: str
    outcome: Text | None
    grant: Any
    lines: tuple[tuple[Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to do in a case: where it stands, and the page where it is done."""

    title: Text
    tone: str
    status: Text
    url: str
    reasons: tuple[Text, ...] = ()


def concerns(case: Case) -> bool:
    """Whether a case is handled here: an application, or advice about one."""
    return handling.subject.is_handled(case) or case.procedure == handling.subject.CONSULTATION


def shown(request: HttpRequest, case: Case, page: dict[str, Any]) -> dict[str, Any]:
    """For the tab on the page of the case; for a request for advice, what the adviser was asked and shown."""
    if case.procedure == handling.subject.CONSULTATION:
        return {"advising": asked_of(case)}
    application = handling.subject.application_of(case)
    lane = handling.subject.current_lane(case)
    return {
        "application": application,
        "lane": lane,
        "decider": DECIDERS[handling.lanes.decider(case)],
        "parts": parts(case),
        "proposed": proposed_of(case, applications.lines(application)),
        "parties": applications.parties(application),
        "goods": _goods(case, applications.lines(application)),
        "end_use": applications.end_use(application),
        "editions": application.edition,
        "licences": list(case.licences.select_related("case")),
        "handles": bool(policies.may(user_of(request), "export.handle", case)),
    }


def _goods(case: Case, lines: Sequence[Any]) -> list[tuple[Any, Classification | None]]:
    """Each line with the decision on what it is, if somebody decided."""
    decided = classifications.of_case(case)
    return [(line, decided.get(line.number)) for line in lines]


def proposed_of(case: Case, goods: Sequence[Any]) -> Proposed | None:
    """The last proposal in the case."""
    event = case.events.select_related("actor").filter(kind__in=PROPOSED).order_by("-seq").first()
    if event is None:
        return None
    grant = handling.deciding.read(event.payload) if event.kind == "grant_proposed" else None
    granted = {one.number: one for one in grant.lines} if grant else {}
    outcome = handling.consulting.OUTCOMES.get(str(event.payload.get("outcome", "")))
    rows = tuple((line, granted.get(line.number)) for line in goods) if granted else ()
    return Proposed(PROPOSED[event.kind], str(event.actor or ""), event.at, event.reason, outcome, grant, rows)


DECIDERS = {"minister": Text("de minister", "the minister"), "department": Text("het departement", "the Department")}


def asked_of(case: Case) -> dict[str, Any]:
    """What an adviser sees of the application: the question, and what the handler picked, frozen when asked."""
    found = handling.consulting.of_request(case)
    labels = handling.consulting.SHARED
    return {
        "consultation": found,
        "body": handling.BODIES[found.body],
        "answer": handling.consulting.answered(found),
        "shared": [(labels[name], rows) for name, rows in found.shared.items()],
    }


def parts(case: Case) -> tuple[Part, ...]:
    """The work on a case in the order in which it is done."""
    return (*_embargo(case), _screening(case), _sheet(case), *_denials(case), _advice(case))


def _embargo(case: Case) -> tuple[Part, ...]:
    """Only where one bars what is asked."""
    barred = handling.embargoed.reasons(case, local_day(timezone.now())) if case.status == "open" else ()
    if not barred:
        return ()
    title, told = Text("Regionaal embargo", "Regional embargo"), Text("houdt de vergunning tegen", "blocks the licence")
    return (Part(title, _STOP, told, "workbench:licensing_lane", barred),)


def _screening(case: Case) -> Part:
    title = Text("Screening van de partijen", "Screening of the parties")
    if case.status != "open":
        return Part(title, _NONE, Text("dossier afgesloten", "case closed"), "workbench:licensing_rescreen")
    reasons = handling.screening.blocks(case)
    if not reasons:
        return Part(title, _GOOD, Text("vrij van treffers", "clear of hits"), "workbench:licensing_rescreen")
    return Part(title, _STOP, Text("houdt de afgifte tegen", "blocks the issue"), "workbench:licensing_rescreen", reasons)


def _sheet(case: Case) -> Part:
    programme = handling.sheets.kind_of(case) == "programme"
    title = (
        Text("Nazicht van het programma", "Review of the programme")
        if programme
        else Text("Toets aan de criteria", "Assessment against the criteria")
    )
    url = "workbench:licensing_sheet"
    standing = handling.sheets.standing(case)
    if standing is None:
        missing = Text("welke criteria gelden, is nog niet te zeggen", "it cannot be told yet which criteria apply")
        return Part(title, _NONE, missing, url, handling.sheets.missing_facts(case))
    if standing.must_refuse:
        return Part(title, _STOP, standing.text, url)
    if standing.missing:
        left = Text("nog {n} te beoordelen", "{n} to judge").format(n=len(standing.missing))
        return Part(title, _WAIT, left, url)
    return Part(title, _WAIT if standing.may_refuse else _GOOD, standing.text, url)


def _denials(case: Case) -> tuple[Part, ...]:
    if handling.sheets.kind_of(case) == "programme":
        return ()
    title = Text("Weigeringen door andere lidstaten", "Denials by other Member States")
    reasons, found = handling.denials.blocks(case), handling.denials.summary(case)
    if not found["found"]:
        none = Text("geen die hierop lijkt", "none that looks like this")
        return (Part(title, _GOOD, none, "workbench:licensing_denials"),)
    told = Text("{n} gevonden, {open} te beoordelen", "{n} found, {open} to judge").format(n=found["found"], open=found["open"])
    return (Part(title, _STOP if reasons else _GOOD, told, "workbench:licensing_denials", reasons),)


def _advice(case: Case) -> Part:
    title, url = Text("Advies", "Advice"), "workbench:licensing_advice"
    asked = handling.consulting.of_case(case)
    waiting = [one for one in asked if one.open]
    if handling.consulting.conflicting(case):
        return Part(title, _WAIT, Text("adviezen spreken elkaar tegen", "advices contradict each other"), url)
    if waiting:
        names = Text(", ".join(one.name.nl for one in waiting), ", ".join(one.name.en for one in waiting))
        return Part(title, _WAIT, Text("wacht op {names}", "waits for {names}").format(names=names), url)
    if not asked:
        return Part(title, _NONE, Text("niet gevraagd", "not asked"), url)
    return Part(title, _GOOD, Text("{n} ontvangen", "{n} received").format(n=len(asked)), url)
