"""Checking, submitting, reading back; completing, withdrawing, copying, throwing away."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bolwerk.domains.export_control.live import (
    Application,
    DraftConflict,
    Incomplete,
    applications,
    applying,
    form,
    last_changes,
    papers,
)
from bolwerk.faces.desk import selectors
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.forms import ReasonForm, SubmitForm
from bolwerk.faces.desk.licensing import words
from bolwerk.faces.desk.licensing.frame import application_for, frame, lines_of, number, parts_of
from bolwerk.faces.desk.outcomes import outcome
from bolwerk.kernel import BolwerkError, InvalidInput, NotAllowed, Text, local_day
from bolwerk.ui.formats import say

_COMPLETED = Text("Wat vulde u aan of wijzigde u?", "What did you add or change?")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that is missing and why, with a link to each field; when nothing is, the declaration and the button."""
    user = user_of(request)
    application = application_for(user, pk)
    if not application.editable and request.method != "POST":
        return redirect("desk:licensing-read", application.pk)
    completing = application.edition > 0
    declared, status = SubmitForm(), 200
    reason = ReasonForm(_COMPLETED) if completing else None
    problem: BolwerkError | None = None
    if request.method == "POST":
        declared, status = SubmitForm(request.POST), 422
        reason = ReasonForm(_COMPLETED, request.POST) if completing else None
        if declared.is_valid() and (reason is None or reason.is_valid()):
            try:
                done = applying.submit(
                    application.pk,
                    actor=user,
                    key=request.POST.get("key", ""),
                    version=number(request.POST, "version"),
                    reason=reason.cleaned_data["reason"] if reason else "",
                )
            except (Incomplete, DraftConflict, InvalidInput, NotAllowed) as error:
                problem = error
                application.refresh_from_db()
            else:
                return redirect("desk:licensing-submitted", done.pk)
    parts = parts_of(application)
    today = local_day(timezone.now())
    context = {
        **frame(application, parts, "submit"),
        "lines": lines_of(parts),
        "form": declared,
        "reason": reason,
        "problem": problem,
        "key": request.POST.get("key") or uuid.uuid4(),
        "version": application.version,
        "answers": [outcome(one) for one in words.settled(application, today)],
        **_said(application, draft=True),
    }
    return render(request, "desk/licensing/submit.html", context, status=status)


def _said(application: Application, *, draft: bool) -> dict[str, Any]:
    """What the application says, ready to read."""
    today = local_day(timezone.now())
    parties = applications.draft_parties(application) if draft else applications.parties(application)
    lines = applications.draft_lines(application) if draft else applications.lines(application)
    sent = None if draft else applications.submission(application)
    typed = (
        sent.snapshot["parts"]
        if sent
        else {part: applications.typed(application, part) for part in form.parts_of(application.kind)}
    )
    known = applications.known_facts(application, today, draft=draft)
    return {
        "told": words.told(application, known),
        "parties": [(party.role_text, words.party_line(party)) for party in parties],
        "goods": [(line, words.quantity(line)) for line in lines],
        "total": words.total(lines),
        "sections": [
            (section.label, words.plain_answers(section, typed.get(part) or {}))
            for part in form.parts_of(application.kind)
            if (section := form.section_of(part)) and typed.get(part)
        ],
        "papers": [(papers.LABELS.get(one.kind), one) for one in application.attachments.all()],
    }


@require_safe
@signed_in
def submitted(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The confirmation: the reference, what happens when, and what to do meanwhile."""
    application = application_for(user_of(request), pk)
    if application.case is None:
        return redirect("desk:licensing-draft", application.pk)
    context = {"application": application, "case": application.case, "row": selectors.case_row(application.case)}
    return render(request, "desk/licensing/submitted.html", context)


@require_safe
@signed_in
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was submitted, as it stands; with what can still be done."""
    user = user_of(request)
    application = application_for(user, pk)
    case = application.case
    context = {
        "application": application,
        "case": case,
        "changes": last_changes(application),
        "submission": applications.submission(application),
        "may_complete": bool(
            case and application.state == Application.State.SUBMITTED and applying.completing_move(case, user)
        ),
        **_said(application, draft=application.edition == 0),
    }
    return render(request, "desk/licensing/read.html", context)


@require_POST
@signed_in
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a completion that the service asked for."""
    done = applying.reopen(application_for(user_of(request), pk).pk, actor=user_of(request))
    return redirect("desk:licensing-draft", done.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a submitted application back, with a reason."""
    user = user_of(request)
    application = application_for(user, pk)
    given = ReasonForm(
        Text("Waarom trekt u de aanvraag in?", "Why do you withdraw the application?"), request.POST or kept(request)
    )
    if request.method == "POST" and given.is_valid():
        try:
            applying.withdraw(application.pk, actor=user, reason=given.cleaned_data["reason"], key=request.POST.get("key", ""))
        except BolwerkError as error:
            given.tell(error, "reason")
        else:
            messages.success(request, say(Text("De aanvraag is ingetrokken.", "The application was withdrawn.")))
            return redirect("desk:licensing")
    context = {"application": application, "form": given, "key": request.POST.get("key") or uuid.uuid4()}
    return render(request, "desk/licensing/withdraw.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away, after a page that says what is lost."""
    user = user_of(request)
    application = application_for(user, pk)
    if request.method == "POST":
        applying.delete_draft(application.pk, actor=user)
        messages.success(request, say(Text("Het ontwerp is weg.", "The draft is gone.")))
        return redirect("desk:licensing")
    return render(request, "desk/licensing/delete.html", {"application": application})


@require_POST
@signed_in
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new draft with what this one told."""
    user = user_of(request)
    application = application_for(user, pk)
    copied = Text("kopie", "copy")
    title = f"{application.title[:180]} ({say(copied)})"
    made = applying.copy(application.pk, title=title, actor=user, key=request.POST.get("key", ""))
    messages.success(
        request, say(Text("Dit is de kopie. Stukken gingen niet mee.", "This is the copy. Papers did not come along."))
    )
    return redirect("desk:licensing-draft", made.pk)
