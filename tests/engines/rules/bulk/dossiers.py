"""Random fictional dossiers over the facts of a book, near its thresholds and across its days of law."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bolwerk.engines.rules import Book, Fact, FactType
from bolwerk.engines.rules.bulk._grid import cuts_of, plain_axes
from bolwerk.kernel import InvalidInput

DAY = "day"


def dossiers(book: Book, rules: Sequence[str], count: int, seed: int = 7) -> list[dict[str, Any]]:
    """Cases with a quarter of the facts missing: every fact that the rules look at, and a day."""
    random_ = random.Random(seed)
    facts = {fact.name: fact for rule in rules for fact in book.inputs(rule)}
    turns = _turns(book, rules)
    cuts = sorted(set().union(*(cuts_of(book.engine(rule)) for rule in rules))) or [date(2025, 1, 1)]
    found = []
    for _ in range(count):
        case = {
            name: None if random_.random() < 0.25 else _value(fact, turns.get(name, []), random_)
            for name, fact in facts.items()
        }
        case[DAY] = random_.choice(cuts) + timedelta(days=random_.choice([-400, -1, 0, 1, 40]))
        found.append(case)
    return found


def _turns(book: Book, rules: Sequence[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for rule in rules:
        try:
            for axis in plain_axes(book.engine(rule)):
                found.setdefault(axis.name, []).extend(value for value, _ in axis.bounds)
        except InvalidInput:
            continue
    return found


def _value(fact: Fact, turns: list[Any], random_: random.Random) -> Any:
    if fact.finite:
        return random_.choice(fact.values)
    if fact.type is FactType.DATE:
        return random_.choice(turns or [date(2025, 1, 1)]) + timedelta(days=random_.choice([-1, 0, 1]))
    near = Decimal(float(random_.choice(turns))) if turns else Decimal(random_.randrange(0, 100))
    step = Decimal(1) if fact.whole else Decimal("0.01")
    value = near.quantize(step) + random_.choice([-1, 0, 1]) * step
    value = value if fact.low is None else max(value, Decimal(float(fact.low)))
    return (value if fact.high is None else min(value, Decimal(float(fact.high)))).quantize(step)
