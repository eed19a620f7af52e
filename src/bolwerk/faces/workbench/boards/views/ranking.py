"""The ranking of a call: who can be ranked, the list and its decision, what it did to the cases, and the awards that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from bolwerk.domains.investment import live
from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.boards import progress
from bolwerk.faces.workbench.boards.forms.reviews import ConfirmForm, DecideForm, ProposeForm, ReasonForm
from bolwerk.faces.workbench.boards.steps import UNREAD, attempt, done, status_of
from bolwerk.faces.workbench.boards.views.calls import get_call
from bolwerk.kernel import ZERO, BolwerkError, Money, Text
from bolwerk.office.calls import kits, selectors, services
from bolwerk.office.calls.completeness import Finding
from bolwerk.office.calls.errors import Incomplete
from bolwerk.office.calls.models import Application, Call, RankingList
from bolwerk.office.calls.ranking import Fit, Place, Position, RankingRule
from bolwerk.office.cases import selectors as cases
from bolwerk.office.cases import services as case_services
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.ui.formats import say

_TONES = {
    Place.AWARD: "good",
    Place.PARTIAL: "attention",
    Place.RESERVE: "info",
    Place.FAILED: "stop",
    Place.ENDED: "unknown",
}
_FITS = {
    Fit.NEXT_THAT_FITS: Text(
        "Past een project niet meer, dan kan een volgend project nog passen.",
        "When a project does not fit any more, a next one may still fit.",
    ),
    Fit.STOP_AT_FIRST: Text(
        "Past een project niet meer, dan gaat alles daaronder naar de reservelijst.",
        "When a project does not fit any more, all below it goes on the reserve list.",
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A place on the list. `ends` marks the first that the budget no longer carries."""

    position: Position
    application: Application
    tone: str
    scores: tuple[tuple[Text, int], ...]
    where: tuple[Text, ...]
    ends: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one case: good, stuck (with why), or done before."""

    reference: str
    title: str
    tone: str
    told: Text


@require_GET
@for_staff
def ranking(request: HttpRequest, code: str) -> HttpResponse:
    return page(request, get_call(code))


def page(request: HttpRequest, call: Call, status: int = 200, **more: Any) -> HttpResponse:
    """The page of the ranking; `more` holds forms that came back wrong, findings and reports."""
    user = user_of(request)
    policies.require(user, "ranking.view")
    pending, approved = selectors.pending_ranking(call), selectors.approved_ranking(call)
    shown = pending or approved
    ready, others = progress.candidates(call)
    deciding = _deciding(call)
    rule = RankingRule.read(shown.rule) if shown else kits.get(call.kit).ranking
    granted = Money.sum(p.granted for p in selectors.ranked_positions(shown)) if shown else ZERO
    values: dict[str, Any] = {
        "bench": "calls",
        "tab": "ranking",
        "call": call,
        "room": call.envelope.room if call.envelope else None,
        "pending": pending,
        "approved": approved,
        "shown": shown,
        "rows": _rows(call, shown, rule) if shown else (),
        "granted": granted,
        "left": shown.room - granted if shown else ZERO,
        "lists": call.rankings.select_related("proposed_by", "decision__decided_by").order_by("-number"),
        "rule": rule,
        "fit": _FITS[rule.fit],
        "ready": ready,
        "waiting": [one for one in others if not one.closed],
        "out": [one for one in others if one.closed],
        "manage": policies.may(user, "call.manage"),
        "may_decide": policies.may(user, "ranking.decide", pending) if pending else None,
        "deciding": deciding,
        "deciding_total": Money.sum(row["amount"] for row in deciding if row["amount"]),
        "may_award": policies.may(user, "ledger.commit"),
        "propose": ProposeForm(unready=_unready(call)),
        "decide": DecideForm(),
        "apply": ConfirmForm(auto_id="apply-%s"),
        "draw": ReasonForm(),
        "award": ConfirmForm(auto_id="award-%s"),
    }
    return render(request, "boards/ranking.html", values | more, status=status)


def _unready(call: Call) -> int:
    return sum(1 for one in progress.candidates(call)[1] if not one.closed)


def _rows(call: Call, ranking: RankingList, rule: RankingRule) -> list[Row]:
    known = {str(one.pk): one for one in call.applications.select_related("case", "applicant")}
    rows: list[Row] = []
    spent = False
    for position in selectors.ranked_positions(ranking):
        application = known[position.candidate.id]
        outside = position.place is Place.RESERVE
        scores = [(s.label, position.candidate.values[s.key]) for s in rule.steps if s.key in position.candidate.values]
        points = tuple(pair for pair, step in zip(scores, rule.steps, strict=False) if step.key != "submitted")
        where = progress.labels_of(application.case) if application.case else ()
        rows.append(Row(position, application, _TONES[position.place], points, where, outside and not spent))
        spent = spent or outside
    return rows


def _deciding(call: Call) -> list[dict[str, Any]]:
    """Cases that wait for a decision to award, in the order of the list, with what is left as each is decided."""
    found = Case.objects.filter(application__call=call, steps__contains=",deciding_award,").select_related(
        "application", "organisation"
    )
    ranking = selectors.approved_ranking(call)
    places = {p.candidate.id: p for p in selectors.ranked_positions(ranking)} if ranking else {}
    room = call.envelope.room if call.envelope else ZERO
    rows = []
    for case in sorted(found, key=lambda one: _rank(places.get(str(one.application.pk)))):
        position = places.get(str(case.application.pk))
        amount = position.granted if position else None
        room = room - amount if amount else room
        rows.append({"case": case, "position": position, "amount": amount, "left": room, "fits": room >= ZERO})
    return rows


def _rank(position: Position | None) -> int:
    return position.rank or 0 if position else 10**6


@require_POST
@for_staff
def propose(request: HttpRequest, code: str) -> HttpResponse:
    call = get_call(code)
    policies.require(user_of(request), "call.manage")
    form = ProposeForm(request.POST, unready=_unready(call))
    findings: list[Finding] = []

    def make() -> None:
        given = form.cleaned_data
        only = [one.pk for one in progress.candidates(call)[0]]
        try:
            services.propose_ranking(
                call.pk,
                actor=user_of(request),
                key=f"rank:{given['key']}",
                room=given["room"],
                only=only,
                reason=given["reason"],
            )
        except Incomplete as error:
            findings.extend(error.findings)
            raise

    status = attempt(form, make)
    if not status:
        return done(request, Text("De lijst is voorgesteld.", "The list was proposed."), "board_ranking", code)
    return page(request, call, status, propose=form, findings=findings)


@require_POST
@for_staff
def decide(request: HttpRequest, code: str, number: int) -> HttpResponse:
    call = get_call(code)
    found = call.rankings.filter(number=number).first()
    if found is None:
        raise none_such(f"{code} #{number}")
    policies.require(user_of(request), "ranking.decide", found)
    form = DecideForm(request.POST)

    def make() -> None:
        given = form.cleaned_data
        services.decide_ranking(found.pk, actor=user_of(request), approved=given["approved"] == "yes", reason=given["reason"])

    status = attempt(form, make)
    if not status:
        return done(request, Text("Uw beslissing is vastgelegd.", "Your decision was recorded."), "board_ranking", code)
    return page(request, call, status, decide=form)


@require_POST
@for_staff
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Carry out the list in force, case by case, and say what happened to each."""
    call, user = get_call(code), user_of(request)
    policies.require(user, "call.manage")
    form = ConfirmForm(request.POST)
    outcome: dict[str, list[str]] = {}

    def make() -> None:
        outcome.update(live.apply_ranking(call, actor=user, key=f"apply:{form.cleaned_data['key']}"))

    status = attempt(form, make)
    reports = _applied(call, outcome, user) if not status else []
    return page(
        request, get_call(code), status or 200, apply=form if status else ConfirmForm(auto_id="apply-%s"), reports=reports
    )


_DONE = {
    "award": Text("Gerangschikt; de toekenning is voorgesteld.", "Ranked; the award was proposed."),
    "reserve": Text("Staat op de reservelijst.", "Stands on the reserve list."),
    "refuse": Text("De weigering is voorgesteld.", "The refusal was proposed."),
}
_BEFORE = Text("Was al uitgevoerd. Staat nu bij: {where}.", "Was carried out before. Stands now at: {where}.")
_STUCK = Text("Bleef staan bij: {where}. {why}", "Stayed at: {where}. {why}")
_CLOSED = Text("Het dossier is afgesloten.", "The case is closed.")


def _applied(call: Call, outcome: dict[str, list[str]], user: Any) -> list[Report]:
    found = Case.objects.filter(application__call=call).select_related("organisation")
    cases_by = {case.reference: case for case in found}
    reports = [Report(name, cases_by[name].subject, "good", _DONE[kind]) for kind in _DONE for name in outcome.get(kind, ())]
    return reports + [_stuck(cases_by[name], user) for name in outcome.get("stuck", ())]


def _stuck(case: Case, user: Any) -> Report:
    """Why the list could not be carried out on this case; or that it was, before."""
    here = progress.steps_of(case)
    labels = progress.labels_of(case)
    where = Text(", ".join(one.nl for one in labels), ", ".join(one.en for one in labels)) if labels else _CLOSED
    waiting = {"reviewing", "reviewed", "esac_advising", "ethics_known", "admissibility", "completion", "triage", "ranked"}
    if not here & waiting:
        return Report(case.reference, case.subject, "info", _BEFORE.format(where=where))
    move = "award_proposed" if "ranked" in here else "application_ranked"
    verdict = next((one for one in cases.moves_for(case, user) if one.move.id == move), None)
    why = verdict.reason if verdict else _CLOSED
    return Report(case.reference, case.subject, "attention", _STUCK.format(where=where, why=why))


@require_POST
@for_staff
def draw(request: HttpRequest, code: str) -> HttpResponse:
    call = get_call(code)
    policies.require(user_of(request), "call.manage")
    form = ReasonForm(request.POST)

    def make() -> None:
        given = form.cleaned_data
        services.draw_from_reserve(call.pk, actor=user_of(request), key=f"draw:{given['key']}", reason=given["reason"])

    status = attempt(form, make)
    if not status:
        told = Text(
            "De nieuwe lijst met wie uit de reserve komt, wacht op een beslissing.",
            "The new list with those from the reserve waits for a decision.",
        )
        return done(request, told, "board_ranking", code)
    return page(request, call, status, draw=form)


@require_POST
@for_staff
def award(request: HttpRequest, code: str) -> HttpResponse:
    """Decide on the chosen awards, one by one: each is a step of its own, and what fails stops no other."""
    call, user = get_call(code), user_of(request)
    policies.require(user, "ledger.commit")
    form, chosen = ConfirmForm(request.POST), request.POST.getlist("case")
    if not form.is_valid():
        return page(request, call, UNREAD, award=form)
    if not chosen:
        told = Text("Kies minstens één dossier.", "Choose at least one case.")
        form.add_error(None, say(told))
        return page(request, call, UNREAD, award=form)
    waiting = {str(row["case"].pk): row["case"] for row in _deciding(call)}
    reports = [_award(call, pair, waiting, user, form.cleaned_data["key"]) for pair in chosen]
    worst = 200 if any(one.tone == "good" for one in reports) else UNREAD
    return page(request, get_call(code), worst, award_reports=reports)


_AWARDED = Text("Toegekend: {amount}.", "Awarded: {amount}.")
_REFUSED = Text("Niet toegekend. {what} {mend}", "Not awarded. {what} {mend}")


def _award(call: Call, pair: str, waiting: dict[str, Case], user: Any, key: str) -> Report:
    """One award: `pair` is the case and the version that was seen, as the form gave them."""
    pk, _, version = pair.partition(":")
    case = waiting.get(pk) or _other(call, pk)
    if case is None or not version.isdigit():
        return Report(pk[:40], "", "stop", Text("Dit dossier hoort niet bij deze lijst.", "This case is not on this list."))
    try:
        case_services.act(case.pk, "award_decided", actor=user, key=f"award:{key}:{pk}", version=int(version))
    except BolwerkError as error:
        tone = "attention" if status_of(error) == 409 else "stop"
        return Report(case.reference, case.subject, tone, _REFUSED.format(what=error.what, mend=error.mend))
    made = live.award_of(case)
    amount = made.amount.as_text() if made else Text.same("?")
    return Report(case.reference, case.subject, "good", _AWARDED.format(amount=amount))


def _other(call: Call, pk: str) -> Case | None:
    """A case of the call that no longer waits: the form may have been sent twice."""
    try:
        return Case.objects.filter(application__call=call, pk=UUID(pk)).first()
    except ValueError:
        return None
