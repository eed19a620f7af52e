"""What was read from a DMN file: the decisions with a table as rules of a book, the others by name with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bolwerk.engines.rules._answer import Answer
from bolwerk.engines.rules._book import Book
from bolwerk.engines.rules._facts import Fact, FactType
from bolwerk.engines.rules._source import Place
from bolwerk.kernel import InvalidInput, Text

OTHER = "(other)"
"""Stands for every string that no table names, where the model does not list what an input may be."""
DAY = date(2000, 1, 1)
"""DMN knows no dates of law: any day serves."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A decision that is no table we can read, and why."""

    decision: str
    place: Place
    why: Text


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: one rule per output column. `many`: the hit policy gives a list. `default` by output, where there is one.

    `facts`: the name of an input in the model to the name of the fact in the book.
    """

    name: str
    rules: tuple[str, ...]
    outputs: tuple[str, ...]
    many: bool
    default: tuple[object, ...] | None
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Imported:
    """`book` decides; `files` are its law folder as text, by file name; `names` give back the words that a file cannot hold."""

    book: Book
    files: Mapping[str, str]
    decisions: Mapping[str, Decision]
    skipped: tuple[Skipped, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    def decide(self, name: str, inputs: Mapping[str, object]) -> object:
        """A decision as DMN gives it: a value, a dict of outputs, a list of these, or None where no rule matches.

        `inputs` by their names in the model, all that matter. Raises InvalidInput naming an input that is missing or wrong.
        """
        decision = self.decisions[name]
        given = {}
        for other in self.decisions.values():
            for label, fact in other.facts.items():
                if label in inputs and fact in self.book.facts:
                    given[fact] = self._input(self.book.facts[fact], inputs[label])
        answers = [self.book.decide(rule, given, DAY) for rule in decision.rules]
        self._complete(answers)
        columns = [self._values(answer, decision, n) for n, answer in enumerate(answers)]
        rows = [dict(zip(decision.outputs, row, strict=True)) for row in zip(*columns, strict=True)]
        found: list[object] = [next(iter(row.values())) for row in rows] if len(decision.outputs) == 1 else list(rows)
        if decision.many:
            return found
        return found[0] if found else None

    def _complete(self, answers: list[Answer]) -> None:
        missing = dict.fromkeys(name for answer in answers for name in answer.ask)
        if missing:
            listed = ", ".join(missing)
            raise InvalidInput(
                Text(f"Er ontbreken gegevens: {listed}.", f"Inputs are missing: {listed}."),
                where=listed,
                mend=Text("Geef een waarde voor elk van deze.", "Give a value for each of these."),
            )

    def _input(self, fact: Fact, value: object) -> object:
        if fact.type is not FactType.ENUM:
            return value
        known = {self.names.get(str(one), str(one)): one for one in fact.values}
        return known.get(str(value), OTHER if OTHER in fact.values else value)

    def _values(self, answer: Answer, decision: Decision, output: int) -> list[object]:
        """What the rows that fired say in one output column, in the order of the rows; twice where two say the same."""
        if not decision.many:
            return [self._output(answer.value)] if answer.state == "value" else self._default(decision, output)
        found = [self._output(because.out) for because in answer.why if because.rule == answer.rule]
        return found or self._default(decision, output)

    def _output(self, value: object) -> object:
        if isinstance(value, str):
            return self.names.get(value, value)
        return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def _default(self, decision: Decision, output: int) -> list[object]:
        return [] if decision.default is None else [decision.default[output]]
