"""Where licences begin: the overview, and a new application."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bolwerk.domains.export_control.live import Application, Instrument, Kind, applications, applying
from bolwerk.faces.desk.access import kept, signed_in, user_of
from bolwerk.faces.desk.licensing.forms import LicenceStartForm
from bolwerk.faces.desk.licensing.need import Visit
from bolwerk.faces.desk.selectors import organisations_of
from bolwerk.kernel import BolwerkError, Text, local_day
from bolwerk.ui.formats import say

MOST_SHOWN = 30
_ABOUT: dict[Kind, Text] = {
    Kind.LICENCE: Text(
        "Voor militaire goederen, politiemateriaal, vuurwapens of dual use die de grens over gaan.",
        "For military goods, law-enforcement material, firearms or dual-use items that cross the border.",
    ),
    Kind.AUTHORISATION: Text(
        "Eén keer vooraf, voor wie definitief uitvoert: gedrag, en een intern programma.",
        "Once, beforehand, for whoever exports for good: conduct, and a compliance programme.",
    ),
    Kind.CERTIFICATE: Text(
        "Om als gecertificeerde onderneming goederen te ontvangen onder een algemene vergunning.",
        "To receive goods under a general licence as a certified undertaking.",
    ),
    Kind.ADVICE: Text(
        "Zou ik een vergunning krijgen? Een antwoord vooraf, dat de dienst niet bindt.",
        "Would I get a licence? An answer beforehand, which does not bind the service.",
    ),
    Kind.CONFIRMATION: Text(
        "Een brief die zegt dat uw goederen geen materiaal voor militair gebruik zijn.",
        "A letter that says that your goods are no material for military use.",
    ),
}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Do I need a licence, what can I apply for, and for who signed in: their applications."""
    mine: list[Application] = []
    if request.user.is_authenticated:
        user = user_of(request)
        mine = applications.of_organisations(user, organisations_of(user, local_day(timezone.now())))
    context = {
        "drafts": [one for one in mine if one.editable][:MOST_SHOWN],
        "sent": [one for one in mine if not one.editable][:MOST_SHOWN],
        "kinds": list(_ABOUT.items()),
        "visited": bool(Visit.of(request.session).asked),
    }
    return render(request, "desk/licensing/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft for one of my organisations, with the answers on whether a licence is needed."""
    user, now = user_of(request), timezone.now()
    organisations = list(organisations_of(user, local_day(now)))
    waiting = kept(request)
    visit = Visit.of(request.session)
    asked = request.GET.get("soort", ""), request.GET.get("vergunning", "")
    initial = {"what": f"{asked[0]}:{asked[1]}"} if asked[0] in Kind.values else {}
    form = LicenceStartForm(organisations, request.POST if request.method == "POST" else waiting, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            kind, instrument = form.chosen
            try:
                made = applying.start(
                    kind,
                    instrument=instrument,
                    applicant=next(one for one in organisations if str(one.pk) == form.cleaned_data["organisation"]),
                    title=form.cleaned_data["title"],
                    actor=user,
                    key=request.POST.get("key", ""),
                    answers=visit.typed if kind in (Kind.LICENCE, Kind.ADVICE) else {},
                    language=str(request.LANGUAGE_CODE)[:2],
                )
            except BolwerkError as error:
                form.tell(error)
            else:
                return redirect("desk:licensing-draft", made.pk)
    chosen = (
        Instrument(asked[1]).text if asked[1] in Instrument.values else Kind(asked[0]).text if asked[0] in Kind.values else None
    )
    context = {
        "form": form,
        "organisations": organisations,
        "key": request.POST.get("key") or uuid.uuid4(),
        "restored": waiting is not None,
        "known": len(visit.typed),
        "chosen": say(chosen) if chosen else "",
    }
    return render(request, "desk/licensing/start.html", context, status=status)
