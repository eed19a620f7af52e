"""Who sits at the table for one request: each seat by its holder, or by a substitute when the holder cannot or does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bolwerk.kernel import Text
from bolwerk.office.advice.models import AdviceRequest, Seat, Vote
from bolwerk.office.advice.tally import Choice, Member
from bolwerk.office.identity.models import Interest
from bolwerk.office.registers.models import Membership


@dataclass(frozen=True, slots=True)
class Sitting:
    """The bench of a request on a day, read once: seats, why some are out (by seat id), the votes that count."""

    seats: tuple[Seat, ...]
    out: Mapping[int, Text]
    votes: Mapping[int, Vote]


def sitting(request: AdviceRequest, day: date) -> Sitting:
    """What the other functions need, for a page that asks several of them."""
    seats = seats_of(request)
    return Sitting(seats, recusals(request, day, seats), last_votes(request))


def seats_of(request: AdviceRequest) -> tuple[Seat, ...]:
    return tuple(request.bench.select_related("user", "substitute_for").order_by("pk"))


def recusals(request: AdviceRequest, day: date, seats: tuple[Seat, ...] | None = None) -> dict[int, Text]:
    """Why a seat may not take part, by seat id: declared here, declared before, or known from the registers.

    `day` is that of the request's bench or later; an interest declared once in this request stands.
    """
    seats = seats_of(request) if seats is None else seats
    declared = set(request.declarations.filter(interest=True).values_list("seat_id", flat=True))
    users = [seat.user_id for seat in seats]
    known = _known_interests(request, users, day)
    found: dict[int, Text] = {}
    for seat in seats:
        if seat.pk in declared:
            found[seat.pk] = Text("Gaf zelf een belang op.", "Declared an interest.")
        elif why := known.get(seat.user_id):
            found[seat.pk] = why
    return found


def table(request: AdviceRequest, day: date, now: Sitting | None = None) -> tuple[tuple[Member, ...], dict[str, Choice]]:
    """The members as the tally sees them (one a seat, id of the principal seat) and their votes; it leaves out the recused."""
    now = now or sitting(request, day)
    seats, out, votes = now.seats, now.out, now.votes
    members: list[Member] = []
    counted: dict[str, Choice] = {}
    for seat in seats:
        if seat.substitute_for_id is not None:
            continue
        acting = _acting(seat, [s for s in seats if s.substitute_for_id == seat.pk], out, votes)
        # The chair's casting vote is of the person: a substitute does not inherit it.
        chair = acting.pk == seat.pk and seat.chair
        members.append(Member(str(seat.pk), str(acting.user), frozenset(acting.expertise), acting.pk in out, chair))
        if acting.pk in votes:
            counted[str(seat.pk)] = Choice(votes[acting.pk].choice)
    return tuple(members), counted


def acting_seats(request: AdviceRequest, day: date, now: Sitting | None = None) -> dict[int, Seat]:
    """By principal seat id, the seat that acts for it."""
    now = now or sitting(request, day)
    seats, out, votes = now.seats, now.out, now.votes
    return {
        seat.pk: _acting(seat, [s for s in seats if s.substitute_for_id == seat.pk], out, votes)
        for seat in seats
        if seat.substitute_for_id is None
    }


def last_votes(request: AdviceRequest) -> dict[int, Vote]:
    """The vote that counts, by seat id."""
    return {vote.seat_id: vote for vote in request.votes.select_related("seat__user").order_by("pk")}


def _acting(seat: Seat, substitutes: list[Seat], out: Mapping[int, Text], votes: Mapping[int, Vote]) -> Seat:
    """The holder when it votes; else the first substitute that voted and may; else whoever may, the holder first."""
    able = [one for one in (seat, *substitutes) if one.pk not in out]
    voted = [one for one in able if one.pk in votes]
    return (voted or able or [seat])[0]


def _known_interests(request: AdviceRequest, users: list[int], day: date) -> dict[int, Text]:
    case = request.case
    found: dict[int, Text] = {}
    for interest in Interest.objects.filter(user_id__in=users, withdrawn_at__isnull=True):
        same = interest.case_id == case.pk or (case.organisation_id and interest.organisation_id == case.organisation_id)
        if same and interest.holds_on(day):
            found[interest.user_id] = Text("Gaf eerder een belang op.", "Declared an interest before.")
    if case.organisation_id:
        for membership in Membership.objects.filter(user_id__in=users, organisation_id=case.organisation_id):
            if membership.valid_from <= day and (membership.valid_until is None or day <= membership.valid_until):
                found[membership.user_id] = Text("Werkt voor de aanvrager.", "Acts for the applicant.")
    return found
