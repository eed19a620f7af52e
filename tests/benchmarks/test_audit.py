"""The chain at size: a million records verified, and what chaining adds to an insert."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bolwerk.kernel import Money, Text
from bolwerk.office import log
from bolwerk.office.cases import journal
from bolwerk.office.ledger import services
from bolwerk.office.ledger.models import Entry

pytestmark = pytest.mark.benchmark
ROWS, BOUND = 1_000_000, 5.0
APPENDS, MOST_INSERTS = 300, 8


def rows(count: int) -> list[log.Row]:
    """A sound journal of `count` events over a tenth as many cases, each with thirteen columns."""
    made, previous, last = [], log.GENESIS, {}
    payload = log.canonical({"amount": 150_000_00, "reason": "volledig en op tijd", "fields": ["a", "b", "c"]})
    for seq in range(1, count + 1):
        subject = f"{seq % (count // 10):032x}"
        number, head = last.get(subject, (0, log.GENESIS))
        stamps = ("2025-05-15 10:00:00.000000", "2025-05-15 10:00:00.000001")
        fields = ("cases", subject, str(number + 1), head, "completed_declared", *stamps, "12", "", "", f"key:{seq}", payload)
        digest = log.link(previous, fields)
        made.append(log.Row("cases", seq, subject, number + 1, head, digest, fields))
        last[subject], previous = (number + 1, digest), digest
    return made


def test_a_million_records_are_verified_within_five_seconds(benchmark: Any) -> None:
    made = rows(ROWS)
    benchmark.pedantic(lambda: list(log.verify(made)), rounds=3)
    assert benchmark.stats.stats.min <= BOUND


@pytest.mark.django_db
def test_a_chained_append_costs_at_most_eight_plain_inserts() -> None:
    """Taken in turns, so that other work on the machine meets both alike; of each the quicker quarter."""
    envelope = services.open_envelope("B", Text.same("B"))
    services.appropriate(envelope, Money(10**12), actor=None, key="in")
    number = iter(range(10**9))

    def entry(kind: str) -> Entry:
        now = datetime.now(UTC)
        return Entry(
            envelope=envelope, kind="appropriation", amount=1, at=now, key=f"{kind}{next(number)}", payload={"envelope": "B"}
        )

    def plain() -> None:
        bare = entry("plain")
        place = 10**9 + next(number)
        bare.journal_seq, bare.seq, bare.recorded_at, bare.prev_hash, bare.hash = place, place, bare.at, "0" * 64, "0" * 64
        bare.save(force_insert=True)

    def timed(write: Callable[[], object]) -> float:
        began = time.perf_counter()
        write()
        return time.perf_counter() - began

    took = [(timed(plain), timed(lambda: journal.append(entry("chained")))) for _ in range(APPENDS)]
    alone, chained = (statistics.quantiles(times, n=4)[0] for times in zip(*took, strict=True))
    print(f"plain {alone * 1e3:.2f} ms, chained {chained * 1e3:.2f} ms ({chained / alone:.1f}x)")  # noqa: T201
    assert chained <= MOST_INSERTS * alone
