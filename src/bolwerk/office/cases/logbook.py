"""The log of a procedure as the simulation reads it: the steps of each case, who did them, when the clock stood still."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bolwerk.engines.procedures import OPENED, Procedure, Term
from bolwerk.engines.simulate import LoggedCase, LoggedPause, LoggedStep
from bolwerk.kernel import Citation, Unit, local_day
from bolwerk.office.cases import registry
from bolwerk.office.cases.models import Case, CaseEvent

APPLICANT = "applicant"
"""Waiting for the applicant is no work of the office."""


def logged(procedure: str, until: date) -> Iterator[LoggedCase]:
    """Every case of the procedure opened up to and including `until`, by day of opening. Raises `NotFound` for another.

    A case is followed until the event that stops the office's term, else until it closes. One that was withdrawn or otherwise
    cancelled is left out: nothing was decided. The log tells when a step was left and by whom, never when somebody took it up
    or how many hours it cost.
    """
    registry.current(procedure, until)
    cases = Case.objects.filter(procedure=procedure).order_by("opened_at", "reference").prefetch_related("events")
    for case in cases.iterator(200):
        if local_day(case.opened_at) > until:
            continue
        found = registry.of(case).procedure
        events = sorted((one for one in case.events.all() if local_day(one.at) <= until), key=lambda one: one.seq)
        moves = [found.move_of[one.kind] for one in events if one.kind in found.move_of]
        if not any(move.cancels for move in moves):
            yield _told(found, case, events)


def decision_term(procedure: Procedure) -> Term | None:
    """The term of the office itself: it starts with the case, and nobody outside must act in it."""
    for term in procedure.terms:
        if OPENED in term.starts_on and term.for_whom != APPLICANT:
            return term
    return None


def term_in_days(procedure: str, on: date) -> tuple[int, Citation | None] | None:
    """Length in calendar days and source of that term; None where there is none, or it counts working days or months."""
    term = decision_term(registry.current(procedure, on).procedure)
    if term is None or term.length.unit is not Unit.CALENDAR_DAYS:
        return None
    return term.length.count, term.citation


def _told(procedure: Procedure, case: Case, events: Sequence[CaseEvent]) -> LoggedCase:
    term = decision_term(procedure)
    steps: list[LoggedStep] = []
    pauses: list[LoggedPause] = []
    open_steps, last = [procedure.start], procedure.start
    for place, event in enumerate(events):
        if move := procedure.move_of.get(event.kind):
            worked = [step for step in move.takes if procedure.step_of[step].role not in ("", APPLICANT)]
            steps += [_step(procedure, step, event) for step in worked]
            last = worked[-1] if worked else last
            open_steps = [step for step in open_steps if step not in move.takes] + list(move.gives)
        if term and event.kind in term.suspended_by:
            pauses.append(_pause(procedure, term, event, events[place + 1 :], last))
        if all(step in procedure.ends for step in open_steps) or (term and event.kind in term.ends_on):
            return _case(procedure, case, local_day(event.at), steps, pauses)
    return _case(procedure, case, None, steps, pauses)


def _case(
    procedure: Procedure, case: Case, decided: date | None, steps: Sequence[LoggedStep], pauses: Sequence[LoggedPause]
) -> LoggedCase:
    return LoggedCase(procedure.id, procedure.label, local_day(case.opened_at), decided, tuple(steps), tuple(pauses))


def _step(procedure: Procedure, step: str, event: CaseEvent) -> LoggedStep:
    return LoggedStep(step, procedure.step_of[step].label, left=event.at, by=str(event.actor_id or ""))


def _pause(procedure: Procedure, term: Term, event: CaseEvent, later: Sequence[CaseEvent], step: str) -> LoggedPause:
    """The suspension that this event begins, until the first event that lifts it."""
    lifts = {back for kind, back in zip(term.suspended_by, term.resumed_by, strict=True) if kind == event.kind}
    until = next((local_day(one.at) for one in later if one.kind in lifts), None)
    label = (procedure.move_of.get(event.kind) or procedure.note(event.kind)).label
    return LoggedPause(step, label, local_day(event.at), until)
