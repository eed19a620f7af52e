"""Files for programs: the standing, the awards, the calendar of deadlines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from bolwerk.faces.monitor import deadlines, exports, house
from bolwerk.faces.monitor.asof import day_of
from bolwerk.faces.monitor.awards import awards
from bolwerk.faces.monitor.views._public import public
from bolwerk.kernel import Text
from bolwerk.office.calls.selectors import as_360giving, as_csv
from bolwerk.ui.formats import lang, say

_FUNDER = Text("Vlaamse overheid", "Flemish Government")
_BOM = "\ufeff"
"""So that a spreadsheet reads the accents."""


@public
def standing_json(request: HttpRequest) -> HttpResponse:
    whole = house.live().assess(day_of(request))
    return _file(exports.json_bytes(whole), "application/json", f"plan-{whole.on.isoformat()}.json")


@public
def standing_csv(request: HttpRequest) -> HttpResponse:
    whole = house.live().assess(day_of(request))
    body = (_BOM + exports.as_csv(whole, lang())).encode()
    return _file(body, "text/csv; charset=utf-8", f"plan-{whole.on.isoformat()}.csv")


@public
def awards_csv(request: HttpRequest) -> HttpResponse:
    day = day_of(request)
    body = (_BOM + as_csv(awards(day).rows, lang())).encode()
    return _file(body, "text/csv; charset=utf-8", f"{say(Text('toekenningen', 'awards'))}-{day.isoformat()}.csv")


@public
def awards_json(request: HttpRequest) -> HttpResponse:
    """The awards as a 360Giving package."""
    package = as_360giving(awards(day_of(request)).rows, funder_id="BE-VLAANDEREN", funder_name=say(_FUNDER))
    return JsonResponse(package, json_dumps_params={"ensure_ascii": False, "indent": 1})


@public
def calendar(request: HttpRequest) -> HttpResponse:
    """The deadlines of the plan as a calendar to subscribe to."""
    host = f"{request.scheme}://{request.get_host()}"
    body = exports.as_calendar(deadlines.deadlines(), lang(), host).encode()
    return _file(body, "text/calendar; charset=utf-8", "vlaams-defensieplan.ics")


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
