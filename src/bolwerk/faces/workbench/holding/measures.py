"""Measures on one licence: hearing, suspension, withdrawal, their end, and their letters."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bolwerk.domains.export_control import live
from bolwerk.faces.workbench.access import for_staff, none_such, user_of
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.boards.views.calls import as_file
from bolwerk.faces.workbench.holding.forms import ReasonForm
from bolwerk.faces.workbench.holding.licences import FORMS, move_of, page
from bolwerk.kernel import Text, local_day
from bolwerk.office.cases import services
from bolwerk.office.documents import letters

_NOTES = ("hearing_invited", "heard")
_LETTER = "licence_measure"


@require_POST
@for_staff
def take(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Take one measure; the procedure, its guards and the policy judge."""
    user = user_of(request)
    found = live.selectors.find(user, reference)
    if kind not in FORMS:
        raise none_such(kind[:40])
    form = FORMS[kind](request.POST)

    def do() -> None:
        given = form.cleaned_data
        payload: dict[str, Any] = {}
        if given.get("day"):
            payload["day"] = given["day"].isoformat()
        if given.get("until"):
            payload["until"] = given["until"].isoformat()
        if given.get("days"):
            payload["days"] = given["days"]
        key = f"measure:{given['key']}"
        if kind in _NOTES:
            services.note(found.case_id, kind, actor=user, payload=payload, reason=given["reason"], key=key)
            return
        services.act(
            found.case_id, move_of(found, kind), actor=user, payload=payload, reason=given["reason"], key=key, version=None
        )

    status = attempt(form, do)
    if not status:
        return done(
            request,
            Text("Dat is gebeurd en staat in de tijdlijn.", "Done; it is in the timeline."),
            "holding_licence",
            reference,
        )
    return page(request, live.selectors.find(user, reference), status, **{kind: form})


@require_POST
@for_staff
def end(request: HttpRequest, reference: str, measure: int) -> HttpResponse:
    """Lift a suspension before its day; the licence is in force again when nothing else holds it."""
    user = user_of(request)
    found = live.selectors.find(user, reference)
    form = ReasonForm(request.POST, auto_id=f"end-{measure}-%s")

    def do() -> None:
        given = form.cleaned_data
        payload = {"measure": measure, "on": local_day(timezone.now()).isoformat()}
        services.note(
            found.case_id, "measure_ended", actor=user, payload=payload, reason=given["reason"], key=f"end:{given['key']}"
        )

    status = attempt(form, do)
    if not status:
        return done(request, Text("De maatregel is opgeheven.", "The measure was lifted."), "holding_licence", reference)
    return page(request, found, status, end={"measure": measure, "form": form})


@require_GET
@for_staff
def letter(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The letter to the holder that goes with a step, in the language of the case."""
    found = live.selectors.find(user_of(request), reference)
    event = found.case.events.filter(seq=number).first()
    told = live.letters.measure(found, event) if event else None
    if told is None:
        raise none_such(f"{reference} {number}")
    language = live.letters.language(found)
    return as_file(letters.render(_LETTER, told, language), "application/pdf", f"{reference}-{number}.pdf")
