"""Reading: the lists and the table as they stood, decisions, and what they teach the finder."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, QuerySet

from bolwerk.domains.export_control.app.classification.models import Classification
from bolwerk.engines.goods import Correlation, ListName, ListVersion, Precedent, Store
from bolwerk.kernel import NotFound, Text, local_day
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

MOST_PRECEDENTS = 2_000
"""So many of the latest decisions are looked through for goods described alike."""


def store() -> Store:
    """Where the lists are: `goods` in the home."""
    return Store(Path(settings.HOME) / "goods")


def version_on(name: ListName, day: date) -> ListVersion:
    return store().on(name, day)


def lists_on(day: date) -> tuple[ListVersion, ...]:
    return store().lists_on(day)


def correlation_on(day: date) -> Correlation | None:
    return store().correlation(day)


def decisions(user: User) -> QuerySet[Classification]:
    """What this person may read: of the cases that they may see, and those of no case. Raises `NotAllowed`."""
    policies.require(user, "goods.view")
    cases = policies.visible(user, Case.objects.order_by(), "case.list").values("pk")
    found = Classification.objects.select_related("case", "decided_by", "superseded_by")
    return found.filter(Q(case__isnull=True) | Q(case__in=cases))


def decision(user: User, pk: int) -> Classification:
    """Raises `NotFound`."""
    found = decisions(user).filter(pk=pk).first()
    if found is None:
        raise NotFound(
            Text("Deze beslissing bestaat niet.", "There is no such decision."),
            where=str(pk),
            mend=Text("Kies er een uit de lijst.", "Choose one from the list."),
        )
    return found


def precedents(user: User) -> tuple[Precedent, ...]:
    """The latest decisions that still hold, for the finder."""
    holding = decisions(user).filter(superseded_by__isnull=True)[:MOST_PRECEDENTS]
    return tuple(
        Precedent(row.description, row.place, local_day(row.decided_at), row.case.reference if row.case else "")
        for row in holding
    )


def of_case(case: Case) -> dict[int, Classification]:
    """The decision that holds on each line of a case."""
    rows = Classification.objects.filter(case=case, line__isnull=False, superseded_by__isnull=True)
    return {row.line: row for row in rows if row.line is not None}


def of_line(case: Case, line: int) -> Classification | None:
    return Classification.objects.filter(case=case, line=line, superseded_by__isnull=True).first()
