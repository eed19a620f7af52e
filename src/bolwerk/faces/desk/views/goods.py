"""The goods finder: what could these goods be on the control lists, and why; read an entry; compare versions. For everybody."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from bolwerk.domains.export_control.live import classifications
from bolwerk.engines.goods import LONGEST_QUERY, Difference, ListName, ListVersion, difference, find, read_cn, read_code
from bolwerk.engines.goods import read_list_name as read_name
from bolwerk.kernel import BolwerkError, InvalidInput, NotFound, Text, local_day, read_date
from bolwerk.ui.formats import lang

LONGEST_WAY = 300
MOST_ROWS = 400
"""So many changes between two versions stand on one page."""
EXAMPLES = (
    Text("nachtkijker met beeldversterker", "night vision goggles with image intensifier"),
    Text("pistool 9 mm", "pistol 9 mm"),
    Text("vijfassige freesmachine", "five-axis milling machine"),
    Text("ML10", "ML10"),
)


@require_safe
def goods(request: HttpRequest) -> HttpResponse:
    """One box: a description, a code or a CN code; candidates with their reasons. Nothing is decided or kept."""
    asked, cn = request.GET.get("vraag", "").strip(), request.GET.get("gn", "").strip()
    found = None
    error: BolwerkError | None = None
    day = _today()
    try:
        day = _day(request)
        if asked or cn:
            versions = classifications.lists_on(day)
            known = read_cn(cn, "gn") if cn else None
            found = find(asked, versions, correlation=classifications.correlation_on(day), lang=lang(), cn=known)
    except InvalidInput as wrong:
        error = wrong
    context = {
        "asked": asked[: LONGEST_QUERY + 1],
        "cn": cn[:40],
        "found": found,
        "error": error,
        "examples": EXAMPLES,
        "longest": LONGEST_QUERY,
        "versions": found.versions if found else classifications.lists_on(day),
        "day": day,
        "chosen_day": request.GET.get("dag", "")[:20],
        "way": _way(request),
        "keep": _keep(request),
    }
    return render(request, "desk/goods.html", context, status=422 if error else 200)


@require_safe
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """One entry of a list as it stood on a day: its text in every language there is, what is above and below it."""
    place = read_code(code, "code")
    day = _day(request)
    called = request.GET.get("versie", "")
    version = classifications.store().version(place.list, called) if called else classifications.version_on(place.list, day)
    missing: NotFound | None = None
    try:
        shown = version.entry(place)
    except NotFound as gone:
        above = version.above(place)
        if above is None:
            raise
        shown, missing = version.entry(above), gone
    way = _way(request)
    context = {
        "code": place,
        "entry": shown,
        "missing": missing,
        "version": version,
        "path": version.path(shown.code),
        "below": version.children(shown.code),
        "explained": place.explain(),
        "texts": [
            (tongue, shown.texts[tongue], version.standing.get(tongue))
            for tongue in version.languages
            if shown.texts.get(tongue)
        ],
        "note": shown.note(lang()),
        "way": way,
        "use": f"{way}{'&' if '?' in way else '?'}{urlencode({'code': str(place)})}" if way else "",
        "keep": _keep(request),
        "day": day,
    }
    return render(request, "desk/goods_entry.html", context)


@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """The versions of both lists, and what changed from one to another."""
    store = classifications.store()
    error: BolwerkError | None = None
    found: Difference | None = None
    name = ListName.MILITARY
    old, new = request.GET.get("oud", ""), request.GET.get("nieuw", "")
    try:
        name = read_name(request.GET.get("lijst", "ML"), "lijst")
        if old and new:
            found = difference(store.version(name, old), store.version(name, new))
    except (InvalidInput, NotFound) as wrong:
        error = wrong
    kept: list[tuple[ListName, tuple[ListVersion, ...]]] = [(one, store.versions(one)) for one in ListName]
    context = {
        "kept": kept,
        "name": name,
        "choices": store.versions(name),
        "found": found,
        "most": MOST_ROWS,
        "old": old,
        "new": new,
        "error": error,
    }
    return render(request, "desk/goods_versions.html", context, status=422 if error else 200)


def _today() -> date:
    return local_day(timezone.now())


def _day(request: HttpRequest) -> date:
    raw = request.GET.get("dag", "").strip()
    return read_date(raw, "dag") if raw else _today()


def _way(request: HttpRequest) -> str:
    """Where a chosen code goes: an address of this house, given as `terug`; empty when there is none or it leads away."""
    raw = request.GET.get("terug", "")
    here = raw.startswith("/") and url_has_allowed_host_and_scheme(raw, allowed_hosts=None)
    return raw if here and len(raw) <= LONGEST_WAY and raw.isprintable() else ""


def _keep(request: HttpRequest) -> str:
    """What of the address goes along to the next page, as `?terug=…&dag=…`."""
    kept = {name: value for name, value in (("terug", _way(request)), ("dag", request.GET.get("dag", "")[:20])) if value}
    return f"?{urlencode(kept, quote_via=quote)}" if kept else ""
