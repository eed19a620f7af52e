"""What cases say. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from bolwerk.engines.procedures import CaseState, NoteVerdict, Verdict, moves, notes
from bolwerk.engines.progress import Record
from bolwerk.kernel import local_day
from bolwerk.office.cases import journal, registry
from bolwerk.office.cases.errors import no_case
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.cases.replay import state_of
from bolwerk.office.cases.services import ROLE_LABELS, bound, roles_of
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

V = TypeVar("V", Verdict, NoteVerdict)


def get(name: UUID | str) -> Case:
    """A case by its id or its reference. Raises `NotFound`."""
    found = Case.objects.select_related("organisation", "opened_by")
    try:
        case = found.filter(pk=name if isinstance(name, UUID) else UUID(name)).first()
    except ValueError:
        case = found.filter(reference=name).first()
    if case is None:
        raise no_case(name)
    return case


def events(case: Case, until: datetime | None = None) -> QuerySet[CaseEvent]:
    """The log of the case, oldest first."""
    found = case.events.select_related("actor").order_by("seq")
    return found.filter(at__lte=until) if until else found


def state(case: Case, on: date | None = None) -> CaseState:
    """Where the case stands on the day `on`, today when not given: folded from the log, not read from the cache."""
    return state_of(case, case.events.order_by("seq"), on or local_day(datetime.now(UTC)))


def moves_for(case: Case, user: User | None, at: datetime | None = None) -> tuple[Verdict, ...]:
    """A verdict on every move of the procedure for this person, each with the reason why or why not."""
    moment = at or datetime.now(UTC)
    now = state(case, local_day(moment))
    found = registry.of(case)
    guards = bound(found.guards, case, now, user, moment, None)
    verdicts = moves(found.procedure, now, str(user.pk) if user else "", roles_of(user), guards, role_labels=ROLE_LABELS)
    return _as_policy_says(verdicts, user, "case.move", case)


def notes_for(case: Case, user: User | None) -> tuple[NoteVerdict, ...]:
    """A verdict on every note of the procedure for this person."""
    return _as_policy_says(
        notes(registry.of(case).procedure, state(case), roles_of(user), role_labels=ROLE_LABELS), user, "case.note", case
    )


def _as_policy_says(verdicts: tuple[V, ...], user: User | None, operation: str, case: Case) -> tuple[V, ...]:
    """What the procedure allows and the policy does not is shown as refused, with the reason of the policy."""
    ruling = policies.may(user, operation, case) if user else None
    if ruling is None or ruling.allowed:
        return verdicts
    return tuple(replace(one, allowed=False, reason=ruling.reason) if one.allowed else one for one in verdicts)


def waiting_at(*steps: str) -> QuerySet[Case]:
    """Open cases that wait at any of these steps, the most pressing first."""
    found = Case.objects.none()
    for step in steps:
        found = found | Case.objects.filter(steps__contains=f",{step},")
    return found.filter(status=Case.Status.OPEN).select_related("organisation").order_by("next_due", "reference")


def records(since_seq: int = 0) -> Iterator[Record]:
    """All that happened after number `since_seq` of the journal, case events and ledger entries in one order.

    The `key` of a record is its number in the journal: go on from the last one seen with `since_seq=int(key)`.
    """
    for record in journal.records(since_seq):
        subject, kind, at, payload = record.told()
        yield Record(record.register, subject, kind, at, payload, str(record.journal_seq))
