"""Asking advice, declaring interests, scoring aspects, voting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from bolwerk.kernel import InvalidInput, NotAllowed, Text
from bolwerk.office.advice.errors import bad_config, key_used, stale
from bolwerk.office.advice.models import AdviceRequest, AspectScore, Committee, Declaration, Vote
from bolwerk.office.advice.services._common import (
    bump,
    clean_key,
    clean_text,
    day,
    now,
    open_request,
    record,
    seat_of,
    taking_part,
)
from bolwerk.office.advice.tally import Choice
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User


@journal.in_one_step
def ask_advice(
    committee: Committee,
    case: Case,
    *,
    question: str,
    actor: User | None,
    key: str,
    due: date | None = None,
    recorded_as: Mapping[str, Mapping[str, str]] | None = None,
    case_version: int | None = None,
    at: datetime | None = None,
) -> AdviceRequest:
    """Put a question to those who sit today. The same `key` again gives the request that is there.

    `recorded_as` names per happening (`requested`, `declared`, `given`, `withdrawn`) the note or move of the case:
    `{"requested": {"move": "advice_requested"}, "given": {"move": "advice_given"}}`.
    """
    moment = now(at)
    policies.require_actor(actor, "advice.ask")
    journal.lock()
    if done := AdviceRequest.objects.filter(key=clean_key(key)).first():
        if (done.committee_id, done.case_id) != (committee.pk, case.pk):
            raise key_used(key)
        return done
    policies.require_actor(actor, "advice.ask", case)
    committee.refresh_from_db()
    try:
        committee.tally_rules  # noqa: B018 (reading it checks the configuration)
    except (ValueError, KeyError, TypeError) as error:
        raise bad_config(committee.code, error) from error
    if AdviceRequest.objects.filter(committee=committee, case=case, state=AdviceRequest.State.OPEN).exists():
        raise NotAllowed(
            Text("Deze commissie heeft dit dossier al voor advies.", "This committee has this case for advice already."),
            where=case.reference,
            mend=Text("Wacht op het advies, of trek de vraag in.", "Wait for the advice, or withdraw the request."),
        )
    seats = [seat for seat in committee.seats.all() if seat.holds_on(day(moment))]
    if not seats:
        raise NotAllowed(
            Text("Niemand zetelt op die dag in deze commissie.", "Nobody has a seat in this committee on that day."),
            where=committee.code,
            mend=Text("Benoem eerst leden.", "Appoint members first."),
        )
    request = AdviceRequest.objects.create(
        committee=committee,
        case=case,
        question=clean_text(question, "question"),
        due=due,
        rules=committee.rules,
        aspects=committee.aspects,
        scale=committee.scale,
        binding=committee.binding,
        record={name: dict(how) for name, how in (recorded_as or {}).items()},
        asked_by=actor,
        asked_at=moment,
        key=key,
    )
    request.bench.set(seats)
    payload = {"due": due.isoformat() if due else None, "seats": len(seats), "binding": request.binding}
    record(request, "requested", payload, actor=actor, key=key, at=moment, version=case_version)
    return request


@journal.in_one_step
def declare_interest(
    request_id: UUID | str, *, actor: User, interest: bool, explanation: str = "", at: datetime | None = None
) -> Declaration:
    """Say whether one has an interest in the case, before scoring. An interest, once declared, stands, and needs a word why."""
    moment = now(at)
    request = open_request(request_id)
    seat = seat_of(request, actor, "advice.declare")
    policies.require(actor, "advice.declare", request)
    text = clean_text(explanation, "explanation", 2_000, needed=interest)
    before = request.declarations.filter(seat=seat)
    if standing := before.filter(interest=True).first() or before.filter(interest=interest).first():
        return standing
    declaration = Declaration.objects.create(request=request, seat=seat, interest=interest, explanation=text, at=moment)
    bump(request)
    # The case says that somebody stepped back, not why: that is between the member and the committee.
    payload = {"member": str(actor), "interest": interest}
    record(request, "declared", payload, actor=actor, key=f"{request.pk}:declared:{seat.pk}:{interest}", at=moment)
    return declaration


@journal.in_one_step
def score_aspect(
    request_id: UUID | str, aspect: str, score: int, *, motivation: str, actor: User, at: datetime | None = None
) -> AspectScore:
    """Score one aspect with a motivation; the same again changes nothing, another score comes after it and counts."""
    moment = now(at)
    request = open_request(request_id)
    seat = taking_part(request, actor, moment, "advice.score")
    _require_declared(request, seat.pk)
    if aspect not in {known.id for known in request.aspect_list}:
        raise InvalidInput(
            Text(f"'{aspect[:60]}' is geen aspect van deze vraag.", f"'{aspect[:60]}' is not an aspect of this request."),
            where="aspect",
            mend=Text("Kies een aspect uit de lijst.", "Choose an aspect from the list."),
        )
    if score not in {grade.value for grade in request.grades}:
        raise InvalidInput(
            Text(f"{score} staat niet op de schaal.", f"{score} is not on the scale."),
            where=aspect,
            mend=Text("Kies een waarde van de schaal.", "Choose a value of the scale."),
        )
    text = clean_text(motivation, aspect)
    last = request.scores.filter(seat=seat, aspect=aspect).last()
    if last is not None and (last.score, last.motivation) == (score, text):
        return last
    found = AspectScore.objects.create(request=request, seat=seat, aspect=aspect, score=score, motivation=text, at=moment)
    bump(request)
    return found


@journal.in_one_step
def cast_vote(
    request_id: UUID | str,
    choice: Choice,
    *,
    motivation: str,
    actor: User,
    version: int | None = None,
    conditions: str = "",
    at: datetime | None = None,
) -> Vote:
    """Vote, once all aspects are scored; a vote with conditions says which. A later vote comes after it and counts."""
    moment = now(at)
    request = open_request(request_id)
    seat = taking_part(request, actor, moment, "advice.vote")
    if version is not None and version != request.version:
        raise stale(version, request.version)
    _require_declared(request, seat.pk)
    scored = set(request.scores.filter(seat=seat).values_list("aspect", flat=True))
    if missing := [aspect.label for aspect in request.aspect_list if aspect.id not in scored]:
        raise NotAllowed(
            Text(
                f"Geef eerst een score voor: {', '.join(label.nl for label in missing)}.",
                f"First give a score for: {', '.join(label.en for label in missing)}.",
            ),
            where="aspects",
            mend=Text("Vul de aspecten in met een motivering.", "Fill in the aspects with a motivation."),
        )
    text = clean_text(motivation, "motivation")
    terms = clean_text(conditions, "conditions", needed=choice is Choice.CONDITIONS) if choice is Choice.CONDITIONS else ""
    last = request.votes.filter(seat=seat).last()
    if last is not None and (last.choice, last.motivation, last.conditions) == (choice.value, text, terms):
        return last
    vote = Vote.objects.create(request=request, seat=seat, choice=choice.value, motivation=text, conditions=terms, at=moment)
    bump(request)
    return vote


def _require_declared(request: AdviceRequest, seat_id: int) -> None:
    if not request.declarations.filter(seat_id=seat_id).exists():
        raise NotAllowed(
            Text("Zeg eerst of u een belang hebt in dit dossier.", "First say whether you have an interest in this case."),
            where="interest",
            mend=Text(
                "Vul de verklaring in; dan kunt u scoren en stemmen.", "Fill in the declaration; then you can score and vote."
            ),
        )
