"""A committee and its seats: appointed, renewed, ended; the history is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from bolwerk.kernel import Calendar, Citation, Duration, InvalidInput, Text
from bolwerk.kernel.calendar import ONE_DAY
from bolwerk.office.advice.aspects import Aspect, Grade, write_aspects, write_scale
from bolwerk.office.advice.errors import gone, key_used
from bolwerk.office.advice.models import Committee, CompositionReport, Seat, SeatEvent
from bolwerk.office.advice.services._common import clean_key, clean_text, now
from bolwerk.office.advice.tally import Rules
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


@journal.in_one_step
def create_committee(
    code: str,
    name: Text,
    *,
    rules: Rules,
    aspects: Iterable[Aspect],
    scale: Iterable[Grade],
    actor: User | None,
    term_months: int | None = None,
    binding: bool = False,
    notes: Iterable[tuple[Text, Citation]] = (),
) -> Committee:
    """The committee of this code, made or brought to this configuration. Requests asked before keep what they froze."""
    policies.require_actor(actor, "committee.manage")
    committee, _ = Committee.objects.update_or_create(
        code=clean_text(code, "code", 60),
        defaults={
            "name_nl": name.nl,
            "name_en": name.en,
            "rules": rules.as_json(),
            "aspects": write_aspects(aspects),
            "scale": write_scale(scale),
            "term_months": term_months,
            "binding": binding,
            "notes": [{"text": text.as_json(), **citation.as_json()} for text, citation in notes],
        },
    )
    return committee


@journal.in_one_step
def appoint(
    committee: Committee,
    user: User,
    *,
    expertise: Iterable[str],
    starts_on: date,
    actor: User | None,
    ends_on: date | None = None,
    chair: bool = False,
    substitute_for: Seat | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Seat:
    """Give a seat, until `ends_on` or for the committee's term. The same person and first day again give the seat there is.

    Raises `InvalidInput` for expertise the committee does not know, a second seat at the same time, or an end before the start.
    """
    moment = now(at)
    policies.require_actor(actor, "committee.manage")
    journal.lock()
    known = {area.id for area in committee.tally_rules.areas}
    fields = sorted(set(expertise))
    if unknown := set(fields) - known:
        raise InvalidInput(
            Text(
                f"Onbekende deskundigheid: {', '.join(sorted(unknown))}.", f"Unknown expertise: {', '.join(sorted(unknown))}."
            ),
            where="expertise",
            mend=Text("Kies uit de lijst van de commissie.", "Choose from the committee's list."),
        )
    if done := committee.seats.filter(user=user, starts_on=starts_on).first():
        return done
    last = ends_on or _end_of_term(committee, starts_on)
    if last is not None and last < starts_on:
        raise _ends_too_early()
    if any(_overlap(seat, starts_on, last) for seat in committee.seats.filter(user=user)):
        raise InvalidInput(
            Text(f"{user} zetelt dan al in deze commissie.", f"{user} has a seat in this committee then already."),
            where="starts_on",
            mend=Text("Beëindig eerst dat mandaat, of kies een latere dag.", "End that seat first, or choose a later day."),
        )
    if substitute_for is not None and (substitute_for.committee_id != committee.pk or substitute_for.substitute_for_id):
        raise InvalidInput(
            Text(
                "Een vervanger vervangt een gewoon lid van dezelfde commissie.",
                "A substitute stands in for a member of the same committee.",
            ),
            where="substitute_for",
            mend=Text("Kies een lid van deze commissie.", "Choose a member of this committee."),
        )
    seat = Seat.objects.create(
        committee=committee,
        user=user,
        expertise=fields,
        chair=chair,
        substitute_for=substitute_for,
        starts_on=starts_on,
        ends_on=last,
    )
    payload = {"expertise": fields, "chair": chair, "from": starts_on.isoformat(), "until": last.isoformat() if last else None}
    return _write(seat, SeatEvent.Kind.APPOINTED, payload, reason, actor, moment)


@journal.in_one_step
def renew_seat(seat_id: int, *, until: date, actor: User | None, reason: str = "", at: datetime | None = None) -> Seat:
    """Let a seat run longer."""
    policies.require_actor(actor, "committee.manage")
    seat = _seat(seat_id)
    if seat.ends_on == until:
        return seat
    if seat.ends_on is None or until < seat.ends_on:
        raise _ends_too_early()
    seat.ends_on = until
    seat.save(update_fields=["ends_on"])
    return _write(seat, SeatEvent.Kind.RENEWED, {"until": until.isoformat()}, reason, actor, now(at))


@journal.in_one_step
def end_seat(seat_id: int, *, on: date, actor: User | None, reason: str, at: datetime | None = None) -> Seat:
    """End a seat; `on` is its last day."""
    policies.require_actor(actor, "committee.manage")
    seat = _seat(seat_id)
    if seat.ends_on == on:
        return seat
    if on < seat.starts_on or (seat.ends_on is not None and on > seat.ends_on):
        raise _ends_too_early()
    seat.ends_on = on
    seat.save(update_fields=["ends_on"])
    return _write(seat, SeatEvent.Kind.ENDED, {"last_day": on.isoformat()}, clean_text(reason, "reason", 300), actor, now(at))


@journal.in_one_step
def report_composition(
    committee: Committee, *, on: date, pdf: bytes, actor: User | None, key: str, at: datetime | None = None
) -> CompositionReport:
    """Record that the report `pdf`, on who sat on that day, was sent. The same `key` again gives the record that is there."""
    moment = now(at)
    policies.require_actor(actor, "committee.manage")
    journal.lock()
    if done := CompositionReport.objects.filter(key=clean_key(key)).first():
        if (done.committee_id, done.on) != (committee.pk, on):
            raise key_used(key)
        return done
    if not any(seat.holds_on(on) for seat in committee.seats.all()):
        raise InvalidInput(
            Text("Op die dag zetelt niemand.", "Nobody has a seat on that day."),
            where="on",
            mend=Text("Benoem eerst leden, of kies een andere dag.", "Appoint members first, or choose another day."),
        )
    digest = sha256(pdf).hexdigest()
    return CompositionReport.objects.create(
        committee=committee, on=on, sha256=digest, reported_by=actor, reported_at=moment, key=key
    )


def _write(seat: Seat, kind: SeatEvent.Kind, payload: dict[str, object], reason: str, actor: User | None, at: datetime) -> Seat:
    text = clean_text(reason, "reason", 300, needed=False)
    SeatEvent.objects.create(seat=seat, kind=kind, payload=payload, reason=text, actor=actor, at=at)
    return seat


def _seat(seat_id: int) -> Seat:
    journal.lock()
    seat = Seat.objects.select_for_update().filter(pk=seat_id).first()
    if seat is None:
        raise gone(str(seat_id))
    return seat


def _end_of_term(committee: Committee, starts_on: date) -> date | None:
    """The day before the seat would be as old as the term."""
    if committee.term_months is None:
        return None
    return Calendar().add(starts_on, Duration.months(committee.term_months)) - ONE_DAY


def _overlap(seat: Seat, starts_on: date, ends_on: date | None) -> bool:
    return (seat.ends_on is None or starts_on <= seat.ends_on) and (ends_on is None or seat.starts_on <= ends_on)


def _ends_too_early() -> InvalidInput:
    return InvalidInput(
        Text(
            "Deze dag past niet bij het begin en het einde van het mandaat.",
            "This day does not fit the start and end of the seat.",
        ),
        where="until",
        mend=Text(
            "Kies een dag binnen het mandaat, of bij verlenging erna.", "Choose a day within the term, or after it to renew."
        ),
    )
