"""Which moves a person may make now, each with the reason why or why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bolwerk.engines.procedures._fold import enabled
from bolwerk.engines.procedures._model import Move, Note, Procedure
from bolwerk.engines.procedures._state import CaseState
from bolwerk.kernel import NotAllowed, Text, write_date

Guard = Callable[[], Text | None]
"""A check of the caller, already bound to its case: None is good, a Text says why not."""

_UNNAMED: Mapping[str, Text] = MappingProxyType({})
_ALLOWED = Text("Dit kan nu.", "This can be done now.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` says why, or why not.

    `in_step`: the case is at the right step, so only the person, a guard or a missing reason can stand in the way.
    """

    move: Move
    allowed: bool
    reason: Text
    in_step: bool


@dataclass(frozen=True, slots=True)
class NoteVerdict:
    note: Note
    allowed: bool
    reason: Text


def moves(
    procedure: Procedure,
    state: CaseState,
    actor: str,
    roles: Iterable[str],
    guards: Mapping[str, Guard],
    *,
    role_labels: Mapping[str, Text] = _UNNAMED,
) -> tuple[Verdict, ...]:
    """A verdict on every move of the procedure, in its order. A guard is called only when nothing else stands in the way.

    `role_labels`: what people call each role; a role that is not in it is not named.
    """
    held = frozenset(roles)
    return tuple(_verdict(procedure, state, move, actor, held, guards, role_labels) for move in procedure.moves)


def judge(
    procedure: Procedure,
    state: CaseState,
    move: str,
    actor: str,
    roles: Iterable[str],
    guards: Mapping[str, Guard],
    *,
    reason: str,
    role_labels: Mapping[str, Text] = _UNNAMED,
) -> Verdict:
    """The verdict on making one move now with this `reason` (empty: none given). Raises NotFound on an unknown move."""
    wanted = procedure.move(move)
    verdict = _verdict(procedure, state, wanted, actor, frozenset(roles), guards, role_labels)
    if verdict.allowed and wanted.needs_reason and not reason.strip():
        no = Text("Geef een reden: die hoort bij deze stap.", "Give a reason: this move needs one.")
        return Verdict(wanted, False, no, True)
    return verdict


def require(verdict: Verdict | NoteVerdict) -> None:
    """Raises NotAllowed with the verdict's reason when it is a no."""
    if not verdict.allowed:
        act = verdict.move if isinstance(verdict, Verdict) else verdict.note
        raise NotAllowed(
            Text("'{label}' kan niet: {why}", "'{label}' is not possible: {why}").format(label=act.label, why=verdict.reason),
            where=act.id,
            mend=Text("Kijk op de zaak wat nu wel kan.", "See on the case what can be done now."),
        )


def notes(
    procedure: Procedure, state: CaseState, roles: Iterable[str], *, role_labels: Mapping[str, Text] = _UNNAMED
) -> tuple[NoteVerdict, ...]:
    """A verdict on every note of the procedure; `role_labels` as in `moves`."""
    held = frozenset(roles)
    return tuple(_note_verdict(procedure, state, note, held, role_labels) for note in procedure.notes)


def _verdict(
    procedure: Procedure,
    state: CaseState,
    move: Move,
    actor: str,
    roles: frozenset[str],
    guards: Mapping[str, Guard],
    called: Mapping[str, Text],
) -> Verdict:
    misplaced = _not_in_step(procedure, state, move)
    why_not = (
        misplaced
        or _not_valid(procedure, state)
        or _no_role(move.roles, roles, called)
        or _same_person(procedure, state, move, actor)
        or _guarded(move, guards)
    )
    return Verdict(move, why_not is None, why_not or _ALLOWED, misplaced is None)


def _not_in_step(procedure: Procedure, state: CaseState, move: Move) -> Text | None:
    if state.outcome:
        return Text("De zaak is afgesloten: {end}.", "The case is closed: {end}.").format(end=state.outcome.label)
    if enabled(move, state.open_ids):
        return None
    wanted = [procedure.step_of[step].label for step in move.takes if step not in state.open_ids]
    steps = Text(", ".join(step.nl for step in wanted), ", ".join(step.en for step in wanted))
    if move.cancels:
        return Text("Dit kan alleen bij een van: {steps}.", "This can only be done at one of: {steps}.").format(steps=steps)
    return Text("Dit kan pas bij: {steps}.", "This can only be done at: {steps}.").format(steps=steps)


def _not_valid(procedure: Procedure, state: CaseState) -> Text | None:
    """A case keeps the version it was opened under."""
    day = state.opened_on or state.on
    if day in procedure.valid:
        return None
    return Text(
        f"Deze versie van de procedure geldt {procedure.valid.as_text().nl}; de zaak is van {write_date(day, 'nl')}.",
        f"This version of the procedure is valid {procedure.valid.as_text().en}; the case is of {write_date(day, 'en')}.",
    )


def _no_role(wanted: tuple[str, ...], held: frozenset[str], called: Mapping[str, Text]) -> Text | None:
    if held.intersection(wanted):
        return None
    names = [called[role] for role in wanted if role in called]
    if not names:
        return Text("U hebt hiervoor niet de juiste rol.", "You do not have the role for this.")
    nl, en = ", ".join(name.nl for name in names), ", ".join(name.en for name in names)
    return Text(f"U hebt hiervoor niet de juiste rol ({nl}).", f"You do not have the role for this ({en}).")


def _same_person(procedure: Procedure, state: CaseState, move: Move, actor: str) -> Text | None:
    for earlier in move.distinct_from:
        if actor in state.actors_of(earlier):
            label = procedure.move_of[earlier].label if earlier in procedure.move_of else Text.same(earlier)
            return Text(
                "Dit moet iemand anders doen: u deed zelf al '{label}'.",
                "Somebody else must do this: you did '{label}' yourself.",
            ).format(label=label)
    return None


def _guarded(move: Move, guards: Mapping[str, Guard]) -> Text | None:
    if move.guard is None:
        return None
    if move.guard not in guards:
        return Text(
            f"De controle '{move.guard}' is er niet; zonder controle kan dit niet.",
            f"The check '{move.guard}' is missing; without it this cannot be done.",
        )
    return guards[move.guard]()


def _note_verdict(
    procedure: Procedure, state: CaseState, note: Note, roles: frozenset[str], called: Mapping[str, Text]
) -> NoteVerdict:
    if state.outcome:
        why_not: Text | None = Text("De zaak is afgesloten: {end}.", "The case is closed: {end}.").format(
            end=state.outcome.label
        )
    elif note.during and not set(note.during).intersection(state.open_ids):
        steps = [procedure.step_of[step].label for step in note.during]
        why_not = Text(
            "Dit kan alleen bij: " + ", ".join(step.nl for step in steps) + ".",
            "This can only be done at: " + ", ".join(step.en for step in steps) + ".",
        )
    else:
        why_not = _no_role(note.roles, roles, called)
    return NoteVerdict(note, why_not is None, why_not or _ALLOWED)
