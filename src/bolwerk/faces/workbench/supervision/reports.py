"""The reports of the Government: what is due, drawing up, and each version with its tables and files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from bolwerk.domains.export_control.live import Edition, editions, files, report_tables
from bolwerk.domains.export_control.public import REPORTS
from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.boards.steps import attempt
from bolwerk.faces.workbench.boards.views.calls import as_file
from bolwerk.faces.workbench.supervision.forms import DrawForm
from bolwerk.kernel import local_day
from bolwerk.office.identity import policies
from bolwerk.ui.formats import lang

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@require_http_methods(["GET", "POST"])
@for_staff
def listed(request: HttpRequest) -> HttpResponse:
    user, today = user_of(request), local_day(timezone.now())
    policies.require(user, "export.register.view")
    form, status = DrawForm(request.POST or None, initial={name: request.GET.get(name, "") for name in ("kind", "start")}), 200
    if request.method == "POST":
        made: list[Edition] = []

        def draw() -> None:
            given = form.cleaned_data
            key = f"report:{given['key']}"
            made.append(editions.draw_up(given["kind"], given["start"], reason=given["reason"], actor=user, key=key, on=today))

        status = attempt(form, draw)
        if not status:
            return redirect("workbench:supervision_report", made[0].name)
    context = {
        "bench": "reports",
        "form": form,
        "may": policies.may(user, "export.register"),
        "due": [(kind, REPORTS[kind][1], period) for kind, period in editions.due(today)],
        "editions": [(one, editions.published_on(one)) for one in Edition.objects.select_related("case")],
    }
    return render(request, "supervision/reports.html", context, status=status or 200)


@require_GET
@for_staff
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One version: as it will read, with the cases behind its lines."""
    policies.require(user_of(request), "export.register.view")
    edition = editions.find(name, Edition.objects.select_related("case"))
    context = {
        "bench": "reports",
        "edition": edition,
        "published": editions.published_on(edition),
        "tables": report_tables.tables(edition.content),
        "basis": edition.basis.get("lines", []),
        "method": files.METHOD,
        "law": sorted({(row["source"], row["standing"]) for row in edition.content["law"]}),
        "formats": tuple(files.FORMATS),
        "case": edition.case,
        "lang": lang(),
    }
    return render(request, "supervision/report.html", context)


@require_GET
@for_staff
def file(request: HttpRequest, name: str, file: str) -> HttpResponse:
    """`nl.pdf`, `en.xlsx`, …"""
    policies.require(user_of(request), "export.register.view")
    edition = editions.find(name, Edition.objects.select_related("case"))
    tongue, _, form = file.partition(".")
    if tongue not in files.LANGS or form not in files.FORMATS:
        raise none_such(file[:40])
    return as_file(files.make(edition, form, tongue), TYPES[form], f"{edition.name}-{tongue}.{form}")
