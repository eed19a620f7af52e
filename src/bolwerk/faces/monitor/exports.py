"""The standing for programs: JSON, CSV and a calendar. The same day and the same data give the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from datetime import timedelta

from bolwerk.engines.progress import Assessment, CommitmentStanding, Delivery, MeasureStanding, MoneyLine, Reading, Timeliness
from bolwerk.faces.monitor import house, words
from bolwerk.faces.monitor.deadlines import Deadline
from bolwerk.kernel import Money, Text
from bolwerk.plan import Commitment, Measure

Json = dict[str, object]


def as_json(whole: Assessment) -> Json:
    """The standing of every measure and commitment: money in cents, days in ISO, null where unknown."""
    plan = house.plan()
    return {
        "plan": plan.code,
        "plan_date": plan.date.isoformat(),
        "on": whole.on.isoformat(),
        "measures": [_measure(measure, whole.measure(measure.code)) for measure in plan.measures],
    }


def json_bytes(whole: Assessment) -> bytes:
    return json.dumps(as_json(whole), ensure_ascii=False, indent=1).encode() + b"\n"


def fingerprint(whole: Assessment) -> str:
    """The hash of the standing: two reports with the same fingerprint rest on the same data."""
    return hashlib.sha256(json_bytes(whole)).hexdigest()


_HEADINGS = (
    Text("maatregel", "measure"),
    Text("titel", "title"),
    Text("belofte", "commitment"),
    Text("tekst", "text"),
    Text("wie", "who"),
    Text("uiterste dag", "deadline"),
    Text("geleverd", "delivery"),
    Text("op tijd", "timeliness"),
    Text("bewijs gevonden", "evidence found"),
    Text("bewijs verwacht", "evidence expected"),
    Text("laatste bewijs", "latest evidence"),
    Text("reden", "reason"),
    Text("regels in de tekst", "lines in the text"),
    Text("stand op", "standing on"),
)


def as_csv(whole: Assessment, lang: str) -> str:
    """One line a commitment. A cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([heading.in_(lang) for heading in _HEADINGS])
    for measure in house.plan().measures:
        for promise, one in zip(measure.commitments, whole.measure(measure.code).standings, strict=True):
            deadline, latest = one.promise.deadline, one.latest
            cells = (
                measure.code,
                measure.title.in_(lang),
                promise.id,
                promise.text.in_(lang),
                ", ".join(owner.name.in_(lang) for owner in promise.owners),
                deadline.isoformat() if deadline else "",
                words.delivery_word(one.delivery).in_(lang),
                one.timeliness.label.in_(lang),
                str(one.found),
                str(one.expected),
                latest.isoformat() if latest else "",
                " ".join(reason.in_(lang) for reason in (*words.delivery_reasons(one), *one.timeliness_reasons)),
                ", ".join(map(str, promise.lines)),
                whole.on.isoformat(),
            )
            writer.writerow([_safe(cell) for cell in cells])
    return out.getvalue()


def as_calendar(deadlines: Iterable[Deadline], lang: str, host: str) -> str:
    """iCalendar (RFC 5545): one whole day for each deadline of a measure. No case data, no reminders."""
    plan = house.plan()
    stamp = f"{plan.date:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bolwerk//Vlaams Defensieplan//NL", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(plan.title.in_(lang))}")
    for one in deadlines:
        said = "\n".join(f"{promise.id} {promise.text.in_(lang)}" for promise in one.promises)
        source = Text("Tekst van het plan", "Words of the plan").in_(lang)
        about = f"{said}\n{source}: {one.phrase} ({one.standing.label.in_(lang)})"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.measure.code}-{one.day:%Y%m%d}@bolwerk",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(one.measure.code + ' ' + one.measure.title.in_(lang))}",
            f"DESCRIPTION:{_escaped(about)}",
            f"URL:{host}/plan/{one.measure.code}/",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _measure(measure: Measure, standing: MeasureStanding) -> Json:
    return {
        "code": measure.code,
        "title": measure.title.as_json(),
        "delivered_percent": standing.delivered_percent,
        "delivery": {each.value: standing.delivery[each] for each in Delivery},
        "on_time": standing.on_time.value,
        "timeliness": {each.value: standing.timeliness[each] for each in Timeliness},
        "money": _money(standing.money),
        "evidence": {"found": standing.found, "expected": standing.expected},
        "fresh_days": standing.fresh_days,
        "commitments": [_commitment(p, s) for p, s in zip(measure.commitments, standing.standings, strict=True)],
    }


def _commitment(promise: Commitment, standing: CommitmentStanding) -> Json:
    deadline, latest = standing.promise.deadline, standing.latest
    return {
        "id": promise.id,
        "text": promise.text.as_json(),
        "deadline": deadline.isoformat() if deadline else None,
        "delivery": standing.delivery.value,
        "timeliness": standing.timeliness.value,
        "reasons": [reason.as_json() for reason in (*words.delivery_reasons(standing), *standing.timeliness_reasons)],
        "evidence": {"found": standing.found, "expected": standing.expected},
        "latest": latest.isoformat() if latest else None,
        "readings": [_reading(reading) for reading in standing.readings],
        "citation": promise.citation.as_json(),
    }


def _reading(reading: Reading) -> Json:
    return {
        "indicator": reading.indicator.id,
        "label": reading.indicator.label.as_json(),
        "value": None if reading.value is None else f"{reading.value:f}",
        "holds": reading.holds,
        "known": reading.known,
        "evidence": len(reading.evidence) and reading.found,
        "reached_on": reading.reached_on.isoformat() if reading.reached_on else None,
    }


def _money(line: MoneyLine) -> Json:
    def cents(amount: Money | None) -> int | None:
        return None if amount is None else amount.cents

    return {
        "planned": cents(line.planned),
        "appropriated": cents(line.appropriated),
        "committed": cents(line.committed),
        "paid": cents(line.paid),
        "latest": line.latest.isoformat() if line.latest else None,
    }


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line; a fold never cuts a letter in two."""
    parts: list[bytes] = []
    current = b""
    for letter in line:
        octets = letter.encode()
        if len(current) + len(octets) > (75 if not parts else 74):
            parts.append(current)
            current = b""
        current += octets
    return "\r\n ".join(part.decode() for part in (*parts, current))
