"""What reads: the tally as it stands, the scores per aspect, my requests, the composition of a committee on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from bolwerk.kernel import Reason, Text
from bolwerk.office.advice import bench
from bolwerk.office.advice.aspects import AspectSummary, summarise
from bolwerk.office.advice.models import Advice, AdviceRequest, AspectScore, Committee, Seat
from bolwerk.office.advice.tally import Area, Member, Outcome, mix_of, tally

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A member in the composition report."""

    name: str
    expertise: tuple[Text, ...]
    chair: bool
    substitute_for: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Composition:
    """Who sits on a day, and whether together they have the expertise the committee asks. Data for a page or a PDF."""

    committee: Committee
    on: date
    rows: tuple[SeatRow, ...]
    mix: bool
    why: Reason
    per_area: tuple[tuple[Area, int], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands in a request: what it said, and what it still has to do (`declare`, `score`, `vote`, empty)."""

    seat: Seat
    recused: Text | None
    declared: bool
    missing_aspects: tuple[str, ...]
    voted: bool
    next: str


def outcome_of(request: AdviceRequest, on: date, now: bench.Sitting | None = None) -> Outcome:
    """What the votes come to if the request were closed on `on`; `now` is the bench where it was read already."""
    members, votes = bench.table(request, on, now)
    return tally(members, votes, request.tally_rules)


def outcome_json(outcome: Outcome) -> dict[str, object]:
    return {
        "result": outcome.result.value,
        "quorum": outcome.quorum,
        "mix": outcome.mix,
        "counts": {choice.value: count for choice, count in outcome.counts.items()},
        "entitled": outcome.entitled,
        "why": [reason.as_json() for reason in outcome.why],
    }


def last_scores(request: AdviceRequest) -> dict[tuple[int, str], AspectScore]:
    """The score that counts, by seat id and aspect."""
    return {(row.seat_id, row.aspect): row for row in request.scores.select_related("seat__user").order_by("pk")}


def aspects_of(request: AdviceRequest, on: date, now: bench.Sitting | None = None) -> tuple[AspectSummary, ...]:
    """Per aspect, the scores of those who act for their seat and have no interest."""
    now = now or bench.sitting(request, on)
    acting = {seat.pk for seat in bench.acting_seats(request, on, now).values()} - set(now.out)
    scores: dict[str, list[int]] = {}
    for (seat_id, aspect), row in last_scores(request).items():
        if seat_id in acting:
            scores.setdefault(aspect, []).append(row.score)
    return summarise(request.aspect_list, scores)


def standings(request: AdviceRequest, on: date, now: bench.Sitting | None = None) -> tuple[Standing, ...]:
    """Every seat of the bench, substitutes too."""
    now = now or bench.sitting(request, on)
    out, votes, scores = now.out, now.votes, last_scores(request)
    declared = set(request.declarations.values_list("seat_id", flat=True))
    found = []
    for seat in now.seats:
        missing = tuple(aspect.id for aspect in request.aspect_list if (seat.pk, aspect.id) not in scores)
        steps = (("declare", seat.pk not in declared), ("score", bool(missing)), ("vote", seat.pk not in votes))
        todo = "" if seat.pk in out else next((name for name, due in steps if due), "")
        found.append(Standing(seat, out.get(seat.pk), seat.pk in declared, missing, seat.pk in votes, todo))
    return tuple(found)


def requests_of(user: User) -> QuerySet[AdviceRequest]:
    """Open requests on whose bench this person sits, first due first."""
    mine = AdviceRequest.objects.filter(state=AdviceRequest.State.OPEN, bench__user=user)
    return mine.select_related("committee", "case").order_by("due", "asked_at").distinct()


def advice_on(case: Case, committee: str = "") -> Advice | None:
    """The last advice given on a case, by that committee or by any."""
    given = Advice.objects.filter(request__case=case).select_related("request__committee", "given_by")
    if committee:
        given = given.filter(request__committee__code=committee)
    return given.order_by("given_at", "pk").last()


def blocks(case: Case, committee: str) -> Text | None:
    """For a guard: why the committee's advice holds the case back; None when a valid advice lets it go on.

    A binding negative advice blocks; so does an advice that was not given yet. A negative advice that does not bind does not.
    """
    advice = advice_on(case, committee)
    if advice is None:
        return Text("Het advies van de commissie is er nog niet.", "The committee's advice is not there yet.")
    if advice.binding and advice.result == "negative":
        return Text("Het bindende advies is ongunstig.", "The binding advice is negative.")
    return None


def composition(committee: Committee, on: date) -> Composition:
    """Who sits on `on`, chair first, then by name."""
    areas = {area.id: area for area in committee.tally_rules.areas}
    seats = [seat for seat in committee.seats.select_related("user", "substitute_for__user") if seat.holds_on(on)]
    seats.sort(key=lambda seat: (not seat.chair, seat.substitute_for_id is not None, str(seat.user)))
    full = [Member(str(seat.pk), str(seat.user), frozenset(seat.expertise)) for seat in seats if seat.substitute_for_id is None]
    mix, why = mix_of(full, tuple(areas.values()))
    rows = tuple(
        SeatRow(
            str(seat.user),
            tuple(areas[name].label if name in areas else Text.same(name) for name in seat.expertise),
            seat.chair,
            str(seat.substitute_for.user) if seat.substitute_for else "",
            seat.starts_on,
            seat.ends_on,
        )
        for seat in seats
    )
    per_area = tuple((area, sum(area.id in member.expertise for member in full)) for area in areas.values())
    return Composition(committee, on, rows, mix, why, per_area)
