"""Proposing a list, deciding on it by a second person, drawing from the reserve."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from bolwerk.kernel import ZERO, Conflict, InvalidInput, Money, NotAllowed, Reason, Text
from bolwerk.office.calls import kits, rights, selectors
from bolwerk.office.calls.errors import key_used
from bolwerk.office.calls.models import Application, AwardEnd, Call, RankingDecision, RankingList
from bolwerk.office.calls.ranking import Place, Position, RankingRule, draw, rank
from bolwerk.office.calls.selectors.rankings import write_position
from bolwerk.office.calls.services._common import clean_key, clean_text, digest, locked, now
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


@journal.in_one_step
def propose_ranking(
    call_id: int,
    *,
    actor: User,
    key: str,
    room: Money | None = None,
    only: Collection[UUID] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> RankingList:
    """Rank the call's applications within `room` (by default what its envelope has left) and freeze the list.

    `only` are the applications a domain found admissible. Only after closing, only when every review is finished, and only
    while no award was made from an earlier list. Raises `Incomplete`, `NotAllowed`.
    """
    moment = now(at)
    policies.require(actor, "ranking.propose")
    call = locked(Call, call_id)
    if done := _done(key, call, actor):
        return done
    policies.require(actor, "ranking.propose", call)
    if moment < call.closes_at:
        raise NotAllowed(
            Text("De oproep is nog open: er is nog geen rangschikking.", "The call is still open: there is no ranking yet."),
            where=call.code,
            mend=Text("Wacht tot de oproep gesloten is.", "Wait until the call has closed."),
        )
    if RankingList.objects.filter(call=call, awards__isnull=False).exists():
        raise NotAllowed(
            Text("Er zijn al toekenningen volgens een eerdere lijst.", "Awards were made from an earlier list already."),
            where=call.code,
            mend=Text("Put uit de reservelijst als er ruimte vrijkomt.", "Draw from the reserve list when room comes free."),
        )
    candidates = selectors.candidates(call, only)
    for application in Application.objects.filter(pk__in=[candidate.id for candidate in candidates]):
        _require_free_reviewers(application)
    rule = kits.get(call.kit).ranking
    ranked = rank(candidates, _room(call, room), rule)
    return _freeze(call, ranked.positions, ranked.room, rule, actor, key, reason, moment)


@journal.in_one_step
def decide_ranking(
    ranking_id: int, *, actor: User, approved: bool, reason: str = "", at: datetime | None = None
) -> RankingDecision:
    """Approve or refuse, by an approver who did not propose it and has no interest in any application on it.

    The same decision by the same person again changes nothing; another one is a `Conflict`. A refusal needs a reason.
    """
    moment = now(at)
    policies.require(actor, "ranking.decide")
    ranking = locked(RankingList, ranking_id)
    if done := RankingDecision.objects.filter(ranking=ranking).first():
        if (done.approved, done.decided_by_id) != (approved, actor.pk):
            raise Conflict(
                Text("Over deze lijst is al beslist.", "This list has been decided on already."),
                where=str(ranking),
                mend=Text("Bekijk de beslissing.", "See the decision."),
            )
        return done
    policies.require(actor, "ranking.decide", ranking, mend=Text("Laat een collega beslissen.", "Let a colleague decide."))
    if ranking.number != ranking.call.rankings.count():
        raise Conflict(
            Text("Er is een nieuwere lijst voorgesteld.", "A newer list was proposed."),
            where=str(ranking),
            mend=Text("Beslis over de nieuwste lijst.", "Decide on the newest list."),
        )
    return RankingDecision.objects.create(
        ranking=ranking,
        approved=approved,
        reason=clean_text(reason, "reason", 300, needed=not approved),
        decided_by=actor,
        decided_at=moment,
    )


@journal.in_one_step
def draw_from_reserve(
    call_id: int, *, actor: User, key: str, reason: str, room: Money | None = None, at: datetime | None = None
) -> RankingList:
    """A new list in which those of the reserve that fit in `room` move up; places and awards that stand are untouched.

    `room` is what is free now, by default the envelope's room less what the list in force promised and is not yet awarded.
    The new list again needs a decision by a second person. Raises `NotAllowed` when nothing fits.
    """
    moment = now(at)
    policies.require(actor, "ranking.propose")
    call = locked(Call, call_id)
    if done := _done(key, call, actor):
        return done
    policies.require(actor, "ranking.propose", call)
    current = selectors.approved_ranking(call)
    if current is None or selectors.pending_ranking(call) is not None:
        raise NotAllowed(
            Text("Er is geen goedgekeurde lijst om uit te putten.", "There is no approved list to draw from."),
            where=call.code,
            mend=Text("Laat eerst over de voorgestelde lijst beslissen.", "Have the proposed list decided on first."),
        )
    rule = RankingRule.read(current.rule)
    positions = _without_gone(selectors.ranked_positions(current))
    free = _room(call, room) if room is not None else _free(call, positions)
    drawn = {p.candidate.id: p for p in draw([p for p in positions if p.place is Place.RESERVE], free, rule)}
    if not drawn:
        raise NotAllowed(
            Text("Niets op de reservelijst past in wat vrij is.", "Nothing on the reserve list fits in what is free."),
            where=call.code,
            mend=Text(f"Er is {free.in_('nl')} vrij.", f"{free.in_('en')} is free."),
        )
    merged = [drawn.get(position.candidate.id, position) for position in positions]
    whole = Money.sum(position.granted for position in merged)
    return _freeze(call, merged, whole, rule, actor, key, clean_text(reason, "reason", 300), moment)


_ENDED = Reason(
    Text("De toekenning is beëindigd, of de aanvraag is ingetrokken.", "The award ended, or the application was withdrawn.")
)


def _without_gone(positions: Iterable[Position]) -> list[Position]:
    """The positions as they stand today: those whose award ended or who withdrew give their room back."""
    ended = {str(pk) for pk in AwardEnd.objects.values_list("award__application_id", flat=True)}
    withdrawn = Application.objects.filter(state=Application.State.WITHDRAWN).values_list("pk", flat=True)
    out = ended | {str(pk) for pk in withdrawn}
    return [
        Position(p.candidate, p.rank, Place.ENDED, ZERO, (*p.why, _ENDED))
        if p.candidate.id in out and p.place is not Place.ENDED
        else p
        for p in positions
    ]


def _free(call: Call, positions: Iterable[Position]) -> Money:
    """The envelope's room, less what the list promised to applications that have no award yet."""
    awarded = {str(pk) for pk in call.applications.filter(award__isnull=False).values_list("pk", flat=True)}
    promised = Money.sum(position.granted for position in positions if position.candidate.id not in awarded)
    free = _room(call, None) - promised
    return free if free > ZERO else ZERO


def _room(call: Call, room: Money | None) -> Money:
    """The room given, never more than the envelope has; by default all that the envelope has."""
    if call.envelope is None:
        if room is None:
            raise InvalidInput(
                Text("Deze oproep heeft geen krediet; geef het budget op.", "This call has no envelope; give the budget."),
                where="room",
                mend=Text("Koppel een krediet, of geef een bedrag.", "Link an envelope, or give an amount."),
            )
        return room
    call.envelope.refresh_from_db()
    free = call.envelope.room
    if room is not None and room > free:
        raise InvalidInput(
            Text(f"Het krediet heeft maar {free.in_('nl')} vrij.", f"The envelope has only {free.in_('en')} free."),
            where="room",
            mend=Text(
                "Geef een lager budget, of vul eerst het krediet aan.", "Give a lower budget, or first add to the envelope."
            ),
        )
    return free if room is None else room


def _require_free_reviewers(application: Application) -> None:
    """A review stops counting when its reviewer turns out to have an interest: the assignment must end first."""
    active = application.assignments.filter(ended_at__isnull=True).select_related("reviewer")
    reviewers = {assignment.reviewer_id: assignment.reviewer for assignment in active}
    if found := rights.interests_in(reviewers.values(), application):
        names = ", ".join(str(reviewers[pk]) for pk in sorted(found))
        raise NotAllowed(
            Text("Een beoordelaar heeft intussen een belang.", "A reviewer has an interest by now."),
            where=f"{application.title}, {names}",
            mend=Text("Neem de beoordelaar van het dossier en vraag een andere.", "Take the reviewer off and ask another."),
        )


def _done(key: str, call: Call, actor: User) -> RankingList | None:
    done = RankingList.objects.filter(key=clean_key(key)).first()
    if done is not None and (done.call_id, done.proposed_by_id) != (call.pk, actor.pk):
        raise key_used(key)
    return done


def _freeze(
    call: Call,
    positions: Iterable[Position],
    room: Money,
    rule: RankingRule,
    actor: User,
    key: str,
    reason: str,
    at: datetime,
) -> RankingList:
    content = {"rule": rule.as_json(), "positions": [write_position(p) for p in positions], "room_cents": room.cents}
    return RankingList.objects.create(
        call=call,
        number=call.rankings.count() + 1,
        reason=reason,
        hash=digest(content),
        key=key,
        proposed_by=actor,
        proposed_at=at,
        **content,
    )


def require_place(application: Application) -> tuple[RankingList, Position]:
    """The list in force and the place on it that carries money. Raises `NotAllowed` when there is none."""
    ranking = selectors.approved_ranking(application.call)
    position = selectors.place_of(application)
    if ranking is None or position is None:
        raise NotAllowed(
            Text("Deze aanvraag staat niet op een goedgekeurde lijst.", "This application is not on an approved list."),
            where=application.title,
            mend=Text("Laat eerst over de rangschikking beslissen.", "Have the ranking decided on first."),
        )
    if position.place not in (Place.AWARD, Place.PARTIAL):
        raise NotAllowed(
            Text(
                f"Deze aanvraag staat op de lijst als: {position.place.label.nl}.",
                f"This application stands on the list as: {position.place.label.en}.",
            ),
            where=application.title,
            mend=Text("Alleen wie binnen het budget valt, krijgt steun.", "Only those within the budget get aid."),
        )
    return ranking, position
