"""The deadlines of the plan: for each measure and day, the commitments that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bolwerk.engines.progress import Assessment, CommitmentStanding
from bolwerk.faces.monitor import house, words
from bolwerk.kernel import Standing, Text
from bolwerk.plan import Commitment, Measure


@dataclass(frozen=True, slots=True)
class Deadline:
    """`phrase` is what the text says, `standing` how sure the reading is."""

    measure: Measure
    day: date
    phrase: str
    standing: Standing
    promises: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A deadline with what is known of it on a day."""

    deadline: Deadline
    standings: tuple[CommitmentStanding, ...]

    @property
    def count(self) -> Text:
        return words.commitments(len(self.deadline.promises))

    @property
    def done(self) -> bool:
        return all(standing.delivery == "delivered" for standing in self.standings)

    @property
    def silent(self) -> bool:
        """Nothing is known of any of them: then passed is not late."""
        return all(standing.no_data for standing in self.standings)


def deadlines() -> tuple[Deadline, ...]:
    """In order of day, then of the plan."""
    found: dict[tuple[str, date], list[Commitment]] = {}
    for promise in house.plan().commitments:
        if promise.timing and promise.timing.deadline:
            found.setdefault((promise.measure, promise.timing.deadline), []).append(promise)
    rows = [_deadline(code, day, promises) for (code, day), promises in found.items()]
    return tuple(sorted(rows, key=lambda row: row.day))


def undated() -> int:
    """How many commitments have no last day."""
    return sum(not (promise.timing and promise.timing.deadline) for promise in house.plan().commitments)


def views(whole: Assessment) -> tuple[DeadlineView, ...]:
    return tuple(DeadlineView(one, tuple(whole.commitment(p.id) for p in one.promises)) for one in deadlines())


def _deadline(code: str, day: date, promises: list[Commitment]) -> Deadline:
    timing = promises[0].timing
    if timing is None:
        raise AssertionError(promises[0].id)
    return Deadline(house.plan().measure(code), day, timing.phrase, timing.standing, tuple(promises))
