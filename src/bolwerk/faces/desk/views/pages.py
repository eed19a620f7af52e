"""The home page, the general page on export duties, and what the house says of itself."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bolwerk.domains import book
from bolwerk.domains.ethics import live as ethics
from bolwerk.domains.export_control import live as export
from bolwerk.engines.rules import Value
from bolwerk.faces.desk import selectors
from bolwerk.faces.desk.access import user_of
from bolwerk.faces.desk.outcomes import outcome
from bolwerk.kernel import Reason, local_day
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls.models.call import CallStatus
from bolwerk.plan import load

DUTIES = "export.duties_to_tell"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Bolwerk does for you, open calls, and for who signed in: all their cases on one page."""
    now = timezone.now()
    plan = load()
    context = {
        "open_calls": calls.calls_at(now, CallStatus.OPEN),
        "announced": calls.calls_at(now, CallStatus.ANNOUNCED)[:3],
        "mine": selectors.mine(user_of(request), local_day(now)) if request.user.is_authenticated else None,
        "licensing": _licensing(request, local_day(now)),
        "today": local_day(now),
        "measures": len(plan.measures),
        "commitments": sum(len(measure.commitments) for measure in plan.measures),
    }
    return render(request, "desk/home.html", context)


def _licensing(request: HttpRequest, today: date) -> list[export.Application]:
    """The applications for licences that somebody still writes on."""
    if not request.user.is_authenticated:
        return []
    user = user_of(request)
    found = export.applications.of_organisations(user, selectors.organisations_of(user, today))
    return [one for one in found if one.editable]


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Every duty that the rules know, with its source: for whoever has no case."""
    rule, today = book().rules[DUTIES], local_day(timezone.now())
    rows: dict[Value, list[Reason]] = {}
    for because in book().decide(DUTIES, {}, today).why:
        rows.setdefault(because.out, []).append(because.as_reason())
    listed = [(rule.label(value), reasons) for value, reasons in rows.items()]
    answer = outcome(ethics.duties({}, today))
    return render(request, "desk/export.html", {"duties": listed, "answer": answer, "today": today})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/about.html", {"version": book().version[:12]})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/privacy.html")
