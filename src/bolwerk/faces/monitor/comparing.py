"""What differs between two days, by measure: commitments, money, evidence."""

from __future__ import annotations

from dataclasses import dataclass

from bolwerk.engines.progress import Assessment, CommitmentStanding, MoneyLine, compare
from bolwerk.faces.monitor import house
from bolwerk.faces.monitor.standing import CommitmentView
from bolwerk.kernel import ZERO, Money, Text
from bolwerk.plan import Commitment, Measure

Changed = tuple[Commitment, CommitmentView | None, CommitmentView | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """`changes`: (commitment, before, after). `money`: what came on top, by sort. `evidence`: how many pieces came on top."""

    measure: Measure
    changes: tuple[Changed, ...]
    money: tuple[tuple[Text, Money], ...]
    evidence: int


def differences(before: Assessment, after: Assessment) -> tuple[Moved, ...]:
    """Only measures in which something moved, in the order of the plan."""
    changed: dict[str, list[Changed]] = {}
    for change in compare(before, after):
        one = change.after or change.before
        if one is not None:
            promise = house.plan().commitment(one.commitment)
            row = (promise, _view(promise, change.before), _view(promise, change.after))
            changed.setdefault(promise.measure, []).append(row)
    rows = []
    for measure in house.plan().measures:
        old, new = before.measure(measure.code), after.measure(measure.code)
        rows.append(Moved(measure, tuple(changed.get(measure.code, ())), _money(old.money, new.money), new.found - old.found))
    return tuple(row for row in rows if row.changes or row.money or row.evidence)


def _view(promise: Commitment, standing: CommitmentStanding | None) -> CommitmentView | None:
    return CommitmentView(promise, standing, own_timing=False) if standing else None


def _money(old: MoneyLine, new: MoneyLine) -> tuple[tuple[Text, Money], ...]:
    pairs = (
        (Text("ingeschreven", "appropriated"), old.appropriated, new.appropriated),
        (Text("vastgelegd", "committed"), old.committed, new.committed),
        (Text("betaald", "paid"), old.paid, new.paid),
    )
    found = ((label, (now or ZERO) - (was or ZERO)) for label, was, now in pairs)
    return tuple((label, amount) for label, amount in found if amount)
