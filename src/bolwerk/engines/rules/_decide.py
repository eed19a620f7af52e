"""From a dossier to answers and their reasons: each fact is read once, each reason put in words once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from bolwerk.engines.rules._answer import Because
from bolwerk.engines.rules._compile import Compiler
from bolwerk.engines.rules._evaluate import Direct, Evaluator
from bolwerk.engines.rules._facts import Value, public, write_value
from bolwerk.engines.rules._given import Given, Result, acceptor
from bolwerk.engines.rules._memo import Memo
from bolwerk.engines.rules._model import DatedValue, Row, Rule
from bolwerk.kernel import Text


class Decider:
    """Runs the evaluators of a compiled book. Facts are read strictly: `Fact.accept` refuses what cannot be."""

    def __init__(self, compiler: Compiler) -> None:
        self.rules, self.linked = compiler.rules, compiler.linked
        self.evaluators, self._overridden = compiler.evaluators, compiler.overridden
        self.accept = {name: acceptor(fact) for name, fact in (compiler.facts | compiler.as_facts).items()}
        self.names = {
            rule: (*(fact.name for fact in engine.inputs), *sorted(self.linked[rule]))
            for rule, engine in self.evaluators.items()
        }
        """The facts that each rule looks at; outcomes of chained rules, which may be given too, at the end."""
        self._worded = {rule.id: _worded(rule) for rule in self.rules.values()}
        self._reasons: Memo[tuple[Any, ...], tuple[tuple[Because, ...], tuple[str, ...]]] = Memo()
        self._directs = tuple(engine for engine in self.evaluators.values() if isinstance(engine, Direct))
        self._moves = _moves(self._directs)
        self._starts: Memo[date, list[int]] = Memo()

    # --- reading ------------------------------------------------------------------------------------------------------

    def given(self, names: Iterable[str], facts: Mapping[str, object], on: date) -> Given:
        """The dossier as far as `names` go. Raises InvalidInput for a value that is not allowed."""
        accept = self.accept
        values = {name: accept[name](value) for name in names if (value := facts.get(name)) is not None}
        return self.of(values, on)

    def of(self, values: Mapping[str, Value], on: date) -> Given:
        """The dossier of which these values are known; they were accepted before."""
        return Given(values, on, not self.rules.keys().isdisjoint(values))

    def place(self, given: Given) -> Given:
        """Find the cell of every cube at once: each known fact moves all that look at it."""
        starts = self._starts.get(given.on)
        if starts is None:
            cells = [engine.start(bisect_right(engine.cuts, given.on)) for engine in self._directs]
            starts = self._starts.keep(given.on, cells)
        at = starts.copy()
        for name, value in given.values.items():
            for slot_of, moves in self._moves.get(name, ()):
                slot = slot_of(value)
                for n, stride, unknown in moves:
                    at[n] += slot * stride - unknown
        given.kept.update(zip(self._directs, at, strict=True))
        return given

    # --- deciding -----------------------------------------------------------------------------------------------------

    def engine(self, rule: str, given: Given) -> Evaluator:
        """A chained rule's outcome may be given as a fact: then the joined cube does not serve."""
        if given.overrides and not self.linked[rule].isdisjoint(given.values):
            return self._overridden.get(rule) or self.evaluators[rule]
        return self.evaluators[rule]

    def run(self, rule: str, given: Given) -> Result:
        found = given.results.get(rule)
        if found is None:
            found = given.results[rule] = self.engine(rule, given).run(given)
        return found

    # --- explaining ---------------------------------------------------------------------------------------------------

    def why(self, rule: str, given: Given) -> tuple[Because, ...]:
        """The rows and dated values behind an answer, those of chained rules after those of the rule itself."""
        own, links = self._own(rule, given)
        if not links:
            return own
        found: list[Because] = []
        self._collect(rule, given, found, set())
        return tuple(found)

    def _collect(self, rule: str, given: Given, found: list[Because], seen: set[str]) -> None:
        seen.add(rule)
        own, links = self._own(rule, given)
        found += own
        for name in links:
            if name not in seen and name not in given.values:
                self._collect(name, given, found, seen)

    def _own(self, rule: str, given: Given) -> tuple[tuple[Because, ...], tuple[str, ...]]:
        """The reasons of one rule, and the chained rules that they look at."""
        engine, values = self.engine(rule, given), given.values
        fired = engine.fired(given)
        key = (rule, fired, *[values.get(name) for name in self._worded[rule]])
        found = self._reasons.get(key)
        if found is None:
            rows = engine.rows(fired)
            because = tuple(_because(self.rules[rule], row, values) for row in rows)
            found = self._reasons.keep(key, (because, _looked(self.rules[rule], rows)))
        return found


Move: TypeAlias = tuple[Callable[[Any], int], list[tuple[int, int, int]]]
"""One way in which a fact is cut: how to find the slot, and for each cube that cuts it so (number, stride, unknown)."""


def _moves(engines: tuple[Direct, ...]) -> dict[str, list[Move]]:
    """By fact, each way in which it is cut."""
    found: dict[str, dict[Any, Move]] = {}
    for n, engine in enumerate(engines):
        for axis, (name, slot_of, stride, unknown) in zip(engine.cube.axes, engine.plan, strict=True):
            ways = found.setdefault(name, {})
            way = axis.bounds or tuple(axis.slots.items())
            ways.setdefault(way, (slot_of, []))[1].append((n, stride, unknown))
    return {name: list(ways.values()) for name, ways in found.items()}


def _worded(rule: Rule) -> tuple[str, ...]:
    """The facts whose values stand in the words of some row: of those without a reason of their own."""
    return tuple(dict.fromkeys(name for row in rule.rows if row.why is None for name, _, _ in row.cells))


def _looked(rule: Rule, rows: tuple[Row | DatedValue, ...]) -> tuple[str, ...]:
    looked = {name for row in rows if isinstance(row, Row) for name, _, _ in row.cells}
    looked |= set(rule.formula.facts) if rule.formula else set()
    return tuple(sorted(rule.chained & looked))


def _because(rule: Rule, row: Row | DatedValue, values: Mapping[str, Value]) -> Because:
    if isinstance(row, DatedValue):
        shown = write_value(row.value)
        text = row.why or Text(f"{row.id} = {shown.nl}", f"{row.id} = {shown.en}")
        return Because(rule.id, row.id, public(row.value), row.citation, row.period, (), text)
    text = row.why or _generated(rule, row, values)
    cells = tuple((name, cell) for name, _, cell in row.cells)
    return Because(rule.id, row.id, public(row.outcome), row.citation, row.period, cells, text)


def _generated(rule: Rule, row: Row, values: Mapping[str, Value]) -> Text:
    """The row in words, when it has none of its own."""
    by_name = {fact.name: fact for fact in rule.facts}
    nl, en = [], []
    for name, _, cell in row.cells:
        fact = by_name[name]
        value = values.get(name)
        shown = Text.same(cell) if value is None else fact.label(value)
        nl.append(f"{fact.question.nl} {shown.nl}")
        en.append(f"{fact.question.en} {shown.en}")
    label = rule.label(row.outcome)
    if not nl:
        return Text(f"In alle andere gevallen: {label.nl}", f"In all other cases: {label.en}")
    return Text(f"{'; '.join(nl)} → {label.nl}", f"{'; '.join(en)} → {label.en}")
