"""What a holder does: tell a movement, ask a change, register the use of a general licence."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bolwerk.domains.export_control import live
from bolwerk.domains.export_control.public import CHANGES
from bolwerk.faces.desk import selectors
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.holding.forms import ChangeForm, FirstUseForm, RegisterForm, UseForm
from bolwerk.faces.desk.holding.pages import today
from bolwerk.kernel import BolwerkError, NotFound, Text
from bolwerk.office.identity import policies
from bolwerk.ui.formats import say

_GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(_GET_POST)
@signed_in
def use(request: HttpRequest, reference: str) -> HttpResponse:
    """Write off a movement: for deliveries that pass no customs, or that customs did not write off."""
    user = user_of(request)
    found = live.selectors.find(user, reference)
    policies.require(user, "licence.write_off", found)
    form = UseForm(found, request.POST or kept(request) or None)
    if request.method == "POST" and (given := form.read()) is not None:
        try:
            live.writing_off.write_off(found, **given, actor=user, key=key_of(request))
        except BolwerkError as error:
            form.tell(error, {"quantity": "quantity", "value": "value", "party": "party", "validity": "day"}.get(_limit(error)))
        else:
            messages.success(request, say(Text("Het gebruik is ingeschreven.", "The use was written down.")))
            return redirect("desk:holding-licence", found.reference)
    context = {"licence": found, "card": live.selectors.card(found, today()), "form": form, "key": key_of(request)}
    return render(request, "desk/holding/use.html", context, status=status_of(request))


def _limit(error: BolwerkError) -> str:
    return str(getattr(error, "limit", ""))


@require_http_methods(_GET_POST)
@signed_in
def change(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Ask an amendment, an extension, a renewal or a return: a case of its own, decided by the service."""
    user = user_of(request)
    found = live.selectors.find(user, reference)
    policies.require(user, "licence.ask_change", found)
    label = CHANGES.get(kind)
    if label is None:
        raise NotFound(
            Text("Dit kunt u niet vragen.", "You cannot ask this."),
            where=kind[:40],
            mend=Text("Kies op de pagina van uw vergunning.", "Choose on the page of your licence."),
        )
    form = ChangeForm(found, kind, request.POST or kept(request) or None)
    if request.method == "POST" and (given := form.read()) is not None:
        try:
            case = live.changes.ask(found, kind, **given, actor=user, key=key_of(request))
        except BolwerkError as error:
            form.tell(error)
        else:
            told = Text(
                f"Uw vraag is ingediend als {case.reference}. Uw vergunning verandert pas na een beslissing.",
                f"Your request was submitted as {case.reference}. Your licence changes only after a decision.",
            )
            messages.success(request, say(told))
            return redirect("desk:holding-licence", found.reference)
    context = {
        "licence": found,
        "card": live.selectors.card(found, today()),
        "form": form,
        "kind": kind,
        "label": label,
        "key": key_of(request),
        "readings": live.duties.validity_readings(found.instrument, today()) if kind in ("extension", "renewal") else (),
    }
    return render(request, "desk/holding/change.html", context, status=status_of(request))


@require_safe
@signed_in
def choose(request: HttpRequest) -> HttpResponse:
    """Every general licence there is to register for."""
    names = live.registering.names()
    return render(request, "desk/holding/choose.html", {"cases": _some(names, False), "union": _some(names, True)})


def _some(names: dict[str, Text], union: bool) -> list[tuple[str, Text]]:
    return [(id, label) for id, label in names.items() if id.startswith("EU") is union]


@require_http_methods(_GET_POST)
@signed_in
def register(request: HttpRequest, general: str) -> HttpResponse:
    """Register for one: its conditions told and confirmed, its notice computed from the first use."""
    user, day = user_of(request), today()
    name, conditions = live.registering.name_of(general), live.registering.conditions(general, day)
    organisations = list(selectors.organisations_of(user, day))
    form = RegisterForm(organisations, conditions, request.POST or kept(request) or None)
    notice: Any = live.registering.notice(general, day, day)
    if request.method == "POST" and form.is_valid() and (first := form.day()) is not None:
        given = form.cleaned_data
        try:
            case = live.registering.register(
                next(one for one in organisations if one.kbo == given["organisation"]),
                general,
                first_use=first,
                confirmed=given["confirmed"],
                actor=user,
                key=key_of(request),
                on=day,
            )
        except BolwerkError as error:
            form.tell(error)
        else:
            told = Text(
                f"Uw registratie {case.reference} is aangevraagd. Gebruik de vergunning pas als ze aanvaard is.",
                f"Your registration {case.reference} was asked. Use the licence only once it is accepted.",
            )
            messages.success(request, say(told))
            return redirect("desk:holding")
    context = {
        "general": general,
        "name": name,
        "conditions": conditions,
        "notice": notice,
        "form": form,
        "key": key_of(request),
        "organisations": organisations,
    }
    return render(request, "desk/holding/register.html", context, status=status_of(request))


@require_http_methods(_GET_POST)
@signed_in
def first_use(request: HttpRequest, reference: str) -> HttpResponse:
    """Notify the first use of a general licence, with its day and where the goods went."""
    user = user_of(request)
    found = live.registering.find(reference)
    policies.require(user, "case.view", found.case)
    form = FirstUseForm(request.POST or kept(request) or None)
    if request.method == "POST" and form.is_valid() and (day := form.day()) is not None:
        try:
            live.registering.tell_first_use(found, day, where=form.cleaned_data["where"], actor=user, key=key_of(request))
        except BolwerkError as error:
            form.tell(error)
        else:
            messages.success(request, say(Text("Uw eerste gebruik is gemeld.", "Your first use was notified.")))
            return redirect("desk:case", found.case.reference)
    context = {
        "registration": found,
        "name": live.registering.name_of(found.authorisation),
        "notice": live.registering.notice(found.authorisation, found.first_use, today()),
        "form": form,
        "key": key_of(request),
    }
    return render(request, "desk/holding/first_use.html", context, status=status_of(request))


def key_of(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:120] or str(uuid.uuid4())


def status_of(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
