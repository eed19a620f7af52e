"""What the holder of a licence owes: each duty with its day, its why and how it stands. Computed from the law, never kept.

The tables say which duties there are (`export.report_duties`) and their terms (`export.report_on_time`). What the licence
itself asks (`report_every`, `report_within`) comes beside it. The Wapenhandelbesluit was not read: told, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bolwerk.domains.export_control.app.licences import life
from bolwerk.domains.export_control.app.licences.models import Licence, Report
from bolwerk.domains.export_control.law.holding.book import LAW, book
from bolwerk.engines.rules import Because, Value
from bolwerk.kernel import Calendar, Citation, Duration, MissingLaw, Period, Reason, Text
from bolwerk.office.cases.clock import REMIND_DAYS
from bolwerk.office.cases.models import Case, CaseEvent

__all__ = ["Duty", "find", "next_of", "of", "records_to_keep", "remind", "unknown_term"]

_DUTIES, _TERMS, _RECORDS = "export.report_duties", "export.report_on_time", "export.records"
_MONTHS = {"firearm_transfer": "export.firearm_report_months", "dual_use_global": "export.dual_use_report_months"}
_YEARLY = 12
"""Months in the period of a yearly report: the year is read to run from the first day of the licence."""
_REPORT = "report_use"


@dataclass(frozen=True, slots=True)
class Duty:
    """`state`: coming (its period still runs), open, late, done, or always (it goes with every shipment)."""

    licence: Licence
    kind: str
    label: Text
    why: Reason
    state: str
    due: date | None = None
    period: Period | None = None
    report: Report | None = None
    source: str = "law"

    @property
    def id(self) -> str:
        """Its name in an address: the kind and the last day of its period."""
        end = self.period.end if self.period else None
        return f"{self.source}-{self.kind}-{end.isoformat() if end else 'x'}"

    @property
    def reportable(self) -> bool:
        return self.kind == _REPORT and self.state in ("open", "late", "done")

    @property
    def blocks(self) -> bool:
        """Whether the licence cannot be settled before it is done."""
        return self.kind in (_REPORT, "return_licence") and self.state in ("open", "late", "coming")


def of(licence: Licence, on: date) -> tuple[Duty, ...]:
    """Every duty of a licence as of a day, the most pressing first."""
    reports = {(one.source, one.period_to): one for one in licence.reports.order_by("number")}
    found = [*_by_law(licence, on, reports), *_by_licence(licence, on, reports)]
    order = ("late", "open", "coming", "always", "done")
    return tuple(sorted(found, key=lambda duty: (order.index(duty.state), duty.due or date.max, duty.kind)))


def next_of(licence: Licence, on: date) -> Duty | None:
    """The one to do first; None when nothing with a day is left."""
    return next((duty for duty in of(licence, on) if duty.state in ("late", "open", "coming") and duty.due), None)


def find(licence: Licence, id: str, on: date) -> Duty | None:
    return next((duty for duty in of(licence, on) if duty.id == id), None)


def unknown_term(licence: Licence, on: date) -> Reason | None:
    """Where no source of ours says when to report: that, with its standing. None when a term is known."""
    answer = book().decide(_TERMS, {"licence.kind": licence.kind}, on=on)
    if answer.value != "no_term_known" or licence.report_every:
        return None
    return _reason(answer.why[0])


def records_to_keep(licence: Licence, on: date) -> tuple[tuple[Text, Reason], ...]:
    """What the holder keeps of this licence (article 49), each with its why."""
    answer = book().decide(_RECORDS, {"licence.kind": licence.kind}, on=on)
    return tuple((label_of(answer.rule, row.out), _reason(row)) for row in answer.why) if answer.state == "value" else ()


def label_of(rule: str, value: Value) -> Text:
    """What people call an outcome of a rule."""
    return book().rules[rule].label(value)


def _by_law(licence: Licence, on: date, reports: dict[tuple[str, date], Report]) -> Iterator[Duty]:
    end = ended_on(licence, on)
    facts = {"licence.kind": licence.kind, "licence.used_up": end is not None, "licence.first_use_registered": True}
    answer = book().decide(_DUTIES, facts, on=on)
    if answer.state != "value":
        return
    for row in answer.why:
        kind, label, why = str(row.out), label_of(answer.rule, row.out), _reason(row)
        if kind == _REPORT:
            yield from _reports(licence, on, end, label, why, reports)
        elif kind == "return_licence":
            done = licence.state in ("returned", "withdrawn", "settled")
            yield Duty(licence, kind, label, why, "done" if done else "open", end)
        else:
            yield Duty(licence, kind, label, why, "always")


def _reports(
    licence: Licence, on: date, end: date | None, label: Text, why: Reason, reports: dict[tuple[str, date], Report]
) -> Iterator[Duty]:
    """A firearm is reported once, after the end; a global dual-use licence year by year."""
    term = book().value(_MONTHS[licence.kind], on)
    within = Duration.months(int(str(term.value)))
    cited = _with_term(why, within, term.citation)
    if licence.kind == "dual_use_global":
        for period in periods(licence, _YEARLY, end):
            yield _one(licence, label, cited, period, within, on, reports, "law")
    elif end is not None:
        yield _one(licence, label, cited, Period(licence.valid_from, end), within, on, reports, "law")


def _by_licence(licence: Licence, on: date, reports: dict[tuple[str, date], Report]) -> Iterator[Duty]:
    if not licence.report_every or not licence.report_within:
        return
    label = Text("het gebruik melden, zoals de vergunning vraagt", "report the use, as the licence asks")
    why = Reason(
        Text(
            f"De vergunning vraagt elke {licence.report_every} maanden een verslag, binnen {licence.report_within} maanden.",
            f"The licence asks a report every {licence.report_every} months, within {licence.report_within} months.",
        ),
        (Citation(licence.reference, "voorwaarden"),),
    )
    within = Duration.months(licence.report_within)
    for period in periods(licence, licence.report_every, ended_on(licence, on)):
        yield _one(licence, label, why, period, within, on, reports, "own")


def periods(licence: Licence, months: int, end: date | None) -> Iterator[Period]:
    """From the first day of the licence, month by month of the day itself, until its end."""
    last = end or licence.valid_until
    start, number = licence.valid_from, 0
    while last is not None and start <= last:
        number += 1
        following = Calendar().add(licence.valid_from, Duration.months(months * number))
        yield Period(start, min(following - timedelta(days=1), last))
        start = following


def _one(
    licence: Licence,
    label: Text,
    why: Reason,
    period: Period,
    within: Duration,
    on: date,
    reports: dict[tuple[str, date], Report],
    source: str,
) -> Duty:
    end = period.end or on
    due = Calendar().add(end, within)
    report = reports.get((source, end))
    state = "done" if report else "coming" if on <= end else "late" if on > due else "open"
    return Duty(licence, _REPORT, label, why, state, due, period, report, source)


def ended_on(licence: Licence, on: date) -> date | None:
    """The day on which it was over: used up, withdrawn, returned, or past its last day."""
    if licence.state == "expired" or (licence.valid_until and licence.valid_until < on and licence.state in life.LIVE):
        return licence.valid_until
    return licence.spent_on


def _reason(row: Because) -> Reason:
    return Reason(row.text, (row.citation,) if row.citation else ())


def _with_term(why: Reason, within: Duration, citation: Citation | None) -> Reason:
    length = within.as_text()
    step = Reason(
        Text(f"Termijn: {length.nl} na het einde.", f"Term: {length.en} after the end."), (citation,) if citation else ()
    )
    return Reason(why.text, why.citations, (step,))


def remind(on: date, at: datetime) -> int:
    """Write down once per duty that its day comes near, or has passed; the desk shows it. How many."""
    told = 0
    owing = Licence.objects.filter(case__status=Case.Status.OPEN).select_related("case")
    for licence in owing.filter(instrument__in=("dual_use_global", "firearm_individual", "dual_use_individual")) | owing.filter(
        report_every__isnull=False
    ):
        for duty in of(licence, on):
            near = duty.due is not None and duty.due <= on + timedelta(days=REMIND_DAYS)
            if near and duty.state in ("open", "late"):
                told += _told_once(duty, at)
    return told


def _told_once(duty: Duty, at: datetime) -> bool:
    key = f"{duty.licence.reference}:{duty.id}:{duty.state}"
    if CaseEvent.objects.filter(key=key).exists():
        return False
    due = duty.due.isoformat() if duty.due else None
    life.tell(duty.licence, "duty_reminded", {"duty": duty.id, "due": due, "state": duty.state}, "", key, at)
    return True


def validity_readings(instrument: str, on: date) -> tuple[Reason, ...]:
    """How long a dual-use licence holds at most, in each reading that we know, with its standing; nothing for other kinds."""
    if not instrument.startswith("dual_use_"):
        return ()
    key = instrument.removeprefix("dual_use_")
    found = []
    page = book().amend(LAW / "readings" / "dual-use-validity-page.md")
    for law in (book(), page):
        try:
            value = law.value("dualuse.validity", on, key)
        except MissingLaw:
            continue
        years = value.value
        reason = Reason(
            Text(
                f"Hoogstens {years} jaar. {value.why.nl if value.why else ''}",
                f"At most {years} years. {value.why.en if value.why else ''}",
            ),
            (value.citation,) if value.citation else (),
        )
        if reason not in found:
            found.append(reason)
    return tuple(found)
