"""The lanes as a whole: how many cases each holds and how their terms stand; and what is left to do in one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from bolwerk.domains.export_control.app.applying.changes import Change, changes
from bolwerk.domains.export_control.app.applying.models import Application
from bolwerk.domains.export_control.app.handling.models import Lane, LaneChoice
from bolwerk.domains.export_control.app.handling.subject import HANDLED
from bolwerk.kernel import local_day
from bolwerk.office.cases.models import Case, CaseEvent

_SENT = (
    "licence_issued",
    "authorisation_issued",
    "certificate_issued",
    "refusal_notified",
    "opinion_notified",
    "closure_decided",
)


@dataclass(frozen=True, slots=True)
class LaneView:
    """One lane on one day. `median_days` from receipt to sending, waiting included, of what was sent; None without any."""

    lane: Lane
    open: int
    late: int
    soon: int
    standing: int
    raised: int
    sent: int
    median_days: int | None


def lanes_of(cases: Sequence[Case]) -> Mapping[Any, Lane]:
    """The lane of each case that has one."""
    last = LaneChoice.objects.filter(case__in=list(cases)).values("case").annotate(last=Max("id")).values("last")
    return {one.case_id: Lane(one.lane) for one in LaneChoice.objects.filter(pk__in=last)}


def lane_views(visible: QuerySet[Case], on: date, soon: int = 7) -> tuple[LaneView, ...]:
    """The four lanes over the cases that somebody may see."""
    cases = list(visible.filter(procedure__in=HANDLED))
    lanes = lanes_of(cases)
    raised = set(LaneChoice.objects.filter(case__in=cases, raised=True).values_list("case_id", flat=True))
    days = _days_to_sending(cases)
    views = []
    for lane in Lane:
        mine = [case for case in cases if lanes.get(case.pk) == lane]
        running = [case for case in mine if case.status == Case.Status.OPEN and case.pk not in days]
        terms = [case.state.get("terms", {}).get("decision", {}) for case in running]
        due = [date.fromisoformat(term["due"]) for term in terms if term.get("due") and not term.get("suspended_since")]
        sent = sorted(days[case.pk] for case in mine if case.pk in days)
        views.append(
            LaneView(
                lane,
                open=len(running),
                late=sum(day < on for day in due),
                soon=sum(0 <= (day - on).days <= soon for day in due),
                standing=sum(bool(term.get("suspended_since")) for term in terms),
                raised=sum(case.pk in raised for case in mine),
                sent=len(sent),
                median_days=sent[len(sent) // 2] if sent else None,
            )
        )
    return tuple(views)


def _days_to_sending(cases: Sequence[Case]) -> dict[Any, int]:
    opened = {case.pk: local_day(case.opened_at) for case in cases}
    events = CaseEvent.objects.filter(case__in=list(cases), kind__in=_SENT).values_list("case_id", "at").order_by("seq")
    return {pk: (local_day(at) - opened[pk]).days for pk, at in events}


def differences(application: Application, edition: int) -> tuple[Change, ...]:
    """What a completion changed against the version before it, place by place."""
    found = {one.edition: one.snapshot for one in application.submissions.filter(edition__in=(edition - 1, edition))}
    return changes(found[edition - 1], found[edition]) if len(found) == 2 else ()
