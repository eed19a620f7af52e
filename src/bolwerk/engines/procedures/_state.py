"""What a case is at a day: where it waits, what was done, how each term stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bolwerk.engines.procedures._model import Step, Term
from bolwerk.kernel import Citation, Reason, Text


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood from `start` on, for the suspending kind `name`; `end` is None as long as it stands."""

    name: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """What events did to one term, without any reading of law: the material from which a TermState is computed."""

    run: int = 0
    started: date | None = None
    stopped: date | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[tuple[date, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that is open, since when. `tokens` is one in any sound procedure."""

    step: Step
    since: date


@dataclass(frozen=True, slots=True)
class Done:
    """A move that was made."""

    move: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TermState:
    """One term on the day `on` of the CaseState; all dates are Brussels days.

    `run`: 0 not started yet, 1 the first run, more after a restart.
    `due`: the last day of the term; while suspended, as if the clock were set going on that day.
    `days_stood`, `extended_by` and `left` count working days for terms in working days, else calendar days (an extension in
    months shows as the calendar days it added). `left` is negative when the term has passed.
    `expired`: the term ran out before it was stopped (also when it was stopped too late).
    """

    term: Term
    run: int
    start: date | None
    due: date | None
    stopped_on: date | None
    suspended_since: date | None
    days_stood: int
    extended_by: int
    expired: bool
    left: int | None
    reasons: tuple[Reason, ...]

    @property
    def citation(self) -> Citation | None:
        return self.term.citation

    @property
    def running(self) -> bool:
        """The clock ticks: started, not stopped, not suspended, not run out."""
        return self.start is not None and self.stopped_on is None and self.suspended_since is None and not self.expired

    @property
    def pending(self) -> bool:
        """Started and not stopped: it still asks something of somebody."""
        return self.start is not None and self.stopped_on is None

    def as_json(self) -> dict[str, object]:
        def day(value: date | None) -> str | None:
            return value.isoformat() if value else None

        return {
            "term": self.term.id,
            "label": self.term.label.as_json(),
            "for_whom": self.term.for_whom,
            "run": self.run,
            "start": day(self.start),
            "due": day(self.due),
            "stopped_on": day(self.stopped_on),
            "suspended_since": day(self.suspended_since),
            "days_stood": self.days_stood,
            "extended_by": self.extended_by,
            "unit": self.term.length.unit.value,
            "expired": self.expired,
            "left": self.left,
            "citation": self.citation.as_json() if self.citation else None,
            "reasons": [reason.as_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Trail:
    """What the events so far left behind; folding more events goes on from here, so a case need not be replayed whole."""

    tokens: tuple[tuple[str, date | None], ...]
    done: tuple[Done, ...] = ()
    clocks: tuple[tuple[str, Clock], ...] = ()
    expiries: frozenset[tuple[str, int, date]] = frozenset()
    opened_on: date | None = None
    closed_on: date | None = None
    events: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseState:
    """The case as of `on`. `outcome` is the end step it closed in, None while it is open."""

    procedure: str
    version: str
    on: date
    open: tuple[Waiting, ...]
    done: tuple[Done, ...]
    terms: tuple[TermState, ...]
    next_deadline: TermState | None
    opened_on: date | None
    closed_on: date | None
    outcome: Step | None
    trail: Trail

    @property
    def closed(self) -> bool:
        return self.outcome is not None

    @property
    def open_ids(self) -> tuple[str, ...]:
        return tuple(waiting.step.id for waiting in self.open)

    def term(self, id: str) -> TermState:
        """Raises KeyError on a term that the procedure does not have."""
        for state in self.terms:
            if state.term.id == id:
                return state
        raise KeyError(id)

    def has_done(self, move: str) -> bool:
        return any(done.move == move for done in self.done)

    def actors_of(self, move: str) -> frozenset[str]:
        """Who made this move, in any round."""
        return frozenset(done.actor for done in self.done if done.move == move)

    @property
    def status(self) -> Text:
        """Where the case is, in words: the labels of the open steps, or of the end."""
        labels = [self.outcome.label] if self.outcome else [waiting.step.label for waiting in self.open]
        return Text(" · ".join(label.nl for label in labels), " · ".join(label.en for label in labels))

    def as_json(self) -> dict[str, object]:
        return {
            "procedure": self.procedure,
            "version": self.version,
            "on": self.on.isoformat(),
            "status": self.status.as_json(),
            "open": [
                {"step": w.step.id, "label": w.step.label.as_json(), "role": w.step.role, "since": w.since.isoformat()}
                for w in self.open
            ],
            "done": [{"move": d.move, "actor": d.actor, "at": d.at.isoformat()} for d in self.done],
            "terms": [term.as_json() for term in self.terms],
            "next_deadline": self.next_deadline.term.id if self.next_deadline else None,
            "opened_on": self.opened_on.isoformat() if self.opened_on else None,
            "closed_on": self.closed_on.isoformat() if self.closed_on else None,
            "outcome": self.outcome.id if self.outcome else None,
        }
