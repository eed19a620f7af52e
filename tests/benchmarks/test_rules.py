"""One dossier, one determination, with reasons and what is still to ask: under a millisecond."""

from __future__ import annotations

from typing import Any

import pytest

from bolwerk.engines import rules
from tests.engines.rules.books import LAW

BOOK = rules.load(LAW)
FULL = {"project": "development", "size": "medium", "collab": True, "call": True}
OPEN = {"dest": "eu", "goods": "component"}


@pytest.mark.benchmark
@pytest.mark.parametrize(
    ("rule", "facts", "on"),
    [("aid.rate", FULL, "2025-06-01"), ("export.lane", OPEN, "2026-08-01")],
    ids=["formula, complete", "table, one fact missing"],
)
def test_one_determination_with_reasons_and_ask(benchmark: Any, rule: str, facts: dict[str, object], on: str) -> None:
    def decide() -> tuple[object, ...]:
        answer = BOOK.decide(rule, facts, on)
        return answer.value, answer.ask, answer.why

    benchmark(decide)
    mean = benchmark.stats.stats.mean
    print(f"\n{rule}: {mean * 1e6:.1f} µs")  # noqa: T201
    assert mean < 1e-3


@pytest.mark.benchmark
def test_one_determination_without_reasons(benchmark: Any) -> None:
    benchmark(lambda: BOOK.decide("export.lane", OPEN, "2026-08-01"))
    assert benchmark.stats.stats.mean < 1e-3
