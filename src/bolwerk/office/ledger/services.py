"""How money moves. Each call is one step: it is written whole, once per key, or refused with the exact room.

Only `appropriate` asks the policy itself. Promises and payments are effects of a move in a case, and it is the move that is
judged; a page that pays without a move asks `policies.require(user, "ledger.pay", …)` first.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F

from bolwerk.kernel import Conflict, InvalidInput, Money, NotFound, Text
from bolwerk.office.cases import journal
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.ledger.errors import BeyondObligation, InsufficientRoom
from bolwerk.office.ledger.models import Entry, Envelope, Kind, Obligation

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

_PAID = Text("betaald", "paid")
_RELEASED = Text("vrijgegeven", "released")
_RECOVERED = Text("teruggevorderd", "recovered")


@journal.in_one_step
def open_envelope(
    code: str, label: Text, *, measure: str = "", year: int | None = None, planned: Money | None = None
) -> Envelope:
    """The envelope of this code; made when it is not there yet. It holds no money until some is appropriated."""
    envelope, _ = Envelope.objects.get_or_create(
        code=code,
        defaults={
            "label_nl": label.nl,
            "label_en": label.en,
            "measure": measure,
            "year": year,
            "planned": planned.cents if planned else None,
        },
    )
    return envelope


@journal.in_one_step
def appropriate(
    envelope: Envelope | str, amount: Money, *, actor: User | None, key: str, reason: str = "", at: datetime | None = None
) -> Entry:
    """Put `amount` at the disposal of the envelope."""
    policies.require_actor(actor, "ledger.appropriate")
    entry = _entry(Kind.APPROPRIATION, amount, actor, key, reason, at)
    journal.lock()
    entry.envelope = _envelope(envelope)
    return _replay(entry) or _write(entry, appropriated=amount)


@journal.in_one_step
def commit(
    envelope: Envelope | str,
    amount: Money,
    *,
    actor: User | None,
    key: str,
    case: Case | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Entry:
    """Promise `amount` out of the envelope: makes an obligation (`entry.obligation`), for a case when one is given.

    Raises `InsufficientRoom` when the envelope has less left.
    """
    entry = _entry(Kind.COMMITMENT, amount, actor, key, reason, at)
    journal.lock()
    entry.envelope, entry.case = _envelope(envelope), case
    if done := _replay(entry):
        return done
    if amount > entry.envelope.room:
        raise InsufficientRoom(entry.envelope.code, amount, entry.envelope.room)
    number = entry.envelope.obligations.count() + 1
    entry.obligation = Obligation.objects.create(
        reference=f"{entry.envelope.code}/{number:04d}", envelope=entry.envelope, case=case
    )
    return _write(entry, committed=amount)


@journal.in_one_step
def release(
    obligation: Obligation | str, amount: Money, *, actor: User | None, key: str, reason: str = "", at: datetime | None = None
) -> Entry:
    """Take back part of what was promised and not yet paid; the envelope has that room again."""
    entry = _entry(Kind.RELEASE, amount, actor, key, reason, at)
    due, done = _upon(entry, obligation)
    if done:
        return done
    _within(entry, due, due.left, _RELEASED)
    return _write(entry, committed=-amount)


@journal.in_one_step
def pay(
    obligation: Obligation | str, amount: Money, *, actor: User | None, key: str, reason: str = "", at: datetime | None = None
) -> Entry:
    """Pay an instalment of what was promised."""
    entry = _entry(Kind.PAYMENT, amount, actor, key, reason, at)
    due, done = _upon(entry, obligation)
    if done:
        return done
    _within(entry, due, due.left, _PAID)
    return _write(entry, paid=amount)


@journal.in_one_step
def recover(
    obligation: Obligation | str, amount: Money, *, actor: User | None, key: str, reason: str = "", at: datetime | None = None
) -> Entry:
    """Take back what was paid. It gives the envelope no new room: that takes a new appropriation."""
    entry = _entry(Kind.RECOVERY, amount, actor, key, reason, at)
    due, done = _upon(entry, obligation)
    if done:
        return done
    _within(entry, due, Money(due.paid - due.recovered), _RECOVERED)
    return _write(entry, recovered=amount)


def _entry(kind: Kind, amount: Money, actor: User | None, key: str, reason: str, at: datetime | None) -> Entry:
    if not 0 < amount.cents <= 10**15:
        raise InvalidInput(
            Text(f"{amount.in_('nl')} is geen bedrag boven nul.", f"{amount.in_('en')} is not an amount above zero."),
            where="amount",
            mend=Text("Geef een bedrag van minstens één cent.", "Give an amount of at least one cent."),
        )
    return Entry(kind=kind.value, amount=amount.cents, actor=actor, key=key, reason=reason, at=at or datetime.now(UTC))


def _upon(entry: Entry, obligation: Obligation | str) -> tuple[Obligation, Entry | None]:
    """Bind `entry` to the obligation as it stands under the lock; also what was written before under its key, if anything."""
    journal.lock()
    reference = obligation if isinstance(obligation, str) else obligation.reference
    found = Obligation.objects.select_related("envelope", "case").filter(reference=reference).first()
    if found is None:
        raise _no_such(reference)
    entry.obligation, entry.envelope, entry.case = found, found.envelope, found.case
    return found, _replay(entry)


def _envelope(envelope: Envelope | str) -> Envelope:
    code = envelope if isinstance(envelope, str) else envelope.code
    found = Envelope.objects.filter(code=code).first()
    if found is None:
        raise _no_such(code)
    return found


def _within(entry: Entry, due: Obligation, left: Money, verb: Text) -> None:
    if entry.amount > left.cents:
        raise BeyondObligation(due.reference, entry.money, left, verb)


def _replay(entry: Entry) -> Entry | None:
    """The entry written before under the same key for the same movement; a `Conflict` when the key was for another."""
    done = journal.find(Entry, entry.key)
    if done is None:
        return None
    alike = ("kind", "amount", "envelope_id", "case_id", "actor_id", "reason")
    same_obligation = entry.obligation_id in (None, done.obligation_id)
    if not same_obligation or any(getattr(done, name) != getattr(entry, name) for name in alike):
        raise Conflict(
            Text("Deze sleutel is al gebruikt voor een andere boeking.", "This key was used for another entry already."),
            where=entry.key,
            mend=Text("Begin opnieuw vanaf het dossier.", "Start again from the case."),
        )
    return done


def _write(entry: Entry, **totals: Money) -> Entry:
    """Move the totals and append the entry, in the caller's transaction."""
    changes: dict[str, Any] = {name: F(name) + amount.cents for name, amount in totals.items()}
    Envelope.objects.filter(pk=entry.envelope_id).update(**changes)
    entry.payload = {"envelope": entry.envelope.code}
    if entry.obligation:
        Obligation.objects.filter(pk=entry.obligation.pk).update(**changes)
        entry.payload["obligation"] = entry.obligation.reference
    journal.append(entry)
    for thing in filter(None, (entry.envelope, entry.obligation)):
        thing.refresh_from_db()
    return entry


def _no_such(name: str) -> NotFound:
    return NotFound(
        Text(f"'{name}' staat niet in het grootboek.", f"'{name}' is not in the ledger."),
        where="ledger",
        mend=Text("Kijk de code na.", "Check the code."),
    )
