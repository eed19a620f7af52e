"""What the Government makes known on export: the monthly lists as published, and lead times by lane, without cases or names."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bolwerk.domains.export_control.live import editions, files, lead_times, report_tables
from bolwerk.faces.monitor.views._public import public
from bolwerk.kernel import NotFound, Text, local_day
from bolwerk.office.cases.models import Case
from bolwerk.ui.formats import lang

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@public
def listed(request: HttpRequest) -> HttpResponse:
    """Every monthly list, and the lead times of the last year."""
    today = local_day(timezone.now())
    start = today - timedelta(days=365)
    lanes = lead_times.lane_times(lead_times.runs(Case.objects.filter(procedure__startswith="export."), today), start, today)
    rows = [(one, editions.published_on(one)) for one in editions.public()]
    context = {
        "editions": rows,
        "lanes": lanes,
        "start": start,
        "end": today,
        "minister": lead_times.term_of(True, today),
        "department": lead_times.term_of(False, today),
    }
    return render(request, "monitor/exports.html", context)


@public
def one(request: HttpRequest, name: str) -> HttpResponse:
    edition = editions.find(name, editions.public())
    later = editions.public().filter(kind=edition.kind, period_from=edition.period_from, number__gt=edition.number).first()
    context = {
        "edition": edition,
        "later": later,
        "published": editions.published_on(edition),
        "tables": report_tables.tables(edition.content),
        "method": files.METHOD,
        "law": sorted({(row["source"], row["standing"]) for row in edition.content["law"]}),
        "formats": tuple(files.FORMATS),
        "lang": lang(),
    }
    return render(request, "monitor/export.html", context)


@public
def file(request: HttpRequest, name: str, file: str) -> HttpResponse:
    edition = editions.find(name, editions.public())
    tongue, _, form = file.partition(".")
    if tongue not in files.LANGS or form not in files.FORMATS:
        raise NotFound(
            Text("Dit bestand bestaat niet.", "There is no such file."),
            where=file[:40],
            mend=Text("Kies een bestand op de pagina van de lijst.", "Choose a file on the page of the list."),
        )
    body = files.make(edition, form, tongue)
    name = f"{edition.name}-{tongue}.{form}"
    return HttpResponse(body, content_type=_TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})
