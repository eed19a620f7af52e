"""Asking the service to be guided on export control."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bolwerk.domains.export_control.live import outreach
from bolwerk.faces.desk import selectors
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.holding.asking import key_of, status_of
from bolwerk.faces.desk.holding.forms import GuidanceForm
from bolwerk.faces.desk.holding.pages import today
from bolwerk.kernel import BolwerkError, Text
from bolwerk.ui.formats import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """One question, for an organisation that this person acts for; it becomes a case in which the service answers."""
    user = user_of(request)
    organisations = list(selectors.organisations_of(user, today()))
    form = GuidanceForm(organisations, request.POST or kept(request) or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = next(one for one in organisations if one.kbo == given["organisation"])
        try:
            case = outreach.ask(chosen, given["question"], actor=user, key=f"guidance:{key_of(request)}")
        except BolwerkError as error:
            form.tell(error)
        else:
            told = Text(
                f"Uw vraag is ontvangen als {case.reference}. De dienst neemt contact op.",
                f"Your question was received as {case.reference}. The service will get in touch.",
            )
            messages.success(request, say(told))
            return redirect("desk:case", case.reference)
    context = {"form": form, "key": key_of(request), "organisations": organisations}
    return render(request, "desk/holding/guidance.html", context, status=status_of(request))
