"""The clock of a term: what events do to it, and what it reads on a day.

How days are counted. A day belongs to Brussels. The day of an event does not count: a term of n days that starts on day D
ends on D + n; a clock suspended on S and set going on L stood on the days S + 1 … L. Several suspensions that overlap stand
together: the clock stood on the union of their days, whatever the order of lifting. The due day moves by exactly what stood:
calendar days for terms in days and in months, working days for terms in working days. A suspension or extension that begins
after the term has run out has no effect.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bolwerk.engines.procedures._model import Event, Term
from bolwerk.engines.procedures._state import Clock, Pause, TermState
from bolwerk.kernel import Calendar, Duration, InvalidInput, Reason, Text, Unit, local_day, write_date


def turn(term: Term, clock: Clock, event: Event) -> Clock:
    """The clock after the event. Within one event: lift, stop, start, suspend, extend."""
    day, kind = local_day(event.at), event.kind
    for suspender, resumer in zip(term.suspended_by, term.resumed_by, strict=False):
        if kind == resumer:
            clock = _lift(clock, suspender, day)
    if kind in term.ends_on and clock.started is not None and clock.stopped is None:
        clock = replace(clock, stopped=day)
    if kind in term.starts_on:
        still = tuple(replace(pause, start=max(pause.start, day)) for pause in clock.pauses if pause.end is None)
        clock = Clock(run=clock.run + 1, started=day, pauses=still)
    if kind in term.suspended_by:
        clock = replace(clock, pauses=(*clock.pauses, Pause(kind, day)))
    if kind in term.extended_by and clock.started is not None and clock.stopped is None:
        clock = replace(clock, extensions=(*clock.extensions, (day, _asked_extension(term, event))))
    return clock


def read(term: Term, clock: Clock, calendar: Calendar, on: date) -> TermState:
    """The term on the day `on`; every event up to that day must be in the clock, and none after it."""
    start = clock.started
    if start is None:
        waits = Reason(Text("Deze termijn loopt nog niet.", "This term has not started yet."))
        return TermState(term, clock.run, None, None, None, None, 0, 0, False, None, (waits,))
    until = clock.stopped or on
    tally = _Tally(term, start, calendar)
    notes: list[Reason] = []
    for day, end, added in _happenings(clock, start, until):
        if day > tally.due:
            notes.append(_too_late(day, tally.due, suspension=end is not None))
        elif end is not None:
            tally.stand(day, end)
        else:
            tally.extend(added)
    open_pauses = [pause.start for pause in clock.pauses if pause.end is None]
    standing = clock.stopped is None and bool(open_pauses) and tally.stands_at(until)
    expired = not standing and until > tally.due
    return TermState(
        term=term,
        run=clock.run,
        start=start,
        due=tally.due,
        stopped_on=clock.stopped,
        suspended_since=max(start, min(open_pauses)) if standing else None,
        days_stood=tally.stood,
        extended_by=tally.extended,
        expired=expired,
        left=tally.between(until, tally.due),
        reasons=(*_reasons(term, start, tally, clock.stopped, standing, expired), *notes),
    )


class _Tally:
    """Adds up what stood and what was added, and keeps the due day that follows from it."""

    def __init__(self, term: Term, start: date, calendar: Calendar) -> None:
        self.unit, self.calendar, self.start, self.length = term.length.unit, calendar, start, term.length.count
        self.stood = 0
        self.added = dict.fromkeys(Unit, 0)
        self.default = term.extension
        self.pauses: list[tuple[date, date]] = []
        self.due = self.plain = calendar.add(start, term.length)

    def between(self, first: date, last: date) -> int:
        """Days after `first` up to `last`, in the unit that the term's days stand in."""
        if self.unit is Unit.WORKING_DAYS:
            return self.calendar.working_days_between(first, last)
        return (last - first).days

    def stand(self, first: date, last: date) -> None:
        self.stood += self.between(first, last)
        self.pauses.append((first, last))
        self._recompute()

    def extend(self, asked: int | None) -> None:
        length = Duration(asked, self.unit) if asked is not None else self.default
        if length is not None:
            self.added[length.unit] += length.count
            self._recompute()

    def stands_at(self, day: date) -> bool:
        """Is a suspension that had effect still open on that day?"""
        return any(last == day for _, last in self.pauses)

    @property
    def extended(self) -> int:
        return self.between(self.plain, self._without_pauses())

    def _without_pauses(self) -> date:
        day = self.calendar.add(self.start, Duration(self.length + self.added[self.unit], self.unit))
        for unit in Unit:
            if unit is not self.unit and self.added[unit]:
                day = self.calendar.add(day, Duration(self.added[unit], unit))
        return day

    def _recompute(self) -> None:
        unit = Unit.WORKING_DAYS if self.unit is Unit.WORKING_DAYS else Unit.CALENDAR_DAYS
        self.due = self.calendar.add(self._without_pauses(), Duration(self.stood, unit))


def _happenings(clock: Clock, start: date, until: date) -> list[tuple[date, date | None, int | None]]:
    """Pauses (day, end) joined where they overlap or touch, and extensions (day, None), in order of day; a pause first."""
    spans = [(max(p.start, start), min(p.end or until, until)) for p in clock.pauses]
    pauses: list[tuple[date, date | None, int | None]] = [(first, last, None) for first, last in _union(spans)]
    extensions = [(day, None, asked) for day, asked in clock.extensions if day <= until]
    return sorted([*pauses, *extensions], key=lambda item: (item[0], item[1] is None))


def _union(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    joined: list[tuple[date, date]] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _lift(clock: Clock, name: str, day: date) -> Clock:
    """Ends the oldest open pause of that name; asking twice takes two answers. Nothing open: nothing to lift."""
    pauses = list(clock.pauses)
    for index, pause in enumerate(pauses):
        if pause.name == name and pause.end is None:
            pauses[index] = replace(pause, end=max(day, pause.start))
            break
    return replace(clock, pauses=tuple(pauses))


def _asked_extension(term: Term, event: Event) -> int | None:
    if term.extension is not None:
        return None
    asked = event.payload.get("extend_by")
    if isinstance(asked, int) and not isinstance(asked, bool) and asked > 0:
        return asked
    raise InvalidInput(
        Text("De verlenging zegt niet met hoeveel.", "The extension does not say by how much."),
        where=f"{event.kind}.extend_by",
        mend=Text(
            f"Geef een geheel getal groter dan nul, in de eenheid van de termijn '{term.label.nl}'.",
            f"Give a whole number above zero, in the unit of the term '{term.label.en}'.",
        ),
    )


def _too_late(day: date, due: date, *, suspension: bool) -> Reason:
    what = Text("schorsing", "suspension") if suspension else Text("verlenging", "extension")
    of, then = (write_date(day, "nl"), write_date(day, "en")), (write_date(due, "nl"), write_date(due, "en"))
    return Reason(
        Text(
            f"De {what.nl} van {of[0]} heeft geen gevolg: de termijn liep af op {then[0]}.",
            f"The {what.en} of {of[1]} has no effect: the term ran out on {then[1]}.",
        )
    )


def _reasons(term: Term, start: date, tally: _Tally, stopped: date | None, standing: bool, expired: bool) -> tuple[Reason, ...]:
    length = term.length.as_text()
    law = (term.citation,) if term.citation else ()
    reasons = [
        Reason(
            Text(
                f"{length.nl}, te tellen vanaf {write_date(start, 'nl')}.",
                f"{length.en}, counted from {write_date(start, 'en')}.",
            ),
            law,
        )
    ]
    unit = Unit.WORKING_DAYS if term.length.unit is Unit.WORKING_DAYS else Unit.CALENDAR_DAYS
    if tally.extended:
        more = Duration(tally.extended, unit).as_text()
        reasons.append(Reason(Text(f"Verlengd met {more.nl}.", f"Extended by {more.en}.")))
    if tally.stood:
        stood = Duration(tally.stood, unit).as_text()
        reasons.append(Reason(Text(f"De klok stond {stood.nl} stil.", f"The clock stood still for {stood.en}.")))
    if standing:
        reasons.append(Reason(Text("De klok staat nu stil.", "The clock stands still now.")))
    if stopped:
        reasons.append(Reason(Text(f"Afgesloten op {write_date(stopped, 'nl')}.", f"Stopped on {write_date(stopped, 'en')}.")))
    if expired:
        reasons.append(
            Reason(Text(f"Verstreken na {write_date(tally.due, 'nl')}.", f"Run out after {write_date(tally.due, 'en')}."), law)
        )
    return tuple(reasons)
