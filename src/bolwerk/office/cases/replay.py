"""From the log to the state, and from the state to what `Case` keeps of it so that a list need not replay a thing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bolwerk.engines.procedures import CaseState, Event, fold
from bolwerk.kernel import Calendar, local_day
from bolwerk.office.cases import registry
from bolwerk.office.cases.models import Case, CaseEvent

CALENDAR = Calendar()


def as_event(event: CaseEvent) -> Event:
    """The record as the engine reads it; the actor is the number of the account, empty for the system."""
    return Event(event.kind, event.at, str(event.actor_id or ""), event.payload)


def state_of(case: Case, events: Iterable[CaseEvent], on: date) -> CaseState:
    return fold(registry.of(case).procedure, map(as_event, events), CALENDAR, on=on)


def cached(state: CaseState) -> dict[str, Any]:
    """The columns of `Case` that follow from its events, as of the day of the last event. No labels: those may be reworded."""
    terms = {
        term.term.id: {
            "run": term.run,
            "start": _day(term.start),
            "due": _day(term.due),
            "stopped_on": _day(term.stopped_on),
            "suspended_since": _day(term.suspended_since),
            "expired": term.expired,
        }
        for term in state.terms
        if term.run
    }
    deadline = state.next_deadline
    return {
        "state": {
            "open": {waiting.step.id: _day(waiting.since) for waiting in state.open},
            "terms": terms,
            "deadline": deadline.term.id if deadline else None,
            "outcome": state.outcome.id if state.outcome else None,
            "closed_on": _day(state.closed_on),
        },
        "steps": "".join(f",{step}" for step in state.open_ids) + ",",
        "status": Case.Status.CLOSED.value if state.closed else Case.Status.OPEN.value,
        "next_due": deadline.due if deadline else None,
    }


def replayed(case: Case, events: list[CaseEvent]) -> dict[str, Any]:
    """What the cache must hold, computed cold from the log."""
    return cached(state_of(case, events, local_day(events[-1].at)))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
