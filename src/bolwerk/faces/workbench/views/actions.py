"""What a person does to a case: moves, notes, papers, interests. Each form is sent once, and gives back what was typed."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bolwerk.engines.procedures import Move
from bolwerk.faces.workbench import consequences, timeline
from bolwerk.faces.workbench.access import case_for, for_staff, none_such, user_of
from bolwerk.faces.workbench.forms import HouseForm, InterestForm, MoveForm, NoteForm, UploadForm, WithdrawForm
from bolwerk.faces.workbench.views.case import ELSEWHERE, head
from bolwerk.kernel import BolwerkError, Conflict, InvalidInput, NotAllowed, Text
from bolwerk.office.advice import referral
from bolwerk.office.calls import selectors as calls
from bolwerk.office.cases import registry, services
from bolwerk.office.cases.errors import StaleVersion
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.documents import services as documents
from bolwerk.office.identity import policies
from bolwerk.office.identity import services as identity
from bolwerk.office.identity.models import Interest
from bolwerk.ui.formats import say

_PAYLOAD_NOTES = frozenset({"award_published"})
"""Notes that also say where something is to be read."""


@require_http_methods(["GET", "POST"])
@for_staff
def move(request: HttpRequest, reference: str, move: str) -> HttpResponse:
    """Confirm one move: what it asks, what it will do; on a conflict both versions, with all that was typed."""
    case = case_for(request, reference)
    wanted = registry.of(case).procedure.move(move)
    if move in ELSEWHERE:
        raise _elsewhere(move)
    form = MoveForm(wanted, request.POST or None, initial={"version": case.version, **_initial(case, wanted)})
    status = 200
    since: tuple[CaseEvent, ...] = ()
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.act(
                    case.pk,
                    move,
                    actor=user_of(request),
                    payload=form.payload,
                    reason=form.cleaned_data["reason"],
                    key=form.cleaned_data["key"],
                    version=form.cleaned_data["version"],
                )
            except StaleVersion as error:
                status, since = 409, error.since
                form.refuse(error)
                form.set_hidden("version", str(error.current))
                case.refresh_from_db()
            except (InvalidInput, NotAllowed, Conflict) as error:
                status = _refused(form, error)
            else:
                messages.success(request, say(_DONE.format(what=wanted.label)))
                return redirect("workbench:case", reference)
    return _move_page(request, case, wanted, form, since, status)


_DONE = Text("Gedaan: {what}.", "Done: {what}.")


def _move_page(
    request: HttpRequest, case: Case, wanted: Move, form: MoveForm, since: tuple[CaseEvent, ...], status: int
) -> HttpResponse:
    context = head(request, case)
    procedure = context["procedure"]
    verdict = context["verdicts"][wanted.id]
    changes = [(event, timeline.title_of(procedure, event)) for event in since]
    told = consequences.told(case, context["state"], wanted, datetime.now(UTC)) if verdict.allowed else ()
    context |= {"move": wanted, "verdict": verdict, "form": form, "since": changes, "told": told}
    return render(request, "workbench/move.html", context, status=status)


def _initial(case: Case, wanted: Move) -> dict[str, Any]:
    """What is known already of what a move asks: the place on the list in force, the advice that was notified."""
    found: dict[str, Any] = {}
    application = calls.application_of_case(case)
    if "amount" in wanted.fields and application and (position := calls.place_of(application)):
        found["amount"] = position.granted.in_("nl").removesuffix(" euro")
    if "advice" in wanted.fields and (referred := referral.get("esac").referred(case)) and referred.result:
        found["advice"] = referred.result.value
    return found


def _refused(form: HouseForm, error: BolwerkError) -> int:
    form.refuse(error)
    if isinstance(error, Conflict):
        form.set_hidden("key", str(uuid.uuid4()))
        return 409
    return 403 if isinstance(error, NotAllowed) else 422


def _elsewhere(kind: str) -> NotAllowed:
    return NotAllowed(
        Text("Dit gebeurt niet met dit formulier.", "This is not done with this form."),
        where=kind,
        mend=Text("U doet dit {where}.", "You do this {where}.").format(where=ELSEWHERE[kind].place),
    )


@require_http_methods(["GET", "POST"])
@for_staff
def note(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Record something that moves nothing."""
    case = case_for(request, reference)
    wanted = registry.of(case).procedure.note(kind)
    if kind in ELSEWHERE:
        raise _elsewhere(kind)
    form, status = NoteForm(request.POST or None, place=kind in _PAYLOAD_NOTES), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {"place": form.cleaned_data["place"]} if "place" in form.cleaned_data else {}
            try:
                services.note(
                    case.pk,
                    kind,
                    actor=user_of(request),
                    payload=given,
                    reason=form.cleaned_data["reason"],
                    key=form.cleaned_data["key"],
                )
            except (InvalidInput, NotAllowed, Conflict) as error:
                status = _refused(form, error)
            else:
                messages.success(request, say(Text("Vastgelegd: {what}.", "Recorded: {what}.").format(what=wanted.label)))
                return redirect("workbench:case", reference)
    context = {**head(request, case), "title": wanted.label, "form": form, "back": "tijdlijn"}
    context["verdict"] = context["note_verdicts"][kind]
    return render(request, "workbench/act.html", context, status=status)


@require_http_methods(["GET", "POST"])
@for_staff
def upload(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    form, status = UploadForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                paper = documents.upload(
                    case,
                    form.cleaned_data["file"],
                    actor=user_of(request),
                    kind=form.cleaned_data["kind"],
                    key=form.cleaned_data["key"],
                    audience=form.cleaned_data["audience"],
                )
            except (InvalidInput, NotAllowed, Conflict) as error:
                status = _refused(form, error)
            else:
                messages.success(request, say(Text(f"Toegevoegd: {paper.name}.", f"Added: {paper.name}.")))
                return _to_tab(reference, "stukken")
    context = {
        **head(request, case),
        "title": Text("Document toevoegen", "Add a document"),
        "form": form,
        "verdict": policies.may(user_of(request), "document.upload", case),
        "multipart": True,
        "back": "stukken",
    }
    return render(request, "workbench/act.html", context, status=status)


@require_http_methods(["GET", "POST"])
@for_staff
def interest(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what ties you; from then on you do not act in this case, or in any of this organisation."""
    case, user = case_for(request, reference), user_of(request)
    form, status = InterestForm(request.POST or None, with_organisation=case.organisation_id is not None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            whole = form.cleaned_data.get("about") == "organisation"
            about: dict[str, Any] = {"organisation": case.organisation} if whole else {"case_id": case.pk}
            known = Interest.objects.filter(user=user, reason=form.cleaned_data["reason"], withdrawn_at=None, **about)
            try:
                if not known.exists():
                    identity.declare_interest(user, reason=form.cleaned_data["reason"], **about)
            except InvalidInput as error:
                status = _refused(form, error)
            else:
                messages.success(
                    request,
                    say(
                        Text(
                            "Uw belang staat genoteerd: u beslist hier niet.", "Your interest is noted: you do not decide here."
                        )
                    ),
                )
                return _to_tab(reference, "partijen")
    context = {
        **head(request, case),
        "title": Text("Een belang verklaren", "Declare an interest"),
        "form": form,
        "lead": Text(
            "U kunt daarna nog lezen, maar niet meer handelen of beslissen.",
            "After this you can still read, but no longer act or decide.",
        ),
        "back": "partijen",
    }
    return render(request, "workbench/act.html", context, status=status)


@require_http_methods(["GET", "POST"])
@for_staff
def withdraw_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Only who declared it says that it was a mistake; it stays in the record."""
    found = Interest.objects.select_related("organisation").filter(pk=pk, user=user_of(request)).first()
    if found is None:
        raise none_such("belang")
    form, status = WithdrawForm(request.POST or None), 200
    back = request.GET.get("dossier", "")
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                identity.withdraw_interest(found, reason=form.cleaned_data["reason"])
            except Conflict as error:
                status = _refused(form, error)
            else:
                messages.success(request, say(Text("Uw belang is ingetrokken.", "Your interest was withdrawn.")))
                return _to_tab(back, "partijen") if back else redirect("workbench:queue")
    context = {"title": Text("Een belang intrekken", "Withdraw an interest"), "form": form, "about": found, "back_to": back}
    return render(request, "workbench/withdraw.html", context, status=status)


def _to_tab(reference: str, tab: str) -> HttpResponse:
    response = redirect("workbench:case", reference)
    response["Location"] += f"?deel={tab}"
    return response
