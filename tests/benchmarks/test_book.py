"""New dossiers through every determination of the house: microseconds each with full reasons; and how long the book loads."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest

from bolwerk import domains
from bolwerk.engines.rules import Book, FactType
from tests.properties.missing import Dossiers

pytestmark = pytest.mark.benchmark
ON = date(2025, 6, 2)
EXAMPLES = Path(__file__).parents[2] / "examples" / "dossiers"


@pytest.fixture(scope="module")
def book() -> Book:
    return domains.book()


def examples() -> list[dict[str, Any]]:
    """The example dossiers, each with three facts changed in every way: none is asked twice."""
    found = []
    for file in sorted(EXAMPLES.glob("*.toml")):
        facts = tomllib.loads(file.read_text(encoding="utf-8"))["facts"]
        for disseminated, months, amount in product((True, False, None), (6, 18, None), (90_000, 450_000, 40_000_000)):
            found.append({**facts, "results.disseminated": disseminated, "project.months": months, "aid.amount": amount})
    return found


def crowded(book: Book) -> list[dict[str, Any]]:
    """Half of all facts of the house at once, as no dossier has them: what is remembered helps least."""
    dossiers = Dossiers(book, Random(1))
    return [
        {name: dossiers.random.choice(dossiers.values(name)) for name in book.facts if dossiers.random.random() < 0.5}
        for _ in range(200)
    ]


def answers(book: Book, facts: dict[str, Any]) -> int:
    return len(book.all(facts, ON))


def reasons(book: Book, facts: dict[str, Any]) -> int:
    return sum(len(answer.why) for answer in book.all(facts, ON))


def as_json(book: Book, facts: dict[str, Any]) -> int:
    return sum(len(answer.as_json()) for answer in book.all(facts, ON))


LIMITS = [(answers, 40e-6), (reasons, 60e-6), (as_json, 120e-6)]


@pytest.mark.benchmark(timer=process_time)
@pytest.mark.parametrize(("what", "most"), LIMITS, ids=["answers", "reasons", "as JSON"])
@pytest.mark.parametrize("kind", ["examples", "crowded"])
def test_a_determination_with_its_reasons_takes_microseconds(
    benchmark: Any, book: Book, kind: str, what: Callable[[Book, dict[str, Any]], int], most: float
) -> None:
    """On average over dossiers that were not seen before, the first of a run left aside (it widens the cubes)."""
    dossiers = examples() if kind == "examples" else crowded(book)
    waiting = iter(dossiers)
    start = process_time()
    what(book, next(waiting))
    cold = process_time() - start
    benchmark.pedantic(lambda: what(book, next(waiting)), rounds=len(dossiers) - 1, iterations=1)
    each = benchmark.stats.stats.mean / len(book.rules)
    print(f"{kind}, {what.__name__}: {len(book.rules)} rules, {each * 1e6:.1f} µs each, the first {cold * 1e3:.0f} ms")  # noqa: T201
    assert each < most


def test_the_book_loads_within_three_seconds() -> None:
    took = []
    for _ in range(3):
        start = process_time()
        found = domains.book.__wrapped__()
        took.append(process_time() - start)
    print(f"{len(found.rules)} rules, {len(found.facts)} facts loaded in {min(took):.2f} s")  # noqa: T201
    assert min(took) < 3


def walk(book: Book, pick: int) -> list[float]:
    """Seconds a question from nothing known to nothing left to ask; every answer is the first or the last value."""
    facts: dict[str, Any] = {}
    took: list[float] = []
    while True:
        start = process_time()
        question = book.next_question_over(book.rules, facts, ON)
        took.append(process_time() - start)
        if question is None:
            return took
        fact = question.fact
        facts[fact.name] = fact.values[pick] if fact.values else ON if fact.type is FactType.DATE else fact.low or 0


def test_a_question_over_the_whole_book_takes_less_than_20_ms(book: Book) -> None:
    first, other = walk(book, 0), walk(book, -1)
    print(  # noqa: T201
        f"{len(other) - 1} questions, {sum(other) / len(other) * 1e3:.1f} ms each, at most {max(other) * 1e3:.0f} ms "
        f"(the first of a process {max(first) * 1e3:.0f} ms)"
    )
    assert sum(other) / len(other) < 0.02
