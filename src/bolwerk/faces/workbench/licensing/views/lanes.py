"""The lanes: all four with counts and terms; the lane of one case with its why; raising it; who decides; screening again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from bolwerk.domains.export_control.live import handling
from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.faces.workbench.boards.forms.reviews import ConfirmForm
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.licensing import access
from bolwerk.faces.workbench.licensing.forms import RaiseForm, ReasonForm
from bolwerk.faces.workbench.licensing.panel import DECIDERS
from bolwerk.kernel import Text, local_day
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.screening import selectors as screening

COMMANDS = ("bolwerk rules impact", "bolwerk lab leadtime")
"""What simulates another division into lanes over past cases."""


@require_GET
@for_staff
def overview(request: HttpRequest) -> HttpResponse:
    """The four lanes over the cases that this person may see."""
    user = user_of(request)
    policies.require(user, "export.register.view")
    visible = policies.visible(user, Case.objects.all(), "case.list")
    views = handling.overview.lane_views(visible, local_day(timezone.now()))
    return render(
        request,
        "licensing/lanes.html",
        {"bench": "lanes", "views": views, "delegation": handling.DELEGATION, "commands": COMMANDS},
    )


@require_http_methods(["GET", "POST"])
@for_staff
def lane(request: HttpRequest, reference: str) -> HttpResponse:
    """Why a case is in its lane; a handler may raise it."""
    case = access.application_case(request, reference)
    now_in = handling.subject.current_lane(case)
    heavier = [one for one in handling.Lane if now_in is None or one.weight > now_in.weight]
    form = RaiseForm(heavier, request.POST or None)
    status = 200
    if request.method == "POST":
        status = attempt(
            form,
            lambda: handling.lanes.raise_lane(
                case,
                form.cleaned_data["lane"],
                reason=form.cleaned_data["reason"],
                actor=user_of(request),
                key=f"lane:{form.cleaned_data['key']}",
            ),
        )
        if not status:
            return done(request, Text("Het spoor is verhoogd.", "The lane was raised."), "case", reference)
    context = {
        **access.page(request, case),
        "lane": now_in,
        "proposed": handling.lanes.proposed(case),
        "history": case.export_lanes.select_related("by"),
        "labels": {one.value: one.text for one in handling.Lane},
        "heavier": heavier,
        "form": form,
        "may": policies.may(user_of(request), "export.handle", case),
        "decider": DECIDERS[handling.lanes.decider(case)],
        "department": handling.lanes.decider(case) == "department",
        "delegation": handling.DELEGATION,
    }
    return render(request, "licensing/lane.html", context, status=status or 200)


@require_http_methods(["GET", "POST"])
@for_staff
def minister(request: HttpRequest, reference: str) -> HttpResponse:
    """Bring a case before the minister: the longer term then holds."""
    case = access.application_case(request, reference)
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST":
        status = attempt(
            form,
            lambda: handling.lanes.to_minister(
                case, reason=form.cleaned_data["reason"], actor=user_of(request), key=f"minister:{form.cleaned_data['key']}"
            ),
        )
        if not status:
            told = Text("De minister beslist. De langere termijn geldt.", "The minister decides. The longer term holds.")
            return done(request, told, "case", reference)
    context = {
        **access.page(request, case),
        "title": Text("Naar de minister", "To the minister"),
        "lead": Text(
            "Het dossier gaat naar de minister. Dan geldt de langere termijn, gerekend vanaf de ontvangst.",
            "The case goes to the minister. Then the longer term holds, counted from receipt.",
        ),
        "form": form,
        "verdict": policies.may(user_of(request), "export.handle", case),
        "back": "behandeling",
    }
    return render(request, "workbench/act.html", context, status=status or 200)


@require_http_methods(["GET", "POST"])
@for_staff
def rescreen(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the screening of each party stands, and the button to screen again."""
    case = access.application_case(request, reference)
    form, status = ConfirmForm(request.POST or None), 200
    if request.method == "POST":
        status = attempt(
            form,
            lambda: handling.screening.screen(
                case, why="door de behandelaar", actor=user_of(request), key=f"screening:{form.cleaned_data['key']}"
            ),
        )
        if not status:
            return done(
                request, Text("De partijen zijn gescreend.", "The parties were screened."), "licensing_rescreen", reference
            )
    watched = {one.ref: one for one in screening.watched(case)}
    context = {
        **access.page(request, case),
        "parties": [(party, watched.get(party.ref)) for party in handling.screening.parties(case)],
        "blocks": handling.screening.blocks(case),
        "alerts": [one for one in screening.alerts(case) if one.state != "closed"],
        "form": form,
        "may": policies.may(user_of(request), "export.handle", case),
        "sees": bool(policies.may(user_of(request), "screening.view")),
    }
    return render(request, "licensing/screening.html", context, status=status or 200)
