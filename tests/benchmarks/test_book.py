"""One dossier through every determination of the house, reasons included: under a millisecond each, none seen before."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from bolwerk import domains
from bolwerk.engines.rules import Book

pytestmark = pytest.mark.benchmark
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


def test_a_determination_with_its_reasons_takes_less_than_a_millisecond(
    benchmark: Any, book: Book, dossiers: list[dict[str, Any]]
) -> None:
    waiting = iter(dossiers)

    def one() -> int:
        answers = book.all(next(waiting), "2025-06-02")
        return sum(len(answer.as_json()["why"]) for answer in answers)  # type: ignore[arg-type]

    start = perf_counter()
    one()
    cold = perf_counter() - start
    benchmark.pedantic(one, rounds=len(dossiers) - 1, iterations=1)
    each = benchmark.stats.stats.median / len(book.rules)
    benchmark.extra_info.update(rules=len(book.rules), each_ms=each * 1000, first_dossier_ms=cold * 1000)
    assert each < 0.001
