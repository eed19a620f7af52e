"""Small offices to reckon with."""

from __future__ import annotations

from datetime import date

from bolwerk.engines.simulate import Distribution, Lane, Office, Pause, Pool, Rule, Step
from bolwerk.kernel import Text

NAME = Text("proef", "trial")
MONDAY = date(2026, 3, 2)
DAY = 8.0


def one_step(
    per_year: float = 0.0,
    work: Distribution | None = None,
    *,
    staff: int = 1,
    pause: Pause | None = None,
    arrivals: tuple[date, ...] = (),
    term: int | None = None,
    rule: Rule = Rule.FIFO,
    start: date = MONDAY,
) -> Office:
    """One lane, one step, one pool of people with eight hours a day."""
    step = Step("assess", NAME, "clerks", work or Distribution.fixed(DAY), pause)
    return Office(
        NAME, (Lane("only", NAME, (step,), per_year, arrivals, term),), (Pool("clerks", NAME, staff, DAY),), start, rule
    )


def three_steps(staff: int = 3, term: int | None = 30, per_year: float = 300) -> Office:
    """Two lanes that share a pool, with a pause between two steps."""
    wait = Pause(NAME, 0.4, Distribution.gamma(12, 0.5))
    steps = (
        Step("intake", NAME, "clerks", Distribution.gamma(3, 0.7), wait),
        Step("assess", NAME, "clerks", Distribution.lognormal(9, 0.9)),
        Step("decide", NAME, "deciders", Distribution.gamma(1, 0.5)),
    )
    lanes = (Lane("long", NAME, steps, per_year, (), term), Lane("short", NAME, steps[:1], per_year, (), term))
    return Office(NAME, lanes, (Pool("clerks", NAME, staff, 6), Pool("deciders", NAME, 1, 4)), MONDAY)
