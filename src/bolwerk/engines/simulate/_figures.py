"""What the replications say: spreads of lead times, shares within the term, how busy people were, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from bolwerk.engines.simulate._clock import Clock
from bolwerk.engines.simulate._model import Lane, Office, Span
from bolwerk.engines.simulate._run import Passage, Run


@dataclass(frozen=True, slots=True)
class Spread:
    """Of all measured cases together, in calendar days: mean, median, and the band that holds eight in ten."""

    mean: float
    p10: float
    p50: float
    p90: float

    @classmethod
    def of(cls, days: Sequence[float]) -> Spread | None:
        """None when there is nothing to measure."""
        if not days:
            return None
        low, middle, high = np.percentile(days, (10, 50, 90))
        return cls(float(np.mean(days)), float(low), float(middle), float(high))

    def as_json(self) -> dict[str, float]:
        return {"mean": round(self.mean, 2), "p10": self.p10, "p50": self.p50, "p90": self.p90}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over replications with its interval of confidence (Student's t)."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float], confidence: float = 0.95, floor: float | None = None) -> Estimate | None:
        """None without values. One value alone says nothing of its certainty: the interval is then unbounded.

        `floor` 0 keeps the interval of a share between 0 and 1.
        """
        if not values:
            return None
        mean = float(np.mean(values))
        if len(values) == 1:
            half = float("inf")
        else:
            half = student(confidence, len(values) - 1) * float(np.std(values, ddof=1)) / sqrt(len(values))
        low, high = mean - half, mean + half
        return cls(mean, low, high) if floor is None else cls(mean, max(low, floor), min(high, 1.0))

    def as_json(self) -> dict[str, float]:
        return {"value": round(self.value, 4), "low": round(self.low, 4), "high": round(self.high, 4)}


@dataclass(frozen=True, slots=True)
class LaneFigures:
    """One lane. `lead` counts every day from receipt to decision; `counted` leaves out the days the clock stood still.

    `within` is the share of the cases whose counted days fit the term (None: no term, or no case); `cases` are those measured
    in all replications together.
    """

    lane: str
    cases: int
    lead: Spread | None
    counted: Spread | None
    within: Estimate | None
    term: int | None

    def as_json(self) -> dict[str, object]:
        return {
            "lane": self.lane,
            "cases": self.cases,
            "lead_days": self.lead.as_json() if self.lead else None,
            "counted_days": self.counted.as_json() if self.counted else None,
            "term_days": self.term,
            "within_term": self.within.as_json() if self.within else None,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """One scenario: staff and inflow, the figures of each lane, and per pool the share of its time that it worked."""

    staff: Mapping[str, int]
    inflow: float
    replications: int
    seed: int
    lanes: tuple[LaneFigures, ...]
    utilisation: Mapping[str, Estimate]

    def lane(self, name: str) -> LaneFigures:
        return next(one for one in self.lanes if one.lane == name)

    def as_json(self) -> dict[str, object]:
        return {
            "staff": dict(self.staff),
            "inflow": self.inflow,
            "replications": self.replications,
            "seed": self.seed,
            "lanes": [lane.as_json() for lane in self.lanes],
            "utilisation": {name: one.as_json() for name, one in self.utilisation.items()},
        }


def summarise(
    office: Office, staff: Mapping[str, int], inflow: float, seed: int, span: Span, runs: Sequence[Run], clock: Clock
) -> Outcome:
    """The figures over the cases that came in the measured days. Cases that came on given days all count."""
    window = range(span.warm_up, span.warm_up + span.measured)
    lanes = tuple(_of_lane(lane, number, window, runs) for number, lane in enumerate(office.lanes))
    first, last = clock.before(window.start), clock.before(window.stop)
    utilisation = {}
    for pool in office.pools:
        room = staff[pool.name] * max(last - first, 1)
        shares = [sum(max(min(b, last) - max(a, first), 0.0) for a, b in one.busy[pool.name]) / room for one in runs]
        if found := Estimate.of(shares, floor=0.0):
            utilisation[pool.name] = found
    return Outcome(dict(staff), inflow, len(runs), seed, lanes, utilisation)


def _of_lane(lane: Lane, number: int, window: range, runs: Sequence[Run]) -> LaneFigures:
    def measured(one: Run) -> list[Passage]:
        of_lane = (passage for passage in one.passages if passage.lane == number)
        return list(of_lane) if lane.arrivals else [passage for passage in of_lane if passage.received in window]

    per_run = [measured(one) for one in runs]
    together = [passage for passages in per_run for passage in passages]
    within = None
    if (term := lane.term) is not None:
        shares = [sum(one.counted <= term for one in passages) / len(passages) for passages in per_run if passages]
        within = Estimate.of(shares, floor=0.0)
    return LaneFigures(
        lane.name,
        len(together),
        Spread.of([one.lead for one in together]),
        Spread.of([one.counted for one in together]),
        within,
        term,
    )


def student(confidence: float, freedom: int) -> float:
    """The two-sided quantile of Student's t, by Abramowitz and Stegun 26.7.5; exact for one and two degrees."""
    p = (1 + confidence) / 2
    if freedom == 1:
        return float(np.tan(np.pi * (p - 0.5)))
    if freedom == 2:
        return (2 * p - 1) * sqrt(2 / (4 * p * (1 - p)))
    z = NormalDist().inv_cdf(p)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return float(z + sum(term / freedom**power for power, term in enumerate(terms, 1)))
