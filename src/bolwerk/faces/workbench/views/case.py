"""A case whole: what it is, where it waits, what may be done and why not, and six ways to look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from bolwerk.engines.procedures import (
    CaseState,
    Event,
    Procedure,
    Shift,
    TermState,
    Verdict,
    to_bpmn,
    to_markdown,
    to_svg,
    what_if,
)
from bolwerk.faces.workbench import knowledge
from bolwerk.faces.workbench.access import case_for, for_staff, user_of
from bolwerk.faces.workbench.licensing import panel as licensing
from bolwerk.faces.workbench.queue import CALENDAR, nearest
from bolwerk.faces.workbench.screening.panel import panel_of
from bolwerk.faces.workbench.timeline import story
from bolwerk.kernel import InvalidInput, Text, local_day, read_date
from bolwerk.office.advice import referral
from bolwerk.office.cases import registry, selectors
from bolwerk.office.cases.models import Case
from bolwerk.office.documents.models import Document
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Interest, Role, User
from bolwerk.office.registers import selectors as registers
from bolwerk.ui.formats import lang


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The page that makes a move or a note; `url` is its name, empty when it is on the page of the case.

    `of_case`: its address takes the reference of the case.
    """

    place: Text
    url: str = ""
    of_case: bool = False


TABS: dict[str, Text] = {
    licensing.TAB: licensing.LABEL,
    "feiten": Text("Feiten", "Facts"),
    "regels": Text("Regels", "Rules"),
    "tijdlijn": Text("Tijdlijn", "Timeline"),
    "stukken": Text("Stukken", "Documents"),
    "partijen": Text("Partijen", "Parties"),
    "procedure": Text("Procedure", "Procedure"),
}
_LANE = Elsewhere(Text("bij het spoor", "with the lane"), "workbench:licensing_lane", of_case=True)
_SHEET = Elsewhere(Text("bij de toets", "with the assessment"), "workbench:licensing_sheet", of_case=True)
_DENIALS = Elsewhere(Text("bij de weigeringen", "with the denials"), "workbench:licensing_denials", of_case=True)
_ASKED = Elsewhere(Text("bij het advies", "with the advice"), "workbench:licensing_advice", of_case=True)
_PROPOSAL = Elsewhere(Text("met het voorstel", "with the proposal"), "workbench:licensing_proposal", of_case=True)
_SCREENED = Elsewhere(Text("bij de screening", "with the screening"), "workbench:licensing_rescreen", of_case=True)
_FACT = Elsewhere(Text("bij een feit", "beside a fact"))
_PAPER = Elsewhere(Text("onder Stukken", "under Documents"))
_REVIEWS = Elsewhere(Text("bij de beoordelingen", "with the reviews"), "workbench:board_reviews")
_ADVICE = Elsewhere(Text("bij het comité", "with the committee"), "workbench:board_committee")
_RANKING = Elsewhere(Text("bij de rangschikking van de oproep", "with the ranking of the call"), "workbench:board_calls")
_LICENCE = Elsewhere(Text("op de pagina van de vergunning", "on the page of the licence"), "workbench:holding_register")
_EMBARGO = Elsewhere(Text("op de pagina van het embargo", "on the page of the embargo"), "workbench:holding_embargoes")
_AUDIT = Elsewhere(Text("op de pagina met vaststellingen", "on the page of findings"), "workbench:supervision_findings", True)
_CONTACT = Elsewhere(Text("op de pagina met contacten", "on the page of contacts"), "workbench:supervision_contact", True)
ELSEWHERE: dict[str, Elsewhere] = {
    "finding_recorded": _AUDIT,
    "finding_solved": _AUDIT,
    "contact_recorded": _CONTACT,
    "judgement_given": _FACT,
    "document_added": _PAPER,
    "reviewer_assigned": _REVIEWS,
    "review_given": _REVIEWS,
    "interest_declared": _ADVICE,
    "member_recused": _ADVICE,
    "aspect_scored": _ADVICE,
    "vote_cast": _ADVICE,
    "advice_given": _ADVICE,
    "application_ranked": _RANKING,
    "grant_proposed": _PROPOSAL,
    "lane_set": _LANE,
    "lane_raised": _LANE,
    "minister_competent": _LANE,
    "assessment_recorded": _SHEET,
    "denials_searched": _DENIALS,
    "denial_judged": _DENIALS,
    "denial_reasoned": _DENIALS,
    "parties_screened": _SCREENED,
    **{f"{where}_advice_{what}": _ASKED for where in ("internal", "external") for what in ("asked", "given", "withdrawn")},
    "suspended": _LICENCE,
    "suspended_further": _LICENCE,
    "suspended_urgently": _LICENCE,
    "suspended_urgently_further": _LICENCE,
    "measure_ended": _LICENCE,
    "renewed": _EMBARGO,
}
"""Moves and notes that another page makes, because more hangs on them than a form here can ask."""
_IF_DAYS = (7, 30)
ROLE_TEXTS = {role.value: role.text for role in Role} | {"system": Text("het systeem", "the system")}


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as the head of the case shows it, with what a suspension today would do."""

    state: TermState
    if_suspended: tuple[tuple[Text, int, date, date], ...]


@require_GET
@for_staff
def show(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    tabs = tabs_of(case)
    tab = request.GET.get("deel", "")
    tab = tab if tab in tabs else next(iter(tabs))
    context = {**head(request, case), "tab": tab}
    context |= _TABS[tab](request, case, context)
    return render(request, "workbench/case.html", context)


def tabs_of(case: Case) -> dict[str, Text]:
    """The parts of the page of this case: an export application opens on its handling, and shows its own facts there."""
    if case.procedure.startswith("export.") and licensing.concerns(case):
        return {key: label for key, label in TABS.items() if key not in ("feiten", "regels")}
    return {key: label for key, label in TABS.items() if key != licensing.TAB}


def head(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What every page of a case shows: header, terms, what may be done now and what not."""
    user, now = user_of(request), datetime.now(UTC)
    state = selectors.state(case)
    verdicts = selectors.moves_for(case, user, now)
    noted = {one.note.id: one for one in selectors.notes_for(case, user)}
    here = [one for one in verdicts if one.in_step]
    address = reverse("workbench:case", args=[case.reference])
    return {
        "case": case,
        "state": state,
        "today": local_day(now),
        "procedure": registry.of(case).procedure,
        "terms": tuple(_term(case, state, term, now) for term in state.terms if term.pending),
        "allowed": [one for one in here if one.allowed and one.move.id not in ELSEWHERE],
        "elsewhere": [(one, ELSEWHERE[one.move.id]) for one in here if one.allowed and one.move.id in ELSEWHERE],
        "refused": [(one, _why_not(one, user)) for one in here if not one.allowed],
        "later": [one for one in verdicts if not one.in_step],
        "notes": [one for one in noted.values() if one.allowed and one.note.id not in ELSEWHERE],
        "note_verdicts": noted,
        "verdicts": {one.move.id: one for one in verdicts},
        "interest": _interest(user, case),
        "tabs": [(key, label, f"{address}?deel={key}") for key, label in tabs_of(case).items()],
        "related": _related(case),
        "screening": panel_of(case, user),
        "beside": nearest(user, 20, local_day(now)),
    }


def _term(case: Case, state: CaseState, term: TermState, now: datetime) -> TermView:
    procedure = registry.of(case).procedure
    found = []
    if term.running:
        for kind in dict.fromkeys(term.term.suspended_by):
            for days in _IF_DAYS:
                shifts = what_if(procedure, state, [Event(kind, now)], CALENDAR, on=state.on + timedelta(days=days))
                if shift := _of(shifts, term):
                    found.append((_label(procedure, kind), days, shift.before.due, shift.after.due))
    return TermView(term, tuple(f for f in found if f[2] and f[3]))  # type: ignore[misc]


def _label(procedure: Procedure, kind: str) -> Text:
    """What a move or note is called."""
    return procedure.move_of[kind].label if kind in procedure.move_of else procedure.note_of[kind].label


def _why_not(verdict: Verdict, user: User) -> Text:
    """The reason in words of the house: who does this, when it is not for the roles of this person."""
    if user.roles.isdisjoint(verdict.move.roles):
        roles = [ROLE_TEXTS.get(role, Text.same(role)) for role in verdict.move.roles]
        nl, en = " of ".join(role.nl.lower() for role in roles), " or ".join(role.en.lower() for role in roles)
        return Text(f"Dit doet een {nl}.", f"This is done by: {en}.")
    return verdict.reason


def _of(shifts: tuple[Shift, ...], term: TermState) -> Shift | None:
    return next((shift for shift in shifts if shift.term.id == term.term.id), None)


def _interest(user: User, case: Case) -> Text | None:
    """Why this person may not act here, when it is an interest in the case, its organisation or a partner that bars."""
    today = local_day(datetime.now(UTC))
    application = getattr(case, "application", None)
    partners = application.partners.all() if application else ()
    organisations = {case.organisation_id, *(one.organisation_id for one in partners if one.accepted_at)} - {None}
    tied = [one for one in user.interests.all() if one.holds_on(today)]
    if any(one.case_id == case.pk or one.organisation_id in organisations for one in tied):
        ruling = policies.may(user, "case.move", case)
        return None if ruling.allowed else ruling.reason
    return None


def _related(case: Case) -> list[tuple[Text, str]]:
    """The case that asked the committee, or the committee's case about this one."""
    opening = case.events.order_by("seq").values_list("payload", flat=True).first() or {}
    found = [(Text("Dit advies gaat over", "This advice is about"), opening["about"])] if opening.get("about") else []
    if hasattr(case, "application") and (referred := referral.get("esac").referred(case)):
        found.append((Text("Advies van het ESAC in", "Advice of the ESAC in"), referred.case.reference))
    return found


def _facts(request: HttpRequest, case: Case, page: dict[str, Any]) -> dict[str, Any]:
    user = user_of(request)
    if not policies.may(user, "case.facts.view", case):
        return {"barred": policies.may(user, "case.facts.view", case).reason}
    application = knowledge.subject_of(case)
    if application is None:
        return {"groups": None}
    on = _day(request, knowledge.day_of(application))
    facts = knowledge.known(application, on)
    return {
        "groups": knowledge.grouped(facts, on),
        "application": application,
        "on": on,
        "judging": page["note_verdicts"].get("judgement_given"),
    }


def _rules(request: HttpRequest, case: Case, page: dict[str, Any]) -> dict[str, Any]:
    user = user_of(request)
    if not policies.may(user, "case.facts.view", case):
        return {"barred": policies.may(user, "case.facts.view", case).reason}
    application = knowledge.subject_of(case)
    if application is None:
        return {"measures": ()}
    on = _day(request, knowledge.day_of(application))
    return {
        "application": application,
        "on": on,
        "measures": knowledge.answers(knowledge.known(application, on), on),
        "priced": knowledge.priced(application, on),
        "size": knowledge.sized(application.applicant, on),
    }


def _timeline(request: HttpRequest, case: Case, page: dict[str, Any]) -> dict[str, Any]:
    return {"story": story(case)}


def _documents(request: HttpRequest, case: Case, page: dict[str, Any]) -> dict[str, Any]:
    user = user_of(request)
    papers = policies.visible(user, Document.objects.filter(case=case).select_related("added_by"), "document.view")
    return {
        "documents": [(paper, knowledge.kind_of(paper)) for paper in papers],
        "may_upload": policies.may(user, "document.upload", case),
    }


def _parties(request: HttpRequest, case: Case, page: dict[str, Any]) -> dict[str, Any]:
    user, today = user_of(request), local_day(datetime.now(UTC))
    application = knowledge.subject_of(case)
    partners = list(application.partners.select_related("organisation")) if application else []
    declared = Interest.objects.filter(case_id=case.pk)
    if case.organisation_id:
        declared = declared | Interest.objects.filter(organisation_id=case.organisation_id)
    declared = declared.select_related("user").order_by("-declared_at")
    everyone = user.has_role(Role.COORDINATOR, Role.AUDITOR)
    return {
        "application": application,
        "partners": [(partner, knowledge.sized(partner.organisation, today)) for partner in partners],
        "organisation_size": knowledge.sized(case.organisation, today) if case.organisation and not partners else None,
        "members": registers.members(case.organisation, today) if case.organisation else (),
        "interests": [(one, one.holds_on(today)) for one in declared if everyone or one.user_id == user.pk],
        "sees_all_interests": everyone,
    }


def _procedure(request: HttpRequest, case: Case, page: dict[str, Any]) -> dict[str, Any]:
    svg = to_svg(page["procedure"], page["state"], lang(), roles=ROLE_TEXTS)
    svg = svg.replace('<g class="step is-open', '<g id="nu" class="step is-open', 1).replace(
        '<g class="step is-start is-open', '<g id="nu" class="step is-start is-open', 1
    )
    return {"svg": mark_safe(svg)}  # noqa: S308 our own drawing, its texts escaped by the engine


_TABS: dict[str, Callable[[HttpRequest, Case, dict[str, Any]], dict[str, Any]]] = {
    licensing.TAB: licensing.shown,
    "feiten": _facts,
    "regels": _rules,
    "tijdlijn": _timeline,
    "stukken": _documents,
    "partijen": _parties,
    "procedure": _procedure,
}


def _day(request: HttpRequest, default: date) -> date:
    """The day to look at, from the address; a day that cannot be read is the default."""
    raw = request.GET.get("dag", "")
    try:
        return read_date(raw) if raw else default
    except InvalidInput:
        return default


@require_GET
@for_staff
def procedure_text(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    text = to_markdown(registry.of(case).procedure, lang(), roles=ROLE_TEXTS)
    return HttpResponse(text, content_type="text/markdown; charset=utf-8")


@require_GET
@for_staff
def procedure_bpmn(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    found = registry.of(case).procedure
    response = HttpResponse(to_bpmn(found), content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.id}.bpmn"'
    return response
