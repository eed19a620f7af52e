"""One replication: the cases go through the office, event by event (simpy)."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import simpy

from bolwerk.engines.simulate._clock import Clock
from bolwerk.engines.simulate._draw import Drawn
from bolwerk.engines.simulate._model import Office, Rule

_NO_TERM = 10**9


@dataclass(slots=True)
class Passage:
    """What became of one case.

    `received`, `decided`: whole calendar days since the start; `arrival`, `departure`: working days since the start.
    `paused` are the days it waited for somebody outside, `stopped` those of them that the term stood still. A pause from day S
    to day L is L - S days: the day it began does not count, as in the law. `waited` are working days in queues.
    """

    lane: int
    arrival: float
    departure: float = 0.0
    received: int = 0
    decided: int = 0
    paused: int = 0
    stopped: int = 0
    waited: float = 0.0

    @property
    def lead(self) -> int:
        """Calendar days from receipt to decision."""
        return self.decided - self.received

    @property
    def counted(self) -> int:
        """Calendar days that the term counts: the lead time without the days the clock stood still."""
        return self.lead - self.stopped


@dataclass(slots=True)
class Run:
    """All passages of a replication in the order of arrival, and when each pool was at work: (from, until) in working days."""

    passages: list[Passage] = field(default_factory=list)
    busy: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


def run(office: Office, staff: Mapping[str, int], cases: Sequence[Drawn], clock: Clock) -> Run:
    """Everybody who came is helped to the end, so no case is cut off."""
    world = simpy.Environment()
    by_due = office.rule is Rule.EARLIEST_DUE
    kind: type[simpy.Resource] = simpy.PriorityResource if by_due else simpy.Resource
    pools = {pool.name: kind(world, staff.get(pool.name, pool.staff)) for pool in office.pools}
    hours = {pool.name: pool.hours for pool in office.pools}
    result = Run(busy={pool.name: [] for pool in office.pools})

    def life(case: Drawn, told: Passage) -> Generator[simpy.Event, Any, None]:
        lane = office.lanes[case.lane]
        for step, work, days in zip(lane.steps, case.work, case.pauses, strict=True):
            came = world.now
            pool = pools[step.pool]
            due = told.received + told.stopped + (_NO_TERM if lane.term is None else lane.term)
            with pool.request(priority=due) if isinstance(pool, simpy.PriorityResource) else pool.request() as place:
                yield place
                began = world.now
                told.waited += began - came
                yield world.timeout(work / hours[step.pool])
                result.busy[step.pool].append((began, world.now))
            if days and step.pause:
                before = clock.calendar(world.now)
                yield world.timeout(max(clock.working(before + days) - world.now, 0.0))
                told.paused += days
                if step.pause.stops_clock:
                    told.stopped += days
        told.departure = world.now
        told.decided = int(clock.calendar(world.now))

    def door() -> Generator[simpy.Event, Any, None]:
        for case in cases:
            if case.arrival > world.now:
                yield world.timeout(case.arrival - world.now)
            told = Passage(case.lane, case.arrival, received=int(clock.calendar(case.arrival)))
            result.passages.append(told)
            world.process(life(case, told))

    world.process(door())
    world.run()
    return result
