"""Doe de check: one question at a time over every determination of every field; works without signing in."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bolwerk.domains import FIELDS, book, domain_of, doors
from bolwerk.domains.checking import MAIN_RANK, check, measure_of, rules_of, steps, titles, weight
from bolwerk.domains.investment import live as investment
from bolwerk.engines import dossier as files
from bolwerk.faces.desk import selectors
from bolwerk.faces.desk.access import user_of
from bolwerk.faces.desk.forms import CheckForm, QuestionForm, UploadForm
from bolwerk.faces.desk.interview import SESSION, Interview, askable
from bolwerk.faces.desk.outcomes import grouped
from bolwerk.faces.desk.outcomes import outcome as shown
from bolwerk.kernel import BolwerkError, InvalidInput, NotFound, Text, local_day
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls.models.call import CallStatus
from bolwerk.office.registers.models import Organisation
from bolwerk.office.registers.selectors import by_kbo
from bolwerk.ui.formats import say

LARGEST_FILE = 1_000_000
MOST_BESIDE = 6
"""Beside the question, so many of what is settled and of what is open are told: what matters most."""
MOST_WAITING = 6
MOST_MISSING = 8
"""Of what is missing, so much is told: what most determinations wait for."""
MOST_TO_GO = 20
"""A larger number of questions still possible says nothing: most of them will turn out not to matter."""
_WITH_CALLS, _WITH_GOODS = frozenset({"ethics", "investment", "research"}), frozenset({"ethics", "export_control"})
_LABEL = Text("Dossierbestand (TOML)", "Dossier file (TOML)")
_TITLE = Text("Mijn check", "My check")


def today() -> date:
    return local_day(timezone.now())


def visit(request: HttpRequest) -> Interview:
    return Interview.of(request.session, today())


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest) -> HttpResponse:
    """The next question, or one that was asked for by name; the first page offers the organisation instead."""
    interview = visit(request)
    name = request.POST.get("fact") or request.GET.get("vraag", "")
    if request.method == "POST":
        return _answer(request, interview, name)
    if not interview.started:
        return _welcome(request, CheckForm())
    if name:
        return _ask(request, interview, QuestionForm(askable(name), initial={"answer": interview.typed.get(name, "")}))
    found = interview.next()
    return _ask(request, interview, QuestionForm(found.fact)) if found else redirect("desk:check-outcome")


def _answer(request: HttpRequest, interview: Interview, name: str) -> HttpResponse:
    if request.POST.get("action") == "pass":
        interview = interview.passed(name)
    elif request.POST.get("action") == "leave":
        interview = interview.leaving(_part(request.POST.get("part", "")))
    else:
        form = QuestionForm(askable(name), request.POST)
        raw = form.read() if form.is_bound else None
        if raw is None:
            return _ask(request, interview, form, status=422)
        interview = interview.answered(name, raw)
    interview.keep(request.session, today())
    return redirect("desk:check")


def _part(code: str) -> str:
    """The code of a measure. Raises `InvalidInput`."""
    if not code or code not in titles():
        raise InvalidInput(
            Text("Dit onderwerp kennen wij niet.", "We do not know this subject."),
            where=code[:20],
            mend=Text("Ga verder met de volgende vraag.", "Go on with the next question."),
        )
    return code


def _ask(request: HttpRequest, interview: Interview, form: QuestionForm, status: int = 200) -> HttpResponse:
    fact = form.fact
    checked = check(interview.facts, interview.day, interview.fields)
    idle = {answer.rule for answer in checked.answers if answer.rule in steps() or measure_of(answer.rule) in interview.left}
    waiting = sorted((one for one in checked.answers if fact.name in one.ask and one.rule not in idle), key=weight)
    settled = sorted((answer for one in checked.measures for answer in one.settled if answer.rule not in steps()), key=weight)
    still_open = sorted((answer for one in checked.measures for answer in one.open if answer.ask), key=weight)
    part = measure_of(waiting[0].rule) if waiting else ""
    context = {
        "field": FIELDS[domain_of(waiting[0].rule)].title if waiting else None,
        "form": form,
        "fact": fact,
        "unit": form.unit,
        "waiting": [shown(answer) for answer in waiting[:MOST_WAITING]],
        "more_waiting": max(0, len(waiting) - MOST_WAITING),
        "settled": [shown(answer) for answer in settled[:MOST_BESIDE]],
        "settled_count": len(settled),
        "still_open": [shown(answer) for answer in still_open[:MOST_BESIDE]],
        "open_count": len(still_open),
        "interview": interview,
        "step": len(interview.asked) + (fact.name not in interview.asked),
        "to_go": max(0, interview.to_go() - 1),
        "most_to_go": MOST_TO_GO,
        "part": part,
        "part_title": titles()[part] if part else None,
        "main_settled": bool(waiting and interview.asked) and book().rules[waiting[0].rule].rank < MAIN_RANK,
    }
    return render(request, "desk/check_question.html", context, status=status)


def _welcome(request: HttpRequest, form: CheckForm, status: int = 200, missing: str = "") -> HttpResponse:
    own: list[Organisation] = []
    if request.user.is_authenticated:
        own = list(selectors.organisations_of(user_of(request), today()))
    context = {
        "form": form,
        "own": own,
        "upload": UploadForm(_LABEL),
        "rules": len(rules_of()),
        "missing": missing,
    }
    return render(request, "desk/check_start.html", context, status=status)


@require_POST
def organisation(request: HttpRequest) -> HttpResponse:
    """Start with what the register knows of an organisation, or without one."""
    form = CheckForm(request.POST)
    interview = visit(request).about(form.chosen)
    if request.POST.get("action") == "without":
        interview.keep(request.session, today())
        return redirect("desk:check")
    if not form.is_valid():
        return _welcome(request, form, status=422)
    try:
        found = by_kbo(form.cleaned_data["kbo"])
    except NotFound as error:
        form.tell(error, "kbo")
        return _welcome(request, form, status=422, missing=form.cleaned_data["kbo"])
    tier = investment.size_tier(found, interview.day)
    facts = {"company.size": tier} if tier else {}
    interview.of_organisation(found.kbo_dotted, found.name, facts).keep(request.session, today())
    return redirect("desk:check")


@require_POST
def back(request: HttpRequest) -> HttpResponse:
    """To the question before, its answer still filled in; from the first one to the start."""
    interview = visit(request)
    if not interview.asked:
        request.session.pop(SESSION, None)
        return redirect("desk:check")
    name = interview.asked[-1]
    interview.unasked(name).keep(request.session, today())
    response = redirect("desk:check")
    response["Location"] += f"?vraag={name}"
    return response


@require_POST
def change(request: HttpRequest, fact: str) -> HttpResponse:
    """Ask one question again; the answer stands until another is given."""
    askable(fact)
    response = redirect("desk:check")
    response["Location"] += f"?vraag={fact}"
    return response


@require_POST
def restart(request: HttpRequest) -> HttpResponse:
    request.session.pop(SESSION, None)
    return redirect("desk:check")


@require_safe
def outcome(request: HttpRequest) -> HttpResponse:
    """Everything that applies, measure by measure, with why and what to do next."""
    interview = visit(request)
    if not interview.started:
        return redirect("desk:check")
    checked = check(interview.facts, interview.day, interview.fields)
    groups = grouped(checked)
    context = {
        "interview": interview,
        "fields": [FIELDS[name].title for name in interview.fields],
        "offers_calls": not interview.fields or bool(_WITH_CALLS.intersection(interview.fields)),
        "offers_export": not interview.fields or bool(_WITH_GOODS.intersection(interview.fields)),
        "groups": groups,
        "elsewhere": [group for group in groups if not group.told],
        "settled": sum(len(group.main) + len(group.more) + len(group.steps) for group in groups),
        "open": sum(len(group.open) for group in groups),
        "judged": sum(len(group.judged) for group in groups),
        "untold": sum(len(one.untold) for one in checked.measures),
        "missing": checked.missing[:MOST_MISSING],
        "next": interview.next(),
        "open_calls": calls.calls_at(timezone.now(), CallStatus.OPEN),
        "today": today(),
        "upload": UploadForm(_LABEL),
    }
    return render(request, "desk/check_outcome.html", context)


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """What is known as a dossier file for `bolwerk check`; it can be uploaded here again."""
    interview = visit(request)
    title = interview.name or say(_TITLE)
    response = HttpResponse(files.write(interview.as_dossier(title)), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bolwerk-check-{interview.day.isoformat()}.toml"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Go on with a dossier file. When it cannot be read, nothing that was answered changes."""
    form = UploadForm(_LABEL)
    if request.method == "POST":
        form = UploadForm(_LABEL, request.POST, request.FILES)
        if form.is_valid():
            try:
                interview = _read(form.cleaned_data["file"])
            except BolwerkError as error:
                place = f"{error.where}: " if error.where else ""
                form.add_error("file", f"{place}{say(error.what)} {say(error.mend)}")
            else:
                interview.keep(request.session, today())
                return redirect("desk:check-outcome")
    status = 422 if form.errors else 200
    return render(request, "desk/check_upload.html", {"form": form, "started": visit(request).started}, status=status)


def _read(file: UploadedFile) -> Interview:
    if (file.size or 0) > LARGEST_FILE:
        raise InvalidInput(
            Text("Dit bestand is te groot voor een dossier.", "This file is too large for a dossier."),
            where=file.name or "",
            mend=Text("Kies een TOML-bestand van hoogstens 1 MB.", "Choose a TOML file of at most 1 MB."),
        )
    name = (file.name or "dossier.toml")[:80]
    try:
        text = file.read().decode("utf-8")
        if "\x00" in text:
            raise ValueError(text)
    except ValueError as error:
        raise InvalidInput(
            Text("Dit is geen tekstbestand.", "This is not a text file."),
            where=name,
            mend=Text("Kies het TOML-bestand dat u hier hebt gedownload.", "Choose the TOML file that you downloaded here."),
        ) from error
    readers = [door for door in doors().values() if hasattr(door, "read_parts")]
    told = files.read(text, where=name, parts=[part for door in readers for part in door.PARTS])
    book().validate(told.facts)
    computed = {key: value for door in readers for found in door.read_parts(told, book()) for key, value in found.facts.items()}
    return Interview.from_dossier(told, computed)
