"""The register of denials by other Member States: search, add one, read a file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from bolwerk.domains.export_control.live import handling
from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.licensing.forms import DenialForm, FileForm
from bolwerk.kernel import Text, local_day
from bolwerk.office.identity import policies

PAGE = 50


@require_GET
@for_staff
def register(request: HttpRequest) -> HttpResponse:
    """The denials that hold, newest first; `q` finds in names, goods, codes and references, `land` by destination."""
    user = user_of(request)
    policies.require(user, "export.register.view")
    country, wanted = request.GET.get("land", "").strip().upper()[:2], request.GET.get("q", "").strip()[:200]
    found = handling.denials.in_force(country)
    if wanted:
        words = wanted.casefold().split()
        found = [one for one in found if all(word in _text(one) for word in words)]
    today = local_day(timezone.now())
    context: dict[str, Any] = {
        "bench": "denials",
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "country": country,
        "years": handling.denials.term_years(today),
        "may": policies.may(user, "export.register"),
    }
    return render(request, "licensing/register.html", context)


def _text(denial: Any) -> str:
    parts = (denial.reference, denial.member_state, denial.consignee, denial.end_user, denial.goods, *denial.codes)
    return " ".join(parts).casefold()


@require_http_methods(["GET", "POST"])
@for_staff
def add(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    policies.require(user, "export.register")
    form, status = DenialForm(request.POST or None), 200
    if request.method == "POST":

        def keep() -> None:
            given = form.cleaned_data
            typed = {name: str(value) for name, value in given.items() if name not in ("key", "denied_on", "revoked")}
            day, revoked = given["denied_on"].isoformat(), "ja" if given["revoked"] else ""
            row = handling.denial_file.row_of({**typed, "denied_on": day, "revoked": revoked})
            handling.denials.keep([row], actor=user, key=f"denial:{given['key']}")

        status = attempt(form, keep)
        if not status:
            return done(request, Text("De weigering is bewaard.", "The denial was saved."), "licensing_register")
    context = {"bench": "denials", "form": form, "title": Text("Weigering toevoegen", "Add a denial")}
    return render(request, "licensing/register_form.html", context, status=status or 200)


@require_http_methods(["GET", "POST"])
@for_staff
def upload(request: HttpRequest) -> HttpResponse:
    """Read a file of denials: whole, or not at all with every wrong line named."""
    user = user_of(request)
    policies.require(user, "export.register")
    form, status = FileForm(request.POST or None, request.FILES or None), 200
    problems: tuple[Any, ...] = ()
    kept: list[Any] = []
    if request.method == "POST":

        def keep() -> None:
            rows = handling.denial_file.read(form.cleaned_data["file"].read(handling.denial_file.LARGEST + 1))
            kept.extend(handling.denials.keep(rows, actor=user, key=f"denials:{form.cleaned_data['key']}"))

        status = attempt(form, keep)
        if not status:
            told = Text("{n} weigering(en) bewaard.", "{n} denial(s) saved.").format(n=len(kept))
            return done(request, told, "licensing_register")
        problems = _problems(form)
    context = {
        "bench": "denials",
        "form": form,
        "title": Text("Weigeringen uit een bestand", "Denials from a file"),
        "columns": handling.denial_file.COLUMNS,
        "needed": handling.denial_file.NEEDED,
        "problems": problems,
        "multipart": True,
    }
    return render(request, "licensing/register_form.html", context, status=status or 200)


def _problems(form: FileForm) -> tuple[Any, ...]:
    """The wrong lines of the file that was refused, read once more for the page."""
    given = form.cleaned_data.get("file") if hasattr(form, "cleaned_data") else None
    if given is None:
        return ()
    given.seek(0)
    try:
        handling.denial_file.read(given.read(handling.denial_file.LARGEST + 1))
    except handling.denial_file.BadFile as error:
        return error.problems
    return ()
