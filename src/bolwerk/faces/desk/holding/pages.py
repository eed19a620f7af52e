"""My licences on one page, one licence whole, and the embargoes that are in force."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bolwerk.domains.export_control import live
from bolwerk.faces.desk import selectors
from bolwerk.faces.desk.access import signed_in, user_of
from bolwerk.kernel import Citation, Text, local_day
from bolwerk.office.identity import policies

ART_43_1 = Citation("Wapenhandeldecreet", "art. 43/1")


def today() -> date:
    return local_day(timezone.now())


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Every licence with what is left, until when, the next duty and what can be done."""
    user, day = user_of(request), today()
    cards = live.selectors.mine(user, day)
    organisations = selectors.organisations_of(user, day)
    registrations = [
        (one, live.registering.name_of(one.authorisation), live.registering.notice(one.authorisation, one.first_use, day))
        for one in live.Registration.objects.filter(user__in=organisations).select_related("case", "user")
    ]
    owed = sorted(
        ((duty, one) for one in cards for duty in one.duties if duty.due and duty.state in ("late", "open")),
        key=lambda row: row[0].due or day,
    )
    context = {
        "cards": cards,
        "running": [one for one in cards if one.state in ("in_force", "suspended")],
        "over": [one for one in cards if one.state not in ("in_force", "suspended")],
        "owed": owed,
        "registrations": registrations,
        "organisations": organisations,
        "embargoes": live.selectors.embargoes_on(day),
        "today": day,
    }
    return render(request, "desk/holding/mine.html", context)


@require_safe
@signed_in
def licence(request: HttpRequest, reference: str) -> HttpResponse:
    """One licence: lines with what is left, who got what, duties, versions, what happened."""
    user, day = user_of(request), today()
    found = live.selectors.find(user, reference)
    context = {
        "card": live.selectors.card(found, day),
        "licence": found,
        "parties": [(one, live.selectors.role_label(one.role)) for one in found.parties.all()],
        "used": live.selectors.per_party(found),
        "reports": found.reports.select_related("submitted_by"),
        "kept": live.duties.records_to_keep(found, day),
        "versions": live.selectors.version_changes(found),
        "timeline": live.selectors.timeline(found, holder=True),
        "requests": found.requests.select_related("case"),
        "may_ask": policies.may(user, "licence.ask_change", found),
        "may_use": policies.may(user, "licence.write_off", found),
        "today": day,
    }
    return render(request, "desk/holding/licence.html", context)


@require_safe
def embargoes(request: HttpRequest) -> HttpResponse:
    """For everyone: where Flanders forbids transfer, export and transit now, and until when."""
    rows = [(one, _why(one)) for one in live.selectors.embargoes_on(today())]
    return render(request, "desk/holding/embargoes.html", {"rows": rows, "source": ART_43_1, "today": today()})


def _why(one: live.Embargo) -> Text:
    opening = one.case.events.order_by("seq").values_list("payload", flat=True)[0]
    return Text.same(str(opening.get("why", "")))
