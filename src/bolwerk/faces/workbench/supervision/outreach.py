"""Companies to go out to, and the contacts with each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from bolwerk.domains.export_control.live import outreach
from bolwerk.domains.export_control.public import OUTREACH
from bolwerk.faces.workbench.access import case_for, for_staff, none_such, user_of
from bolwerk.faces.workbench.boards.steps import attempt, done
from bolwerk.faces.workbench.supervision.audits import organisation_of
from bolwerk.faces.workbench.supervision.forms import ContactForm, HolderForm
from bolwerk.kernel import Text
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies


@require_http_methods(["GET", "POST"])
@for_staff
def listed(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    policies.require(user, "export.register.view")
    form, status = HolderForm(request.POST or None), 200
    if request.method == "POST":
        status = attempt(
            form,
            lambda: outreach.begin(
                organisation_of(form.cleaned_data["kbo"]),
                form.cleaned_data["why"],
                actor=user,
                key=f"outreach:{form.cleaned_data['key']}",
            ),
        )
        if not status:
            return done(request, Text("Het bedrijf staat op de lijst.", "The company is on the list."), "supervision_outreach")
    visible = policies.visible(user, Case.objects.filter(procedure=OUTREACH.id), "case.list").select_related("organisation")
    context = {
        "bench": "outreach",
        "form": form,
        "may": policies.may(user, "export.register"),
        "candidates": outreach.candidates()[:100],
        "cases": [(one, outreach.contacts(one)) for one in visible.order_by("-status", "opened_at")[:100]],
    }
    return render(request, "supervision/outreach.html", context, status=status or 200)


@require_http_methods(["GET", "POST"])
@for_staff
def contact(request: HttpRequest, reference: str) -> HttpResponse:
    from bolwerk.faces.workbench.views.case import head

    case = case_for(request, reference)
    if case.procedure != OUTREACH.id:
        raise none_such(reference)
    form, status = ContactForm(request.POST or None), 200
    if request.method == "POST":
        status = attempt(
            form,
            lambda: outreach.record(
                case,
                form.cleaned_data["way"],
                form.cleaned_data["text"],
                actor=user_of(request),
                key=f"contact:{form.cleaned_data['key']}",
            ),
        )
        if not status:
            return done(request, Text("Het contact is bewaard.", "The contact was kept."), "supervision_contact", reference)
    context = {
        **head(request, case),
        "form": form,
        "contacts": outreach.contacts(case),
        "may": policies.may(user_of(request), "case.note", case),
    }
    return render(request, "supervision/contact.html", context, status=status or 200)
