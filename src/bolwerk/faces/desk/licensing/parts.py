"""The parts of an application: the route, rows of parties and goods, plain questions. Each save keeps what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bolwerk.domains.export_control.live import Application, DraftConflict, applications, applying, checking, form, tables
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.forms import SectionForm, told, typed_of
from bolwerk.faces.desk.licensing import papers, words
from bolwerk.faces.desk.licensing.forms import (
    EarlierForm,
    FactsForm,
    RowForm,
    TableForm,
    is_blank,
    rows_of,
    said_of,
    section_of,
    slug,
)
from bolwerk.faces.desk.licensing.frame import application_for, frame, number, parts_of
from bolwerk.faces.desk.outcomes import outcome
from bolwerk.kernel import BolwerkError, InvalidInput, NotFound, Text, local_day
from bolwerk.office.calls.forms import Section, Typed, check_section
from bolwerk.ui.formats import say

SAVED = Text("Bewaard.", "Saved.")


@require_safe
@signed_in
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The parts of an application and what each still lacks; what was submitted leads to its case."""
    application = application_for(user_of(request), pk)
    if not application.editable:
        return redirect("desk:licensing-read", application.pk)
    parts = parts_of(application)
    return render(request, "desk/licensing/draft.html", frame(application, parts))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def part(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    """One part, whatever its make."""
    application = application_for(user_of(request), pk)
    if not application.editable and request.method != "POST":
        return redirect("desk:licensing-read", application.pk)
    if part not in form.parts_of(application.kind):
        raise NotFound(
            Text("Dit deel is er niet.", "This part is not there."),
            where=part[:60],
            mend=Text("Kies een deel uit de lijst.", "Choose a part from the list."),
        )
    if part == form.ROUTE:
        return _route(request, application)
    if part in (form.PARTIES, form.GOODS):
        return _rows(request, application, part)
    if part == form.PAPERS:
        return papers.page(request, application)
    return _section(request, application, part)


def _go_on(request: HttpRequest, application: Application, part: str) -> HttpResponse:
    messages.success(request, say(SAVED))
    if request.POST.get("action") == "next":
        fresh = applications.get(application.pk)
        return redirect(str(frame(fresh, parts_of(fresh), part)["next_url"]))
    return redirect("desk:licensing-part", application.pk, part)


# --- the route --------------------------------------------------------------------------------------------------------


def _route(request: HttpRequest, application: Application) -> HttpResponse:
    """The questions that the determinations ask, all that matter now on one page; new ones may follow from the answers."""
    today = local_day(timezone.now())
    asks = checking.questions(application, today)
    version = applications.version(application, form.ROUTE)
    if request.method != "POST":
        waiting = kept(request)
        said = {**asks.said, **said_of(asks.facts, waiting)} if waiting is not None else asks.said
        return _route_page(request, application, asks, said, version, restored=waiting is not None)
    typed = {name: raw for name, raw in said_of(asks.facts, request.POST).items() if slug(name) in request.POST}
    try:
        applying.save_answers(application.pk, typed, actor=user_of(request), version=number(request.POST, "version"))
    except DraftConflict as conflict:
        return _route_page(request, application, asks, {**asks.said, **typed}, conflict.version, conflict=conflict, status=409)
    except InvalidInput as error:
        return _route_page(request, application, asks, {**asks.said, **typed}, version, error=error, status=422)
    fresh = applications.get(application.pk)
    after = checking.questions(fresh, today)
    wrong = [one for one in checking.findings(fresh, today) if one.part == form.ROUTE and one.field not in after.open]
    if wrong:
        return _route_page(request, fresh, after, after.said, applications.version(fresh, form.ROUTE), status=422)
    if after.open and request.POST.get("action") == "next":
        # An answer brought new questions: they come on this same page, at the first of them.
        return redirect(f"{reverse('desk:licensing-part', args=[application.pk, form.ROUTE])}#f-{slug(after.open[0])}")
    return _go_on(request, fresh, form.ROUTE)


def _route_page(
    request: HttpRequest,
    application: Application,
    asks: checking.Questions,
    said: Mapping[str, str],
    version: int,
    *,
    conflict: DraftConflict | None = None,
    error: InvalidInput | None = None,
    restored: bool = False,
    status: int = 200,
) -> HttpResponse:
    today = local_day(timezone.now())
    shown = FactsForm(asks.facts, said)
    shown.is_valid()
    for finding in checking.findings(application, today):
        if finding.part == form.ROUTE and finding.field not in asks.open and slug(finding.field) in shown.fields:
            shown.add_error(slug(finding.field), f"{say(finding.what)} {say(finding.mend)}")
    if error:
        shown.tell(error, slug(error.where))
    theirs = [
        (
            fact.question,
            words.answer_of(fact, said.get(fact.name, "")),
            words.answer_of(fact, str(conflict.theirs.get(fact.name, ""))),
        )
        for fact in asks.facts
        if conflict and fact.name in conflict.fields
    ]
    context = {
        **frame(application, parts_of(application), form.ROUTE),
        "form": shown,
        "rows": [(shown[name], name) for name in shown.fields],
        "version": version,
        "conflict": conflict,
        "theirs": theirs,
        "restored": restored,
        "open": len(asks.open),
        "answers": [outcome(one) for one in words.settled(application, today)],
        "known": words.known(application, today),
    }
    return render(request, "desk/licensing/route.html", context, status=status)


# --- parties and goods ------------------------------------------------------------------------------------------------


def _rows(request: HttpRequest, application: Application, part: str) -> HttpResponse:
    section = section_of(part)
    assert section is not None  # noqa: S101 (the caller sends only parties and goods here)
    version = applications.version(application, part)
    if request.method != "POST":
        waiting = kept(request)
        rows = rows_of(section, waiting) if waiting is not None else [dict(row) for row in applications.rows(application, part)]
        chosen = part == form.GOODS and _take_code(rows, request.GET.get("lijn", ""), request.GET.get("code", ""))
        if chosen:
            messages.info(request, say(_CHOSEN.format(n=request.GET["lijn"], code=request.GET["code"])))
        blank = request.GET.get("rij") == "1" or not [row for row in rows if row.get("source") != "register"]
        return _rows_page(request, application, part, rows, version, blank=blank, restored=waiting is not None)
    action = request.POST.get("action", "save")
    rows = rows_of(section, request.POST, without=action.removeprefix("remove-") if action.startswith("remove-") else "")
    rows = [row for row in rows if not is_blank(section, row)]
    try:
        applying.save_rows(application.pk, part, rows, actor=user_of(request), version=number(request.POST, "version"))
    except DraftConflict as conflict:
        return _rows_page(request, application, part, rows, conflict.version, conflict=conflict, status=409)
    except InvalidInput as error:
        return _rows_page(request, application, part, rows, number(request.POST, "version"), error=error, status=422)
    fresh = applications.get(application.pk)
    _, problems = _read(fresh, part)
    here = reverse("desk:licensing-part", args=[application.pk, part])
    if action.startswith("find-") and (place := action.removeprefix("find-")).isdecimal():
        return redirect(_finder(applications.rows(fresh, part), int(place), here))
    if action == "add":
        return redirect(f"{here}?rij=1#rij-{len(rows) + 1}")
    if problems and not action.startswith("remove-"):
        saved = [dict(row) for row in applications.rows(fresh, part)]
        return _rows_page(request, fresh, part, saved, applications.version(fresh, part), status=422)
    return _go_on(request, fresh, part)


_CHOSEN = Text(
    "{code} staat nu bij lijn {n}. Bewaar als het klopt.", "{code} now stands with line {n}. Save it if that is right."
)


def _finder(rows: Sequence[Mapping[str, Typed]], place: int, here: str) -> str:
    """The finder on what a saved line says; the code that is chosen there comes back to this line."""
    row = rows[place - 1] if 0 < place <= len(rows) else {}
    asked = {"vraag": str(row.get("description", ""))[:500], "gn": str(row.get("cn", ""))}
    given = {name: raw for name, raw in asked.items() if raw} | {"terug": f"{here}?lijn={place}"}
    return f"{reverse('desk:goods')}?{urlencode(given)}"


def _take_code(rows: list[dict[str, Any]], place: str, code: str) -> bool:
    """Fill in the code that was chosen in the finder; nothing is saved by an address alone."""
    if not code or len(code) > 40 or not (place.isdecimal() and len(place) < 5 and 0 < int(place) <= len(rows)):
        return False
    rows[int(place) - 1]["code"] = code
    return True


def _read(application: Application, part: str) -> tuple[Sequence[Any], Sequence[Any]]:
    return applications.party_rows(application) if part == form.PARTIES else applications.line_rows(application)


def _rows_page(
    request: HttpRequest,
    application: Application,
    part: str,
    rows: Sequence[Mapping[str, Typed]],
    version: int,
    *,
    blank: bool = False,
    conflict: DraftConflict | None = None,
    error: InvalidInput | None = None,
    table: TableForm | None = None,
    restored: bool = False,
    status: int = 200,
) -> HttpResponse:
    section = section_of(part)
    assert section is not None  # noqa: S101 (as above)
    shown = [*rows, *([{"unit": "pieces", "schema": "Company"}] if blank and application.editable else [])]
    made = [RowForm(section, row, place) for place, row in enumerate(shown, 1)]
    for one in made:
        one.is_valid()
    if not conflict and not error:
        for problem in _read(application, part)[1]:
            if problem.row <= len(rows) and problem.field in made[problem.row - 1].fields:
                made[problem.row - 1].add_error(problem.field, f"{say(problem.what)} {say(problem.mend)}")
    theirs = conflict.theirs.get("rows", []) if conflict else []
    context = {
        **frame(application, parts_of(application), part),
        "forms": made,
        "version": version,
        "conflict": conflict,
        "theirs": words.rows_in_words(section, theirs if isinstance(theirs, list) else []),
        "error": error,
        "restored": restored,
        "table": (table or TableForm()) if part == form.GOODS else None,
        "earlier": EarlierForm(words.earlier_parties(application)) if part == form.PARTIES else None,
        "summary": words.goods_summary(application) if part == form.GOODS else None,
        "firearm": applications.facts(application, draft=True).get("goods.class") == "civil_firearm",
        "quantity_needed": applications.quantity_needed(application),
        "wants": words.wanted_roles(application) if part == form.PARTIES and not any(one.errors for one in made) else (),
    }
    return render(request, f"desk/licensing/{part}.html", context, status=status)


@require_POST
@signed_in
def table(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add the rows of a table to the goods; what is wrong shows beside each, and what was pasted is not lost."""
    user = user_of(request)
    application = application_for(user, pk)
    given = TableForm(request.POST, request.FILES)
    before = [dict(row) for row in applications.rows(application, form.GOODS)]
    version = number(request.POST, "version")
    try:
        file = request.FILES.get("file")
        if file is not None:
            read = tables.read_file(file.name or "", file.read(tables.LARGEST + 1))
        else:
            read = tables.read_text(request.POST.get("pasted", ""))
        applying.save_rows(application.pk, form.GOODS, [*before, *read.rows], actor=user, version=version)
    except DraftConflict as conflict:
        return _rows_page(
            request, application, form.GOODS, before, conflict.version, conflict=conflict, table=given, status=409
        )
    except BolwerkError as error:
        given.is_valid()
        given.add_error("pasted" if request.FILES.get("file") is None else "file", told(error))
        return _rows_page(request, application, form.GOODS, before, version, table=given, status=422)
    wrong = len({one.row for one in applications.line_rows(applications.get(pk))[1]})
    messages.success(request, say(_added(len(read.rows), wrong, read.ignored)))
    return redirect("desk:licensing-part", application.pk, form.GOODS)


def _added(rows: int, wrong: int, ignored: Sequence[str]) -> Text:
    nl = f"{rows} {'rij' if rows == 1 else 'rijen'} toegevoegd."
    en = f"{rows} {'row' if rows == 1 else 'rows'} added."
    if wrong:
        nl, en = f"{nl} In {wrong} ontbreekt iets of klopt iets niet.", f"{en} In {wrong} something is missing or wrong."
    if ignored:
        names = ", ".join(name[:40] for name in ignored[:5])
        nl, en = f"{nl} Niet gebruikte kolommen: {names}.", f"{en} Columns not used: {names}."
    return Text(nl, en)


@require_POST
@signed_in
def earlier(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take over a party of an earlier application: nobody types the same twice."""
    user = user_of(request)
    application = application_for(user, pk)
    row = words.earlier_row(application, request.POST.get("earlier", ""))
    before = [dict(one) for one in applications.rows(application, form.PARTIES)]
    if row is None:
        messages.error(request, say(Text("Kies een partij uit de lijst.", "Choose a party from the list.")))
        return redirect("desk:licensing-part", application.pk, form.PARTIES)
    try:
        applying.save_rows(application.pk, form.PARTIES, [*before, row], actor=user, version=number(request.POST, "version"))
    except DraftConflict as conflict:
        return _rows_page(request, application, form.PARTIES, before, conflict.version, conflict=conflict, status=409)
    return redirect(f"{reverse('desk:licensing-part', args=[application.pk, form.PARTIES])}#rij-{len(before) + 1}")


# --- plain questions --------------------------------------------------------------------------------------------------


def _section(request: HttpRequest, application: Application, part: str) -> HttpResponse:
    section = form.section_of(part)
    assert section is not None  # noqa: S101 (every other part of a form is of plain questions)
    stored = applications.typed(application, part)
    version = applications.version(application, part)
    if request.method != "POST":
        waiting = kept(request)
        typed = {**stored, **_typed(section, waiting)} if waiting is not None else stored
        return _section_page(request, application, section, typed, version, show=version > 0, restored=waiting is not None)
    typed = _typed(section, request.POST)
    try:
        applying.save_part(application.pk, part, typed, actor=user_of(request), version=number(request.POST, "version"))
    except DraftConflict as conflict:
        return _section_page(request, application, section, typed, conflict.version, conflict=conflict, status=409)
    except InvalidInput as error:
        return _section_page(request, application, section, typed, version, error=error, status=422)
    fresh = applications.get(application.pk)
    checked = applications.checked(fresh, part)
    if checked and checked.problems:
        saved = applications.typed(fresh, part)
        return _section_page(request, fresh, section, saved, applications.version(fresh, part), show=True, status=422)
    return _go_on(request, fresh, part)


def _typed(section: Section, data: Any) -> dict[str, Typed]:
    extra = {name: str(data.get(name, "")) for name in ("reexport",) if name in data}
    return {**typed_of(section, data), **extra}


def _section_page(
    request: HttpRequest,
    application: Application,
    section: Section,
    typed: Mapping[str, Any],
    version: int,
    *,
    show: bool = False,
    conflict: DraftConflict | None = None,
    error: InvalidInput | None = None,
    restored: bool = False,
    status: int = 200,
) -> HttpResponse:
    plain = {name: raw for name, raw in typed.items() if section.field(name)}
    shown = SectionForm(section, plain, {}, {})
    shown.is_valid()
    checked = check_section(section, plain)
    for problem in checked.problems:
        shown.add_error(problem.field, f"{say(problem.what)} {say(problem.mend)}")
    if error:
        shown.tell(error)
    today = local_day(timezone.now())
    facts = applications.facts(application, today, draft=True)
    promise = checking.undertaking(application, facts, today) if section.id == form.END_USE else None
    context = {
        **frame(application, parts_of(application), section.id),
        "section": section,
        "form": shown,
        "rows": [(shown[name], name) for name in shown.fields],
        "version": version,
        "conflict": conflict,
        "theirs": words.differences(section, conflict) if conflict else (),
        "lacking": [field.label for field in checked.missing] if show else [],
        "restored": restored,
        "promise": outcome(promise) if promise else None,
        "promised": typed.get("reexport", ""),
        "country": words.destination(facts),
    }
    return render(request, "desk/licensing/section.html", context, status=status)
