"""Calls and applications as lists."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from bolwerk.kernel import Text
from bolwerk.office.calls import rights
from bolwerk.office.calls.models import Application, Call
from bolwerk.office.calls.models.call import CallStatus
from bolwerk.office.registers.models import Membership

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User


def calls_at(at: datetime, status: CallStatus | None = None) -> QuerySet[Call]:
    """Calls that have `status` at that moment; all of them without it."""
    match status:
        case CallStatus.ANNOUNCED:
            return Call.objects.filter(opens_at__gt=at)
        case CallStatus.OPEN:
            return Call.objects.filter(opens_at__lte=at, closes_at__gt=at)
        case CallStatus.CLOSED:
            return Call.objects.filter(closes_at__lte=at)
    return Call.objects.all()


def call_counts(call: Call) -> dict[str, int]:
    """How many applications stand in each state: `draft`, `submitted`, `withdrawn`."""
    found = dict(call.applications.order_by().values_list("state").annotate(Count("pk")))
    return {state.value: found.get(state.value, 0) for state in Application.State}


def applications_of(user: User, day: date) -> QuerySet[Application]:
    """The applications of the organisations that this person acts for on `day`: as applicant, or as partner that accepted."""
    current = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    mine = list(Membership.objects.filter(current, user=user).values_list("organisation_id", flat=True))
    partner = Q(partners__organisation_id__in=mine, partners__accepted_at__isnull=False)
    return Application.objects.filter(Q(applicant_id__in=mine) | partner).select_related("call", "applicant", "case").distinct()


def application_of_case(case: Case) -> Application | None:
    return Application.objects.filter(case=case).select_related("call", "applicant").first()


def interested(user: User, application: Application) -> Text | None:
    """Why this person may not judge the application; None when nothing is known that bars."""
    return rights.interest_in(user, application)
