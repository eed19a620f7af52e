"""Attestations: what people vouch for where no register can tell. One gives it, another confirms it."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from bolwerk.engines.progress import Delivery
from bolwerk.faces.monitor import house
from bolwerk.faces.monitor.forms import AttestationForm
from bolwerk.faces.monitor.views._public import public
from bolwerk.kernel import Conflict, InvalidInput, Text
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import User
from bolwerk.office.progress import services
from bolwerk.office.progress.models import Attestation
from bolwerk.ui.formats import lang, say

PAGE = 25


@public
def attestations(request: HttpRequest) -> HttpResponse:
    """Those that were confirmed. Who may give or confirm sees the others too, and who gave them."""
    inside = any(policies.may(request.user, operation) for operation in ("attest.give", "attest.approve", "audit.view"))
    found = Attestation.objects.select_related("given_by", "confirmed_by").order_by("-on", "-id")
    if not inside:
        found = found.filter(confirmed_by__isnull=False)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(row, Delivery(row.delivery), house.plan().commitment(row.commitment), _confirming(request, row)) for row in page]
    values = {
        "page": page,
        "rows": rows,
        "inside": inside,
        "may_give": bool(policies.may(request.user, "attest.give")),
        "today": house.today(),
    }
    return render(request, "monitor/attestations.html", values)


def _confirming(request: HttpRequest, row: Attestation) -> policies.Verdict | None:
    """Whether this person may confirm, and why not; None where there is nothing to confirm or no such role."""
    if row.confirmed_by_id or not policies.may(request.user, "attest.approve"):
        return None
    return policies.may(request.user, "attest.approve", row)


@require_http_methods(["GET", "POST"])
@login_required
def give(request: HttpRequest) -> HttpResponse:
    """A new attestation. What is wrong comes back beside its field, and nothing typed is lost."""
    policies.require(request.user, "attest.give")
    if request.method != "POST":
        asked = {"commitment": request.GET.get("belofte", ""), "key": str(uuid.uuid4()), "on": house.today().isoformat()}
        return _form(request, AttestationForm(initial=asked))
    form = AttestationForm(request.POST)
    if form.is_valid() and _kept(request, form):
        messages.success(
            request,
            say(
                Text(
                    "De verklaring is bewaard. Ze telt zodra een collega ze bevestigt.",
                    "The attestation is kept. It counts once a colleague confirms it.",
                )
            ),
        )
        return redirect("monitor:attestations")
    return _form(request, form, 409 if form.clashed else 422)


def _kept(request: HttpRequest, form: AttestationForm) -> bool:
    data = form.cleaned_data
    try:
        services.attest(
            data["commitment"],
            Delivery(data["delivery"]),
            Text(data["statement_nl"], data["statement_en"]),
            source=data["source"],
            on=data["on"],
            until=data["until"],
            actor=cast(User, request.user),
            key=data["key"],
        )
    except (InvalidInput, Conflict) as error:
        field = error.where if error.where in form.fields else None
        form.add_error(field, f"{error.what.in_(lang())} {error.mend.in_(lang())}")
        if isinstance(error, Conflict):
            form.sent_anew(str(uuid.uuid4()))
        return False
    return True


def _form(request: HttpRequest, form: AttestationForm, status: int = 200) -> HttpResponse:
    return render(request, "monitor/attest.html", {"form": form}, status=status)


@require_POST
@login_required
def confirm(request: HttpRequest, id: int) -> HttpResponse:
    """Confirm what another person vouched for."""
    services.confirm(id, actor=cast(User, request.user))
    messages.success(
        request, say(Text("De verklaring is bevestigd en telt nu mee.", "The attestation is confirmed and counts now."))
    )
    return redirect("monitor:attestations")
