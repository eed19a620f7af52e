"""Whom to audit, and when: every holder of a flexible licence with the points of the law and why, and the plan of a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bolwerk.domains.export_control.app.book import book, decide
from bolwerk.domains.export_control.app.licences import duties
from bolwerk.domains.export_control.app.licences.models import Licence, WriteOff
from bolwerk.domains.export_control.law.holding.instruments import INSTRUMENTS
from bolwerk.domains.export_control.law.supervising import AUDIT
from bolwerk.engines.rules import Answer
from bolwerk.kernel import Calendar, Duration, Money, Reason, local_day
from bolwerk.office.cases.models import Case, CaseEvent

if TYPE_CHECKING:
    from bolwerk.office.registers.models import Organisation

__all__ = ["Holder", "Review", "facts_of", "holders", "planned", "reviews"]

_RISK, _MONTHS = "export.audit_risk", "export.audit_months"
_KINDS = ("general", "global", "dual_use_global")
FLEXIBLE = tuple(id for id, one in INSTRUMENTS.items() if one.kind in _KINDS)
"""The instruments with which a holder works flexibly."""
_RUNNING = ("in_force", "suspended")
_SENSITIVE = ("refusal_review", "reinforced")


@dataclass(frozen=True, slots=True)
class Holder:
    """One holder under supervision. `points` and `months` are None where the law of the day says nothing."""

    organisation: Organisation
    points: int | None
    months: int | None
    why: tuple[Reason, ...]
    moved: Money
    last: date | None
    next: date | None
    open_audit: Case | None


@dataclass(frozen=True, slots=True)
class Review:
    """A prior authorisation with the day of its three-yearly review."""

    case: Case
    due: date | None
    over: bool


def holders(on: date) -> tuple[Holder, ...]:
    """Every holder of a flexible licence that runs, of a certificate, or registered for a general one; most points first."""
    from bolwerk.office.registers.models import Organisation

    licensed = Licence.objects.filter(instrument__in=FLEXIBLE, state__in=_RUNNING).values("holder")
    certified = CaseEvent.objects.filter(kind="certificate_issued").values("case__organisation")
    registered = Case.objects.filter(procedure="export.registration", steps="registered").values("organisation")
    found = Organisation.objects.filter(pk__in=licensed) | Organisation.objects.filter(pk__in=certified)
    found = (found | Organisation.objects.filter(pk__in=registered)).distinct()
    rows = [_holder(one, on) for one in found.order_by("name", "kbo")]
    return tuple(sorted(rows, key=lambda row: (-(row.points or 0), row.next or on, row.organisation.name)))


def planned(rows: Iterable[Holder], year: int) -> tuple[Holder, ...]:
    """Those whose next audit falls in the year, or before it."""
    return tuple(row for row in rows if row.next is not None and row.next.year <= year)


def _holder(organisation: Organisation, on: date) -> Holder:
    facts = facts_of(organisation, on)
    risk, months = decide(_RISK, facts, on), decide(_MONTHS, facts, on)
    last = _last_visit(organisation)
    length = _number(months)
    following = on if last is None else None
    if last is not None and length:
        following = Calendar().add(last, Duration.months(length))
    return Holder(
        organisation,
        _number(risk),
        length,
        tuple(row.as_reason() for row in risk.why if row.out),
        Money(int(str(facts["supervision.value_cents"]))),
        last,
        following,
        Case.objects.filter(procedure=AUDIT.id, organisation=organisation, status=Case.Status.OPEN).first(),
    )


def _number(answer: Answer) -> int | None:
    return int(str(answer.value)) if answer.state == "value" else None


def facts_of(organisation: Organisation, on: date) -> dict[str, object]:
    """What the registers of the service count of a holder, as facts for the rules."""
    mine = list(Licence.objects.filter(holder=organisation).select_related("case").prefetch_related("lines"))
    late = sum(duty.state == "late" for licence in mine for duty in duties.of(licence, on))
    late += sum(report.late for licence in mine for report in licence.reports.all())
    since = date.fromordinal(on.toordinal() - 365)
    moved = WriteOff.objects.filter(licence__holder=organisation, day__gt=since, day__lte=on)
    cents = sum(one.sign * one.cents for one in moved)
    found = list(
        CaseEvent.objects.filter(case__organisation=organisation, kind="finding_recorded").values_list("payload", flat=True)
    )
    solved = CaseEvent.objects.filter(case__organisation=organisation, kind="finding_solved").count()
    return {
        "supervision.flexible": True,
        "supervision.late_reports": late,
        "supervision.open_findings": max(0, len(found) - solved),
        "supervision.serious_findings": sum(row.get("severity") == "serious" for row in found),
        "supervision.value": max(0, cents) // 100,
        "supervision.value_cents": max(0, cents),
        "supervision.sensitive": _sensitive(organisation),
        "supervision.audited": _last_visit(organisation) is not None,
    }


def _sensitive(organisation: Organisation) -> bool:
    """Whether goods of an application that led to a licence were told to be sensitive."""
    from bolwerk.domains.export_control.app.applying.models import GoodsLine

    cases = Licence.objects.filter(holder=organisation).values("granted_by")
    return GoodsLine.objects.filter(application__case__in=cases, sensitive=True).exists()


def _last_visit(organisation: Organisation) -> date | None:
    event = CaseEvent.objects.filter(case__organisation=organisation, kind="audit_visited").order_by("-at").first()
    return local_day(event.at) if event else None


def reviews(on: date) -> tuple[Review, ...]:
    """Prior authorisations that are held, by the day on which the three years are full; those that are over first."""
    held = Case.objects.filter(procedure="export.authorisation", steps="held").select_related("organisation")
    rows = []
    for case in held:
        raw = case.state.get("terms", {}).get("review", {}).get("due")
        due = date.fromisoformat(raw) if raw else None
        rows.append(Review(case, due, due is not None and due <= on))
    return tuple(sorted(rows, key=lambda row: (row.due or date.max, row.case.reference)))


def fines(on: date) -> tuple[tuple[Reason, Money], ...]:
    """What the administration may fine at most by kind of breach (article 48): for information, nothing is fined here."""
    kinds = ("prohibited_goods", "embargo", "licence", "other")
    found = []
    for kind in kinds:
        value = book().value("export.fine_administrative_most", on, kind)
        if value.why:
            found.append((Reason(value.why, (value.citation,) if value.citation else ()), Money.euro(int(str(value.value)))))
    return tuple(found)
