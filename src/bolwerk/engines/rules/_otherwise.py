"""What would change an answer: the nearest cases with another outcome."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product
from math import prod
from typing import Any

from bolwerk.engines.rules._answer import Answer, Otherwise
from bolwerk.engines.rules._decide import Decider
from bolwerk.engines.rules._facts import Fact, Value, public
from bolwerk.engines.rules._given import Given, Result
from bolwerk.kernel import Text

MOST_COUNTERFACTUALS = 2_000


class Alternatives:
    """The fewest facts to change in one answer (while it is unknown: to fill in), at most two."""

    def __init__(self, decider: Decider, answer: Answer, given: Given, fact: Callable[[str], Fact]) -> None:
        self.decider, self.answer, self.given, self.fact = decider, answer, given, fact

    def find(self) -> tuple[Otherwise, ...]:
        moves = self._moves()
        for size in (1, 2):
            found = self._moved(moves, size)
            if found:
                return tuple(found)
        return ()

    def _moves(self) -> dict[str, list[tuple[Any, Text]]]:
        """By fact the values of its other slots."""
        engine, moves = self.decider.evaluators[self.answer.rule], {}
        for fact in engine.inputs:
            axis = engine.axis(fact.name)
            value = self.given.values.get(fact.name)
            if axis is None or (value is not None and self.answer.ask):
                continue
            here = None if value is None else axis.slot_of(value)
            moves[fact.name] = [choice for slot in range(len(axis)) if slot != here for choice in axis.choices(slot)]
        return moves

    def _moved(self, moves: dict[str, list[tuple[Any, Text]]], size: int) -> list[Otherwise]:
        answer, decider = self.answer, self.decider
        found = []
        tried = 0
        for names in combinations(moves, size):
            tried += prod(len(moves[name]) for name in names)
            if tried > MOST_COUNTERFACTUALS:
                break
            for steps in product(*(moves[name] for name in names)):
                changes = dict(zip(names, (value for value, _ in steps), strict=True))
                given = decider.of({**self.given.values, **changes}, answer.on)
                result = decider.run(answer.rule, given)
                if self._tells(result):
                    found.append(self._otherwise(given, changes, [text for _, text in steps], result.value))
        return found

    def _tells(self, result: Result) -> bool:
        """Whether it says another thing, and more than that the question is not about this dossier."""
        answer = self.answer
        other = result.state == "value" and (answer.state != "value" or result.value != answer.value)
        return other and self.decider.rules[answer.rule].concerns(result.value)

    def _otherwise(self, given: Given, changes: dict[str, Any], steps: list[Text], value: Value) -> Otherwise:
        rule, engine = self.decider.rules[self.answer.rule], self.decider.engine(self.answer.rule, given)
        rows = engine.rows(engine.fired(given))
        label = rule.label(value)
        asked = [self.fact(name).question for name in changes]
        nl = "; ".join(f"{question.nl} {text.nl}" for question, text in zip(asked, steps, strict=True))
        en = "; ".join(f"{question.en} {text.en}" for question, text in zip(asked, steps, strict=True))
        text = Text(f"{nl} → {label.nl}", f"{en} → {label.en}")
        shown = tuple((name, public(new)) for name, new in changes.items())
        return Otherwise(shown, value, tuple(row.id for row in rows), text)
