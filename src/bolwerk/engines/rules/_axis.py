"""An axis of a cube: the slots of one fact. A number or a date is cut where some row's answer turns; values that no row tells
apart share a slot, so that a list of countries costs no more than the groups a table makes of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any, TypeAlias

from bolwerk.engines.rules._facts import Fact, FactType, write_value
from bolwerk.kernel import Text

MOST_NAMED = 4
"""Of the values that share a slot, so many are named."""

Bound: TypeAlias = tuple[Any, int]
"""`(x, 0)` lies just before x, `(x, 1)` just after it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """`values` holds one value per slot (some value of it, where it stands for several); `slots` finds that of every value of a
    finite fact. A chained rule has a last slot None: no outcome. The slot after the last is "unknown".
    """

    fact: Fact
    values: tuple[Any, ...]
    bounds: tuple[Bound, ...] = ()
    slots: dict[Any, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def name(self) -> str:
        return self.fact.name

    def __len__(self) -> int:
        return len(self.values)

    def finder(self) -> Callable[[object], int]:
        """From a value as given to its slot. Raises InvalidInput naming the fact."""
        accept = self.fact.accept
        if self.fact.finite:
            slots, plain = self.slots, bool if self.fact.type is FactType.BOOL else str

            def find_finite(value: object) -> int:
                return slots[value] if type(value) is plain and value in slots else slots[accept(value)]

            return find_finite
        if self.slots:
            return self._find_number
        bounds = self.bounds

        def find_cut(value: object) -> int:
            return bisect_right(bounds, (accept(value), 0))

        return find_cut

    def _find_number(self, value: object) -> int:
        return self.slots[self.fact.accept(value)]

    def slot_of(self, value: Any) -> int:
        """The slot of a value that the engine holds already."""
        if value is None:
            return len(self.values) - 1
        return self.slots[value] if self.slots else bisect_right(self.bounds, (value, 0))

    def describe(self, slot: int) -> Text:
        """A slot in words: the label of its value or values, or the interval of numbers or days."""
        if self.slots:
            return self._describe_values(self._members(slot))
        if not self.bounds:
            return write_value(self.values[slot])
        low = self.bounds[slot - 1] if slot else None
        high = self.bounds[slot] if slot < len(self.bounds) else None

        def word(value: Any) -> Text:
            return self.fact.label(value)

        if low and high and low[0] == high[0]:
            return word(low[0])
        parts = []
        if low:
            sign = ">" if low[1] else "≥"
            parts.append(Text(f"{sign} {word(low[0]).nl}", f"{sign} {word(low[0]).en}"))
        if high:
            sign = "≤" if high[1] else "<"
            parts.append(Text(f"{sign} {word(high[0]).nl}", f"{sign} {word(high[0]).en}"))
        return Text(" en ".join(p.nl for p in parts), " and ".join(p.en for p in parts))

    def choices(self, slot: int) -> list[tuple[Any, Text]]:
        """The values that somebody may give to land in a slot, in words; a large group or an interval as one."""
        members = self._members(slot)
        if 0 < len(members) <= MOST_NAMED:
            return [(value, self.fact.label(value)) for value in members]
        return [] if self.values[slot] is None else [(self.values[slot], self.describe(slot))]

    def _members(self, slot: int) -> list[Any]:
        return [value for value, place in self.slots.items() if place == slot]

    def _describe_values(self, values: list[Any]) -> Text:
        if not values:
            return Text("geen uitkomst", "no outcome")
        labels = [self.fact.label(value) for value in values[:MOST_NAMED]]
        more = len(values) - len(labels)
        nl, en = ", ".join(label.nl for label in labels), ", ".join(label.en for label in labels)
        return Text(f"{nl} of een van {more} andere", f"{en} or one of {more} others") if more else Text(nl, en)


def finite_axis(
    fact: Fact, values: Iterable[Any], chained: bool = False, kind: Callable[[Any], Hashable] | None = None
) -> Axis:
    """Values of the same `kind` share a slot; without it each has its own."""
    groups: dict[Hashable, int] = {}
    slots = {value: groups.setdefault(value if kind is None else kind(value), len(groups)) for value in values}
    first = {slot: value for value, slot in reversed(slots.items())}
    found = tuple(first[slot] for slot in range(len(groups)))
    return Axis(fact, (*found, None) if chained else found, (), slots)


def refined(one: Axis, other: Axis) -> Axis:
    """One axis of a fact that tells apart whatever either of the two tells apart."""
    if one.slots:
        return finite_axis(one.fact, one.slots, kind=lambda value: (one.slots[value], other.slots[value]))
    return cut_axis(one.fact, {*one.bounds, *other.bounds})


def cut_axis(fact: Fact, bounds: Iterable[Bound], chained: bool = False) -> Axis:
    """Bounds outside the fact's range cut nothing."""
    kept = sorted({bound for bound in (_whole(fact, b) for b in bounds) if _inside(fact, bound)})
    values: list[Any] = [_between(fact, low, high) for low, high in zip([None, *kept], [*kept, None], strict=True)]
    return Axis(fact, (*values, None) if chained else tuple(values), tuple(kept))


def _whole(fact: Fact, bound: Bound) -> Bound:
    value, side = bound
    return (floor(value) + 1 if side else ceil(value), 0) if fact.whole else bound


def _inside(fact: Fact, bound: Bound) -> bool:
    value, side = bound
    above = fact.low is None or (value >= fact.low if side else value > fact.low)
    return above and (fact.high is None or (value < fact.high if side else value <= fact.high))


def _between(fact: Fact, low: Bound | None, high: Bound | None) -> Any:
    """Some value of the slot."""
    one: Any = timedelta(days=1) if fact.type is FactType.DATE else 1
    if low is None and high is None:
        start: Any = date(2000, 1, 1) if fact.type is FactType.DATE else 0
        return start if fact.low is None else fact.low
    if low is None and high is not None:
        return high[0] if high[1] else (fact.low if fact.low is not None else high[0] - one)
    if low is None or low[1] == 0:
        return low[0] if low else None
    if high is None:
        return fact.high if fact.high is not None else low[0] + one
    if high[1] == 1:
        return high[0]
    if fact.type is FactType.DATE:
        return low[0] + one
    middle = Fraction(low[0] + high[0]) / 2
    return middle.numerator if middle.denominator == 1 else middle
