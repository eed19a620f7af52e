"""One name by hand, with its alignment; nothing is kept unless somebody asks to watch it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bolwerk.engines.screening import Entity
from bolwerk.engines.screening.lists import IDENTIFIERS, country
from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.faces.workbench.boards.steps import UNREAD, status_of
from bolwerk.faces.workbench.screening import shown
from bolwerk.faces.workbench.screening.forms import NameForm, WatchForm
from bolwerk.kernel import BolwerkError, Text
from bolwerk.office.cases import selectors as cases
from bolwerk.office.identity import policies
from bolwerk.office.screening import lists, services
from bolwerk.ui.formats import say

_NO_COUNTRY = Text(
    "Dit land kennen we niet. Schrijf de code van twee letters, zoals be.",
    "This country is not known. Write the code of two letters, such as be.",
)
_NO_NUMBER = Text("Schrijf soort:nummer, met als soort {kinds}.", "Write kind:number, the kind being {kinds}.")
_NO_DAY = Text("Schrijf een jaar (1968) of een dag (1968-04-17).", "Write a year (1968) or a day (1968-04-17).")
_WATCHED = Text("'{name}' wordt nu gevolgd.", "'{name}' is under watch now.")
_MOST = 50


@require_http_methods(["GET", "POST"])
@for_staff
def name(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    policies.require(user, "screening.run")
    form = NameForm(request.GET or None, initial={"soort": "Person", "profiel": lists.DEFAULT_PROFILE})
    watch = WatchForm(request.POST if request.method == "POST" else None)
    entity = _entity(form) if form.is_bound and form.is_valid() else None
    status = 200 if entity is not None or not form.is_bound else UNREAD
    if request.method == "POST" and entity is not None:
        status = _watch(request, watch, entity, form)
        if not status:
            return redirect("workbench:screening_queue")
    profile = lists.profile_of((form.cleaned_data.get("profiel") if entity else "") or lists.DEFAULT_PROFILE)
    found = lists.look_up(entity, profile) if entity is not None else None
    values: dict[str, Any] = {
        "bench": "screening_name",
        "form": form,
        "watch": watch,
        "looked_up": entity,
        "profile": profile,
        "found": [(hit, shown.aligned(hit), *shown.evidence(hit)) for hit in found.hits[:_MOST]] if found else None,
        "more": max(0, len(found.hits) - _MOST) if found else 0,
        "no_lists": not lists.current().versions,
    }
    return render(request, "screening/name.html", values, status=status or 200)


def _entity(form: NameForm) -> Entity | None:
    """What was typed as an entity; errors go to their field."""
    given = form.cleaned_data
    properties: dict[str, tuple[str, ...]] = {"name": (given["naam"],)}
    if land := given["land"].strip():
        code = country(land)
        if code is None:
            form.add_error("land", say(_NO_COUNTRY))
        else:
            properties["country"] = (code,)
    if born := given["geboren"].strip():
        if not _is_day(born):
            form.add_error("geboren", say(_NO_DAY))
        properties["birthDate"] = (born,)
    if number := given["nummer"].strip():
        kind, _, value = number.partition(":")
        if kind.strip().lower() not in IDENTIFIERS or not value.strip():
            form.add_error("nummer", say(_NO_NUMBER.format(kinds=", ".join(IDENTIFIERS))))
        else:
            properties[IDENTIFIERS[kind.strip().lower()]] = (value.strip(),)
    return None if form.errors else Entity("query", given["soort"] or "Person", properties)


def _is_day(text: str) -> bool:
    parts = text.split("-")
    sizes = [len(part) for part in parts]
    return text.replace("-", "").isascii() and text.replace("-", "").isdigit() and sizes in ([4], [4, 2], [4, 2, 2])


def _watch(request: HttpRequest, form: WatchForm, entity: Entity, name_form: NameForm) -> int:
    """0 when the name is under watch now; else the status of the page that says what is wrong."""
    if not form.is_valid():
        return UNREAD
    given, user = form.cleaned_data, user_of(request)
    try:
        case = cases.get(given["case"].strip().upper()) if given["case"].strip() else None
        services.screen(
            [services.Subject(f"desk:{uuid.uuid5(uuid.NAMESPACE_URL, given['key'])}", entity)],
            case=case,
            profile=name_form.cleaned_data["profiel"] or lists.DEFAULT_PROFILE,
            why=given["why"],
            actor=user,
            key=given["key"],
        )
    except BolwerkError as error:
        form.refuse(error)
        return status_of(error)
    messages.success(request, say(_WATCHED.format(name=entity.caption)))
    return 0
