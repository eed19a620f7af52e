"""Proposing to grant, whole or in part; what a completion changed; a fingerprint checked against the register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from bolwerk.domains.export_control.live import applications, handling
from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.faces.workbench.boards.steps import UNREAD, status_of
from bolwerk.faces.workbench.licensing import access
from bolwerk.faces.workbench.licensing.forms import FingerprintForm, ProposalForm
from bolwerk.kernel import BolwerkError, Text, local_day
from bolwerk.office.cases.errors import StaleVersion
from bolwerk.office.cases.models import Case
from bolwerk.ui.formats import say


@require_http_methods(["GET", "POST"])
@for_staff
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    case = access.application_case(request, reference)
    goods = applications.lines(handling.subject.application_of(case))
    licence = case.procedure == "export.licence"
    initial = ProposalForm.initial_of(goods, case.version, local_day(timezone.now()))
    form, status = ProposalForm(goods, licence, request.POST or None, initial=initial), 200
    if request.method == "POST":
        status = UNREAD
        if form.is_valid():
            try:
                handling.deciding.propose(
                    case,
                    form.proposal,
                    reason=form.cleaned_data["reason"],
                    actor=user_of(request),
                    key=form.cleaned_data["key"],
                    version=form.cleaned_data["version"],
                )
            except StaleVersion as error:
                status = 409
                form.refuse(error)
                form.set_hidden("version", str(error.current))
                case.refresh_from_db()
            except BolwerkError as error:
                status = status_of(error)
                form.refuse(error, form.names())
            else:
                told = Text("Uw voorstel ligt bij de beslisser.", "Your proposal is with the approver.")
                messages.success(request, say(told))
                return redirect("workbench:case", reference)
    context = access.page(request, case)
    context |= {"form": form, "licence": licence, "verdict": context["verdicts"].get("grant_proposed"), **_told(case, context)}
    return render(request, "licensing/proposal.html", context, status=status)


def _told(case: Case, context: dict[str, Any]) -> dict[str, Any]:
    from bolwerk.faces.workbench import consequences  # late: it names the moves that this page makes

    verdict = context["verdicts"].get("grant_proposed")
    if verdict is None or not verdict.allowed:
        return {"told": ()}
    return {"told": consequences.told(case, context["state"], verdict.move, timezone.now())}


@require_GET
@for_staff
def difference(request: HttpRequest, reference: str) -> HttpResponse:
    """What the last version of the application changed against the one before it."""
    case = access.application_case(request, reference)
    application = handling.subject.application_of(case)
    asked = request.GET.get("versie", "")
    edition = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else application.edition
    context = {
        **access.page(request, case),
        "edition": edition,
        "editions": list(range(2, application.edition + 1)),
        "rows": handling.overview.differences(application, edition),
    }
    return render(request, "licensing/difference.html", context)


@require_http_methods(["GET", "POST"])
@for_staff
def fingerprint(request: HttpRequest, reference: str) -> HttpResponse:
    """Whether the paper that somebody holds says what the register says."""
    case = access.application_case(request, reference)
    licences = list(case.licences.select_related("case", "holder"))
    form = FingerprintForm(request.POST or None)
    found, status = None, 200
    if request.method == "POST":
        if form.is_valid():
            same = [one for one in licences if handling.letters.same_fingerprint(one, form.cleaned_data["typed"])]
            found = same[0] if same else False
        else:
            status = UNREAD
    context = {**access.page(request, case), "licences": licences, "form": form, "found": found}
    return render(request, "licensing/fingerprint.html", context, status=status)
