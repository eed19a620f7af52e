"""The applicant's case: where it stands, what is expected, what to do now, papers, questions, and duties on export."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bolwerk.domains import book
from bolwerk.domains.ethics import live as ethics
from bolwerk.domains.export_control import live as export
from bolwerk.domains.investment import live as investment
from bolwerk.engines.procedures import CaseState, Verdict
from bolwerk.faces.desk import selectors, words
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.forms import ReasonForm, told
from bolwerk.faces.desk.outcomes import Outcome, outcome
from bolwerk.kernel import BolwerkError, NotAllowed, Text, local_day, write_date
from bolwerk.office.calls.models import Application
from bolwerk.office.calls.selectors import application_of_case
from bolwerk.office.cases import journal, services
from bolwerk.office.cases import selectors as cases
from bolwerk.office.cases.errors import StaleVersion
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.documents.letters import render as render_letter
from bolwerk.office.documents.models import Document
from bolwerk.office.documents.services import File, upload
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import User
from bolwerk.ui.formats import lang, say

TOLD = "export_duties_told"
_FILE = Text("Voeg een bestand toe", "Add a file")
_US = Text("de dienst", "the service")


@dataclass(frozen=True, slots=True)
class Action:
    """How a move is asked of an applicant. `file` is the label of the file that may come with it."""

    title: Text
    help: Text
    reason: Text
    needed: bool = False
    file: Text | None = None
    tone: str = ""


_ACTIONS: dict[str, Action] = {
    "completion_received": Action(
        Text("Bezorg de aanvulling", "Send the completion"),
        Text("Wij gaan daarna verder met uw aanvraag.", "After that we go on with your application."),
        Text("Wat vult u aan?", "What do you add?"),
        needed=True,
        file=_FILE,
    ),
    "agreement_signed": Action(
        Text("Teken de overeenkomst", "Sign the agreement"),
        Text("Lees eerst de brief van de toekenning bij 'Stukken'.", "First read the award letter under 'Documents'."),
        Text("Opmerking", "Remark"),
        file=Text("De getekende overeenkomst", "The signed agreement"),
    ),
    "instalment_claimed": Action(
        Text("Vraag een schijf", "Claim an instalment"),
        Text("Wij kijken ze na en betalen ze dan.", "We check it and then pay it."),
        Text("Wat deed u met het vorige deel?", "What did you do with the part before?"),
        file=_FILE,
    ),
    "final_report_submitted": Action(
        Text("Dien het eindverslag in", "Submit the final report"),
        Text("Na goedkeuring betalen wij het saldo.", "After approval we pay the balance."),
        Text("Samenvatting", "Summary"),
        file=Text("Het eindverslag", "The final report"),
    ),
    "objection_lodged": Action(
        Text("Dien bezwaar in", "Lodge an objection"),
        Text("Iemand anders dan wie besliste, bekijkt uw bezwaar.", "Somebody other than who decided looks at it."),
        Text("Waarom bent u niet akkoord?", "Why do you disagree?"),
        needed=True,
        file=_FILE,
    ),
    "information_received": Action(
        Text("Geef de gevraagde informatie", "Give the information that was asked"),
        Text("Het ESAC gaat daarna verder.", "After that the ESAC goes on."),
        Text("Uw antwoord", "Your answer"),
        needed=True,
        file=_FILE,
    ),
    "withdrawn": Action(
        Text("Trek de aanvraag in", "Withdraw the application"),
        Text("Dit kunt u niet ongedaan maken.", "You cannot undo this."),
        Text("Waarom trekt u ze in?", "Why do you withdraw it?"),
        needed=True,
        tone="stop",
    ),
    "project_ended": Action(
        Text("Meld het einde van het project", "Report the end of the project"),
        Text("Daarna loopt de termijn voor het eindverslag.", "After that the term for the final report runs."),
        Text("Wanneer en hoe eindigde het?", "When and how did it end?"),
        needed=True,
    ),
}


def action_of(move: str, label: Text, needs_reason: bool) -> Action:
    return _ACTIONS.get(move) or Action(label, label, Text("Uitleg", "Explanation"), needed=needs_reason)


@require_safe
@signed_in
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything about one case on one page."""
    user = user_of(request)
    found = selectors.case_for(user, reference)
    today = local_day(timezone.now())
    state = cases.state(found, today)
    application = application_of_case(found)
    priced = investment.price(application, local_day(application.submission.submitted_at)) if application else None
    doable, events = actions(found, user), list(cases.events(found).prefetch_related("actor__role_grants"))
    documents = list(policies.visible(user, Document.objects.filter(case=found)))
    context = {
        "case": found,
        "state": state,
        "status": words.status([state.outcome] if state.outcome else [waiting.step for waiting in state.open]),
        "to_do": words.to_do(waiting.step for waiting in state.open),
        "terms": [(term, selectors.reasons_of(term)) for term in selectors.shown_terms(state.terms)],
        "timeline": timeline(events, documents, state),
        "actions": [one for one in doable if one[0].move.id != "withdrawn"],
        "withdrawable": any(verdict.allowed and verdict.move.id == "withdrawn" for verdict, _ in doable),
        "project_end": "running" in state.open_ids and not any(event.kind == "project_ended" for event in events),
        "documents": documents,
        "application": application,
        "licensing": export.Application.objects.filter(case=found).first(),
        "price": priced,
        "rates": [(name, outcome(answer)) for (name, _), answer in priced.rates.items()] if priced else (),
        "award": _told_award(found, state),
        "today": today,
        "questions": [event for event in events if event.kind in ("question_asked", "question_answered")],
    }
    return render(request, "desk/case.html", context)


def actions(found: Case, user: User) -> tuple[tuple[Verdict, Action], ...]:
    """What an applicant may do at this step, with the reason where it cannot be done yet."""
    verdicts = [one for one in cases.moves_for(found, user) if "applicant" in one.move.roles and one.in_step]
    return tuple((one, action_of(one.move.id, one.move.label, one.move.needs_reason)) for one in verdicts)


def _told_award(found: Case, state: CaseState) -> object:
    """The award, once it was notified."""
    return investment.award_of(found) if state.has_done("award_notified") else None


def timeline(events: Iterable[CaseEvent], documents: Iterable[Document], state: CaseState) -> list[Any]:
    """What an applicant may see of the log, newest first, after what is still to come."""
    shared = {str(document.pk) for document in documents}
    rows = [_item(event) for event in events if _is_told(event, shared)]
    coming = [
        SimpleNamespace(
            at=term.due,
            title=Text(f"Ten laatste: {term.term.label.nl}", f"By then: {term.term.label.en}"),
            due=True,
            tone="stop" if term.expired else "",
            text=term.term.on_expiry if term.expired else "",
        )
        for term in selectors.shown_terms(state.terms)
        if term.pending and term.due
    ]
    return [*sorted(coming, key=lambda item: item.at, reverse=True), *reversed(rows)]


def _is_told(event: CaseEvent, shared: set[str]) -> bool:
    if event.kind == "document_added":
        return str(event.payload.get("document")) in shared
    return event.kind in words.TOLD


def _item(event: CaseEvent) -> Any:
    by = event.actor
    staff = by is None or not by.has_role("applicant")
    text = event.reason if words.reason_shown(event.kind) else str(event.payload.get("name", ""))
    return SimpleNamespace(
        at=event.at,
        title=words.TOLD[event.kind],
        by=_US if staff else str(by),
        text=text,
        tone=words.tone(event.kind),
    )


# --- doing something --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move(request: HttpRequest, reference: str, move: str) -> HttpResponse:
    """One step of the applicant: with a text, perhaps a file; the file and the step happen together or not."""
    user = user_of(request)
    found = selectors.case_for(user, reference)
    verdict = next((one for one in actions(found, user) if one[0].move.id == move), None)
    ending = move == "project_ended"
    action = verdict[1] if verdict else action_of(move, words.EVENTS.get(move, _US), True)
    waiting = kept(request)
    form = ReasonForm(action.reason, request.POST or waiting, request.FILES or None, needed=action.needed, file=action.file)
    stale: StaleVersion | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _do(request, found, move, form, ending)
            except StaleVersion as error:
                stale, status = error, 409
                found.refresh_from_db()
            except BolwerkError as error:
                form.tell(error, "file" if action.file and error.where == _name(form) else None)
            else:
                messages.success(
                    request, say(Text("Dat is gebeurd. U ziet het in de tijdlijn.", "Done. You see it in the timeline."))
                )
                return redirect("desk:case", found.reference)
    elif not ending and (verdict is None or not verdict[0].allowed):
        raise NotAllowed(
            verdict[0].reason if verdict else Text("Dit kan nu niet in dit dossier.", "This cannot be done in this case now."),
            where=found.reference,
            mend=Text("Kijk in uw dossier wat nu wel kan.", "See in your case what can be done now."),
        )
    context = {
        "case": found,
        "action": action,
        "form": form,
        "key": request.POST.get("key") or uuid.uuid4(),
        "version": found.version,
        "stale": [words.TOLD[event.kind] for event in stale.since if event.kind in words.TOLD] if stale else None,
        "stale_error": stale,
        "restored": waiting is not None,
        "instalment": investment.next_instalment(found) if move == "instalment_claimed" else None,
    }
    return render(request, "desk/move.html", context, status=status)


def _do(request: HttpRequest, found: Case, move: str, form: ReasonForm, ending: bool) -> None:
    key, raw = request.POST.get("key", ""), request.POST.get("version", "")
    version = int(raw) if raw.isdecimal() and len(raw) < 10 else 0
    _carry(found, move, form.cleaned_data["reason"], form.cleaned_data.get("file"), user_of(request), key, version, ending)


@journal.in_one_step
def _carry(
    found: Case, move: str, reason: str, file: UploadedFile | None, user: User, key: str, version: int, note: bool
) -> Case:
    """The file first, told by the step itself; when the step cannot happen, the file is not kept either."""
    payload: dict[str, Any] = {}
    if file:
        document = upload(found, cast(File, file), actor=user, kind=move, key=f"{key}:file", note=False)
        payload["documents"] = [{"document": str(document.pk), "name": document.name, "sha256": document.sha256}]
    step = services.note if note else services.act
    return step(found.pk, move, actor=user, payload=payload, reason=reason, key=key, version=version)


def _name(form: ReasonForm) -> str:
    file = form.cleaned_data.get("file")
    return file.name if file else ""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a question to the service."""
    user = user_of(request)
    found = selectors.case_for(user, reference)
    form = ReasonForm(Text("Uw vraag", "Your question"), request.POST or kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.note(
                found.pk,
                "question_asked",
                actor=user,
                reason=form.cleaned_data["reason"],
                key=request.POST.get("key", ""),
            )
        except BolwerkError as error:
            form.tell(error, "reason")
        else:
            messages.success(request, say(Text("Uw vraag is verstuurd.", "Your question was sent.")))
            return redirect("desk:case", found.reference)
    context = {"case": found, "form": form, "key": request.POST.get("key") or uuid.uuid4()}
    return render(request, "desk/ask.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def document(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a file to the case."""
    user = user_of(request)
    found = selectors.case_for(user, reference)
    label = Text("Wat is dit voor een stuk?", "What kind of document is this?")
    form = ReasonForm(label, request.POST or None, request.FILES or None, needed=False, file=Text("Bestand", "File"))
    if request.method == "POST":
        file = request.FILES.get("file")
        if form.is_valid() and file is None:
            form.add_error("file", say(Text("Kies een bestand.", "Choose a file.")))
        elif form.is_valid() and isinstance(file, UploadedFile):
            try:
                upload(found, cast(File, file), actor=user, kind="applicant", key=request.POST.get("key", ""))
            except BolwerkError as error:
                form.add_error("file", told(error))
            else:
                messages.success(request, say(Text("Het stuk is toegevoegd.", "The document was added.")))
                return redirect("desk:case", found.reference)
    form.fields.pop("reason")
    context = {"case": found, "form": form, "key": request.POST.get("key") or uuid.uuid4()}
    return render(request, "desk/document.html", context, status=422 if request.method == "POST" else 200)


# --- duties on export -------------------------------------------------------------------------------------------------


@require_safe
@signed_in
def duties(request: HttpRequest, reference: str) -> HttpResponse:
    """The duties on export, from what the application says. That they were shown is recorded once."""
    user = user_of(request)
    found = selectors.case_for(user, reference)
    application, answer, facts = _duties_of(found)
    _record_told(found, user)
    context = {"case": found, "application": application, "answer": answer, "facts": facts, "duties": _listed(answer)}
    return render(request, "desk/duties.html", context)


@require_safe
@signed_in
def duties_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same page as a letter."""
    user = user_of(request)
    found = selectors.case_for(user, reference)
    _, answer, facts = _duties_of(found)
    _record_told(found, user)
    language = lang()
    today = local_day(timezone.now())
    none = Text("Uit wat wij weten volgt geen plicht.", "No duty follows from what we know.")
    data = {
        "sender": {"name": "Bolwerk", "service": say(Text("Loket", "Desk"))},
        "addressee": {"name": found.organisation.name if found.organisation else found.subject},
        "reference": found.reference,
        "date": write_date(today, language),
        "subject": found.subject,
        "facts": [[say(question), say(value)] for question, value in facts],
        "duties": [reason for _, reasons in _listed(answer) for reason in reasons] or [none],
        "unknown": [say(question) for question in answer.asks],
    }
    response = HttpResponse(render_letter("export_duties", data, language), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}-uitvoer.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _duties_of(found: Case) -> tuple[Application, Outcome, list[tuple[Text, Text]]]:
    """The answer with what it was given; while some is unknown, the duties that are sure come from what is known."""
    application = application_of_case(found)
    if application is None:
        raise NotAllowed(
            Text("Dit dossier heeft geen eigen uitvoerpagina.", "This case has no page on export of its own."),
            where=found.reference,
            mend=Text("Kijk bij het dossier van uw aanvraag.", "Look at the case of your application."),
        )
    today: date = local_day(timezone.now())
    answer = ethics.duties(investment.values(investment.known_of(application, today)), today)
    facts = [(book().fact(name).question, book().fact(name).label(value)) for name, value in answer.facts]
    return application, outcome(answer), facts


def _listed(answer: Outcome) -> list[tuple[Text, list[Any]]]:
    """Each duty with its reasons; while the answer is open, every duty that may still follow."""
    rule = book().rules[answer.rule]
    rows: dict[Any, list[Any]] = {}
    for because in answer.answer.why:
        if because.rule == answer.rule:
            rows.setdefault(because.out, []).append(because.as_reason())
    return [(rule.label(value), reasons) for value, reasons in rows.items()]


def _record_told(found: Case, user: User) -> None:
    """Once in the life of a case, and only when its applicant looked."""
    verdict = next((one for one in cases.notes_for(found, user) if one.note.id == TOLD), None)
    if verdict and verdict.allowed and user.has_role("applicant") and not found.events.filter(kind=TOLD).exists():
        services.note(found.pk, TOLD, actor=user, payload={"law": book().version[:16]}, key=f"{TOLD}:{found.pk}")
