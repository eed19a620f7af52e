"""Lead times by lane, live, with where the days go and the cases that hurt."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bolwerk.domains.export_control.live import lead_times
from bolwerk.faces.workbench.access import for_staff, user_of
from bolwerk.kernel import local_day
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies

PERIODS = ("90", "365", "1095")
"""The days back that can be chosen."""


@require_GET
@for_staff
def times(request: HttpRequest) -> HttpResponse:
    """Over the cases that this person may see; anything else than a period of the list is the year."""
    user = user_of(request)
    policies.require(user, "export.register.view")
    asked = request.GET.get("dagen", "365")
    back = asked if asked in PERIODS else "365"
    today = local_day(timezone.now())
    start = today - timedelta(days=int(back))
    visible = policies.visible(user, Case.objects.all(), "case.list")
    lanes = lead_times.lane_times(lead_times.runs(visible, today), start, today)
    context = {
        "bench": "times",
        "lanes": lanes,
        "start": start,
        "end": today,
        "back": back,
        "periods": PERIODS,
        "sent": any(one.sent for one in lanes),
        "hurt": any(one.worst for one in lanes),
        "minister": lead_times.term_of(True, today),
        "department": lead_times.term_of(False, today),
    }
    return render(request, "supervision/times.html", context)
