"""Random dossiers over a book, facts left out at random, and what trying every completion says of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from random import Random
from typing import Any

from bolwerk.engines.rules import Answer, Book, Fact, FactType
from bolwerk.kernel import InvalidInput

MOST_CASES = 600
"""So many completions of one dossier are tried; when there are more, more facts are told."""
DAY = timedelta(days=1)


class Dossiers:
    """Facts drawn among all values that some rule of the book tells apart, on days on both sides of every change of law."""

    def __init__(self, book: Book, random: Random) -> None:
        self.book, self.random = book, random
        self.rules = tuple(book.rules)
        self.exact = tuple(rule for rule in self.rules if book.cell(rule, {}, date(2026, 1, 15)) is not None)
        self._values = {name: _told_apart(book, fact) for name, fact in book.facts.items()}
        periods = [row.period for rule in book.rules.values() for row in (*rule.rows, *book.values_of(rule.id))]
        cuts = {day for period in periods for day in period.cuts()}
        self.days = tuple(sorted({date(2026, 1, 15), *cuts, *(day - DAY for day in cuts)}))

    def values(self, name: str) -> tuple[Any, ...]:
        return self._values[name]

    def draw(self, rules: tuple[str, ...] = ()) -> tuple[str, date, dict[str, Any]]:
        """A rule, a day and all facts that the rule may look at."""
        rule = self.random.choice(rules or self.rules)
        facts = {fact.name: self.random.choice(self.values(fact.name)) for fact in self.book.inputs(rule)}
        return rule, self.random.choice(self.days), facts

    def leave_out(self, facts: dict[str, Any]) -> dict[str, Any]:
        """A quarter to all of the facts are forgotten."""
        share = self.random.choice((0.25, 0.5, 0.75, 1.0))
        return {name: value for name, value in facts.items() if self.random.random() >= share}

    def completions(self, rule: str, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
        names = [fact.name for fact in self.book.inputs(rule) if fact.name not in facts]
        for values in product(*(self.values(name) for name in names)):
            yield {**facts, **dict(zip(names, values, strict=True))}


def _told_apart(book: Book, fact: Fact) -> tuple[Any, ...]:
    """All values of a finite fact; of a number or a date those where some row turns, one between each two, one beyond."""
    if fact.values:
        return fact.values
    turns = sorted({turn for rule in book.rules for turn in _turns(book, rule, fact.name)})
    if fact.type is FactType.DATE:
        turns = turns or [date(2026, 1, 1)]
        return tuple(sorted({*turns, *(turn - DAY for turn in turns), *(turn + DAY for turn in turns)}))
    turns = turns or [fact.low or 0, 1_000, 100_000]
    tried = [*turns, *(Fraction(low + high) / 2 for low, high in pairwise(turns)), turns[0] - 1, turns[-1] + 1]
    found = []
    for value in sorted(tried):
        with suppress(InvalidInput):
            found.append(fact.accept(value.__floor__() if fact.whole else value))
    return tuple(dict.fromkeys(found))


def _turns(book: Book, rule: str, name: str) -> Iterator[Any]:
    dated = book.values_of(rule)
    for row in (*book.rules[rule].rows, *book.rules[rule].impossible):
        for operand in (operand for fact, condition, _ in row.cells if fact == name for operand, _ in condition.bounds()):
            param = getattr(operand, "name", None)
            yield from (value.value for value in dated if value.param == param) if param else (operand,)


def said(answer: Answer) -> tuple[str, Any]:
    return answer.state, answer.value


def wrongly_definite(dossiers: Dossiers, answers: int) -> tuple[list[str], int]:
    """The definite answers that the full dossier contradicts, and how many definite answers there were."""
    book, wrong, definite = dossiers.book, [], 0
    for _ in range(answers):
        rule, day, facts = dossiers.draw()
        full, partly = book.decide(rule, facts, day), book.decide(rule, dossiers.leave_out(facts), day)
        if full.state == "contradiction" or partly.state in ("unknown", "judgement"):
            continue
        definite += 1
        if said(partly) != said(full):
            wrong.append(f"{rule} on {day} of {dict(partly.facts)}: {said(partly)}, but of {facts}: {said(full)}")
    return wrong, definite


def wrongly_asked(dossiers: Dossiers, answers: int) -> list[str]:
    """The answers of cubes whose ask list is not exactly what turns the outcome in some completion."""
    wrong = []
    for _ in range(answers):
        rule, day, facts = dossiers.draw(dossiers.exact)
        partly = dossiers.leave_out(facts)
        names = [fact.name for fact in dossiers.book.inputs(rule) if fact.name not in partly]
        while prod(len(dossiers.values(name)) for name in names) > MOST_CASES:
            told = names.pop(dossiers.random.randrange(len(names)))
            partly[told] = facts[told]
        want = _turning(dossiers, rule, day, partly, names)
        asked = set(dossiers.book.decide(rule, partly, day).ask)
        if want is not None and asked != want:
            wrong.append(f"{rule} on {day} of {partly}: asks {sorted(asked)}, what turns it is {sorted(want)}")
    return wrong


def _turning(dossiers: Dossiers, rule: str, day: date, partly: dict[str, Any], names: list[str]) -> set[str] | None:
    """The missing facts that turn the outcome, all else held. None when only several together do (facts exclude each other)."""
    seen: dict[tuple[Any, ...], set[tuple[str, Any]]] = {}
    outcomes = set()
    for case in dossiers.completions(rule, partly):
        answer = said(dossiers.book.decide(rule, case, day))
        if answer[0] == "contradiction":
            continue
        outcomes.add(answer)
        for name in names:
            rest = tuple(value for other, value in case.items() if other != name)
            seen.setdefault((name, *rest), set()).add(answer)
    turning = {key[0] for key, answers in seen.items() if len(answers) > 1}
    return None if not turning and len(outcomes) > 1 else turning
