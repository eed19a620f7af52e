"""Which procedures run here, with what a domain adds to them: a prefix, guards that say why not, effects of a move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bolwerk.engines.procedures import CaseState, Procedure, check
from bolwerk.kernel import NotFound, Text

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case, CaseEvent
    from bolwerk.office.identity.models import User


@dataclass(frozen=True, slots=True)
class GuardContext:
    """What a guard may look at. `payload` is None while a page only asks which moves there are."""

    case: Case
    state: CaseState
    actor: User | None
    at: datetime
    payload: Mapping[str, Any] | None = None


Guard = Callable[[GuardContext], Text | None]
Effect = Callable[["Case", "CaseEvent"], None]


@dataclass(frozen=True, slots=True)
class Registered:
    """One version of a procedure with its `prefix` for references, `guards` by name and `effects` by kind of event."""

    procedure: Procedure
    prefix: str
    guards: Mapping[str, Guard] = field(default_factory=dict)
    effects: Mapping[str, Effect] = field(default_factory=dict)


_REGISTERED: dict[tuple[str, str], Registered] = {}


def register(
    procedure: Procedure, *, prefix: str, guards: Mapping[str, Guard] | None = None, effects: Mapping[str, Effect] | None = None
) -> None:
    """Make a procedure run here; called in `AppConfig.ready`. A guard gives None for yes, or the reason why not.

    An effect runs in the transaction of its event, for a move, a note, `case_opened` or `term_expired`.
    Raises `ValueError` when the procedure has findings, or lacks a guard or an event that is named.
    """
    found = Registered(procedure, prefix, dict(guards or {}), dict(effects or {}))
    wrong = [str(finding) for finding in check(procedure)]
    wrong += [f"no guard '{move.guard}'" for move in procedure.moves if move.guard and move.guard not in found.guards]
    wrong += [f"no event '{kind}'" for kind in found.effects if not procedure.knows(kind)]
    if wrong:
        raise ValueError(f"{procedure.id} {procedure.version}: {'; '.join(wrong)}")
    _REGISTERED[procedure.id, procedure.version] = found


def forget(procedure_id: str) -> None:
    """Take every version of a procedure out again (for tests that bring their own)."""
    for key in [key for key in _REGISTERED if key[0] == procedure_id]:
        del _REGISTERED[key]


def current(procedure_id: str, on: date) -> Registered:
    """The version for a case opened on `on`; the last registered one when several hold. Raises `NotFound`."""
    found = [one for (id_, _), one in _REGISTERED.items() if id_ == procedure_id and on in one.procedure.valid]
    if not found:
        raise NotFound(
            Text(f"De procedure '{procedure_id}' bestaat niet op {on}.", f"There is no procedure '{procedure_id}' on {on}."),
            where=procedure_id,
            mend=Text("Kies een andere dag of procedure.", "Choose another day or procedure."),
        )
    return found[-1]


def of(case: Case) -> Registered:
    """The very version the case was opened under. Raises `NotFound` when its domain is not installed."""
    found = _REGISTERED.get((case.procedure, case.procedure_version))
    if found is None:
        raise NotFound(
            Text(
                f"De procedure '{case.procedure}' versie {case.procedure_version} is hier niet geïnstalleerd.",
                f"Procedure '{case.procedure}' version {case.procedure_version} is not installed here.",
            ),
            where=case.reference,
            mend=Text("Vraag de beheerder om het domein te installeren.", "Ask the administrator to install the domain."),
        )
    return found


def all_registered() -> tuple[Registered, ...]:
    return tuple(_REGISTERED.values())
