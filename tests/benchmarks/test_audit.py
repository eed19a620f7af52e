"""The chain at size: a million records verified, and what chaining adds to an insert."""

from __future__ import annotations

import time
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
APPEND_BOUND = 0.001


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
def test_chaining_adds_less_than_a_millisecond_to_a_plain_insert(benchmark: Any) -> None:
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

    began = time.perf_counter()
    for _ in range(300):
        plain()
    each = (time.perf_counter() - began) / 300
    benchmark.pedantic(lambda: journal.append(entry("chained")), rounds=300)
    assert benchmark.stats.stats.median - each <= APPEND_BOUND
