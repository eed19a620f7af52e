"""How a case moves. Each call is one step: lock, check, append, effect, cache; it happens whole and once per key, or not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F

from bolwerk.engines.procedures import (
    EXPIRED,
    OPENED,
    CaseState,
    Expiry,
    NoteVerdict,
    Verdict,
    expired,
    judge,
    notes,
    require,
)
from bolwerk.kernel import BRUSSELS, InvalidInput, NotAllowed, Text, local_day
from bolwerk.office import log
from bolwerk.office.cases import journal, registry
from bolwerk.office.cases.errors import StaleVersion, key_used, no_case
from bolwerk.office.cases.models import Case, CaseEvent, Counter
from bolwerk.office.cases.registry import GuardContext
from bolwerk.office.cases.replay import CALENDAR, cached, state_of
from bolwerk.office.identity import denials, policies
from bolwerk.office.identity.models import Role

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User
    from bolwerk.office.registers.models import Organisation

SYSTEM_ROLE = "system"
"""The role of nobody: what a move must list for an effect or a timer to make it."""
ROLE_LABELS = {SYSTEM_ROLE: Text("het systeem", "the system")} | {role.value: role.text for role in Role}
"""What people call each role of a procedure."""
_CLOCKS_DIFFER = timedelta(minutes=1)


@journal.in_one_step
def open_case(
    procedure_id: str,
    *,
    actor: User | None,
    organisation: Organisation | None = None,
    subject: str,
    payload: Mapping[str, Any] | None = None,
    key: str,
    at: datetime | None = None,
    language: str = "",
    on_behalf_of: str = "",
) -> Case:
    """A new case of the version of the procedure that holds on that day, with the next number of its prefix and year.

    The same `key` again gives the case that is there. Raises `NotFound`, `NotAllowed`, `InvalidInput`, `Conflict`.
    """
    moment = _moment(at)
    journal.lock()
    found = registry.current(procedure_id, local_day(moment))
    case = Case(
        procedure=procedure_id,
        procedure_version=found.procedure.version,
        organisation=organisation,
        subject=_subject(subject),
        language=language or getattr(actor, "language", "nl"),
        opened_by=actor,
        opened_at=moment,
    )
    given = _given(payload)
    if done := journal.find(CaseEvent, key):
        _same(done, OPENED, actor, {**given, "case": {**identity(case), "reference": done.case.reference}}, "", on_behalf_of)
        return done.case
    policies.require_actor(actor, "case.open", case)
    case.reference = _next_reference(found.prefix, local_day(moment).year)
    case.save(force_insert=True)
    _index(case)
    event = CaseEvent(
        case=case,
        kind=OPENED,
        at=moment,
        actor=actor,
        on_behalf_of=on_behalf_of,
        key=key,
        payload={**given, "case": identity(case)},
    )
    return _happen(case, event)


@journal.in_one_step
def act(
    case_id: UUID | str,
    move: str,
    *,
    actor: User | None,
    payload: Mapping[str, Any] | None = None,
    reason: str = "",
    key: str,
    version: int | None,
    at: datetime | None = None,
    on_behalf_of: str = "",
) -> Case:
    """Make a move. `version` is the one the actor saw; None takes the case as it is (effects, timers).

    `actor` None is the system: it may make the moves that list the role `system`.
    The same `key` again gives the case and does nothing; for another request it raises `Conflict`. Raises `StaleVersion`
    when the case moved on, `NotAllowed` with the reason, `InvalidInput`, and whatever the effect raises: then nothing happened.
    """
    event, case = _draft(case_id, move, actor, payload, reason, key, at, on_behalf_of)
    if event.pk:
        return case
    policies.require_actor(actor, "case.move", case)
    _fresh(case, version)
    state = _state(case, event)
    guards = bound(registry.of(case).guards, case, state, actor, event.at, event.payload)
    verdict = judge(
        registry.of(case).procedure, state, move, _name(actor), roles_of(actor), guards, reason=reason, role_labels=ROLE_LABELS
    )
    _require(verdict, actor, "case.move", case)
    return _happen(case, event)


@journal.in_one_step
def note(
    case_id: UUID | str,
    kind: str,
    *,
    actor: User | None,
    payload: Mapping[str, Any] | None = None,
    reason: str = "",
    key: str,
    version: int | None = None,
    at: datetime | None = None,
    on_behalf_of: str = "",
) -> Case:
    """Record something that moves nothing (`document_added`); as `act` in all else."""
    event, case = _draft(case_id, kind, actor, payload, reason, key, at, on_behalf_of)
    if event.pk:
        return case
    policies.require_actor(actor, "case.note", case)
    _fresh(case, version)
    procedure = registry.of(case).procedure
    procedure.note(kind)
    verdicts = {
        verdict.note.id: verdict for verdict in notes(procedure, _state(case, event), roles_of(actor), role_labels=ROLE_LABELS)
    }
    _require(verdicts[kind], actor, "case.note", case)
    return _happen(case, event)


def expiries(case: Case, on: date) -> tuple[Expiry, ...]:
    """The terms that ran out before the day `on` and of which the log does not say so yet."""
    return expired(registry.of(case).procedure, state_of(case, case.events.order_by("seq"), on), on, CALENDAR)


@journal.in_one_step
def record_expiries(case_id: UUID | str, on: date) -> tuple[str, ...]:
    """Record each term that ran out before the morning of `on` (Brussels), once; gives the terms."""
    journal.lock()
    case = Case.objects.select_related("organisation").get(pk=_uuid(case_id))
    found = expiries(case, on)
    morning = min(datetime.combine(on, time(), BRUSSELS), datetime.now(UTC))
    for expiry in found:
        event = CaseEvent(
            case=case,
            kind=EXPIRED,
            at=max(morning, case.events.latest("seq").at),
            key=f"expiry:{case.pk}:{expiry.term.id}:{expiry.run}:{expiry.due}",
            payload=expiry.payload,
        )
        case = _happen(case, event)
    return tuple(expiry.term.id for expiry in found)


def identity(case: Case) -> dict[str, Any]:
    """What a case is called and bound to; kept in its first event, so that it cannot be changed unseen."""
    return {
        "reference": case.reference,
        "procedure": case.procedure,
        "version": case.procedure_version,
        "organisation": case.organisation.kbo if case.organisation else None,
        "subject": case.subject,
        "language": case.language,
    }


def bound(
    guards: Mapping[str, registry.Guard],
    case: Case,
    state: CaseState,
    actor: User | None,
    at: datetime,
    payload: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The guards of a procedure, ready for the engine to call when nothing else stands in the way."""
    context = GuardContext(case, state, actor, at, payload)
    return {name: partial(guard, context) for name, guard in guards.items()}


def roles_of(actor: User | None) -> frozenset[str]:
    return frozenset({SYSTEM_ROLE}) if actor is None else frozenset(actor.roles)


def _draft(
    case_id: UUID | str,
    kind: str,
    actor: User | None,
    payload: Mapping[str, Any] | None,
    reason: str,
    key: str,
    at: datetime | None,
    on_behalf_of: str,
) -> tuple[CaseEvent, Case]:
    """Under the lock: the case, and the event to write, or the one that was written under this key (then it has a number)."""
    journal.lock()
    given = _given(payload)
    if done := journal.find(CaseEvent, key):
        if str(done.case_id) != str(_uuid(case_id)):
            raise key_used(key)
        _same(done, kind, actor, given, reason, on_behalf_of)
        return done, done.case
    case = Case.objects.select_related("organisation").filter(pk=_uuid(case_id)).first()
    if case is None:
        raise no_case(case_id)
    event = CaseEvent(
        case=case,
        kind=kind,
        at=_moment(at),
        actor=actor,
        on_behalf_of=on_behalf_of,
        reason=reason.strip(),
        key=key,
        payload=given,
    )
    last = case.events.order_by("-seq").values_list("at", flat=True).first()
    if last and event.at < last:
        raise InvalidInput(
            Text(
                "Dit zou gebeurd zijn voor de vorige stap in het dossier.",
                "This would have happened before the last step in the case.",
            ),
            where="at",
            mend=Text(f"Kies een moment na {last:%Y-%m-%d %H:%M}.", f"Choose a moment after {last:%Y-%m-%d %H:%M}."),
        )
    return event, case


def _happen(case: Case, event: CaseEvent) -> Case:
    """Append the event, refresh the cache, run the effect: all in the caller's transaction."""
    journal.append(event)
    events = list(case.events.order_by("seq"))
    state = state_of(case, events, local_day(event.at))
    Case.objects.filter(pk=case.pk).update(version=event.seq, head_hash=event.hash, **cached(state))
    case.refresh_from_db()
    if effect := registry.of(case).effects.get(event.kind):
        effect(case, event)
        case.refresh_from_db()
    return case


def _index(case: Case) -> None:
    from bolwerk.office.search.services import index_case  # late: the search reads cases

    index_case(case)


def _state(case: Case, event: CaseEvent) -> CaseState:
    return state_of(case, case.events.order_by("seq"), local_day(event.at))


def _fresh(case: Case, version: int | None) -> None:
    if version is not None and version != case.version:
        since = case.events.filter(seq__gt=version).select_related("actor").order_by("seq")
        raise StaleVersion(case.reference, version, case.version, tuple(since))


def _require(verdict: Verdict | NoteVerdict, actor: User | None, operation: str, case: Case) -> None:
    """As the procedure says; a refusal is logged."""
    try:
        require(verdict)
    except NotAllowed as refusal:
        denials.refused(refusal, actor, operation, case)
        raise


def _same(done: CaseEvent, kind: str, actor: User | None, payload: Mapping[str, Any], reason: str, on_behalf_of: str) -> None:
    """Raises `Conflict` when the key of `done` now comes with another request."""
    asked = (kind, actor.pk if actor else None, log.plain(payload), reason.strip(), on_behalf_of)
    if asked != (done.kind, done.actor_id, done.payload, done.reason, done.on_behalf_of):
        raise key_used(done.key)


def _next_reference(prefix: str, year: int) -> str:
    """`INV-2025-0007`: without gaps, since the number is given back when the transaction fails."""
    counter, _ = Counter.objects.get_or_create(prefix=prefix, year=year)
    Counter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    return f"{prefix}-{year}-{counter.last:04d}"


def _given(payload: Mapping[str, Any] | None) -> dict[str, Any]:
    given = dict(payload or {})
    if "case" in given:
        raise InvalidInput(
            Text("De naam 'case' is voorbehouden.", "The name 'case' is reserved."),
            where="payload.case",
            mend=Text("Geef dat gegeven een andere naam.", "Give that value another name."),
        )
    log.canonical(given)
    return given


def _subject(subject: str) -> str:
    clean = " ".join(subject.split())
    if not 0 < len(clean) <= 300:
        raise InvalidInput(
            Text("Het onderwerp is leeg of langer dan 300 tekens.", "The subject is empty or longer than 300 characters."),
            where="subject",
            mend=Text("Zeg in één zin waarover het gaat.", "Say in one sentence what it is about."),
        )
    return clean


def _moment(at: datetime | None) -> datetime:
    now = datetime.now(UTC)
    if at is None:
        return now
    if at.tzinfo is None or at > now + _CLOCKS_DIFFER:
        raise InvalidInput(
            Text("Dit moment ligt in de toekomst of heeft geen tijdzone.", "This moment is in the future or has no time zone."),
            where="at",
            mend=Text(
                "Geef een moment dat voorbij is, met zijn tijdzone.", "Give a moment that has passed, with its time zone."
            ),
        )
    return at


def _uuid(raw: UUID | str) -> UUID:
    try:
        return raw if isinstance(raw, UUID) else UUID(str(raw))
    except ValueError as error:
        raise no_case(raw) from error


def _name(actor: User | None) -> str:
    return str(actor.pk) if actor else ""
