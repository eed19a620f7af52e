"""The application behind a case, and all that is known of it as facts for the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bolwerk.domains.export_control.app.applying import selectors as applying
from bolwerk.domains.export_control.app.applying.models import Application
from bolwerk.domains.export_control.app.book import book, decide
from bolwerk.domains.export_control.app.handling.models import Lane, Sheet
from bolwerk.engines.rules import Answer
from bolwerk.kernel import local_day

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case

PREFIX = "export."
CONSULTATION = "export.consultation"
HANDLED = ("export.licence", "export.authorisation", "export.certificate", "export.advice", "export.confirmation")
"""The procedures that a handler carries from receipt to decision."""


def is_handled(case: Case) -> bool:
    return case.procedure in HANDLED


def kind_of(case: Case) -> str:
    """`licence`, `authorisation`, …: the kind of application, from the procedure."""
    return case.procedure.removeprefix(PREFIX)


def application_of(case: Case) -> Application:
    """The application; while a case is being opened, the one its first event names. Raises `NotFound`."""
    found = Application.objects.select_related("applicant").filter(case=case).first()
    if found is not None:
        return found
    opening = case.events.order_by("seq").values_list("payload", flat=True).first() or {}
    return applying.get(str(opening.get("application", "")))


def day_of(case: Case) -> date:
    """The day that picks the law: that of the application's receipt."""
    return local_day(case.opened_at)


def facts_of(case: Case) -> Mapping[str, Any]:
    """What the application and the registers tell, that a case is running, and the judgements of the last sheet."""
    application = application_of(case)
    known = {name: value for name, value in applying.facts(application, day_of(case)).items() if value is not None}
    return {**known, "trade.stage": "applied", **_judged(case)}


def ask(case: Case, rule: str, **more: Any) -> Answer:
    """A determination over the facts of the case, by the law of the day of its receipt."""
    return decide(rule, {**facts_of(case), **more}, day_of(case))


def _judged(case: Case) -> dict[str, bool]:
    last = Sheet.objects.filter(case=case, kind=Sheet.Kind.CRITERIA).order_by("-number").first()
    found = last.lines if last else {}
    return {name: row["value"] for name, row in found.items() if name in book().facts}


def current_lane(case: Case) -> Lane | None:
    last = case.export_lanes.order_by("-id").values_list("lane", flat=True).first()
    return Lane(last) if last else None


def now() -> datetime:
    return datetime.now(UTC)
