"""My licences as a table for a spreadsheet, and their days for a calendar (RFC 5545)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bolwerk.domains.export_control import live
from bolwerk.faces.desk.access import signed_in, user_of
from bolwerk.faces.desk.holding.pages import today
from bolwerk.kernel import Text
from bolwerk.ui.formats import lang, say

_HEADINGS = (
    Text("vergunning", "licence"),
    Text("soort", "kind"),
    Text("stand", "state"),
    Text("houder", "holder"),
    Text("geldig van", "valid from"),
    Text("geldig tot en met", "valid until"),
    Text("lijn", "line"),
    Text("goederen", "goods"),
    Text("code", "code"),
    Text("eenheid", "unit"),
    Text("hoeveelheid", "quantity"),
    Text("nog over", "left"),
    Text("waarde in euro", "value in euro"),
    Text("waarde nog over", "value left"),
    Text("volgende plicht", "next duty"),
    Text("ten laatste", "at the latest"),
)
_FOLD = 74
"""Octets in a line of a calendar, without its end (RFC 5545, 3.1)."""


@require_safe
@signed_in
def as_csv(request: HttpRequest) -> HttpResponse:
    """A row for each line of each licence."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([say(heading) for heading in _HEADINGS])
    for card in live.selectors.mine(user_of(request), today()):
        for line in card.lines:
            writer.writerow([_safe(cell) for cell in _cells(card, line)])
    return _file("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", "vergunningen.csv")


def _cells(card: live.selectors.Card, line: live.LicenceLine) -> Iterator[str]:
    licence, duty = card.licence, card.next
    yield from (licence.reference, say(licence.label), say(card.label), licence.holder.name)
    yield from (licence.valid_from.isoformat(), licence.valid_until.isoformat() if licence.valid_until else "")
    yield from (str(line.number), line.description, line.code, line.unit)
    yield from (_amount(line.quantity_e4, 10_000), _amount(line.left_e4, 10_000))
    yield from (_amount(line.cents, 100), _amount(line.left_cents, 100))
    yield from (say(duty.label) if duty else "", duty.due.isoformat() if duty and duty.due else "")


def _amount(whole: int | None, scale: int) -> str:
    """Exact, with a point: `1234500` of ten-thousandths is `123.4500`."""
    if whole is None:
        return ""
    places = len(str(scale)) - 1
    return f"{whole // scale}.{whole % scale:0{places}d}"


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


@require_safe
@signed_in
def as_ical(request: HttpRequest) -> HttpResponse:
    """Every day to remember: the end of each licence, each duty."""
    stamp = timezone.now().strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bolwerk//Vergunningen//NL", "CALSCALE:GREGORIAN"]
    for card in live.selectors.mine(user_of(request), today()):
        for id, day, what in live.selectors.moments(card):
            lines += _event(id, day, what.in_(lang()), stamp)
    lines.append("END:VCALENDAR")
    return _file(
        "".join(f"{part}\r\n" for line in lines for part in _folded(line)), "text/calendar; charset=utf-8", "vergunningen.ics"
    )


def _event(id: str, day: date, what: str, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{id}@bolwerk",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(what)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(what)}",
        "TRIGGER:-P7D",
        "END:VALARM",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """At most 75 octets a line, never in the middle of a character."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _FOLD:
            yield part
            part = " "
        part += letter
    yield part


def _file(text: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
