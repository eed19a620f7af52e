"""New dossiers through every determination of the house: microseconds each with full reasons; and how long the book loads."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from bolwerk import domains
from bolwerk.engines.rules import Book, FactType

pytestmark = pytest.mark.benchmark
ON = date(2025, 6, 2)
EXAMPLES = Path(__file__).parents[2] / "examples" / "dossiers"


@pytest.fixture(scope="module")
def book() -> Book:
    return domains.book()


@pytest.fixture(scope="module")
def dossiers() -> list[dict[str, Any]]:
    """The example dossiers, each with four facts changed in every way: none is asked twice."""
    found = []
    for file in sorted(EXAMPLES.glob("*.toml")):
        facts = tomllib.loads(file.read_text(encoding="utf-8"))["facts"]
        for disseminated, months, amount in product((True, False, None), (6, 18, None), (90_000, 450_000, 40_000_000)):
            found.append({**facts, "results.disseminated": disseminated, "project.months": months, "aid.amount": amount})
    return found


def answers(book: Book, facts: dict[str, Any]) -> int:
    return len(book.all(facts, ON))


def reasons(book: Book, facts: dict[str, Any]) -> int:
    return sum(len(answer.why) for answer in book.all(facts, ON))


def as_json(book: Book, facts: dict[str, Any]) -> int:
    return sum(len(answer.as_json()) for answer in book.all(facts, ON))


LIMITS = [(answers, 40e-6), (reasons, 50e-6), (as_json, 100e-6)]


@pytest.mark.parametrize(("what", "most"), LIMITS, ids=["answers", "reasons", "as JSON"])
def test_a_determination_with_its_reasons_takes_microseconds(
    benchmark: Any, book: Book, dossiers: list[dict[str, Any]], what: Callable[[Book, dict[str, Any]], int], most: float
) -> None:
    """On average over dossiers that were not seen before, the first of a run left aside (it widens the cubes)."""
    waiting = iter(dossiers)
    start = perf_counter()
    what(book, next(waiting))
    cold = perf_counter() - start
    benchmark.pedantic(lambda: what(book, next(waiting)), rounds=len(dossiers) - 1, iterations=1)
    each = benchmark.stats.stats.mean / len(book.rules)
    print(f"{what.__name__}: {len(book.rules)} rules, {each * 1e6:.1f} µs each, the first dossier {cold * 1e3:.0f} ms")  # noqa: T201
    assert each < most


def test_the_book_loads_within_a_second_and_a_half() -> None:
    start = perf_counter()
    found = domains.book.__wrapped__()
    took = perf_counter() - start
    print(f"{len(found.rules)} rules, {len(found.facts)} facts loaded in {took:.2f} s")  # noqa: T201
    assert took < 1.5


def test_a_question_over_the_whole_book_takes_less_than_20_ms(book: Book) -> None:
    """From nothing known to nothing left to ask, by the first value of each answer; the first question is left aside."""
    facts: dict[str, Any] = {}
    took: list[float] = []
    book.next_question_over(book.rules, facts, ON)
    while True:
        start = perf_counter()
        question = book.next_question_over(book.rules, facts, ON)
        took.append(perf_counter() - start)
        if question is None:
            break
        fact = question.fact
        facts[fact.name] = fact.values[0] if fact.values else ON if fact.type is FactType.DATE else fact.low or 0
    print(f"{len(took) - 1} questions, {sum(took) / len(took) * 1e3:.2f} ms each, at most {max(took) * 1e3:.2f} ms")  # noqa: T201
    assert max(took) < 0.02
