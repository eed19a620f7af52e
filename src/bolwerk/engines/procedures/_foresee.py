"""Looking ahead: when the next thing is due and why, and what a suspension or a lift today would change. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bolwerk.engines.procedures._fold import survey
from bolwerk.engines.procedures._model import Event, Procedure, Term
from bolwerk.engines.procedures._state import CaseState, Clock, TermState
from bolwerk.engines.procedures._terms import turn
from bolwerk.kernel import Calendar, Text, local_day, write_date


@dataclass(frozen=True, slots=True)
class Expectation:
    """When the next thing is due. `firm` is False while the clock stands: the day then moves on with every day it stands."""

    term: Term
    day: date
    firm: bool
    reason: Text


@dataclass(frozen=True, slots=True)
class Shift:
    """What some events would do to one term."""

    term: Term
    before: TermState
    after: TermState

    @property
    def days(self) -> int:
        """Calendar days by which the due day moves; 0 when there is no due day before or after."""
        if self.before.due is None or self.after.due is None:
            return 0
        return (self.after.due - self.before.due).days


def expected(state: CaseState) -> Expectation | None:
    """The nearest thing to wait for, for the applicant too. None when no term runs."""
    nearest = state.next_deadline
    if nearest is None or nearest.due is None:
        return None
    parts = [reason.text for reason in nearest.reasons]
    label = nearest.term.label
    if nearest.suspended_since:
        since = nearest.suspended_since
        lead = Text(
            f"{label.nl}: de klok staat stil sinds {write_date(since, 'nl')}. Loopt ze vandaag weer, dan is het ten laatste "
            f"{write_date(nearest.due, 'nl')}.",
            f"{label.en}: the clock has stood still since {write_date(since, 'en')}. If it starts again today, then by "
            f"{write_date(nearest.due, 'en')} at the latest.",
        )
    elif nearest.expired:
        lead = Text(
            f"{label.nl}: moest klaar zijn op {write_date(nearest.due, 'nl')}. {nearest.term.on_expiry.nl}",
            f"{label.en}: was due on {write_date(nearest.due, 'en')}. {nearest.term.on_expiry.en}",
        )
    else:
        lead = Text(
            f"{label.nl}: ten laatste op {write_date(nearest.due, 'nl')}.",
            f"{label.en}: by {write_date(nearest.due, 'en')} at the latest.",
        )
    reason = Text(" ".join([lead.nl, *(p.nl for p in parts)]), " ".join([lead.en, *(p.en for p in parts)]))
    return Expectation(nearest.term, nearest.due, not nearest.suspended_since, reason)


def what_if(
    procedure: Procedure, state: CaseState, events: Iterable[Event], calendar: Calendar, *, on: date | None = None
) -> tuple[Shift, ...]:
    """What these events would do to the terms, seen on the day `on` (the latest of the events, or of the state, by default).

    Only clocks turn: nothing has to be allowed and no step moves. Both sides are read on the same day. Suspend today and look
    at the end of next week: `what_if(p, s, [Event("completion_asked", now)], calendar, on=next_friday)`. Only terms that
    change are given.
    """
    planned = tuple(events)
    day = on or max([state.on, *(local_day(event.at) for event in planned)])
    clocks = dict(state.trail.clocks)
    for event in planned:
        clocks = {term.id: turn(term, clocks.get(term.id, Clock()), event) for term in procedure.terms}
    before = survey(procedure, state.trail, calendar, day).terms
    after = survey(procedure, replace(state.trail, clocks=tuple(clocks.items())), calendar, day).terms
    shifts = (Shift(old.term, old, new) for old, new in zip(before, after, strict=True))
    return tuple(shift for shift in shifts if shift.before != shift.after)
