"""Which lists are in force, in which version and how old; loading a newer one; screening again after a change."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from bolwerk.engines.screening.lists import difference, property_changes
from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.faces.workbench.boards.steps import UNREAD, status_of
from bolwerk.faces.workbench.screening import shown
from bolwerk.faces.workbench.screening.forms import UploadForm
from bolwerk.kernel import BolwerkError, Text
from bolwerk.office.identity import policies
from bolwerk.office.screening import lists as kept
from bolwerk.office.screening import selectors, services
from bolwerk.ui.formats import say

_LOADED = Text("De lijst '{name}' is in gebruik: {count} vermeldingen.", "The list '{name}' is in force: {count} entries.")
_SAME = Text("Deze versie van '{name}' gold al: er verandert niets.", "This version of '{name}' was in force: nothing changes.")
_SCREENED = Text(
    "{subjects} partijen opnieuw gescreend: {raised} nieuwe meldingen, {closed} gesloten.",
    "{subjects} subjects screened again: {raised} new alerts, {closed} closed.",
)
_NOTHING = Text("Elke partij was al tegen deze lijsten gescreend.", "Every subject was screened against these lists already.")
_SHOWN = 200
_MOST = 25 * 1024 * 1024
_TOO_BIG = Text(
    "Dit bestand is groter dan 25 MB. Laad het in met 'bolwerk lists import'.",
    "This file is larger than 25 MB. Load it with 'bolwerk lists import'.",
)


@require_GET
@for_staff
def lists(request: HttpRequest) -> HttpResponse:
    return _page(request, UploadForm())


def _page(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    user = user_of(request)
    policies.require(user, "lists.view")
    now = datetime.now(UTC)
    store = kept.store()
    rows = [(history[-1], len(history), (now - history[-1].since).days) for history in map(store.history, store.names())]
    values: dict[str, Any] = {
        "bench": "screening_lists",
        "rows": rows,
        "waiting": selectors.waiting_for_rescreen() if rows else 0,
        "watched": selectors.all_watched().count(),
        "form": form,
        "may_import": policies.may(user, "lists.import"),
        "may_rescreen": policies.may(user, "screening.rescreen"),
    }
    return render(request, "screening/lists.html", values, status=status)


@require_GET
@for_staff
def history(request: HttpRequest, name: str) -> HttpResponse:
    """The versions of one list, and what changed between two of them."""
    policies.require(user_of(request), "lists.view")
    store = kept.store()
    versions = store.history(name)
    number = request.GET.get("versie", "")
    place = int(number) if number.isdigit() and 1 <= int(number[:6]) <= len(versions) else len(versions)
    changes = None
    if place > 1:
        changes = difference(store.of(versions[place - 2].version), store.of(versions[place - 1].version))
    return render(
        request,
        "screening/list.html",
        {
            "bench": "screening_lists",
            "name": name,
            "versions": list(enumerate(versions, 1))[::-1],
            "place": place,
            "changes": changes,
            "added": changes.added[:_SHOWN] if changes else (),
            "removed": changes.removed[:_SHOWN] if changes else (),
            "changed": [
                (new, [(shown.label(one.name), one) for one in property_changes(old, new)])
                for old, new in changes.changed[:_SHOWN]
            ]
            if changes
            else (),
            "most": _SHOWN,
        },
    )


@require_http_methods(["POST"])
@for_staff
def upload(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    policies.require(user, "lists.import")
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, UNREAD)
    given, file = form.cleaned_data, form.cleaned_data["file"]
    if file.size > _MOST:
        form.add_error("file", say(_TOO_BIG))
        return _page(request, form, UNREAD)
    with TemporaryDirectory() as folder:
        path = Path(folder) / (Path(file.name).name or "lijst")
        with path.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        try:
            put = services.put_list(
                path, name=given["name"], format=given["format"] or None, shrunk=given["shrunk"], actor=user, key=given["key"]
            )
        except BolwerkError as error:
            # The place of the copy on our disk says nothing to who sent it; the line in it does.
            error.where = error.where.replace(f"{folder}/", "")
            form.refuse(error, {"NAME": "name", "--format": "format", given["name"]: "name"})
            return _page(request, form, status_of(error))
    told = _LOADED if put.new else _SAME
    messages.success(request, say(told.format(name=put.version.name, count=put.version.count)))
    for line in put.told:
        messages.info(request, say(line))
    return redirect("workbench:screening_lists")


@require_http_methods(["POST"])
@for_staff
def rescreen(request: HttpRequest) -> HttpResponse:
    """Screen again who waits for it; what can be heavy is done where the person can see it end."""
    runs = services.rescreen(actor=user_of(request), key=f"desk:{request.POST.get('key', '')[:100]}", why=say(_BY_HAND))
    if not runs:
        messages.info(request, say(_NOTHING))
    for run in runs:
        effect = run.effect
        closed = sum(number for name, number in effect.items() if name.startswith("closed_"))
        told = _SCREENED.format(subjects=run.receipt["counts"]["subjects"], raised=effect["raised"], closed=closed)
        messages.success(request, say(told))
    return redirect("workbench:screening_lists")


_BY_HAND = Text("Op vraag, na een wijziging van de lijsten", "On request, after a change of the lists")
