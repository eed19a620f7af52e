"""The money of a measure or an envelope: planned, appropriated, committed, paid; as of a day or as a series."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bolwerk.engines.progress._state import Entry, Flow, State
from bolwerk.kernel import Money


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """None is unknown: the plan names no amount, or the ledger has told nothing of this measure yet.

    `committed` is less what was released, `paid` less what was recovered.
    """

    planned: Money | None
    appropriated: Money | None
    committed: Money | None
    paid: Money | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class MoneyPoint:
    """Running totals at the end of a day."""

    day: date
    appropriated: Money
    committed: Money
    paid: Money


def money(state: State, on: date, *, measure: str = "", envelope: str = "", planned: Money | None = None) -> MoneyLine:
    """The totals on that day, of a measure or of an envelope."""
    points = series(state, on, measure=measure, envelope=envelope)
    if not points:
        return MoneyLine(planned, None, None, None, None)
    last = points[-1]
    return MoneyLine(planned, last.appropriated, last.committed, last.paid, last.day)


def series(state: State, on: date, *, measure: str = "", envelope: str = "") -> tuple[MoneyPoint, ...]:
    """A point for every day on which something was booked, oldest first."""
    chosen = [
        flow
        for flow in state.flows(on)
        if (not measure or flow.measure == measure) and (not envelope or flow.envelope == envelope)
    ]
    return tuple(_points(chosen))


def _points(flows: Iterable[Flow]) -> list[MoneyPoint]:
    totals = dict.fromkeys(Entry, 0)
    points: dict[date, MoneyPoint] = {}
    for flow in flows:
        totals[Entry(flow.kind)] += flow.cents
        points[flow.day] = MoneyPoint(
            flow.day,
            Money(totals[Entry.APPROPRIATION]),
            Money(totals[Entry.COMMITMENT] - totals[Entry.RELEASE]),
            Money(totals[Entry.PAYMENT] - totals[Entry.RECOVERY]),
        )
    return list(points.values())
