"""What can be ranked, and what the lists say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from bolwerk.kernel import ZERO, Money, Reason, Text
from bolwerk.office.calls import kits
from bolwerk.office.calls.completeness import Finding
from bolwerk.office.calls.errors import Incomplete
from bolwerk.office.calls.instalments import Instalment, split
from bolwerk.office.calls.models import Application, Award, Call, RankingList
from bolwerk.office.calls.ranking import Candidate, Place, Position
from bolwerk.office.calls.scoring import Scored, panel
from bolwerk.office.calls.selectors.reviews import consensus_by_application, marks_by_application


def candidates(call: Call, only: Collection[UUID] | None = None) -> tuple[Candidate, ...]:
    """The submitted applications as the ranking sees them; `only` those that a domain found admissible.

    Raises `Incomplete` when reviews are missing or marks are unsettled: a list is made of finished reviews alone.
    """
    applications = call.applications.filter(state=Application.State.SUBMITTED).select_related("submission", "call")
    if only is not None:
        applications = applications.filter(pk__in=list(only))
    given = list(applications.order_by("pk"))
    marks = marks_by_application(application.pk for application in given)
    consensus = consensus_by_application(application.pk for application in given)
    found: list[Candidate] = []
    open_points: list[Finding] = []
    for application in given:
        own = marks.get(application.pk, {})
        if len(own) < call.reviewers_required:
            open_points.append(_reviews_missing(application, len(own)))
            continue
        result = panel(kits.get(call.kit).scheme, own.values(), consensus.get(application.pk, {}))
        open_points.extend(_unsettled(application, name) for name in result.unsettled)
        found.append(_candidate(application, result.scored))
    if open_points:
        raise Incomplete(call.code, open_points)
    return tuple(found)


def approved_ranking(call: Call) -> RankingList | None:
    """The list in force: the last one that was approved."""
    return call.rankings.filter(decision__approved=True).order_by("-number").first()


def pending_ranking(call: Call) -> RankingList | None:
    """The list that waits for a decision."""
    return call.rankings.filter(decision__isnull=True).order_by("-number").first()


def ranked_positions(ranking: RankingList) -> tuple[Position, ...]:
    """The positions of a list as they were frozen."""
    return tuple(read_position(row) for row in ranking.positions)


def place_of(application: Application) -> Position | None:
    """Where the application stands on the list in force."""
    ranking = approved_ranking(application.call)
    if ranking is None:
        return None
    return next((p for p in ranked_positions(ranking) if p.candidate.id == str(application.pk)), None)


def award_plan(award: Award) -> tuple[tuple[Instalment, Money], ...]:
    """The award in the instalments of its call; they add up to it."""
    return split(award.amount, award.application.call.instalment_scheme)


def write_position(position: Position) -> dict[str, object]:
    return {
        "application": position.candidate.id,
        "rank": position.rank,
        "place": position.place.value,
        "asked": position.candidate.amount.cents,
        "passes": position.candidate.passes,
        "values": dict(position.candidate.values),
        "granted": position.granted.cents,
        "why": [reason.as_json() for reason in position.why],
        "drawn": position.drawn,
    }


def read_position(row: Mapping[str, Any]) -> Position:
    candidate = Candidate(row["application"], Money(row["asked"]), row["passes"], row["values"])
    why = tuple(_reason(reason) for reason in row["why"])
    return Position(candidate, row["rank"], Place(row["place"]), Money(row["granted"]), why, row["drawn"])


def _reason(row: Mapping[str, Any]) -> Reason:
    """Reasons of a ranking carry no citations: the rule is the call's own."""
    return Reason(Text.read(row["text"]), steps=tuple(_reason(step) for step in row["steps"]))


def _candidate(application: Application, scored: Scored) -> Candidate:
    kit = kits.get(application.call.kit)
    values = {"score": scored.total, "submitted": int(application.submission.submitted_at.timestamp())}
    values |= {f"axis:{axis}": points for axis, points in scored.by_axis.items()}
    values |= dict(kit.values(application)) if kit.values else {}
    return Candidate(str(application.pk), application.requested or ZERO, scored.passes, values)


def _reviews_missing(application: Application, there: int) -> Finding:
    title, required = application.title, application.call.reviewers_required
    return Finding(
        str(application.pk),
        "reviews",
        Text(f"{title}: {there} van {required} beoordelingen zijn er.", f"{title}: {there} of {required} reviews are in."),
        Text("Wacht op de beoordelaars, of vraag een andere.", "Wait for the reviewers, or ask another."),
    )


def _unsettled(application: Application, criterion: str) -> Finding:
    label = kits.get(application.call.kit).scheme.criterion(criterion).label
    return Finding(
        str(application.pk),
        criterion,
        Text(
            f"{application.title}: de beoordelaars verschillen over '{label.nl}'.",
            f"{application.title}: the reviewers differ on '{label.en}'.",
        ),
        Text("Leg een consensus vast.", "Record a consensus."),
    )
