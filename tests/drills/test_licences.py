"""Many write off at once, from processes and threads: no licence gives more than it grants, and none after it was withdrawn."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.drills.conftest import Nursery
from tests.drills.licences import PIECES


@pytest.mark.parametrize(("processes", "threads"), [(8, 10), (1, 80), (40, 2)])
def test_write_offs_at_once_stay_within_every_licence(nursery: Nursery, processes: int, threads: int) -> None:
    nursery.ask("seed", 100, 1)
    nursery.ask("licences", 3)
    became = nursery.ask("write_off", processes, threads)
    assert set(became) <= {"written off", "refused", "withdrawn", "withdrawn already"}, became
    assert became["written off"] > 10 and became["refused"] > 10, "much more was asked than there is"
    assert became["withdrawn"] + became.get("withdrawn already", 0) == processes * threads // 40
    found = nursery.ask("used")
    assert found["findings"] == []
    assert found["after_the_end"] == 0
    for quantity, cents, _ in found["licences"]:
        assert Decimal(quantity) <= PIECES and cents <= PIECES * 100
        assert cents == Decimal(quantity) * 100, "quantity and value moved together"
    assert found["licences"][-1][2] in ("withdrawn",)
