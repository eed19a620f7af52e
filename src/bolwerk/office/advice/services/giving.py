"""Closing a request: the advice itself, notes of a minority, or withdrawal."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from bolwerk.kernel import NotAllowed, Text
from bolwerk.office import log
from bolwerk.office.advice import bench, selectors
from bolwerk.office.advice.errors import NoValidAdvice, closed, key_used, stale
from bolwerk.office.advice.models import Advice, AdviceRequest, MinorityNote
from bolwerk.office.advice.services._common import (
    bump,
    clean_key,
    clean_text,
    day,
    locked,
    now,
    open_request,
    record,
    taking_part,
)
from bolwerk.office.advice.tally import Choice, Result
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


@journal.in_one_step
def add_minority_note(request_id: UUID | str, text: str, *, actor: User, at: datetime | None = None) -> MinorityNote:
    """A member's own view, to stand beside the advice. The same text again changes nothing."""
    moment = now(at)
    request = open_request(request_id)
    seat = taking_part(request, actor, moment, "advice.note")
    words = clean_text(text, "text")
    if done := request.minority_notes.filter(seat=seat, text=words).first():
        return done
    note = MinorityNote.objects.create(request=request, seat=seat, text=words, at=moment)
    bump(request)
    return note


@journal.in_one_step
def give_advice(
    request_id: UUID | str,
    *,
    text: str,
    actor: User,
    key: str,
    version: int,
    case_version: int | None = None,
    at: datetime | None = None,
) -> Advice:
    """Close the request with what the votes come to, and record it in the case, in one step.

    By a member that takes part; by the chair where the committee has one that can. `version` is that of the request as the
    actor read it. The same `key` again gives the advice. Raises `NoValidAdvice` with what is missing.
    """
    moment = now(at)
    request = locked(request_id)
    if done := Advice.objects.filter(key=clean_key(key)).first():
        if done.request_id != request.pk or done.given_by_id != actor.pk:
            raise key_used(key)
        return done
    if request.state != AdviceRequest.State.OPEN:
        raise closed()
    seat = taking_part(request, actor, moment, "advice.give")
    _require_chair(request, seat.pk, moment)
    if version != request.version:
        raise stale(version, request.version)
    outcome = selectors.outcome_of(request, day(moment))
    if outcome.result is Result.NONE:
        raise NoValidAdvice(outcome.why)
    words = clean_text(text, "text")
    content: dict[str, object] = {
        "result": outcome.result.value,
        "binding": request.binding,
        "text": words,
        "conditions": _conditions(request, outcome.result, moment),
        "tally": selectors.outcome_json(outcome),
    }
    advice = Advice.objects.create(
        request=request,
        hash=sha256(log.canonical(content).encode()).hexdigest(),
        given_by=actor,
        given_at=moment,
        key=key,
        **content,
    )
    request.state = AdviceRequest.State.GIVEN
    bump(request)
    payload = {"result": advice.result, "binding": advice.binding, "conditions": advice.conditions, "hash": advice.hash}
    record(request, "given", payload, actor=actor, key=key, at=moment, reason=words[:2_000], version=case_version)
    return advice


@journal.in_one_step
def withdraw_request(
    request_id: UUID | str, *, actor: User | None, reason: str, key: str, at: datetime | None = None
) -> AdviceRequest:
    """Take the question back; what was said so far stays to be read."""
    moment = now(at)
    policies.require_actor(actor, "advice.withdraw")
    request = locked(request_id)
    if request.state == AdviceRequest.State.WITHDRAWN:
        return request
    if request.state != AdviceRequest.State.OPEN:
        raise closed()
    policies.require_actor(actor, "advice.withdraw", request)
    words = clean_text(reason, "reason", 300)
    request.state = AdviceRequest.State.WITHDRAWN
    bump(request)
    record(request, "withdrawn", {}, actor=actor, key=clean_key(key), at=moment, reason=words)
    return request


def _require_chair(request: AdviceRequest, seat_id: int, at: datetime) -> None:
    """Where a chair sits who has no interest, the advice is the chair's to close."""
    out = bench.recusals(request, day(at))
    chairs = [seat.pk for seat in bench.seats_of(request) if seat.chair and seat.pk not in out]
    if chairs and seat_id not in chairs:
        raise NotAllowed(
            Text("De voorzitter sluit het advies af.", "The chair closes the advice."),
            where="advice",
            mend=Text("Vraag het aan de voorzitter.", "Ask the chair."),
        )


def _conditions(request: AdviceRequest, result: Result, at: datetime) -> str:
    """The conditions of those votes that count, each once, in the order of voting; only where the advice depends on them."""
    if result is not Result.CONDITIONAL:
        return ""
    acting = {seat.pk for seat in bench.acting_seats(request, day(at)).values()}
    votes = sorted(bench.last_votes(request).values(), key=lambda vote: vote.pk)
    texts = [vote.conditions for vote in votes if vote.seat_id in acting and vote.choice == Choice.CONDITIONS.value]
    return "\n\n".join(dict.fromkeys(texts))
