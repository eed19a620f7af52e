"""Ten thousand times two people write on one case at the same moment: no update is lost, and it does not take all day."""

from __future__ import annotations

import time

import pytest

from tests.drills.conftest import Nursery, nursery, template

__all__ = ["nursery", "template"]
pytestmark = pytest.mark.benchmark
LANES, ROUNDS, CASES = 8, 1_250, 400


def test_ten_thousand_pairs_of_edits_lose_nothing(nursery: Nursery) -> None:
    nursery.ask("seed", 10_000_000_00, CASES)
    started = time.perf_counter()
    became = nursery.ask("pairs", LANES, ROUNDS)
    took = time.perf_counter() - started
    print(f"{LANES * ROUNDS} pairs: {took:.0f} s, {became}")  # noqa: T201
    assert became == {"told and written": LANES * ROUNDS}
    found = nursery.ask("check")
    assert found["findings"] == [] and found["events"] == CASES * 2 + LANES * ROUNDS
    assert took <= 600
