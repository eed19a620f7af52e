"""Bolwerk on the same task, in a process of its own like the peers: answer, reasons and ask list of each dossier."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from talk import answers, best, named, single, stream, task, tell

from bolwerk.engines import rules

RULES = {"lane": "export.lane", "rate": "aid.rate"}


class Bulk:
    """Facts as arrays of codes (unknown after the last value), folded to one number per state of a dossier."""

    def __init__(self, book: rules.Book, rule: str, on: date) -> None:
        self.rule, self.on, self.facts = rule, on, book.inputs(rule)
        self.states = list(product(*((*fact.values, None) for fact in self.facts)))
        self.table = self.answer(book)

    def answer(self, book: rules.Book) -> list[rules.Answer]:
        """The answer in each state: value, rows and ask list."""
        names = [fact.name for fact in self.facts]
        return [book.decide(self.rule, dict(zip(names, state, strict=True)), self.on) for state in self.states]

    def codes(self, dossiers: list[dict[str, Any]], rows: int) -> list[Any]:
        found = []
        for fact in self.facts:
            codes = [fact.values.index(one[fact.name]) if fact.name in one else len(fact.values) for one in dossiers]
            found.append(np.resize(np.array(codes, np.int8), rows))
        return found

    def fold(self, columns: list[Any]) -> Any:
        found = columns[0].astype(np.int16)
        for fact, codes in zip(self.facts[1:], columns[1:], strict=True):
            found *= len(fact.values) + 1
            found += codes
        return found

    def outcomes(self) -> Any:
        """Per state the number of its outcome among all that are told apart: value, rows and ask list."""
        numbers: dict[Any, int] = {}
        told = [(answer.state, answer.value, answer.ask, tuple(one.row for one in answer.why)) for answer in self.table]
        return np.array([numbers.setdefault(one, len(numbers)) for one in told], np.int16)


def main() -> None:
    given = task()
    book = rules.load(Path(given["law"]))
    amended = book.amend(Path(given["amendment"]))
    days = {rule: date.fromisoformat(day) for rule, day in given["days"].items()}

    def decider(rule: str) -> Any:
        return lambda dossier: book.decide(RULES[rule], dossier, days[rule]).value

    def explainer(rule: str) -> Any:
        def explain(dossier: dict[str, Any]) -> Any:
            answer = book.decide(RULES[rule], dossier, days[rule])
            return answer.value, answer.ask, answer.why

        return explain

    def anew(rule: str) -> Any:
        """The same for a state that was never met: what the book remembers of whole answers is thrown away each time."""
        explain = explainer(rule)

        def explain_anew(dossier: dict[str, Any]) -> Any:
            book._answers.clear()
            return explain(dossier)

        return explain_anew

    streamed = stream(given, {rule: explainer(rule) for rule in RULES})
    timed = single(given, {rule: explainer(rule) for rule in RULES}, given["singles"])
    timed |= {
        f"{rule} anew": seconds
        for rule, seconds in single(given, {rule: anew(rule) for rule in RULES}, given["singles"]).items()
    }
    rows = given["rows"]
    bulks = {rule: Bulk(book, name, days[rule]) for rule, name in RULES.items()}
    columns = {rule: bulk.codes(given["open"][rule], rows) for rule, bulk in bulks.items()}
    bulk = best(lambda: [bulks[rule].outcomes()[bulks[rule].fold(columns[rule])] for rule in RULES], 1, rounds=3)
    lane = bulks["lane"]
    counts = np.bincount(lane.fold(columns["lane"]), minlength=len(lane.states)).tolist()

    def reform() -> int:
        """A further reform on counts that were made once: how many dossiers it moves."""
        both = zip(counts, lane.table, lane.answer(amended), strict=True)
        return sum(count for count, old, new in both if old.possible != new.possible)

    tell(
        {
            "peer": named("bolwerk"),
            **answers(given, {rule: decider(rule) for rule in RULES}),
            "single": timed,
            "stream": streamed,
            "bulk": {"rows": rows, "seconds": bulk},
            "reform": {"rows": rows, "seconds": best(reform, 1)},
            "notes": [
                "bulk: a quarter of the facts missing; from codes to the number of the answer: outcome, rows and ask list"
            ],
        }
    )


if __name__ == "__main__":
    main()
