"""A named official says how a fact stands, with reasons."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bolwerk.domains import book
from bolwerk.domains.investment import live as investment
from bolwerk.faces.workbench.access import case_for, for_staff, user_of
from bolwerk.faces.workbench.forms import JudgementForm
from bolwerk.faces.workbench.views.case import head
from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, Text
from bolwerk.office.cases import registry
from bolwerk.ui.formats import say


@require_http_methods(["GET", "POST"])
@for_staff
def judge(request: HttpRequest, reference: str, fact: str) -> HttpResponse:
    case = case_for(request, reference)
    known = book().fact(fact)
    registry.of(case).procedure.note("judgement_given")
    form, status = JudgementForm(known, request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                investment.judge(
                    case,
                    fact,
                    form.value,
                    motivation=form.cleaned_data["motivation"],
                    actor=user_of(request),
                    key=form.cleaned_data["key"],
                )
            except (InvalidInput, NotAllowed, Conflict) as error:
                form.refuse(error)
                status = 403 if isinstance(error, NotAllowed) else 422
                if isinstance(error, Conflict):
                    form.set_hidden("key", str(uuid.uuid4()))
            else:
                messages.success(request, say(Text("Uw oordeel staat in het dossier.", "Your judgement stands in the case.")))
                return redirect("workbench:case", reference)
    context = {
        **head(request, case),
        "title": Text("Een feit beoordelen of opzoeken", "Judge or look up a fact"),
        "form": form,
        "back": "feiten",
    }
    context["verdict"] = context["note_verdicts"]["judgement_given"]
    return render(request, "workbench/act.html", context, status=status)
