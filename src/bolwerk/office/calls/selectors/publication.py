"""Awards that must be made public: which, by when, and as files that others can read.

The threshold and the term are law: they are given by the caller, never known here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bolwerk.kernel import Calendar, Duration, Money, Text, local_day
from bolwerk.office.calls.models import Award, Call


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """One award above the threshold. `late` is true from the day after `due` while it is not published."""

    id: str
    title: str
    call: str
    measure: str
    recipient: str
    recipient_kbo: str
    recipient_municipality: str
    fictional: bool
    amount: Money
    awarded_on: date
    due: date
    published_on: date | None
    place: str
    late: bool


def publications(
    *, threshold: Money, within: Duration, on: date, calendar: Calendar, call: Call | None = None
) -> tuple[PublicationRow, ...]:
    """Awards of more than `threshold` made up to and including `on`, first due first. An award that ended stays, as granted."""
    awards = Award.objects.filter(cents__gt=threshold.cents).select_related(
        "application__call", "application__applicant", "publication"
    )
    if call is not None:
        awards = awards.filter(application__call=call)
    rows = [_row(award, within, on, calendar) for award in awards if local_day(award.awarded_at) <= on]
    return tuple(sorted(rows, key=lambda row: (row.due, row.id)))


def as_360giving(rows: Iterable[PublicationRow], *, funder_id: str, funder_name: str) -> dict[str, object]:
    """A package of grants with the fields that the 360Giving standard asks; amounts in euro, up to two decimals."""
    grants = [
        {
            "id": row.id,
            "title": row.title,
            "description": f"{row.call} · {row.measure}",
            "currency": "EUR",
            "amountAwarded": _euro(row.amount),
            "awardDate": row.awarded_on.isoformat(),
            "recipientOrganization": [{"id": f"BE-KBO-{row.recipient_kbo}", "name": row.recipient}],
            "fundingOrganization": [{"id": funder_id, "name": funder_name}],
            "grantProgramme": [{"code": row.call, "title": row.call}],
        }
        for row in rows
    ]
    return {"grants": grants}


_HEADINGS = (
    Text("nummer", "id"),
    Text("titel", "title"),
    Text("oproep", "call"),
    Text("maatregel", "measure"),
    Text("begunstigde", "recipient"),
    Text("ondernemingsnummer", "enterprise number"),
    Text("gemeente", "municipality"),
    Text("voorbeeld", "example"),
    Text("bedrag in euro", "amount in euro"),
    Text("toegekend op", "awarded on"),
    Text("te publiceren tot en met", "publish until"),
    Text("gepubliceerd op", "published on"),
)


def as_csv(rows: Iterable[PublicationRow], lang: str = "nl") -> str:
    """One line an award. A cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([heading.in_(lang) for heading in _HEADINGS])
    for row in rows:
        cells = (row.id, row.title, row.call, row.measure, row.recipient, row.recipient_kbo, row.recipient_municipality)
        dates = (row.awarded_on, row.due, row.published_on)
        example = Text("ja", "yes").in_(lang) if row.fictional else Text("nee", "no").in_(lang)
        amount = f"{row.amount.cents // 100}.{row.amount.cents % 100:02d}"
        writer.writerow([*map(_safe, cells), example, amount, *(day.isoformat() if day else "" for day in dates)])
    return out.getvalue()


def _row(award: Award, within: Duration, on: date, calendar: Calendar) -> PublicationRow:
    application = award.application
    awarded_on = local_day(award.awarded_at)
    due = calendar.add(awarded_on, within)
    publication = getattr(award, "publication", None)
    published_on = local_day(publication.published_at) if publication else None
    known = published_on if published_on and published_on <= on else None
    return PublicationRow(
        str(application.pk),
        application.title,
        application.call.code,
        application.call.measure,
        application.applicant.name,
        application.applicant.kbo,
        application.applicant.municipality,
        application.applicant.is_fictional,
        award.amount,
        awarded_on,
        due,
        known,
        publication.place if publication and known else "",
        known is None and on > due,
    )


def _euro(amount: Money) -> int | float:
    whole, cents = divmod(amount.cents, 100)
    return whole if not cents else amount.cents / 100


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
