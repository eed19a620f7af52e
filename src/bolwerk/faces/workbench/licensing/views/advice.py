"""Advice on a case: what was asked of whom, what came of it, where advices contradict each other, and asking more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from bolwerk.domains.export_control.live import handling
from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.licensing import access
from bolwerk.faces.workbench.licensing.forms import AskForm
from bolwerk.kernel import Text
from bolwerk.office.cases import selectors
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Role, User


@require_http_methods(["GET", "POST"])
@for_staff
def advice(request: HttpRequest, reference: str) -> HttpResponse:
    case = access.application_case(request, reference)
    advisers = _advisers()
    known = [one.denial for one in handling.denials.search(case)] if handling.sheets.kind_of(case) == "criteria" else []
    first = request.GET.get("aan", "")
    form = AskForm(
        advisers, request.POST or None, denials=known, initial={"body": first, "denial": request.GET.get("weigering", "")}
    )
    status = 200
    if request.method == "POST":

        def ask() -> None:
            given = form.cleaned_data
            handling.consulting.consult(
                case,
                given["body"],
                question=given["question"],
                shared=given["shared"],
                body_name=given["body_name"],
                adviser=next((one for one in advisers if str(one.pk) == given["adviser"]), None),
                denial=next((one for one in known if str(one.pk) == given.get("denial")), None),
                actor=user_of(request),
                key=f"consult:{given['key']}",
            )

        status = attempt(form, ask)
        if not status:
            return done(request, Text("Het advies is gevraagd.", "The advice was asked."), "licensing_advice", reference)
    asked = handling.consulting.of_case(case)
    context: dict[str, Any] = {
        **access.page(request, case),
        "requests": [(one, _due(one)) for one in asked],
        "conflict": handling.consulting.conflicting(case),
        "form": form,
        "may": policies.may(user_of(request), "export.handle", case),
        "lacking": [
            handling.BODIES[body]
            for body in handling.consulting.MORALITY
            if case.procedure == "export.authorisation" and body not in {one.consultation.body for one in asked}
        ],
    }
    return render(request, "licensing/advice.html", context, status=status or 200)


def _due(one: Any) -> Any:
    return selectors.state(one.consultation.case).term("answer").due if one.open else None


def _advisers() -> list[User]:
    found = User.objects.filter(is_active=True, role_grants__role=Role.ADVISER).prefetch_related("role_grants").distinct()
    return [user for user in found if user.has_role(Role.ADVISER)]
