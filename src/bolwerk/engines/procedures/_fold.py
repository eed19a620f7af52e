"""From events to the state of a case. One pure function, whole or going on from an earlier state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from bolwerk.engines.procedures._model import EXPIRED, Event, Move, Procedure, Term
from bolwerk.engines.procedures._state import CaseState, Clock, Done, TermState, Trail, Waiting
from bolwerk.engines.procedures._terms import read, turn
from bolwerk.kernel import Calendar, InvalidInput, Text, local_day, read_date


def fold(
    procedure: Procedure, events: Iterable[Event], calendar: Calendar, *, on: date, since: CaseState | None = None
) -> CaseState:
    """The case as of the day `on` (Brussels), from its events in the order of the log; events after that day do not count yet.

    `since`: an earlier state of the same case; `events` are then only those that came after it.
    Raises InvalidInput when an event does not fit: an unknown kind, or a move whose steps are not open.
    """
    trail = since.trail if since else Trail(tokens=((procedure.start, None),))
    for event in events:
        if local_day(event.at) <= on:
            trail = advance(procedure, trail, event)
    return survey(procedure, trail, calendar, on)


def advance(procedure: Procedure, trail: Trail, event: Event) -> Trail:
    """The trail after one more event."""
    day = local_day(event.at)
    opened = trail.opened_on or day
    trail = replace(trail, opened_on=opened, events=trail.events + 1, last_at=event.at)
    if not procedure.knows(event.kind):
        raise _misfit(procedure, trail, event, Text("dat kent deze procedure niet", "this procedure does not know it"))
    trail = replace(trail, clocks=_turned(procedure, trail, event))
    if move := procedure.move_of.get(event.kind):
        tokens = _fire(procedure, move, trail, event)
        closed = day if _at_end(procedure, tokens) else None
        done = (*trail.done, Done(move.id, event.actor, event.at))
        return replace(trail, tokens=tokens, done=done, closed_on=closed)
    if event.kind == EXPIRED:
        return replace(trail, expiries=trail.expiries | _recorded(event))
    return trail


def survey(procedure: Procedure, trail: Trail, calendar: Calendar, on: date) -> CaseState:
    """Reads a trail on a day."""
    clocks = dict(trail.clocks)
    terms = tuple(read(term, clocks.get(term.id, Clock()), calendar, on) for term in procedure.terms)
    closed = _at_end(procedure, trail.tokens)
    ends = [step for step, _ in trail.tokens if step in procedure.ends]
    waiting = tuple(
        Waiting(procedure.step_of[step], since or trail.opened_on or on)
        for step, since in trail.tokens
        if step not in procedure.ends
    )
    pending = [(_urgency(term, term.due), term) for term in terms if term.pending and term.due and not closed]
    return CaseState(
        procedure=procedure.id,
        version=procedure.version,
        on=on,
        open=waiting,
        done=trail.done,
        terms=terms,
        next_deadline=min(pending, key=itemgetter(0), default=(None, None))[1],
        opened_on=trail.opened_on,
        closed_on=trail.closed_on,
        outcome=procedure.step_of[ends[0]] if closed else None,
        trail=trail,
    )


@dataclass(frozen=True, slots=True)
class Expiry:
    """A term that ran out and of which the log does not say so yet; `payload` goes into the `term_expired` event."""

    term: Term
    run: int
    due: date

    @property
    def payload(self) -> dict[str, object]:
        return {"term": self.term.id, "run": self.run, "due": self.due.isoformat()}


def expired(procedure: Procedure, state: CaseState, on: date, calendar: Calendar) -> tuple[Expiry, ...]:
    """The expiries to record on the day `on`: each once for a term, a run and a due day. None after the case has closed."""
    if state.closed:
        return ()
    terms = survey(procedure, state.trail, calendar, on).terms
    found = [Expiry(t.term, t.run, t.due) for t in terms if t.due and t.expired and t.pending]
    return tuple(e for e in found if (e.term.id, e.run, e.due) not in state.trail.expiries)


def enabled(move: Move, tokens: Iterable[str]) -> bool:
    """Do the open steps let the move be made?"""
    there = list(tokens)
    if move.cancels:
        return any(step in there for step in move.takes)
    return all(step in there for step in move.takes)


def fire(move: Move, tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The open steps after the move; the move must be enabled."""
    if move.cancels:
        return move.gives
    left = list(tokens)
    for step in move.takes:
        left.remove(step)
    return (*left, *move.gives)


def _fire(procedure: Procedure, move: Move, trail: Trail, event: Event) -> tuple[tuple[str, date | None], ...]:
    here = tuple(step for step, _ in trail.tokens)
    if not enabled(move, here):
        raise _misfit(
            procedure,
            trail,
            event,
            Text("daarvoor staat de zaak niet op de juiste plaats", "the case is not at the right step for it"),
        )
    day = local_day(event.at)
    since = dict(trail.tokens)
    kept = fire(move, here)
    fresh = len(move.gives)
    old, new = kept[: len(kept) - fresh], kept[len(kept) - fresh :]
    return tuple((step, since[step]) for step in old) + tuple((step, day) for step in new)


def _turned(procedure: Procedure, trail: Trail, event: Event) -> tuple[tuple[str, Clock], ...]:
    clocks = dict(trail.clocks)
    return tuple((term.id, turn(term, clocks.get(term.id, Clock()), event)) for term in procedure.terms)


def _at_end(procedure: Procedure, tokens: Iterable[tuple[str, date | None]]) -> bool:
    steps = [step for step, _ in tokens]
    return bool(steps) and all(step in procedure.ends for step in steps)


def _recorded(event: Event) -> frozenset[tuple[str, int, date]]:
    term, run, due = event.payload.get("term"), event.payload.get("run"), event.payload.get("due")
    if isinstance(term, str) and isinstance(run, int) and isinstance(due, str):
        return frozenset({(term, run, read_date(due, EXPIRED))})
    raise InvalidInput(
        Text("Dit verstrijken zegt niet van welke termijn.", "This expiry does not say of which term."),
        where=EXPIRED,
        mend=Text("Gebruik de payload van Expiry.", "Use the payload of Expiry."),
    )


def _urgency(term: TermState, due: date) -> tuple[bool, bool, date]:
    """A running clock before one that stands, then one that can still be met before one that is past, then the nearest."""
    return (term.suspended_since is not None, term.expired, due)


def _misfit(procedure: Procedure, trail: Trail, event: Event, why: Text) -> InvalidInput:
    steps = [procedure.step_of[step].label for step, _ in trail.tokens if step in procedure.step_of]
    at = Text(", ".join(label.nl for label in steps) or "-", ", ".join(label.en for label in steps) or "-")
    return InvalidInput(
        Text("Gebeurtenis '{kind}' past niet: {why}.", "Event '{kind}' does not fit: {why}.").format(kind=event.kind, why=why),
        where=f"{procedure.id}@{procedure.version}, #{trail.events}",
        mend=Text("De zaak staat nu bij: {at}.", "The case is now at: {at}.").format(at=at),
    )
