"""One dossier through a formula over amounts: computed exactly; what is missing is tried out or becomes a span."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import product
from math import inf, prod
from typing import Any

from bolwerk.engines.rules._axis import Axis
from bolwerk.engines.rules._cube import Law, Special, evaluate
from bolwerk.engines.rules._evaluate import Ask, Evaluator, linked_axis, merged
from bolwerk.engines.rules._facts import Fact, exact, public
from bolwerk.engines.rules._formula import Span
from bolwerk.engines.rules._given import Given, Result, judged
from bolwerk.engines.rules._model import DatedValue, Row, Rule
from bolwerk.kernel import InvalidInput, Text

MOST_COMPLETIONS = 20_000


class Amount:
    """A formula over amounts: exact arithmetic; what is finite and missing is tried out, what is a number becomes a span."""

    def __init__(self, rule: Rule, axes: tuple[Axis, ...], law: Law, links: Mapping[str, Evaluator], ask: Ask) -> None:
        self.rule, self.law, self.links, self.ask = rule, law, links, ask
        self.axes = {axis.name: axis for axis in axes}
        self.soft = tuple(links)
        self.inputs = merged(rule, links)
        self.judged = judged(self.inputs)
        self._values = tuple(row for param in rule.params for row in law.rows.get(param, ()))
        self._position = {id(row): n for n, row in enumerate(self._values)}

    def _choices(self, given: Given) -> tuple[dict[str, list[Any]], dict[str, tuple[str, ...]]]:
        """Per fact of the formula the values it may take, and what to ask to know it."""
        choices: dict[str, list[Any]] = {}
        asks: dict[str, tuple[str, ...]] = {}
        for fact in self.rule.facts:
            value = given.values.get(fact.name)
            if value is not None:
                choices[fact.name] = [value]
            elif fact.name in self.links:
                result = self.ask(fact.name, given)
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

    def run(self, given: Given) -> Result:
        choices, asks = self._choices(given)
        cases, _ = self._tried(given, choices)
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

    def _tried(self, given: Given, choices: dict[str, list[Any]]) -> tuple[dict[tuple[int, ...], Any], tuple[int, ...]]:
        """The outcome of every choice of values, and the positions of the dated values that were used. Worked out once."""
        found: tuple[dict[tuple[int, ...], Any], tuple[int, ...]] | None = given.kept.get(self)
        if found is None:
            used: dict[int, DatedValue] = {}
            cases = self._cases(choices, given, used)
            found = given.kept[self] = cases, tuple([self._position[key] for key in used])
        return found

    def _cases(self, choices: dict[str, list[Any]], given: Given, used: dict[int, DatedValue]) -> dict[tuple[int, ...], Any]:
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
            at: evaluate(self.rule, {n: choices[n][i] for n, i in zip(names, at, strict=True)}, self.law, given.on, used)
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

    def fired(self, given: Given) -> Hashable:
        choices, _ = self._choices(given)
        return self._tried(given, choices)[1]

    def rows(self, fired: tuple[int, ...]) -> tuple[Row | DatedValue, ...]:
        return tuple(self._values[n] for n in fired)

    def axis(self, name: str) -> Axis | None:
        return self.axes.get(name) or linked_axis(self.links, name)


def exact_or_same(value: Any) -> Any:
    number = exact(value)
    return value if number is None else number


def _span(fact: Fact, needs: frozenset[str]) -> Span:
    return Span(-inf if fact.low is None else fact.low, inf if fact.high is None else fact.high, needs, fact.name)
