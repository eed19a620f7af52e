"""A case office as numbers: what comes in, what each step asks of people, who there is, and when the clock stands still."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from bolwerk.kernel import Calendar, InvalidInput, Text

Floats = NDArray[np.float64]


class Shape(StrEnum):
    """The families a length may be drawn from."""

    FIXED = "fixed"
    GAMMA = "gamma"
    LOGNORMAL = "lognormal"
    EMPIRICAL = "empirical"


@dataclass(frozen=True, slots=True)
class Distribution:
    """A length that is never negative: hours of work, or days of waiting.

    `cv` is the coefficient of variation (standard deviation over mean); a gamma with cv 1 is the exponential.
    `values` are the observations of an empirical one, drawn with equal chance; its mean is theirs.
    """

    shape: Shape
    mean: float
    cv: float = 0.0
    values: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and math.isfinite(self.cv)) or self.mean < 0 or self.cv < 0:
            raise ValueError("a length has a mean and a cv that are not negative")
        if self.shape is Shape.EMPIRICAL and (not self.values or min(self.values) < 0):
            raise ValueError("an empirical length has observations, none negative")

    @classmethod
    def fixed(cls, value: float) -> Self:
        return cls(Shape.FIXED, value)

    @classmethod
    def gamma(cls, mean: float, cv: float = 1.0) -> Self:
        return cls(Shape.GAMMA, mean, cv)

    @classmethod
    def lognormal(cls, mean: float, cv: float) -> Self:
        return cls(Shape.LOGNORMAL, mean, cv)

    @classmethod
    def empirical(cls, values: tuple[float, ...]) -> Self:
        return cls(Shape.EMPIRICAL, sum(values) / len(values) if values else 0.0, 0.0, values)

    def draw(self, rng: np.random.Generator, n: int) -> Floats:
        """`n` lengths. The first k of n are the same as a draw of k, so that scenarios of other sizes share their cases."""
        if self.shape is Shape.EMPIRICAL:
            return np.asarray(self.values, dtype=np.float64)[(rng.random(n) * len(self.values)).astype(np.int64)]
        if self.shape is Shape.FIXED or self.mean == 0 or self.cv == 0:
            return np.full(n, self.mean)
        if self.shape is Shape.GAMMA:
            form = 1 / self.cv**2
            return rng.gamma(form, self.mean / form, n)
        spread = math.log1p(self.cv**2)
        return rng.lognormal(math.log(self.mean) - spread / 2, math.sqrt(spread), n)

    def as_json(self) -> dict[str, object]:
        told: dict[str, object] = {"shape": self.shape.value, "mean": self.mean}
        if self.shape in (Shape.GAMMA, Shape.LOGNORMAL):
            told["cv"] = self.cv
        if self.shape is Shape.EMPIRICAL:
            told["observations"] = len(self.values)
        return told


@dataclass(frozen=True, slots=True)
class Pause:
    """After the work of a step, a share of the cases waits for somebody outside: a completion, an advice.

    `days` are calendar days, rounded to whole ones: the law counts days. `stops_clock` says whether the term stands still.
    """

    label: Text
    probability: float
    days: Distribution
    stops_clock: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.probability <= 1:
            raise ValueError("a probability lies between 0 and 1")


@dataclass(frozen=True, slots=True)
class Step:
    """Work of one person of a pool, in hours, on one case."""

    name: str
    label: Text
    pool: str
    work: Distribution
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A kind of case: how many a year (Poisson), or the days on which they came; its steps; its term in calendar days.

    `term_from` names the dated value of law that gives the term; whoever has the law at hand looks it up (`Office.with_terms`).
    """

    name: str
    label: Text
    steps: tuple[Step, ...]
    per_year: float = 0.0
    arrivals: tuple[date, ...] = ()
    term: int | None = None
    term_from: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.per_year) or self.per_year < 0 or (self.per_year and self.arrivals):
            raise ValueError("a lane has a rate that is not negative, or a list of arrivals, not both")
        if not self.steps:
            raise ValueError("a lane has a step")


@dataclass(frozen=True, slots=True)
class Pool:
    """People who do the same work. `hours` are the hours a day that one of them has for cases."""

    name: str
    label: Text
    staff: int
    hours: float

    def __post_init__(self) -> None:
        if self.staff < 1 or not 0 < self.hours <= 24:
            raise ValueError("a pool has at least one person, with hours for cases on a day")


class Rule(StrEnum):
    """Who is helped first: who came first at the step, or whose term runs out first."""

    FIFO = "fifo"
    EARLIEST_DUE = "earliest_due"


@dataclass(frozen=True, slots=True)
class Office:
    """What is simulated. `start` is the first day; `calendar` knows the days on which nobody works."""

    label: Text
    lanes: tuple[Lane, ...]
    pools: tuple[Pool, ...]
    start: date
    rule: Rule = Rule.FIFO
    calendar: Calendar = field(default_factory=Calendar)

    def __post_init__(self) -> None:
        known = {pool.name for pool in self.pools}
        for lane in self.lanes:
            for step in lane.steps:
                if step.pool not in known:
                    raise InvalidInput(
                        Text(
                            f"De stap '{step.name}' vraagt de ploeg '{step.pool}', die niet bestaat.",
                            f"The step '{step.name}' asks for the pool '{step.pool}', which does not exist.",
                        ),
                        where=f"lane {lane.name}",
                        mend=Text(f"Kies uit: {', '.join(sorted(known))}.", f"Choose from: {', '.join(sorted(known))}."),
                    )

    def pool(self, name: str) -> Pool:
        """Raises `InvalidInput` for a pool that is not there."""
        return _named(self.pools, name, Text("ploeg", "pool"))

    def lane(self, name: str) -> Lane:
        """Raises `InvalidInput` for a lane that is not there."""
        return _named(self.lanes, name, Text("spoor", "lane"))

    def with_terms(self, terms: Mapping[str, int]) -> Office:
        """The same office, with the term of law of some lanes in calendar days."""
        return replace(self, lanes=tuple(replace(one, term=terms.get(one.name, one.term)) for one in self.lanes))

    def work_per_case(self, lane: str) -> float:
        """Mean hours of work of one case of the lane, all steps together."""
        return sum(step.work.mean for step in self.lane(lane).steps)

    def load(self, pool: str, inflow: float = 1.0, days: float = 250.0) -> float:
        """People a pool needs merely to keep up, at `days` working days a year: below it every queue grows without end."""
        hours = sum(step.work.mean * lane.per_year for lane in self.lanes for step in lane.steps if step.pool == pool)
        return hours * inflow / (days * self.pool(pool).hours)


@dataclass(frozen=True, slots=True)
class Span:
    """Calendar days to simulate: a run-up that is not measured, the measured days, and days after it that keep up the load."""

    warm_up: int = 182
    measured: int = 365
    cool_down: int = 91

    def __post_init__(self) -> None:
        if self.warm_up < 0 or self.measured < 1 or self.cool_down < 0:
            raise ValueError("a span measures at least a day")

    @property
    def total(self) -> int:
        return self.warm_up + self.measured + self.cool_down


Named = TypeVar("Named", Lane, Pool)


def _named(found: tuple[Named, ...], name: str, kind: Text) -> Named:
    for one in found:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in found)
    raise InvalidInput(
        Text("Er is geen {kind} '{name}'.", "There is no {kind} '{name}'.").format(kind=kind, name=name[:40]),
        mend=Text(f"Kies uit: {known}.", f"Choose from: {known}."),
    )
