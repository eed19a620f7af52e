"""How a score sheet stands while it is being filled in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bolwerk.kernel import Reason, Text
from bolwerk.office.calls.scoring import Mark, Scheme, assess, signed


@dataclass(frozen=True, slots=True)
class Sum:
    """The points so far on an axis, or in all; `minimum` None is an axis without a floor."""

    label: Text
    points: str
    minimum: str | None
    enough: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Sums of what has a mark. `passes` and `why` only once every criterion has one."""

    marked: int
    of: int
    sums: tuple[Sum, ...]
    critical: tuple[Text, ...]
    passes: bool | None
    why: tuple[Reason, ...]


def standing_of(scheme: Scheme, marks: Mapping[str, Mark]) -> Standing:
    """Where the marks given so far lead."""
    known = {c.id: marks[c.id] for c in scheme.criteria if c.id in marks}
    sums = [
        _sum(axis.label, sum(known[c.id].points for c in scheme.criteria if c.axis == axis.id and c.id in known), axis.minimum)
        for axis in scheme.axes
    ]
    sums.append(_sum(Text("totaal", "total"), sum(mark.points for mark in known.values()), scheme.total_minimum))
    critical = tuple(c.label for c in scheme.criteria if known.get(c.id) is Mark.CRITICAL)
    whole = len(known) == len(scheme.criteria)
    scored = assess(scheme, known) if whole else None
    return Standing(
        len(known),
        len(scheme.criteria),
        tuple(sums),
        critical,
        scored.passes if scored else None,
        scored.why if scored else (),
    )


def _sum(label: Text, points: int, minimum: int | None) -> Sum:
    return Sum(label, signed(points), None if minimum is None else signed(minimum), minimum is None or points >= minimum)
