"""The applications of a year as bare facts, to weigh a reform on: no name, no organisation, only what the rules look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.cache import cache
from django.db.models import Max, Sum
from django.db.models.functions import ExtractYear

from bolwerk.domains import book
from bolwerk.domains.investment import live as investment
from bolwerk.kernel import InvalidInput, local_day
from bolwerk.office.calls.models import Application
from bolwerk.office.cases.models import Journal

DAY, COSTS = "day", "costs"
"""Columns beside the facts: the day that picks the law, and the costs of the project in euro."""
_HOUR = 3600


@dataclass(frozen=True)
class Year:
    """The applications submitted in a year. `newest`: the day of the last one."""

    year: int
    cases: tuple[Mapping[str, object], ...]
    newest: date | None

    @property
    def costs(self) -> Fraction:
        return sum((Fraction(str(case[COSTS])) for case in self.cases), Fraction(0))


def years() -> tuple[int, ...]:
    """The years in which something was submitted, newest first."""
    found = _submitted().annotate(year=ExtractYear("submission__submitted_at")).values_list("year", flat=True)
    return tuple(sorted(set(found), reverse=True))


def of_year(year: int) -> Year:
    """Read once as long as nothing is written in the journal."""
    head = Journal.objects.aggregate(last=Max("pk"))["last"]
    key = f"lab-year-{year}-{head}-{book().version}"
    found: Year | None = cache.get(key)
    if found is None:
        found = _read(year)
        cache.set(key, found, _HOUR)
    return found


def _read(year: int) -> Year:
    rows = _submitted().filter(submission__submitted_at__year=year).select_related("submission", "case", "applicant", "call")
    cases, newest = [], None
    with investment.one_page():
        for application in rows.annotate(cents=Sum("cost_lines__cents")).order_by("submission__submitted_at"):
            day = local_day(application.submission.submitted_at)
            newest = day
            costs = Fraction(getattr(application, "cents", None) or 0, 100)
            cases.append({**_facts(application, day), DAY: day, COSTS: costs})
    return Year(year, tuple(cases), newest)


def _facts(application: Application, day: date) -> dict[str, object]:
    """What the rules can read of it; a value that no fact allows counts as not known."""
    found: dict[str, object] = {}
    for name, known in investment.known_of(application, day).items():
        fact = book().facts.get(name)
        if fact is None or known.value is None:
            continue
        value: Any = known.value
        try:
            found[name] = fact.read(value) if isinstance(value, str) and not fact.finite else fact.accept(value)
        except InvalidInput:
            continue
    return found


def _submitted() -> Any:
    return Application.objects.filter(submission__isnull=False)
