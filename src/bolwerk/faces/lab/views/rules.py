"""Determinations by field, and one of them as a sandbox: change rows, see what follows, take the reform along."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from bolwerk.domains import DOMAINS, FIELDS, book, domain_of
from bolwerk.engines.rules import Fact, Rule, Value
from bolwerk.faces.lab import reformfile, yearcases
from bolwerk.faces.lab.access import for_analysts
from bolwerk.faces.lab.consequence import Consequence, cents, consequence
from bolwerk.faces.lab.drawing import drawn
from bolwerk.faces.lab.sheets import Sandbox, sandbox_of, typed
from bolwerk.kernel import InvalidInput, Text
from bolwerk.ui.formats import lang, say

_COMMON = Text("Gedeeld door alle velden", "Shared by all fields")
_NOTHING = Text("U hebt nog niets veranderd. Verander een cel, voeg een rij toe of lees een bestand in.",
                "You changed nothing yet. Change a cell, add a row or read a file.")  # fmt: skip


@require_safe
@for_analysts
def listed(request: HttpRequest) -> HttpResponse:
    """Every determination, by field."""
    found: dict[str, list[Rule]] = {}
    for rule in book().rules.values():
        found.setdefault(domain_of(rule.id), []).append(rule)
    fields = [(name, _title(name), found[name]) for name in (*DOMAINS, "") if name in found]
    return render(request, "lab/rules.html", {"fields": fields})


def _written(fact: Fact, value: Value) -> str:
    """A value as a cell writes it, with what it means."""
    cell = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return f"{cell}: {say(fact.label(value))}"


def _title(domain: str) -> Text:
    return FIELDS[domain].title if domain in FIELDS else _COMMON


@require_http_methods(["GET", "HEAD", "POST"])
@for_analysts
def sandbox(request: HttpRequest, id: str) -> HttpResponse:
    """Nothing is kept: what was typed travels in the form, and the file is the only thing that stays."""
    if id not in book().rules:
        raise Http404(id)
    fresh = sandbox_of(book(), id)
    if request.method != "POST":
        return _page(request, fresh)
    action = request.POST.get("doe", "toon")
    if action == "lees":
        return _uploaded(request, fresh)
    now = typed(fresh, request.POST.dict())
    if action.startswith("rij-"):
        return _page(request, _with_row(now, action))
    if not now.changed:
        return _page(request, now, problem=(_NOTHING, ""), status=422)
    try:
        written = reformfile.write(now)
    except InvalidInput as error:
        return _page(request, now, problem=(error.what, error.in_(lang())), status=422)
    try:
        with reformfile.as_file(written.text) as path:
            book().amend(path)
        if action == "bestand":
            return _file(id, written.text)
        return _page(request, now, told=consequence(now, _year(request)))
    except InvalidInput as error:
        place = reformfile.where_in(now, written, error)
        words = f"{error.what.in_(lang())} {error.mend.in_(lang())}"
        marked = reformfile.marked(now, written, error, words)
        return _page(request, marked, problem=(place or error.what, words), status=422)


def _with_row(now: Sandbox, action: str) -> Sandbox:
    """One more empty row in the sheet whose button was pressed."""
    number = action.removeprefix("rij-")
    sheets = list(now.sheets)
    if number.isdecimal() and int(number) < len(sheets):
        sheets[int(number)] = sheets[int(number)].with_new_line()
    return replace(now, sheets=tuple(sheets))


def _uploaded(request: HttpRequest, fresh: Sandbox) -> HttpResponse:
    given = request.FILES.get("bestand")
    if given is None:
        wanted = Text("Kies eerst een bestand.", "Choose a file first.")
        return _page(request, fresh, problem=(wanted, ""), status=422)
    try:
        now = reformfile.read(book(), fresh.rule, given.read(reformfile.LARGEST + 1))
        return _page(request, now, told=consequence(now, _year(request)))
    except InvalidInput as error:
        place = Text.same(error.where.replace(reformfile.NAME, given.name or "")) if error.where else error.what
        return _page(request, fresh, problem=(place, f"{error.what.in_(lang())} {error.mend.in_(lang())}"), status=422)


def _file(rule: str, text: str) -> HttpResponse:
    name = f"{say(Text('hervorming', 'reform'))}-{rule}.md"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, "text/markdown; charset=utf-8", headers=headers)


def _year(request: HttpRequest) -> yearcases.Year | None:
    known = yearcases.years()
    asked = request.POST.get("jaar", "")
    year = int(asked) if asked.isdecimal() and int(asked) in known else (known[0] if known else None)
    return yearcases.of_year(year) if year else None


def _page(
    request: HttpRequest,
    now: Sandbox,
    *,
    told: Consequence | None = None,
    problem: tuple[Text, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    rule = book().rules[now.rule]
    known = yearcases.years()
    asked = request.POST.get("jaar", "")
    values = {
        "rule": rule,
        "facts": [(fact, ", ".join(_written(fact, value) for value in fact.values)) for fact in rule.facts],
        "sandbox": now,
        "sheets": drawn(now),
        "told": told,
        "flows": [(flow, cents(flow)) for flow in (*told.moved, *told.stayed)] if told else (),
        "problem": problem,
        "years": known,
        "year": int(asked) if asked.isdecimal() else (known[0] if known else None),
        "field": _title(domain_of(rule.id)),
    }
    return render(request, "lab/sandbox.html", values, status=status)
