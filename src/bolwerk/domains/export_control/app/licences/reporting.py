"""Reports of holders: filled in from the write-offs, submitted once per period, corrected by one that shows what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bolwerk.domains.export_control.app.licences import duties, life
from bolwerk.domains.export_control.app.licences.amounts import quantity as as_quantity
from bolwerk.domains.export_control.app.licences.amounts import to_e4
from bolwerk.domains.export_control.app.licences.errors import key_used, no_such, wrong
from bolwerk.domains.export_control.app.licences.models import Licence, Report, WriteOff
from bolwerk.kernel import Conflict, Period, Text, local_day, write_date
from bolwerk.office.cases import journal
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

__all__ = ["Change", "Row", "differences", "prefill", "rows_of", "submit"]


@dataclass(frozen=True, slots=True)
class Row:
    """What went to one party on one line over the period. `quantity` in ten-thousandths, value in cents."""

    line: int
    party: int
    quantity_e4: int
    cents: int

    def as_json(self) -> dict[str, Any]:
        amount = f"{as_quantity(self.quantity_e4):f}"
        return {"line": self.line, "party": self.party, "quantity": amount, "cents": self.cents}


@dataclass(frozen=True, slots=True)
class Change:
    """A row that two accounts tell differently; None where one does not have it."""

    line: int
    party: int
    before: Row | None
    after: Row | None


def prefill(licence: Licence, period: Period) -> tuple[Row, ...]:
    """What was written off in the period, per line and party, counter-entries taken off."""
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for one in WriteOff.objects.filter(licence=licence).select_related("line"):
        if one.day in period:
            total = sums[one.line.number, one.party_id]
            total[0] += one.sign * one.quantity_e4
            total[1] += one.sign * one.cents
    return tuple(Row(line, party, *total) for (line, party), total in sorted(sums.items()) if total[0])


def rows_of(raw: Iterable[dict[str, Any]]) -> tuple[Row, ...]:
    return tuple(Row(one["line"], one["party"], to_e4(Decimal(one["quantity"])), one["cents"]) for one in raw)


def differences(before: Sequence[Row], after: Sequence[Row]) -> tuple[Change, ...]:
    """Where two accounts differ, line by line and party by party."""
    first, second = ({(row.line, row.party): row for row in rows} for rows in (before, after))
    places = sorted(first.keys() | second.keys())
    return tuple(
        Change(*place, first.get(place), second.get(place)) for place in places if first.get(place) != second.get(place)
    )


@journal.in_one_step
def submit(
    licence: Licence,
    duty: str,
    rows: Sequence[Row],
    *,
    remark: str = "",
    actor: User | None,
    key: str,
    correcting: bool = False,
    at: datetime | None = None,
) -> Report:
    """The report of a duty (`Duty.id`). No rows: a nil report. Once per period; with `correcting` a later one that replaces it.

    Raises `Conflict` when it was submitted already, `InvalidInput` for rows that are not of this licence.
    """
    policies.require_actor(actor, "licence.report", licence)
    moment = at or datetime.now(UTC)
    journal.lock()
    given = [row.as_json() for row in rows]
    if done := Report.objects.filter(key=key).first():
        if (done.licence_id, done.rows, done.remark) != (licence.pk, given, remark.strip()):
            raise key_used(key)
        return done
    licence = Licence.objects.select_related("case", "holder").get(pk=licence.pk)
    found = duties.find(licence, duty, local_day(moment))
    if found is None or not found.reportable or found.period is None or found.period.end is None:
        raise no_such(Text("plicht", "duty"), f"{licence.reference} {duty[:60]}")
    _belong(licence, rows)
    earlier = found.report
    if earlier and not correcting:
        day = local_day(earlier.submitted_at)
        raise Conflict(
            Text(
                f"Dit verslag is al ingediend op {write_date(day, 'nl')}.",
                f"This report was submitted already on {write_date(day, 'en')}.",
            ),
            where=licence.reference,
            mend=Text(
                "Dien een verbetering in: het eerste verslag blijft staan.", "Submit a correction: the first report stays."
            ),
        )
    if correcting and not (earlier and remark.strip()):
        raise wrong(
            "remark",
            Text("Zeg waarom u het verslag verbetert.", "Say why you correct the report."),
            Text("Vul de opmerking in.", "Fill in the remark."),
        )
    report = Report.objects.create(
        licence=licence,
        source=found.source,
        period_from=found.period.start or licence.valid_from,
        period_to=found.period.end,
        number=earlier.number + 1 if earlier else 1,
        rows=given,
        written_off=[row.as_json() for row in prefill(licence, found.period)],
        remark=remark.strip(),
        due=found.due,
        submitted_at=moment,
        submitted_by=actor,
        key=key,
    )
    if licence.case.status == Case.Status.OPEN:
        about = {"report": report.pk, "duty": duty, "number": report.number, "nil": report.nil, "late": report.late}
        life.tell(licence, "report_submitted", about, "", f"{key}:told", moment)
    return report


def _belong(licence: Licence, rows: Sequence[Row]) -> None:
    lines = {line.number for line in licence.lines.all()}
    parties = {party.pk for party in licence.parties.all()}
    seen: set[tuple[int, int]] = set()
    for row in rows:
        place = (row.line, row.party)
        if row.line not in lines or row.party not in parties or place in seen:
            raise wrong(
                f"rows.{row.line}",
                Text(
                    "Deze lijn of partij hoort niet bij de vergunning, of staat er twee keer.",
                    "This line or party is not of the licence, or is there twice.",
                ),
                Text("Laad de pagina opnieuw.", "Load the page again."),
            )
        if row.quantity_e4 <= 0 or not 0 <= row.cents < 10**15:
            raise wrong(
                f"rows.{row.line}",
                Text(
                    "Geef een hoeveelheid boven nul en een waarde van nul of meer.",
                    "Give a quantity above zero and a value of zero or more.",
                ),
                Text("Ging er niets? Maak de rij dan leeg.", "Nothing went? Then empty the row."),
            )
        seen.add(place)
