"""Country notes: which countries have them, what holds now, every version, and a form for a new one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bolwerk.domains import book
from bolwerk.domains.export_control.live import handling
from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.licensing.forms import NoteForm
from bolwerk.kernel import Text, local_day
from bolwerk.office.identity import policies


def topics() -> list[tuple[str, Text]]:
    """What a note can be about: the country as a whole, or one of the criteria."""
    labels = {str(value): one.label for value, one in book().rules["export.criteria_to_assess"].outcomes.items()}
    whole = Text("het land in het algemeen", "the country as a whole")
    return [(name, labels.get(name, whole)) for name in handling.notes.TOPICS]


@require_http_methods(["GET", "POST"])
@for_staff
def countries(request: HttpRequest) -> HttpResponse:
    return _page(request, "")


@require_http_methods(["GET", "POST"])
@for_staff
def country(request: HttpRequest, country: str) -> HttpResponse:
    return _page(request, country.upper()[:2])


def _page(request: HttpRequest, code: str) -> HttpResponse:
    user, today = user_of(request), local_day(timezone.now())
    policies.require(user, "export.register.view")
    initial = {"country": code, "topic": request.GET.get("over", "general"), "valid_from": f"{today:%d/%m/%Y}"}
    form, status = NoteForm(topics(), request.POST or None, initial=initial), 200
    if request.method == "POST":

        def keep() -> None:
            given = form.cleaned_data
            handling.notes.keep(
                given["country"],
                given["topic"],
                given["text"],
                source=given["source"],
                valid_from=given["valid_from"],
                ended=given["ended"],
                actor=user,
                key=f"note:{given['key']}",
            )

        status = attempt(form, keep)
        if not status:
            kept = form.cleaned_data["country"].strip().upper()
            return done(request, Text("De nota is bewaard.", "The note was saved."), "licensing_country", kept)
    labels = dict(topics())
    held = handling.notes.of_country(code, today) if code else ()
    context: dict[str, Any] = {
        "bench": "countries",
        "code": code,
        "countries": sorted(handling.notes.countries(today).items()),
        "notes": [(one, labels[one.topic], handling.notes.history(code, one.topic)) for one in held],
        "form": form,
        "may": policies.may(user, "export.register"),
    }
    return render(request, "licensing/countries.html", context, status=status or 200)
