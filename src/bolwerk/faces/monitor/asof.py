"""The day as of which a page is shown: read from the address, kept in its links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from bolwerk.faces.monitor import house
from bolwerk.faces.monitor.forms import DayForm
from bolwerk.kernel import InvalidInput, Text, read_date


@dataclass(frozen=True, slots=True)
class AsOf:
    """`form` keeps what was typed. A day that cannot be read shows today, with the error beside the field."""

    form: DayForm
    day: date
    asked: dict[str, Any]

    @property
    def status(self) -> int:
        return 422 if self.form.errors else 200

    @property
    def context(self) -> dict[str, Any]:
        """For templates: `form`, `day`, `asof` (to put behind addresses), `before_plan`."""
        plan_day = house.plan().date
        today = house.today()
        return {
            "form": self.form,
            "day": self.day,
            "is_today": self.day == today,
            "asof": "" if self.day == today else f"?op={self.day.isoformat()}",
            "before_plan": self.day < plan_day,
            "plan_day": plan_day,
        }


def asof(request: HttpRequest, kind: type[DayForm] = DayForm) -> AsOf:
    """The day and the rest of what was asked in the address."""
    today = house.today()
    given = request.GET.copy()
    given.setdefault("op", today.isoformat())
    form = kind(given)
    asked = form.cleaned_data if form.is_valid() else {}
    return AsOf(form, asked.get("op") or today, asked)


def day_of(request: HttpRequest) -> date:
    """For files: the day asked for, today when none is. Raises InvalidInput, as a file has no room for an error."""
    raw = request.GET.get("op", "").strip()
    day = read_date(raw[:40], "op") if raw else house.today()
    if day > house.today():
        raise InvalidInput(
            Text("Deze dag moet nog komen.", "This day has yet to come."),
            where="op",
            mend=Text("Kies vandaag of een vroegere dag.", "Choose today or an earlier day."),
        )
    return day
