"""The cases of one replication, with all that chance decides of them, drawn before anybody works on them.

Common random numbers: the n-th case of a lane has the same work and the same pauses whatever the staff, the inflow or the rule,
so that two scenarios differ by what was changed and by nothing else. Each draw has a stream of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from bolwerk.engines.simulate._clock import Clock
from bolwerk.engines.simulate._model import Floats, Lane, Office, Span

_ARRIVALS, _WORK, _WHETHER, _HOW_LONG = range(4)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One case: lane by number, arrival in working days, hours of work and days of pause (0: none) per step."""

    lane: int
    arrival: float
    work: tuple[float, ...]
    pauses: tuple[int, ...]


def draw(office: Office, clock: Clock, span: Span, seed: int, replication: int, inflow: float) -> tuple[Drawn, ...]:
    """All cases of a replication in the order in which they come."""
    cases = [
        case
        for number, lane in enumerate(office.lanes)
        for case in _of_lane(lane, number, clock, span, (seed, replication), inflow, office)
    ]
    return tuple(sorted(cases, key=lambda case: (case.arrival, case.lane)))


def _of_lane(
    lane: Lane, number: int, clock: Clock, span: Span, of: tuple[int, int], inflow: float, office: Office
) -> list[Drawn]:
    def stream(*what: int) -> np.random.Generator:
        return np.random.default_rng(np.random.SeedSequence(of[0], spawn_key=(of[1], number, *what)))

    if lane.arrivals:
        arrivals = _listed(lane, clock, stream(_ARRIVALS), inflow, office)
    else:
        arrivals = _poisson(lane.per_year * inflow, clock, span, stream(_ARRIVALS))
    n = len(arrivals)
    work = [step.work.draw(stream(_WORK, place), n) for place, step in enumerate(lane.steps)]
    pauses = []
    for place, step in enumerate(lane.steps):
        if step.pause is None:
            pauses.append(np.zeros(n, dtype=np.int64))
            continue
        days = np.rint(step.pause.days.draw(stream(_HOW_LONG, place), n)).astype(np.int64)
        pauses.append(np.where(stream(_WHETHER, place).random(n) < step.pause.probability, days, 0))
    return [
        Drawn(number, arrival, tuple(float(one[i]) for one in work), tuple(int(one[i]) for one in pauses))
        for i, arrival in enumerate(arrivals.tolist())
    ]


def _poisson(per_year: float, clock: Clock, span: Span, rng: np.random.Generator) -> Floats:
    """Arrivals in working time at a steady rate; the same unit gaps for every rate."""
    days = clock.before(span.total)
    rate = per_year / max(clock.before(365), 1)
    expected = rate * days
    gaps = rng.exponential(1.0, ceil(expected + 8 * expected**0.5 + 8))
    if not rate:
        return np.zeros(0)
    times = np.cumsum(gaps) / rate
    return times[times < days]


def _listed(lane: Lane, clock: Clock, rng: np.random.Generator, inflow: float, office: Office) -> Floats:
    """The given days, each case as often as the inflow says: 1.3 is once, and once more for three in ten."""
    times = []
    for day in sorted(lane.arrivals):
        since = (day - office.start).days
        times += [clock.working(max(since, 0))] * int(inflow + rng.random())
    return np.asarray(times, dtype=np.float64)
