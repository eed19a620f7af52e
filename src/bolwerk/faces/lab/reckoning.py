"""A page's worth of simulation: the grid of staff, the staff needed, and what a small change would do. Kept for an hour."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache

from bolwerk.domains.terms import LaneTerm
from bolwerk.engines.simulate import Bench, Lane, LaneFigures, Office, Outcome, Pool, Span, StaffNeeded, staff_needed
from bolwerk.faces.lab.offices import Figures

_BUDGET = 30_000
"""Cases that the grid of one page may send through the office: about a second."""
SPAN = Span(warm_up=91, measured=365, cool_down=45)
_FEWEST, _MOST = 4, 20
_HOUR = 3600
SEED = 1


@dataclass(frozen=True)
class Asked:
    """What the visitor chose. `inflow` as a factor, `share` between 0 and 1."""

    pool: str
    first: int
    last: int
    inflow: float
    share: float


@dataclass(frozen=True)
class LaneView:
    """One lane over the grid: figures per number of people, its term, the staff needed (None: no term or no case)."""

    lane: Lane
    term: LaneTerm | None
    rows: tuple[tuple[int, LaneFigures], ...]
    needed: StaffNeeded | None


@dataclass(frozen=True)
class Reckoned:
    """`keeps_up`: people that merely keep up with the work. `busier`: the present staff at a tenth more cases."""

    pool: Pool
    replications: int
    grid: tuple[Outcome, ...]
    lanes: tuple[LaneView, ...]
    keeps_up: float
    now: Outcome
    busier: Outcome


def reckoned(figures: Figures, asked: Asked, on: date) -> Reckoned:
    """From the cache when the same was asked of the same figures today."""
    told = repr((figures.source, figures.office, [term.days for term in figures.terms], asked, on))
    key = "lab-leadtime-" + hashlib.sha256(told.encode()).hexdigest()
    found: Reckoned = _kept(key, lambda: _reckon(figures, asked))
    return found


def _kept(key: str, make: Callable[[], Any]) -> Any:
    found = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, _HOUR)
    return found


def _reckon(figures: Figures, asked: Asked) -> Reckoned:
    office, pool = figures.office, figures.office.pool(asked.pool)
    numbers = range(asked.first, asked.last + 1)
    replications = _replications(office, asked.inflow, len(numbers))
    bench = Bench(office, inflow=asked.inflow, replications=replications, seed=SEED, span=SPAN)
    grid = tuple(bench.at({pool.name: people}) for people in numbers)
    busier = Bench(office, inflow=asked.inflow * 1.1, replications=replications, seed=SEED, span=SPAN)
    terms = {term.lane.name: term for term in figures.terms}
    lanes = tuple(
        LaneView(
            lane,
            terms.get(lane.name),
            tuple((outcome.staff[pool.name], outcome.lane(lane.name)) for outcome in grid),
            staff_needed(bench, pool=pool.name, lane=lane.name, share=asked.share, most=200) if lane.name in terms else None,
        )
        for lane in office.lanes
    )
    return Reckoned(pool, replications, grid, lanes, office.load(pool.name, asked.inflow), bench.at(), busier.at())


def _replications(office: Office, inflow: float, numbers: int) -> int:
    """As many as the budget allows: a small office is drawn often, a large one seldom."""
    cases = sum(lane.per_year * SPAN.total / 365 + len(lane.arrivals) for lane in office.lanes) * inflow
    return max(_FEWEST, min(_MOST, int(_BUDGET / max(cases * numbers, 1))))
