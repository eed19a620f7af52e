"""The bench: one set of drawn cases, on which scenarios of staff are tried and remembered, and the smallest staff is sought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bolwerk.engines.simulate._clock import Clock
from bolwerk.engines.simulate._draw import Drawn, draw
from bolwerk.engines.simulate._figures import Estimate, Outcome, summarise
from bolwerk.engines.simulate._model import Office, Span
from bolwerk.engines.simulate._run import Run, run
from bolwerk.kernel import InvalidInput, Text

_MOST_CASES = 2_000_000


class Bench:
    """An office under one inflow, with the cases of every replication drawn once: what differs between scenarios is the staff.

    `inflow` multiplies the arrivals of every lane. The seed fixes every outcome.
    """

    def __init__(
        self, office: Office, *, inflow: float = 1.0, replications: int = 20, seed: int = 1, span: Span | None = None
    ) -> None:
        span = span or Span()
        if replications < 2 or inflow <= 0 or seed < 0:
            raise InvalidInput(
                Text(
                    "Een simulatie vraagt minstens 2 herhalingen, een instroom boven 0 en een startgetal vanaf 0.",
                    "A simulation needs at least 2 replications, an inflow above 0 and a seed from 0.",
                ),
                mend=Text(
                    "Kies bijvoorbeeld 20 herhalingen en instroom 1.", "Choose for example 20 replications and inflow 1."
                ),
            )
        rate = sum(lane.per_year * span.total / 365 + len(lane.arrivals) for lane in office.lanes) * inflow * replications
        if rate > _MOST_CASES:
            raise InvalidInput(
                Text(
                    f"Dit zijn ongeveer {rate:.0f} zaken; de grens is {_MOST_CASES}.",
                    f"These are about {rate:.0f} cases; the limit is {_MOST_CASES}.",
                ),
                mend=Text(
                    "Vraag minder herhalingen of een kleinere instroom.", "Ask for fewer replications or a smaller inflow."
                ),
            )
        self.office, self.inflow, self.replications, self.seed, self.span = office, inflow, replications, seed, span
        self._clock = Clock(office.start, office.calendar)
        self._cases: tuple[tuple[Drawn, ...], ...] = tuple(
            draw(office, self._clock, span, seed, number, inflow) for number in range(replications)
        )
        self._known: dict[tuple[int, ...], Outcome] = {}

    def runs(self, staff: Mapping[str, int] | None = None) -> tuple[Run, ...]:
        """Every replication case by case, for whoever wants more than the figures."""
        chosen = self._staff(staff)
        return tuple(run(self.office, chosen, cases, self._clock) for cases in self._cases)

    def at(self, staff: Mapping[str, int] | None = None) -> Outcome:
        """The figures with this staff per pool; a pool that is not named keeps its own."""
        chosen = self._staff(staff)
        key = tuple(chosen.values())
        if key not in self._known:
            self._known[key] = summarise(self.office, chosen, self.inflow, self.seed, self.span, self.runs(chosen), self._clock)
        return self._known[key]

    def _staff(self, staff: Mapping[str, int] | None) -> dict[str, int]:
        for name, count in (staff or {}).items():
            if self.office.pool(name) and count < 1:
                raise InvalidInput(
                    Text(f"De ploeg '{name}' heeft {count} mensen.", f"The pool '{name}' has {count} people."),
                    mend=Text("Geef elke ploeg minstens 1 mens.", "Give every pool at least 1 person."),
                )
        return {pool.name: (staff or {}).get(pool.name, pool.staff) for pool in self.office.pools}


def simulate(
    office: Office,
    *,
    staff: Mapping[str, int] | None = None,
    inflow: float = 1.0,
    replications: int = 20,
    seed: int = 1,
    span: Span | None = None,
) -> Outcome:
    """One scenario. For several on the same cases, keep a `Bench`."""
    return Bench(office, inflow=inflow, replications=replications, seed=seed, span=span).at(staff)


@dataclass(frozen=True, slots=True)
class StaffNeeded:
    """The smallest staff of a pool that keeps a lane within its term for the share asked.

    `staff` None: even `tried` people do not, and more of this pool would not help (the work and the waits alone take too long).
    `low` and `high`: the smallest staff for which the interval of the share does not exclude it, and for which it lies wholly
    above it (None: not within what was tried). `share` is that of `staff`, or of the most people tried.
    """

    pool: str
    lane: str
    term: int
    asked: float
    staff: int | None
    low: int | None
    high: int | None
    share: Estimate
    tried: int

    def as_json(self) -> dict[str, object]:
        return {
            "pool": self.pool,
            "lane": self.lane,
            "term_days": self.term,
            "share_asked": self.asked,
            "staff": self.staff,
            "low": self.low,
            "high": self.high,
            "share": self.share.as_json(),
            "most_tried": self.tried,
        }


def staff_needed(bench: Bench, *, pool: str, lane: str, share: float = 0.90, most: int = 400) -> StaffNeeded | None:
    """By halving, on the same cases for every staff. None: the lane has no term, or no case came.

    More people of one pool never make a one-step office slower on the same cases; with several steps the order may change: the
    share then rises on the whole, but not in every single case.
    """
    term = bench.office.lane(lane).term
    bench.office.pool(pool)
    if not 0 < share <= 1:
        raise InvalidInput(
            Text(f"Een aandeel ligt tussen 0 en 1, niet {share}.", f"A share lies between 0 and 1, not {share}."),
            mend=Text("Schrijf 0.9 voor 90 %.", "Write 0.9 for 90 %."),
        )
    as_is = bench.at().lane(lane).within
    if term is None or as_is is None:
        return None

    def of(people: int) -> Estimate:
        return bench.at({pool: people}).lane(lane).within or as_is  # the same cases come whatever the staff

    enough = _first(lambda people: of(people).value >= share, most)
    low = _first(lambda people: of(people).high >= share, enough or most)
    high = _first(lambda people: of(people).low >= share, most, enough or most)
    return StaffNeeded(pool, lane, term, share, enough, low, high, of(enough or most), most)


def _first(holds: Callable[[int], bool], most: int, least: int = 1) -> int | None:
    """The smallest number from `least` on for which it holds: doubled up to a bound, then halved. None: not even at `most`."""
    below, above = least - 1, least
    while not holds(above):
        if above >= most:
            return None
        below, above = above, min(above * 2, most)
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (below, middle) if holds(middle) else (middle, above)
    return above
