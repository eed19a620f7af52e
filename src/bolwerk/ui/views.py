"""The living style guide, the sources, and the choice of colours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from bolwerk.kernel import InvalidInput, Text
from bolwerk.plan import SourceKind, load_sources
from bolwerk.ui.context import THEME_COOKIE, THEMES
from bolwerk.ui.guide import guide

YEAR = 365 * 24 * 3600


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice of colours in a cookie and go back to the page."""
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        raise InvalidInput(
            Text("Deze kleuren bestaan niet.", "These colours do not exist."),
            where="theme",
            mend=Text("Kies system, light of dark.", "Choose system, light or dark."),
        )
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(THEME_COOKIE, theme, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


@require_GET
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "ui/guide.html", guide())


@require_GET
def style_workbench(request: HttpRequest) -> HttpResponse:
    """The layout of the workbench, with made-up cases."""
    return render(request, "ui/guide_workbench.html", guide())


@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """What the plan and the law cite, by kind: what each source is, where it is, and what of it we read."""
    groups = [(kind.label, [source for source in load_sources() if source.kind is kind]) for kind in SourceKind]
    return render(request, "ui/sources.html", {"groups": groups, "count": len(load_sources())})
