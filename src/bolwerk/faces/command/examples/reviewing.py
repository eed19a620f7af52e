"""Three experts each score alone; where they differ much, they agree afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from bolwerk.faces.command.examples import words
from bolwerk.faces.command.examples.house import House
from bolwerk.faces.command.examples.people import REVIEWERS
from bolwerk.faces.command.examples.timeline import Clock, Story
from bolwerk.office.calls import kits, selectors
from bolwerk.office.calls import services as calls
from bolwerk.office.calls.scoring import Mark

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.data import Application as Example
    from bolwerk.office.calls.models import Assignment
    from bolwerk.office.cases.models import Case

DAYS = 21
"""What a reviewer gets to score, as the example's officials ask it."""
_WEIGHTS = {
    "strong": {Mark.VERY_GOOD: 8, Mark.GOOD: 2},
    "good": {Mark.VERY_GOOD: 4, Mark.GOOD: 6},
    "solid": {Mark.VERY_GOOD: 2, Mark.GOOD: 8},
    "fair": {Mark.VERY_GOOD: 1, Mark.GOOD: 6, Mark.REASONABLE: 3},
    "weak": {Mark.REASONABLE: 9, Mark.GOOD: 1},
    "critical": {Mark.GOOD: 6, Mark.REASONABLE: 4},
}


def review(house: House, example: Example, case: Case, clock: Clock) -> Story:
    """Until the review is closed, or as far as the example goes."""
    handler = "handler"
    yield clock.wait(1, 3)
    names = _names(example, clock.random)
    due = clock.at.date() + timedelta(days=DAYS)
    given = [
        calls.assign_reviewer(
            house.applications[example.id].pk, house.who(name), actor=house.who(handler), due=due, at=clock.minute()
        )
        for name in names
    ]
    if example.esac == "negative":
        return
    if example.until == "withdrawn":
        yield clock.wait(4, 6)
        house.act(case, "withdrawn", case.opened_by, clock.at, reason="Wij gaan met een andere partner verder.")
        yield clock.wait(0)
        release_reviewers(house, example, clock, "De aanvraag is ingetrokken.")
        return
    for order, (name, assignment) in enumerate(zip(names, given, strict=True)):
        if order == example.reviews:
            return
        yield clock.wait(2, 5)
        _score(house, example, assignment, name, order, clock)
    if example.until == "reviewing":
        return
    yield clock.wait(1, 2)
    panel = selectors.panel_of(house.applications[example.id])
    if panel.unsettled:
        _agree(house, example, panel.unsettled, clock)
        yield clock.wait(0)
    house.act(case, "reviews_closed", handler, clock.at)


def release_reviewers(house: House, example: Example, clock: Clock, why: str) -> None:
    """Nobody is left with work on an application that goes no further."""
    for assignment in house.applications[example.id].assignments.filter(ended_at__isnull=True, locked=False):
        calls.end_assignment(assignment.pk, actor=house.who("handler"), reason=why, at=clock.minute())


def _names(example: Example, random: Random) -> list[str]:
    """The demonstration reviewer comes last, so that what is open is open there; in the first round half of the time."""
    others = random.sample(REVIEWERS[1:], 3)
    if example.round == 2 or sum(example.id.encode()) % 2:
        return [*others[:2], REVIEWERS[0]]
    return others


def _score(house: House, example: Example, assignment: Assignment, name: str, order: int, clock: Clock) -> None:
    reviewer = house.who(name)
    weights = _WEIGHTS[example.marks]
    scores: dict[str, dict[str, str]] = {}
    for criterion in kits.get("defence").scheme.criteria:
        mark = clock.random.choices(list(weights), list(weights.values()))[0]
        if example.marks == "critical" and criterion.id == "defence_need":
            mark = Mark.CRITICAL
        if example.divergent and criterion.id == "risk":
            mark = Mark.CRITICAL if order == 0 else Mark.VERY_GOOD
        scores[criterion.id] = {"mark": mark.value, "motivation": _motivation(mark, criterion.id)}
    saved = calls.save_review(assignment.pk, scores, actor=reviewer, version=assignment.version)
    calls.submit_review(
        assignment.pk, actor=reviewer, key=f"example:review:{assignment.pk}", version=saved.version, at=clock.minute()
    )


def _motivation(mark: Mark, criterion: str) -> str:
    bank = {Mark.VERY_GOOD: words.HIGH, Mark.REASONABLE: words.LOW, Mark.CRITICAL: words.CRITICAL}
    return bank[mark][criterion] if mark in bank else ""


def _agree(house: House, example: Example, criteria: Iterable[str], clock: Clock) -> None:
    for criterion in criteria:
        calls.record_consensus(
            house.applications[example.id].pk,
            criterion,
            Mark.GOOD,
            reason="Na overleg: de bezwaren zijn beantwoord met wat de aanvrager al meestuurde.",
            actor=house.who("handler"),
            key=f"example:consensus:{example.id}:{criterion}",
            at=clock.minute(),
        )
