"""The assessment sheet of a case: to fill in for a handler, to read for who may, with the country notes beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bolwerk.domains.export_control.live import applications, handling
from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.faces.workbench.boards.steps import UNREAD, done, status_of
from bolwerk.faces.workbench.licensing import access
from bolwerk.faces.workbench.licensing.forms import SheetForm
from bolwerk.kernel import BolwerkError, Text, local_day
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies


@require_http_methods(["GET", "POST"])
@for_staff
def sheet(request: HttpRequest, reference: str) -> HttpResponse:
    case = access.application_case(request, reference)
    due = handling.sheets.asked(case)
    if due is None:
        return _page(request, case, (), None)
    notes = _notes(case)
    last = handling.sheets.latest(case)
    if request.method == "GET":
        initial = SheetForm.initial_of(last.lines if last else {}, last.number if last else 0)
        return _page(request, case, due, SheetForm(due, notes, initial=initial))
    form = SheetForm(due, notes, request.POST)
    if not form.is_valid():
        return _page(request, case, due, form, UNREAD)
    try:
        handling.sheets.record(
            case,
            form.judged,
            actor=user_of(request),
            key=f"sheet:{form.cleaned_data['key']}",
            version=form.cleaned_data["version"],
        )
    except handling.sheets.StaleSheet as error:
        form.refuse(error)
        form.set_hidden("version", str(error.theirs.number if error.theirs else 0))
        return _page(request, case, due, form, status_of(error), theirs=error.theirs)
    except BolwerkError as error:
        form.refuse(error, form.names())
        return _page(request, case, due, form, status_of(error))
    return done(request, Text("De beoordeling is bewaard.", "The assessment was saved."), "licensing_sheet", reference)


def _notes(case: Case) -> dict[str, list[Any]]:
    """The country notes that hold now for the countries of destination, by topic."""
    application = handling.subject.application_of(case)
    use = applications.end_use(application)
    countries = {party.country for party in applications.parties(application) if party.role in ("end_user", "consignee")}
    if use is not None and use.country:
        countries.add(use.country)
    found: dict[str, list[Any]] = {}
    for country in sorted(countries - {"", "BE"}):
        for note in handling.notes.of_country(country, local_day(timezone.now())):
            found.setdefault(note.topic, []).append(note)
    return found


def _page(
    request: HttpRequest, case: Case, due: Any, form: SheetForm | None, status: int = 200, theirs: Any = None
) -> HttpResponse:
    versions = handling.sheets.versions(case)
    may = policies.may(user_of(request), "export.handle", case)
    groups: dict[str, list[Any]] = {}
    for row in form.rows() if form is not None else ():
        groups.setdefault(row[0].criterion, []).append(row)
    notes = form.notes if form is not None else {}
    context = {
        **access.page(request, case),
        "form": form,
        "groups": [(rows[0][0], rows, notes.get(name, ())) for name, rows in groups.items()],
        "general": notes.get("general", ()),
        "standing": handling.sheets.standing(case),
        "missing": () if form is not None else handling.sheets.missing_facts(case),
        "versions": [(one, handling.Outcome.TEXTS.get(one.outcome, Text.same(one.outcome))) for one in versions],
        "kept": _kept(versions[0], due) if versions else (),
        "theirs": _kept(theirs, due) if theirs else (),
        "programme": handling.sheets.kind_of(case) == "programme",
        "may": may,
    }
    return render(request, "licensing/sheet.html", context, status=status)


def _kept(version: Any, due: Any) -> list[tuple[Any, dict[str, Any]]]:
    """The lines of a version with their judgement, in the order of the criteria."""
    return [(line, version.lines[line.fact]) for line in due if line.fact in version.lines]
