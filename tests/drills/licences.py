"""What the workers do with licences: write off from all sides at once, while one licence is withdrawn under their hands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

PIECES = 10
PARTY = "Fjord Sikring AS (voorbeeld)"


def issue(count: int) -> int:
    from bolwerk.domains.export_control.app.licences.services import LineTerms, PartyTerms
    from bolwerk.domains.export_control.app.licences.services import issue as give
    from bolwerk.kernel import Period, local_day
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import RoleGrant, User
    from bolwerk.office.registers.models import Organisation

    customs = User.objects.create_user("customs@example.be")
    RoleGrant.objects.create(user=customs, role="customs", valid_from=date(2020, 1, 1))
    today = local_day(datetime.now(UTC))
    for number in range(count):
        give(
            Case.objects.order_by("reference")[0],
            instrument="individual_export",
            holder=Organisation.objects.get(),
            lines=[LineTerms(1, "Proefgoed", "ML1", quantity=Decimal(PIECES), cents=PIECES * 100)],
            parties=[PartyTerms("consignee", PARTY, "NO")],
            valid=Period(today - timedelta(days=9), today + timedelta(days=9)),
            actor=None,
            key=f"drill:{number}",
        )
    return count


def write_off(job: int) -> str:
    """One declaration of a quarter to two pieces; every fortieth job withdraws the last licence instead."""
    from bolwerk.domains.export_control.app.licences import writing_off
    from bolwerk.domains.export_control.app.licences.models import Licence
    from bolwerk.kernel import NotAllowed, local_day
    from bolwerk.office.identity.models import User

    every = list(Licence.objects.select_related("case").order_by("case__reference"))
    if job % 40 == 39:
        return _withdraw(every[-1], job)
    licence = every[job % len(every)]
    try:
        writing_off.write_off(
            licence,
            line=1,
            party=PARTY,
            quantity=Decimal(job % 8 + 1) / 4,
            cents=(job % 8 + 1) * 25,
            day=local_day(datetime.now(UTC)),
            document=f"D{job}",
            actor=User.objects.get(email="customs@example.be"),
            key=f"off:{job}",
        )
    except NotAllowed:
        return "refused"
    return "written off"


def _withdraw(licence: Any, job: int) -> str:
    from bolwerk.kernel import NotAllowed
    from bolwerk.office.cases import services
    from bolwerk.office.identity.models import User

    people = {user.email.split("@")[0]: user for user in User.objects.all()}
    try:
        for kind in ("hearing_invited", "heard"):
            services.note(licence.case_id, kind, actor=people["handler"], key=f"{kind}:{job}")
        services.act(
            licence.case_id, "withdrawn", actor=people["approver"], reason="Proef", key=f"withdrawn:{job}", version=None
        )
    except NotAllowed:
        return "withdrawn already"
    return "withdrawn"


def used() -> dict[str, Any]:
    from bolwerk.domains.export_control.app.licences.models import Licence, WriteOff
    from bolwerk.office.cases import audit
    from bolwerk.office.cases.models import CaseEvent

    sums, late = [], 0
    for licence in Licence.objects.select_related("case").order_by("case__reference"):
        rows = list(WriteOff.objects.filter(licence=licence))
        sums.append([str(sum(row.quantity for row in rows)), sum(row.cents for row in rows), licence.state])
        end = CaseEvent.objects.filter(case=licence.case, kind__in=("withdrawn", "exhausted")).order_by("seq").last()
        late += sum(row.journal_seq > end.journal_seq for row in rows) if end else 0
    return {"licences": sums, "after_the_end": late, "findings": [str(finding.as_json()) for finding in audit.verify()]}
