"""The story of one application, from the draft until the ranking, or until it leaves the way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bolwerk.domains.investment import live
from bolwerk.faces.command.examples import words
from bolwerk.faces.command.examples.advice import advise
from bolwerk.faces.command.examples.drafting import submit, write
from bolwerk.faces.command.examples.house import House
from bolwerk.faces.command.examples.refusal import refuse
from bolwerk.faces.command.examples.reviewing import review
from bolwerk.faces.command.examples.timeline import Clock, Story

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.data import Application as Example
    from bolwerk.office.cases.models import Case

_EXCLUDED = {
    "works_started": (
        "declared_inadmissible",
        "De machine is besteld voor de aanvraag: geen stimulerend effect.",
    ),
    "difficulty": ("declared_inadmissible", "Meer dan de helft van het kapitaal is door verliezen verdwenen."),
    "weapon": ("exclusion_found", "Clustermunitie is verboden door het internationaal recht."),
}


def handler_of(example: Example) -> str:
    """Two officials share the work."""
    return "handler" if example.round == 2 or sum(example.id.encode()) % 2 else "handler2"


def tell(house: House, example: Example) -> Story:
    """Yields the moment of each step; ends where the example says."""
    submitted = example.submitted or house.anchor - timedelta(days=example.days_ago or 0)
    clock = Clock(example.id, max(submitted - timedelta(days=9), _opening(house, example)))
    whole = example.until != "draft" or example.reviews > 1
    yield clock.at
    write(house, example, clock, whole=whole)
    if example.until == "draft":
        return
    yield clock.wait_for(submitted)
    case = submit(house, example, clock)
    if example.question:
        house.timeline.start(_ask(house, example, case, clock))
    yield from _admission(house, example, case, clock)


def _opening(house: House, example: Example) -> date:
    return (house.calls[example.round].opens_at + timedelta(days=1)).date()


def _ask(house: House, example: Example, case: Case, clock: Clock) -> Story:
    own = Clock(f"{example.id}:question", clock.at.date())
    yield own.wait(2, 3)
    house.note(case, "question_asked", case.opened_by, own.at, reason=example.question)
    if example.answer:
        yield own.wait(1, 3)
        house.note(case, "question_answered", handler_of(example), own.at, reason=example.answer)


def _admission(house: House, example: Example, case: Case, clock: Clock) -> Story:
    handler = handler_of(example)
    if example.until == "admissibility" and not example.completion:
        return
    if example.until == "withdrawn" and not example.marks:
        yield clock.wait(3, 6)
        house.act(case, "withdrawn", case.opened_by, clock.at, reason="De prioriteiten van ons bedrijf zijn veranderd.")
        return
    yield clock.wait(2, 5)
    if example.completion:
        house.act(case, "completion_requested", handler, clock.at, reason=clock.random.choice(words.MISSING))
        if example.completion == "asked":
            return
        if example.completion == "lapsed":
            yield clock.wait(18, 20)
            house.act(case, "completion_lapsed", handler, clock.at, reason="De aanvulling kwam niet binnen de termijn.")
            yield from refuse(house, example, case, clock, "exclusion_decided")
            return
        yield clock.wait(4, 8)
        house.act(case, "completion_received", case.opened_by, clock.at)
        if example.until == "admissibility":
            return
        yield clock.wait(1, 2)
    if example.flaw in _EXCLUDED:
        yield from _exclude(house, example, case, clock)
        return
    _look_up_ratios(house, example, case, clock)
    house.act(case, "declared_admissible", handler, clock.minute())
    if example.until == "triage":
        return
    yield clock.wait(1, 4)
    yield from _triage(house, example, case, clock)


def _exclude(house: House, example: Example, case: Case, clock: Clock) -> Story:
    handler = handler_of(example)
    move, reason = _EXCLUDED[example.flaw]
    if move == "exclusion_found":
        _look_up_ratios(house, example, case, clock)
        house.act(case, "declared_admissible", handler, clock.minute())
        house.judge(case, "project.mainly_military", True, words.MILITARY[1], handler, clock.minute())
    house.act(case, move, handler, clock.minute(), reason=reason)
    yield from refuse(house, example, case, clock, "exclusion_decided")


def _look_up_ratios(house: House, example: Example, case: Case, clock: Clock) -> None:
    """For a large enterprise the rules ask two ratios, which an official reads off the annual accounts."""
    if live.size_tier(house.organisations[example.applicant], clock.at.date()) == "large":
        handler = handler_of(example)
        for fact, value in _RATIOS.items():
            house.judge(case, fact, value, "Berekend uit de twee laatste jaarrekeningen (voorbeeld).", handler, clock.minute())


_RATIOS = {"company.debt_to_equity": 2, "company.interest_cover": 6}


def _triage(house: House, example: Example, case: Case, clock: Clock) -> Story:
    handler = handler_of(example)
    military = bool(example.esac)
    why = clock.random.choice(words.MILITARY if military else words.CIVIL)
    house.judge(case, "project.mainly_military", military, why, handler, clock.at)
    if not military:
        house.act(case, "esac_found_unneeded", handler, clock.minute(), reason=why)
    elif example.use and example.use.get("project_ethics_checked") == "ja":
        house.act(case, "esac_found_unneeded", handler, clock.minute(), reason="In het Europees programma al ethisch getoetst.")
    else:
        house.act(case, "esac_advice_requested", handler, clock.minute(), reason=f"{why} Is dit project te verantwoorden?")
        house.timeline.start(advise(house, example, case, clock.at.date()))
    yield from review(house, example, case, clock)
