"""One dossier through one rule: by a cube (exact), or by a cube fed by rules that did not fit (soft)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping
from functools import cached_property
from math import prod
from typing import Any, Protocol

from bolwerk.engines.rules._axis import Axis
from bolwerk.engines.rules._cube import Cube
from bolwerk.engines.rules._facts import Fact
from bolwerk.engines.rules._given import Given, Result, judged, settle
from bolwerk.engines.rules._memo import Memo
from bolwerk.engines.rules._model import DatedValue, Row, Rule
from bolwerk.engines.rules._wide import (
    EVERY,
    Bits,
    Left,
    any_of,
    fired_rows,
    fired_words,
    open_axes,
    outcome_bits,
    part,
    turning,
    widen,
    widen_fired,
)


class Ask(Protocol):
    """How one rule asks another about the same dossier."""

    def __call__(self, rule: str, given: Given) -> Result: ...


class Evaluator(Protocol):
    """`inputs`: the plain facts that may matter, those of chained rules included.

    `fired` tells by a short key which rows fire (dated values are used) in some possible case; `rows` reads that key, in order.
    """

    inputs: tuple[Fact, ...]
    soft: tuple[str, ...]

    def run(self, given: Given) -> Result: ...
    def fired(self, given: Given) -> Hashable: ...
    def rows(self, fired: Any) -> tuple[Row | DatedValue, ...]: ...
    def axis(self, name: str) -> Axis | None: ...


class Direct:
    """Reads the widened cube: one index, no arithmetic. The cube is widened when it is first asked."""

    def __init__(self, cube: Cube) -> None:
        self.cube = cube
        self.inputs = tuple(axis.fact for axis in cube.axes)
        self.soft: tuple[str, ...] = ()
        shape = [len(axis) + 1 for axis in cube.axes]
        strides = [prod(shape[n:]) for n in range(len(shape) + 1)]
        self.cuts, self.period_stride = cube.cuts, strides[0]
        self.plan = tuple(
            (axis.name, axis.slots.__getitem__ if axis.slots else axis.slot_of, stride, len(axis) * stride)
            for axis, stride in zip(cube.axes, strides[1:], strict=True)
        )
        self.place = {name: n for n, (name, _, _, _) in enumerate(self.plan)}
        self.judged = judged(self.inputs)
        self._settled: dict[tuple[int, int], Result] = {}
        self._rows: Memo[tuple[int, ...], tuple[Row | DatedValue, ...]] = Memo()

    @cached_property
    def possible(self) -> memoryview:
        """Per widened cell the bits of the outcomes that are possible."""
        return self._wide[0]

    @cached_property
    def mattering(self) -> memoryview:
        """Per widened cell the bits of the axes that still matter."""
        return self._wide[1]

    @cached_property
    def _wide(self) -> tuple[memoryview, memoryview]:
        wide = widen(self.cube)
        return wide.possible, wide.ask

    @cached_property
    def _fired(self) -> tuple[memoryview, ...]:
        return widen_fired(self.cube)

    def start(self, period: int) -> int:
        """The cell of a dossier of which nothing is known."""
        return period * self.period_stride + sum(unknown for _, _, _, unknown in self.plan)

    def cell(self, given: Given) -> int:
        """Where the dossier stands in the widened cube."""
        offset: int | None = given.kept.get(self)
        if offset is None:
            values = given.values
            offset = bisect_right(self.cuts, given.on) * self.period_stride
            for name, slot_of, stride, unknown in self.plan:
                value = values.get(name)
                offset += unknown if value is None else slot_of(value) * stride
            given.kept[self] = offset
        return offset

    def run(self, given: Given) -> Result:
        return self.result(self.cell(given))

    def result(self, cell: int) -> Result:
        """What is known in a widened cell."""
        bits, ask = self.possible[cell], self.mattering[cell]
        if not ask and bits & (bits - 1):
            ask = self.asking(cell)
        found = self._settled.get((bits, ask))
        if found is None:
            names = tuple(axis.name for n, axis in enumerate(self.cube.axes) if ask >> n & 1)
            found = self._settled[bits, ask] = settle(bits, self.cube.outcomes, names, self.judged)
        return found

    def asking(self, cell: int) -> int:
        """The bits of the axes to ask. Facts that exclude each other can turn the outcome only together: then each open one."""
        ask, bits = self.mattering[cell], self.possible[cell]
        if ask or not bits & (bits - 1):
            return ask
        for n in range(len(self.plan)):
            if len(self.nexts(cell, n)) > 1:
                ask |= 1 << n
        return ask

    def nexts(self, cell: int, axis: int) -> list[int]:
        """The cells that an answer to this fact may lead to; none when it is known."""
        _, _, stride, unknown = self.plan[axis]
        if cell // stride % (unknown // stride + 1) * stride != unknown:
            return []
        base = cell - unknown
        return [at for at in range(base, cell, stride) if self.possible[at]]

    def fired(self, given: Given) -> Hashable:
        return self.fired_at(self.cell(given))

    def fired_at(self, cell: int) -> tuple[int, ...]:
        """The key of the rows that may fire in a widened cell."""
        return tuple([word[cell] for word in self._fired])

    def rows(self, fired: tuple[int, ...]) -> tuple[Row | DatedValue, ...]:
        found = self._rows.get(fired)
        return self._rows.keep(fired, fired_rows(self.cube, fired)) if found is None else found

    def axis(self, name: str) -> Axis | None:
        return next((axis for axis in self.cube.axes if axis.name == name), None)


class Soft:
    """A cube over its own facts, in which a chained rule stands as the set of its possible outcomes.

    Sound: never wrongly definite. It may ask too much when two inputs hang on the same missing fact.
    """

    def __init__(self, rule: Rule, cube: Cube, links: Mapping[str, Evaluator], ask: Ask) -> None:
        self.cube, self.links, self.ask = cube, links, ask
        self.soft = tuple(links)
        self.inputs = merged(rule, links)
        self.judged = judged(self.inputs)
        self._axes = tuple((axis.name, axis) for axis in cube.axes)
        self._lefts: Memo[tuple[str, Result], Left] = Memo()
        self._results: Memo[tuple[Any, ...], Result] = Memo()
        self._fired: Memo[tuple[int, tuple[Left, ...]], tuple[int, ...]] = Memo()
        self._rows: Memo[tuple[int, ...], tuple[Row | DatedValue, ...]] = Memo()

    def _left(self, given: Given) -> tuple[tuple[Left, ...], tuple[tuple[str, ...], ...]]:
        """Per axis what is left of it, and what to ask to know more. Worked out once."""
        found: tuple[tuple[Left, ...], tuple[tuple[str, ...], ...]] | None = given.kept.get(self)
        if found is None:
            read = [self._left_of(name, axis, given) for name, axis in self._axes]
            found = given.kept[self] = tuple([left for left, _ in read]), tuple([ask for _, ask in read])
        return found

    def _left_of(self, name: str, axis: Axis, given: Given) -> tuple[Left, tuple[str, ...]]:
        value = given.values.get(name)
        if value is not None:
            return axis.slot_of(value), ()
        if name not in self.links:
            return EVERY, (name,)
        result = self.ask(name, given)
        left = self._lefts.get((name, result))
        return self._lefts.keep((name, result), linked_slots(axis, result)) if left is None else left, result.ask

    def run(self, given: Given) -> Result:
        return self.result(self.cube.period(given.on), *self._left(given))

    def result(self, period: int, lefts: tuple[Left, ...], asks: tuple[tuple[str, ...], ...]) -> Result:
        """The answer from what is left of each axis, and what to ask to know more of it."""
        found = self._results.get((period, lefts, asks))
        if found is None:
            found = self._results.keep((period, lefts, asks), self._result(period, lefts, asks))
        return found

    def _result(self, period: int, lefts: tuple[Left, ...], asks: tuple[tuple[str, ...], ...]) -> Result:
        bits = part(self._bits[period], lefts)
        possible = any_of(bits)
        if not possible & (possible - 1):
            return settle(possible, self.cube.outcomes, (), self.judged)
        needed = {name for n in turning(bits, lefts) or open_axes(lefts) for name in asks[n]}
        ask = tuple(fact.name for fact in self.inputs if fact.name in needed)
        return settle(possible, self.cube.outcomes, ask, self.judged)

    @cached_property
    def _bits(self) -> Bits:
        return outcome_bits(self.cube)

    @cached_property
    def _words(self) -> tuple[Bits, ...]:
        return fired_words(self.cube)

    def fired(self, given: Given) -> Hashable:
        return self.fired_in(self.cube.period(given.on), self._left(given)[0])

    def fired_in(self, period: int, lefts: tuple[Left, ...]) -> tuple[int, ...]:
        """The key of the rows that may fire in what is left of each axis."""
        found = self._fired.get((period, lefts))
        if found is None:
            words = tuple([any_of(part(word[period], lefts)) for word in self._words])
            found = self._fired.keep((period, lefts), words)
        return found

    def rows(self, fired: tuple[int, ...]) -> tuple[Row | DatedValue, ...]:
        found = self._rows.get(fired)
        return self._rows.keep(fired, fired_rows(self.cube, fired)) if found is None else found

    def axis(self, name: str) -> Axis | None:
        own = next((axis for axis in self.cube.axes if axis.name == name and name not in self.links), None)
        return own or linked_axis(self.links, name)


def linked_slots(axis: Axis, result: Result) -> Left:
    """The slots that the outcome of a chained rule may take."""
    if result.state == "contradiction":
        return ()
    if result.state in ("gap", "out_of_law"):
        return len(axis) - 1
    if result.state != "value" and not result.possible:
        return EVERY
    slots = {axis.slot_of(axis.fact.accept(value) if axis.bounds else value) for value in result.possible}
    found = tuple(sorted(slots | ({len(axis) - 1} if result.may_gap else set())))
    return found[0] if len(found) == 1 else found


def linked_axis(links: Mapping[str, Evaluator], name: str) -> Axis | None:
    return next((axis for link in links.values() if (axis := link.axis(name)) is not None), None)


def merged(rule: Rule, links: Mapping[str, Evaluator]) -> tuple[Fact, ...]:
    """The plain facts of a rule and of the rules it hangs on, in order, each once."""
    found: dict[str, Fact] = {}
    for fact in rule.facts:
        for inner in links[fact.name].inputs if fact.name in links else (fact,):
            found.setdefault(inner.name, inner)
    return tuple(found.values())
