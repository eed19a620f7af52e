"""What time does to licences: measures and embargoes end, licences expire, holders are reminded of what they owe. Once each."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.db.models import Q

from bolwerk.domains.export_control.app.licences import life
from bolwerk.domains.export_control.app.licences.models import Embargo, Licence, Measure
from bolwerk.kernel import BRUSSELS
from bolwerk.office.cases import services as cases


def tick(on: date) -> int:
    """As of the morning of `on` (Brussels): how many things happened by themselves."""
    at = min(datetime.combine(on, time(), BRUSSELS), datetime.now(UTC))
    return _embargoes(on, at) + _measures(on, at) + _expiries(on, at) + _reminders(on, at)


def _embargoes(on: date, at: datetime) -> int:
    over = list(Embargo.objects.filter(ends_on__lt=on, ended_on__isnull=True).select_related("case"))
    for embargo in over:
        last = embargo.case.events.latest("seq").at
        cases.act(embargo.case_id, "ended", actor=None, key=f"{embargo.case.reference}:ended", version=None, at=max(at, last))
    return len(over)


def _measures(on: date, at: datetime) -> int:
    over = Measure.objects.filter(ends_on__lt=on, ended_on__isnull=True, embargo__isnull=True)
    found = list(over.select_related("licence__case"))
    for measure in found:
        payload = {"measure": measure.pk, "on": on.isoformat()}
        life.tell(measure.licence, "measure_ended", payload, "", f"measure:{measure.pk}:over", at)
    return len(found)


def _expiries(on: date, at: datetime) -> int:
    past = Licence.objects.filter(Q(state="in_force") | Q(state="suspended"), valid_until__lt=on).select_related("case")
    return sum(life.expire(licence, on, at) for licence in list(past))


def _reminders(on: date, at: datetime) -> int:
    from bolwerk.domains.export_control.app.licences import duties

    return duties.remind(on, at)
