"""One dossier through one rule: by a cube (exact), a cube fed by rules that did not fit (soft), a formula over amounts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from itertools import product
from math import inf, prod
from typing import Any, NamedTuple, Protocol

from bolwerk.engines.rules._axis import Axis
from bolwerk.engines.rules._cube import Cube, Law, Special, evaluate, fired_rows, possible_and_ask, widen
from bolwerk.engines.rules._facts import Fact, FactKind, exact, public
from bolwerk.engines.rules._formula import Span
from bolwerk.engines.rules._model import DatedValue, Row, Rule
from bolwerk.kernel import InvalidInput, Text

MOST_COMPLETIONS = 20_000


class Result(NamedTuple):
    """An answer without its dossier. Values are as callers see them."""

    state: str
    value: Any
    possible: tuple[Any, ...]
    ask: tuple[str, ...]
    may_gap: bool


class Ask(Protocol):
    """How one rule asks another, on the same facts and day."""

    def __call__(self, rule: str, facts: Mapping[str, object], on: date) -> Result: ...


class Evaluator(Protocol):
    """`inputs`: the plain facts that may matter, those of chained rules included."""

    inputs: tuple[Fact, ...]
    soft: tuple[str, ...]

    def run(self, facts: Mapping[str, object], on: date) -> Result: ...
    def used(self, facts: Mapping[str, object], on: date) -> tuple[Row | DatedValue, ...]: ...
    def axis(self, name: str) -> Axis | None: ...


def settle(bits: int, outcomes: tuple[Any, ...], ask: tuple[str, ...], judged: frozenset[str]) -> Result:
    """From the set of possible outcomes to a state."""
    if not bits:
        return Result("contradiction", None, (), (), False)
    if not bits & (bits - 1):
        outcome = outcomes[bits.bit_length() - 1]
        if isinstance(outcome, Special):
            return Result(outcome.state, None, (), (), False)
        return Result("value", public(outcome), (public(outcome),), (), False)
    possible = tuple(public(out) for n, out in enumerate(outcomes) if bits >> n & 1 and not isinstance(out, Special))
    state = "judgement" if ask and judged.issuperset(ask) else "unknown"
    return Result(state, None, possible, ask, bool(bits & 3))


def judged(facts: tuple[Fact, ...]) -> frozenset[str]:
    return frozenset(fact.name for fact in facts if fact.kind is FactKind.JUDGEMENT)


class Direct:
    """Reads the widened cube: one index, no arithmetic."""

    def __init__(self, cube: Cube) -> None:
        self.cube = cube
        self.inputs = tuple(axis.fact for axis in cube.axes)
        self.soft: tuple[str, ...] = ()
        wide = widen(cube)
        self.possible, self.mattering = wide.possible, wide.ask
        strides = [prod(wide.shape[n + 1 :]) for n in range(len(wide.shape))]
        self.cuts, self.period_stride = cube.cuts, strides[0]
        self.plan = tuple(
            (axis.name, axis.finder(), stride, len(axis) * stride) for axis, stride in zip(cube.axes, strides[1:], strict=True)
        )
        self.judged = judged(self.inputs)
        self._settled: dict[tuple[int, int], Result] = {}
        self._used: dict[tuple[int, ...], tuple[Row | DatedValue, ...]] = {}

    def cell(self, facts: Mapping[str, object], on: date) -> int:
        offset = bisect_right(self.cuts, on) * self.period_stride
        for name, find, stride, unknown in self.plan:
            value = facts.get(name)
            offset += unknown if value is None else find(value) * stride
        return offset

    def run(self, facts: Mapping[str, object], on: date) -> Result:
        offset = self.cell(facts, on)
        bits, ask = self.possible[offset], self.mattering[offset]
        if not ask and bits & (bits - 1):
            ask = self._excluded(facts, on)
        found = self._settled.get((bits, ask))
        if found is None:
            names = tuple(axis.name for n, axis in enumerate(self.cube.axes) if ask >> n & 1)
            found = self._settled[bits, ask] = settle(bits, self.cube.outcomes, names, self.judged)
        return found

    def _excluded(self, facts: Mapping[str, object], on: date) -> int:
        """Facts that exclude each other can turn the outcome only together: ask each that is still open."""
        offset, ask = self.cell(facts, on), 0
        for n, (name, _, stride, unknown) in enumerate(self.plan):
            if facts.get(name) is None:
                base = offset - unknown
                if sum(bool(self.possible[base + slot * stride]) for slot in range(unknown // stride)) > 1:
                    ask |= 1 << n
        return ask

    def used(self, facts: Mapping[str, object], on: date) -> tuple[Row | DatedValue, ...]:
        slots = tuple(-1 if facts.get(name) is None else find(facts[name]) for name, find, _, _ in self.plan)
        key = (bisect_right(self.cuts, on), *slots)
        found = self._used.get(key)
        if found is None:
            left = [[slot] if slot >= 0 else list(range(len(axis))) for slot, axis in zip(slots, self.cube.axes, strict=True)]
            found = fired_rows(self.cube, key[0], left)
            if len(self._used) < 50_000:
                self._used[key] = found
        return found

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
        self.finders = {axis.name: axis.finder() for axis in cube.axes}

    def _slots(self, facts: Mapping[str, object], on: date) -> tuple[list[list[int]], dict[str, tuple[str, ...]]]:
        left, asks = [], {}
        for axis in self.cube.axes:
            every = list(range(len(axis)))
            if facts.get(axis.name) is not None:
                left.append([self.finders[axis.name](facts[axis.name])])
            elif axis.name in self.links:
                result = self.ask(axis.name, facts, on)
                asks[axis.name] = result.ask
                left.append(linked_slots(axis, result, every))
            else:
                asks[axis.name] = (axis.name,)
                left.append(every)
        return left, asks

    def run(self, facts: Mapping[str, object], on: date) -> Result:
        left, asks = self._slots(facts, on)
        return self._settle(left, asks, self.cube.period(on))

    def conclude(
        self, left: list[list[int]], asks: Mapping[str, tuple[str, ...]], period: int
    ) -> tuple[Result, tuple[Row | DatedValue, ...]]:
        """The answer and the rows behind it, from the slots left on each axis and what to ask to know each open one."""
        return self._settle(left, asks, period), fired_rows(self.cube, period, left)

    def _settle(self, left: list[list[int]], asks: Mapping[str, tuple[str, ...]], period: int) -> Result:
        bits, mask = possible_and_ask(self.cube, period, left)
        open_ = [axis.name for axis, slots in zip(self.cube.axes, left, strict=True) if len(slots) > 1]
        names = [axis.name for n, axis in enumerate(self.cube.axes) if mask >> n & 1] or (open_ if bits & (bits - 1) else [])
        needed = {name for axis in names for name in asks[axis]}
        ask = tuple(fact.name for fact in self.inputs if fact.name in needed)
        return settle(bits, self.cube.outcomes, ask, self.judged)

    def used(self, facts: Mapping[str, object], on: date) -> tuple[Row | DatedValue, ...]:
        left, _ = self._slots(facts, on)
        return fired_rows(self.cube, self.cube.period(on), left)

    def axis(self, name: str) -> Axis | None:
        own = next((axis for axis in self.cube.axes if axis.name == name and name not in self.links), None)
        return own or linked_axis(self.links, name)


def linked_slots(axis: Axis, result: Result, every: list[int]) -> list[int]:
    """The slots that the outcome of a chained rule may take."""
    if result.state == "contradiction":
        return []
    if result.state in ("gap", "out_of_law"):
        return [len(axis) - 1]
    if result.state != "value" and not result.possible:
        return every
    slots = {axis.slot_of(axis.fact.accept(value) if axis.bounds else value) for value in result.possible}
    return sorted(slots | ({len(axis) - 1} if result.may_gap else set()))


def linked_axis(links: Mapping[str, Evaluator], name: str) -> Axis | None:
    return next((axis for link in links.values() if (axis := link.axis(name)) is not None), None)


def merged(rule: Rule, links: Mapping[str, Evaluator]) -> tuple[Fact, ...]:
    """The plain facts of a rule and of the rules it hangs on, in order, each once."""
    found: dict[str, Fact] = {}
    for fact in rule.facts:
        for inner in links[fact.name].inputs if fact.name in links else (fact,):
            found.setdefault(inner.name, inner)
    return tuple(found.values())


class Amount:
    """A formula over amounts: exact arithmetic; what is finite and missing is tried out, what is a number becomes a span."""

    def __init__(self, rule: Rule, axes: tuple[Axis, ...], law: Law, links: Mapping[str, Evaluator], ask: Ask) -> None:
        self.rule, self.law, self.links, self.ask = rule, law, links, ask
        self.axes = {axis.name: axis for axis in axes}
        self.soft = tuple(links)
        self.inputs = merged(rule, links)
        self.judged = judged(self.inputs)

    def _choices(self, facts: Mapping[str, object], on: date) -> tuple[dict[str, list[Any]], dict[str, tuple[str, ...]]]:
        """Per fact of the formula the values it may take, and what to ask to know it."""
        choices: dict[str, list[Any]] = {}
        asks: dict[str, tuple[str, ...]] = {}
        for fact in self.rule.facts:
            given = facts.get(fact.name)
            if given is not None:
                choices[fact.name] = [fact.accept(given)]
            elif fact.name in self.links:
                result = self.ask(fact.name, facts, on)
                asks[fact.name] = result.ask
                choices[fact.name] = self._linked(fact.name, result)
            else:
                asks[fact.name] = (fact.name,)
                choices[fact.name] = list(fact.values) if fact.finite else [_span(fact, frozenset({fact.name}))]
        return choices, asks

    def _linked(self, name: str, result: Result) -> list[Any]:
        if result.state in ("gap", "out_of_law"):
            return [None]
        if result.state == "value" or result.possible:
            values = [exact_or_same(value) for value in result.possible]
            return [*values, None] if result.may_gap else values
        if result.state == "contradiction":
            return []
        return [Span(-inf, inf, frozenset(result.ask), name)]

    def run(self, facts: Mapping[str, object], on: date) -> Result:
        choices, asks = self._choices(facts, on)
        cases = self._cases(choices, on)
        needed = self._needed(choices, asks, cases)
        ask = tuple(fact.name for fact in self.inputs if fact.name in needed)
        outcomes = list(dict.fromkeys(cases.values()))
        state = "judgement" if ask and self.judged.issuperset(ask) else "unknown"
        if not outcomes:
            return Result("contradiction", None, (), (), False)
        may_gap = any(isinstance(outcome, Special) for outcome in outcomes)
        if any(isinstance(outcome, Span) for outcome in outcomes):
            return Result(state, None, (), ask, may_gap)
        if len(outcomes) == 1:
            only = outcomes[0]
            if isinstance(only, Special):
                return Result(only.state, None, (), (), False)
            return Result("value", public(only), (public(only),), (), False)
        values = tuple(public(outcome) for outcome in outcomes if not isinstance(outcome, Special))
        return Result(state, None, values, ask, may_gap)

    def _cases(self, choices: dict[str, list[Any]], on: date) -> dict[tuple[int, ...], Any]:
        if prod(len(values) for values in choices.values()) > MOST_COMPLETIONS:
            raise InvalidInput(
                Text(
                    f"{self.rule.id} laat te veel gevallen open om uit te rekenen.",
                    f"{self.rule.id} leaves too many cases open to compute.",
                ),
                where=self.rule.id,
                mend=Text("Geef meer gegevens.", "Give more facts."),
            )
        names = list(choices)
        return {
            at: evaluate(self.rule, {n: choices[n][i] for n, i in zip(names, at, strict=True)}, self.law, on)
            for at in product(*(range(len(values)) for values in choices.values()))
        }

    def _needed(
        self, choices: dict[str, list[Any]], asks: dict[str, tuple[str, ...]], cases: dict[tuple[int, ...], Any]
    ) -> set[str]:
        needed = {name for outcome in cases.values() if isinstance(outcome, Span) for name in outcome.needs}
        for n, name in enumerate(choices):
            if len(choices[name]) > 1:
                seen: dict[tuple[int, ...], Any] = {}
                if any(seen.setdefault((*at[:n], *at[n + 1 :]), outcome) != outcome for at, outcome in cases.items()):
                    needed.update(asks.get(name, ()))
        return needed

    def used(self, facts: Mapping[str, object], on: date) -> tuple[Row | DatedValue, ...]:
        choices, _ = self._choices(facts, on)
        used: list[DatedValue] = []
        for case in product(*choices.values()):
            evaluate(self.rule, dict(zip(choices, case, strict=True)), self.law, on, used)
        return tuple(used)

    def axis(self, name: str) -> Axis | None:
        return self.axes.get(name) or linked_axis(self.links, name)


def exact_or_same(value: Any) -> Any:
    number = exact(value)
    return value if number is None else number


def _span(fact: Fact, needs: frozenset[str]) -> Span:
    return Span(-inf if fact.low is None else fact.low, inf if fact.high is None else fact.high, needs, fact.name)
