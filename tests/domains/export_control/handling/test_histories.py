"""Generated histories of an application, on the procedure itself: what holds whatever happens in whatever order."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from bolwerk.domains.export_control.law.procedures import LICENCE
from bolwerk.domains.export_control.law.procedures.intake import HANDLED
from bolwerk.engines.procedures import OPENED, Event, fold, moves
from bolwerk.kernel import BRUSSELS, Calendar, local_day

CALENDAR = Calendar()
START = datetime(2025, 6, 2, 10, tzinfo=BRUSSELS)
ROLES = ("applicant", "handler", "approver")
PREPARING = {*HANDLED, "grant_proposed", "refusal_proposed"}
DECIDING = {"grant_decided", "refusal_intended", "refusal_decided", "closure_decided"}
STOPS = {
    "completion_requested": ("completion_received", "completion_lapsed"),
    "information_requested": ("information_received", "information_lapsed"),
    "external_advice_asked": ("external_advice_given", "external_advice_withdrawn"),
}
SEEDS = range(60)


def history(seed: int) -> list[Event]:
    """A random walk by six people with random roles; between moves advice is asked and given."""
    dice = random.Random(seed)
    people = {f"p{n}": dice.sample(ROLES, dice.randint(1, 3)) for n in range(6)}
    guards = {move.guard: (lambda: None) for move in LICENCE.moves if move.guard}
    at, events, asked = START, [Event(OPENED, START, "p0")], 0
    for _ in range(40):
        at += timedelta(days=dice.randint(0, 4), hours=dice.randint(0, 6))
        state = fold(LICENCE, events, CALENDAR, on=local_day(at))
        if state.closed:
            break
        if dice.random() < 0.25:
            give = asked > 0 and dice.random() < 0.6
            asked += -1 if give else 1
            kind = dice.choice(STOPS["external_advice_asked"]) if give else "external_advice_asked"
            events.append(Event(kind, at, ""))
            continue
        actor = dice.choice(sorted(people))
        open_to = [one.move.id for one in moves(LICENCE, state, actor, people[actor], guards) if one.allowed]
        if open_to:
            events.append(Event(dice.choice(open_to), at, actor))
    return events


def stood(events: list[Event]) -> int:
    """Days on which the clock stood, counted one by one: apart from how the engine counts."""
    days = set()
    waiting = dict.fromkeys(STOPS, 0)
    ends = {"licence_issued", "refusal_notified", "withdrawn", "closure_decided"}
    for event, after in zip(events, [*events[1:], None], strict=True):
        if event.kind in STOPS:
            waiting[event.kind] += 1
        for asked, answers in STOPS.items():
            if event.kind in answers and waiting[asked]:
                waiting[asked] -= 1
        if event.kind in ends or after is None:
            break
        if any(waiting.values()):
            day = local_day(event.at)
            while day < local_day(after.at):
                day += timedelta(days=1)
                days.add(day)
    return len(days)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_who_prepared_a_case_decides_it(seed: int) -> None:
    prepared: set[str] = set()
    for event in history(seed):
        if event.kind in DECIDING:
            assert event.actor not in prepared
        if event.kind in PREPARING:
            prepared.add(event.actor)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_refused_without_the_chance_to_be_heard(seed: int) -> None:
    heard = False
    for event in history(seed):
        heard = heard or event.kind in ("hearing_held", "hearing_waived", "hearing_lapsed")
        if event.kind == "reconsidered":
            heard = False
        assert event.kind != "refusal_decided" or heard


@pytest.mark.parametrize("seed", SEEDS)
def test_the_days_that_stood_move_the_last_day_exactly(seed: int) -> None:
    """As long as the term had not run out: what begins after that has no effect."""
    events = history(seed)
    plain = START.date() + timedelta(days=42)
    for length in range(1, len(events) + 1):
        part = events[:length]
        on = local_day(part[-1].at)
        term = fold(LICENCE, part, CALENDAR, on=on).term("decision")
        if term.expired or term.due is None or on > term.due:
            return
        assert term.due == plain + timedelta(days=stood(part))


def test_the_histories_reach_every_kind_of_end() -> None:
    ends = set()
    for seed in range(400):
        state = fold(LICENCE, history(seed), CALENDAR, on=START.date() + timedelta(days=400))
        if state.outcome:
            ends.add(state.outcome.id)
    assert {"closed_granted", "closed_withdrawn", "closed_without_decision"} <= ends
