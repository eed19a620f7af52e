"""An indicator on a day: its figure, whether it holds, and the evidence behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from bolwerk.engines.progress._model import Aggregate, Indicator, Milestone, Target
from bolwerk.engines.progress._state import Hit, State
from bolwerk.kernel import Text, write_date

SHOWN = 25
"""How many pieces of evidence a reading carries, the newest; `found` counts them all."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a figure comes from: a record in a register."""

    register: str
    subject: str
    kind: str
    day: date
    key: str


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` is None when unknown, which is not zero. `holds` is None when it cannot be judged: no data, or no goal.

    `progress`: from 0 to 1, None when unknown. `found` of `expected` pieces of evidence; `evidence` are the newest.
    `unreadable`: records that count but lack the figure. `reached_on`: the day a milestone was reached.
    """

    indicator: Indicator
    on: date
    value: Decimal | None
    holds: bool | None
    progress: Decimal | None
    known: bool
    found: int
    expected: int
    evidence: tuple[Evidence, ...]
    latest: date | None
    reached_on: date | None
    unreadable: int
    reason: Text


def read(indicator: Indicator, state: State, on: date) -> Reading:
    """The indicator as of that day."""
    if isinstance(indicator, Milestone):
        return _milestone(indicator, state, on)
    return _target(indicator, state, on)


def _milestone(milestone: Milestone, state: State, on: date) -> Reading:
    hits = state.hits(milestone, on)
    known = state.knows(milestone.match.register, on)
    first = _first_days(hits)
    days = sorted(first.values())
    found = len(days)
    reached = days[milestone.count - 1] if found >= milestone.count else None
    value = Decimal(found) if known else None
    if not known:
        reason = _NO_DATA
    elif reached:
        reason = Text(f"Bereikt op {write_date(reached, 'nl')}.", f"Reached on {write_date(reached, 'en')}.")
    else:
        reason = Text(f"{found} van {milestone.count} gevonden.", f"{found} of {milestone.count} found.")
    return Reading(
        indicator=milestone,
        on=on,
        value=value,
        holds=reached is not None if known else None,
        progress=min(Decimal(1), Decimal(found) / milestone.count) if known else None,
        known=known,
        found=min(found, milestone.count),
        expected=milestone.count,
        evidence=_evidence(hits),
        latest=hits[-1].day if hits else None,
        reached_on=reached,
        unreadable=0,
        reason=reason,
    )


def _target(target: Target, state: State, on: date) -> Reading:
    hits, others = state.hits(target, on), state.others(target, on)
    registers = {target.match.register, *([target.other.register] if target.other else [])}
    known = all(state.knows(register, on) for register in registers)
    value = _value(target, hits, others) if known else None
    unreadable = sum(hit.value is None for hit in (*hits, *others)) if target.aggregate is Aggregate.SUM else 0
    holds = None if value is None or target.goal is None else _meets(value, target.goal, target.at_most)
    behind = [*hits[-SHOWN:], *others[-SHOWN:]] if target.aggregate is Aggregate.SHARE else hits[-SHOWN:]
    latest = max((rows[-1].day for rows in (hits, others) if rows), default=None)
    return Reading(
        indicator=target,
        on=on,
        value=value,
        holds=holds,
        progress=_progress(target, value),
        known=known,
        found=int(bool(behind)),
        expected=1,
        evidence=_evidence(sorted(behind, key=lambda hit: hit[:5])),
        latest=latest,
        reached_on=None,
        unreadable=unreadable,
        reason=_why(target, value, known, unreadable),
    )


def _value(target: Target, hits: Sequence[Hit], others: Sequence[Hit]) -> Decimal | None:
    match target.aggregate:
        case Aggregate.COUNT:
            return Decimal(len({hit.subject for hit in hits}))
        case Aggregate.SUM:
            return _total(hits) - _total(others)
        case Aggregate.SHARE:
            whole = {hit.subject for hit in others}
            part = whole & {hit.subject for hit in hits}
            return _tenth(Decimal(100 * len(part)) / len(whole)) if whole else None
        case Aggregate.MEDIAN_DAYS:
            days = _days_between(hits, others)
            return _tenth(Decimal(str(median(days)))) if days else None


def _total(hits: Sequence[Hit]) -> Decimal:
    return sum((hit.value for hit in hits if hit.value is not None), Decimal(0))


def _days_between(hits: Sequence[Hit], others: Sequence[Hit]) -> list[int]:
    ends: dict[str, list[date]] = {}
    for hit in others:
        ends.setdefault(hit.subject, []).append(hit.day)
    found = []
    for subject, start in _first_days(hits).items():
        later = [day for day in ends.get(subject, ()) if day >= start]
        if later:
            found.append((min(later) - start).days)
    return found


def _first_days(hits: Sequence[Hit]) -> dict[str, date]:
    """The first day of each subject; hits come oldest first."""
    first: dict[str, date] = {}
    for hit in hits:
        first.setdefault(hit.subject, hit.day)
    return first


def _meets(value: Decimal, goal: Decimal, at_most: bool) -> bool:
    return value <= goal if at_most else value >= goal


def _progress(target: Target, value: Decimal | None) -> Decimal | None:
    """How far from the baseline to the goal; a ceiling is kept or not."""
    if value is None or target.goal is None:
        return None
    if _meets(value, target.goal, target.at_most):
        return Decimal(1)
    if target.at_most or target.goal <= target.baseline:
        return Decimal(0)
    return max(Decimal(0), (value - target.baseline) / (target.goal - target.baseline))


def _why(target: Target, value: Decimal | None, known: bool, unreadable: int) -> Text:
    if not known:
        return _NO_DATA
    if value is None:
        return Text("Er is nog niets om uit te rekenen.", "There is nothing to compute from yet.")
    text = Text("{value} {unit}", "{value} {unit}").format(value=_plain(value), unit=target.unit)
    if target.goal is None:
        text = Text("{text}; er is geen doel.", "{text}; there is no goal.").format(text=text)
    else:
        least = Text("ten hoogste", "at most") if target.at_most else Text("ten minste", "at least")
        text = Text("{text}; het doel is {least} {goal}.", "{text}; the goal is {least} {goal}.").format(
            text=text, least=least, goal=_plain(target.goal)
        )
    if unreadable:
        return Text(
            "{text} {n} records zonder leesbaar cijfer tellen niet mee.", "{text} {n} records without a figure are left out."
        ).format(text=text, n=unreadable)
    return text


def _evidence(hits: Sequence[Hit]) -> tuple[Evidence, ...]:
    return tuple(Evidence(hit.register, hit.subject, hit.kind, hit.day, hit.key) for hit in reversed(hits[-SHOWN:]))


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


_NO_DATA = Text("Nog geen gegevens.", "No data yet.")
