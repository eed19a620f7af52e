"""The committee's work on one referral: invited, declared, scored, voted, advised, notified; or as far as the example goes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bolwerk.faces.command.examples import words
from bolwerk.faces.command.examples.house import House, waits_at
from bolwerk.faces.command.examples.people import MEMBERS, SUBSTITUTE
from bolwerk.faces.command.examples.refusal import refuse
from bolwerk.faces.command.examples.reviewing import release_reviewers
from bolwerk.faces.command.examples.timeline import Clock, Story
from bolwerk.office.advice import services
from bolwerk.office.advice.models import AdviceRequest
from bolwerk.office.advice.tally import Choice

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.data import Application as Example
    from bolwerk.office.cases.models import Case

CHAIR = MEMBERS[0]
_VOTES = {
    "positive": (Choice.FOR,) * 6 + (Choice.AGAINST,),
    "conditional": (
        Choice.CONDITIONS,
        Choice.FOR,
        Choice.FOR,
        Choice.CONDITIONS,
        Choice.CONDITIONS,
        Choice.FOR,
        Choice.AGAINST,
    ),
    "negative": (Choice.AGAINST, Choice.AGAINST, Choice.FOR, Choice.AGAINST, Choice.AGAINST, Choice.FOR, Choice.ABSTAIN),
}
_OPEN = ("requested", "declaring", "scoring", "informing", "voting", "notifying")


def advise(house: House, example: Example, origin: Case, start: date) -> Story:
    """`example.esac` is the outcome, or the step at which the committee still is."""
    stop = example.esac if example.esac in _OPEN else ""
    outcome = example.esac if example.esac in _VOTES else "positive"
    clock = Clock(f"{example.id}:esac", start)
    case = origin.esac_referrals.get().case
    yield clock.wait(1, 2)
    if stop == "requested":
        return
    house.act(case, "members_invited", "handler", clock.at)
    request = AdviceRequest.objects.get(case=case)
    recused = "member5" if sum(example.id.encode()) % 3 == 0 else ""
    others = [name for name in MEMBERS if name != CHAIR]
    # The demonstration member comes last, so that what is still to do is hers.
    for name in (*others, SUBSTITUTE, CHAIR):
        if name == CHAIR and stop == "declaring":
            return
        yield clock.wait(0, 1)
        has = name == recused
        why = "Ik adviseerde dit bedrijf twee jaar geleden." if has else ""
        services.declare_interest(request.pk, actor=house.who(name), interest=has, explanation=why, at=clock.at)
    yield clock.wait(0, 1)
    house.act(case, "composition_confirmed", "handler", clock.at)
    able = [name for name in (*others, CHAIR) if name != recused]
    for name in able:
        if name == CHAIR and stop == "scoring":
            return
        yield clock.wait(0, 1)
        _score(request, name, outcome, house, clock)
        if name == able[0] and stop == "informing":
            yield clock.wait(0)
            reason = "Wie is de eindgebruiker buiten de Benelux?"
            house.act(case, "information_requested", "handler", clock.at, reason=reason)
            return
    yield clock.wait(0, 1)
    house.act(case, "scoring_closed", "handler", clock.at)
    for name in able:
        if name == CHAIR and stop == "voting":
            return
        yield clock.wait(0, 1)
        _vote(request, name, outcome, house, clock)
    yield clock.wait(0, 1)
    request.refresh_from_db()
    services.give_advice(
        request.pk,
        text=_TEXTS[outcome],
        actor=house.who(CHAIR),
        key=f"example:advice:{example.id}",
        version=request.version,
        at=clock.at,
    )
    if stop == "notifying":
        return
    yield clock.wait(1, 2)
    house.act(case, "advice_notified", "handler", clock.at)
    if outcome == "negative":
        yield from _stop(house, example, origin, clock)


_TEXTS = {
    "positive": "Afgewogen op zes aspecten. Het nut voor de veiligheid weegt zwaarder dan de bezwaren.",
    "conditional": "Afgewogen op zes aspecten. Het project is te verantwoorden onder voorwaarden.",
    "negative": "Afgewogen op zes aspecten. Het uitzicht op uitvoer naar een gespannen regio weegt te zwaar.",
}


def _score(request: AdviceRequest, name: str, outcome: str, house: House, clock: Clock) -> None:
    for aspect, (favour, against) in words.ASPECTS.items():
        weights = {"positive": (6, 3, 1), "conditional": (4, 4, 2), "negative": (1, 3, 6)}[outcome]
        score = clock.random.choices((1, 0, -1), weights)[0]
        text = {1: favour, -1: against, 0: "De argumenten voor en tegen wegen even zwaar."}[score]
        services.score_aspect(request.pk, aspect, score, motivation=text, actor=house.who(name), at=clock.at)


def _vote(request: AdviceRequest, name: str, outcome: str, house: House, clock: Clock) -> None:
    choice = _VOTES[outcome][MEMBERS.index(name)]
    conditions = words.CONDITIONS if choice is Choice.CONDITIONS else ""
    services.cast_vote(request.pk, choice, motivation=_WHY[choice], conditions=conditions, actor=house.who(name), at=clock.at)
    if choice is Choice.AGAINST and outcome != "negative":
        services.add_minority_note(request.pk, _MINORITY, actor=house.who(name), at=clock.at)


_WHY = {
    Choice.FOR: "De voordelen wegen zwaarder dan de bezwaren.",
    Choice.CONDITIONS: "Aanvaardbaar als de uitvoer beperkt blijft.",
    Choice.AGAINST: "De bezwaren wegen zwaarder dan de voordelen.",
    Choice.ABSTAIN: "Ik kan het gebruik niet goed genoeg inschatten.",
}
_MINORITY = "Ik had liever eerst meer geweten over de eindgebruiker."


def _stop(house: House, example: Example, origin: Case, clock: Clock) -> Story:
    if waits_at(origin, "reviewing"):
        yield clock.wait(1, 2)
        house.act(origin, "review_stopped", "handler", clock.at)
        release_reviewers(house, example, clock, "Het advies van het ESAC is negatief.")
    yield clock.wait(2, 4)
    house.act(origin, "refused_on_advice", "approver", clock.at, reason="Het ESAC gaf een bindend negatief advies.")
    yield from refuse(house, example, origin, clock, "")
