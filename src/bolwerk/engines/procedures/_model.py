"""What a procedure is: steps, moves between them, notes, terms. A workflow net with labels, roles and law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from bolwerk.kernel import ALWAYS, Citation, Duration, NotFound, Period, Text

T = TypeVar("T")

OPENED = "case_opened"
EXPIRED = "term_expired"
SYSTEM_EVENTS = frozenset({OPENED, EXPIRED})
"""Kinds that every procedure knows: they move nothing; a term may start or stop on them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A place where a case waits for somebody with `role`. An end may leave the role empty: nobody waits there."""

    id: str
    label: Text
    role: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Takes one token from each step in `takes`, puts one in each step in `gives`; `id` is the past-tense event kind.

    Several steps in `gives` split the case into parallel branches, several in `takes` join them.
    `cancels` changes `takes`: one open step out of it is enough, and the move clears every branch (a withdrawal).
    `roles`: who may make it (any of them). `distinct_from`: earlier moves in this case whose actor may not make this one.
    `guard`: name of a check supplied by the caller. `fields`: names of what the form asks.
    """

    id: str
    label: Text
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    roles: tuple[str, ...]
    guard: str | None = None
    distinct_from: tuple[str, ...] = ()
    needs_reason: bool = False
    fields: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    cancels: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """An event that moves nothing (`document_added`).

    `during`: steps of which one must be open; empty: any, until the case closes.
    """

    id: str
    label: Text
    roles: tuple[str, ...]
    during: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A clock with its law. All of `starts_on` … `extended_by` are kinds of events.

    `starts_on`: starts a run; a later one starts a new run. `ends_on`: stops it.
    `suspended_by[i]` makes the clock stand until `resumed_by[i]`: the two are pairs, so name a kind twice when two kinds
    answer it. `extended_by`: adds `extension` or, where the law leaves the length to the decision, the payload's `extend_by`
    (a whole number, in the term's unit).
    `for_whom`: the role that must act in time. `on_expiry`: what follows when it does not.
    """

    id: str
    label: Text
    length: Duration
    starts_on: tuple[str, ...]
    ends_on: tuple[str, ...]
    citation: Citation | None
    for_whom: str
    on_expiry: Text
    suspended_by: tuple[str, ...] = ()
    resumed_by: tuple[str, ...] = ()
    extended_by: tuple[str, ...] = ()
    extension: Duration | None = None


@dataclass(frozen=True)
class Procedure:
    """One version of a procedure; `valid` is for cases opened in that period. The first token lies in `start`."""

    id: str
    version: str
    label: Text
    steps: tuple[Step, ...]
    moves: tuple[Move, ...]
    start: str
    ends: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    terms: tuple[Term, ...] = ()
    valid: Period = ALWAYS

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        return MappingProxyType({step.id: step for step in self.steps})

    @cached_property
    def move_of(self) -> Mapping[str, Move]:
        return MappingProxyType({move.id: move for move in self.moves})

    @cached_property
    def note_of(self) -> Mapping[str, Note]:
        return MappingProxyType({note.id: note for note in self.notes})

    @cached_property
    def term_of(self) -> Mapping[str, Term]:
        return MappingProxyType({term.id: term for term in self.terms})

    def move(self, id: str) -> Move:
        """Raises NotFound with the moves that do exist."""
        return _find(self.move_of, id, self, Text("handeling", "move"))

    def note(self, id: str) -> Note:
        return _find(self.note_of, id, self, Text("aantekening", "note"))

    def term(self, id: str) -> Term:
        return _find(self.term_of, id, self, Text("termijn", "term"))

    def knows(self, kind: str) -> bool:
        return kind in self.move_of or kind in self.note_of or kind in SYSTEM_EVENTS


@dataclass(frozen=True, slots=True)
class Event:
    """What happened. `kind` is a move, a note or a system event; `at` is an aware moment; `actor` names a person.

    An empty actor is the system.
    """

    kind: str
    at: datetime
    actor: str = ""
    payload: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"event {self.kind}: a moment needs a time zone")


def _find(among: Mapping[str, T], id: str, procedure: Procedure, noun: Text) -> T:
    if id in among:
        return among[id]
    known = ", ".join(among) or "-"
    raise NotFound(
        Text("'{id}' is geen {noun} van deze procedure.", "'{id}' is not a {noun} of this procedure.").format(id=id, noun=noun),
        where=procedure.id,
        mend=Text("Kies uit: {known}.", "Choose from: {known}.").format(known=known),
    )
