"""The live state, grown record by record as they arrive, is the state of a cold replay in order of day."""

import random
from datetime import UTC, date, datetime, timedelta

from bolwerk.engines.progress import Record, State, assess, fold
from tests.engines.progress.samples import INDICATORS, PROMISES

HISTORIES = 10_000
FIRST = date(2025, 1, 1)
KINDS = {
    "cases": ("submitted", "award_signed", "award_revoked", "opened"),
    "calls": ("call_opened", "call_announced"),
    "ledger": ("appropriation", "commitment", "release", "payment", "recovery", "gift"),
    "elsewhere": ("happened",),
}


def history(rng: random.Random) -> list[Record]:
    records = []
    for number in range(rng.randrange(0, 14)):
        register = rng.choice(list(KINDS))
        day = FIRST + timedelta(days=rng.randrange(0, 400))
        at = day if rng.random() < 0.5 else datetime(day.year, day.month, day.day, rng.randrange(24), tzinfo=UTC)
        payload = {
            "kind": rng.choice(("research", "development")),
            "cents": rng.choice((100, 400, 700, "300", None)),
            "measure": rng.choice(("2.1", "9.9")),
        }
        key = rng.choice(("", f"k{number}"))
        records.append(Record(register, rng.choice("abcd"), rng.choice(KINDS[register]), at, payload, key))
    return records


def arrivals(records: list[Record], rng: random.Random) -> list[Record]:
    """Out of order, and what has a key now and then twice."""
    again = [record for record in records if record.key and rng.random() < 0.3]
    return rng.sample(records + again, len(records) + len(again))


def test_live_equals_cold_replay_however_the_records_arrive() -> None:
    rng = random.Random("live")
    for _ in range(HISTORIES):
        records = history(rng)
        live = State(INDICATORS)
        for record in arrivals(records, rng):
            live.apply(record)
            if rng.random() < 0.05:
                assess(PROMISES, INDICATORS, live, FIRST + timedelta(days=rng.randrange(0, 400)))
        cold = fold(INDICATORS, sorted(records, key=lambda record: record.day))
        assert live.same_as(cold)
    assert not live.same_as(fold(INDICATORS, [*records, Record("calls", "z", "call_opened", FIRST)]))


def test_the_assessments_of_live_and_cold_are_equal_as_of_any_day() -> None:
    rng = random.Random("assessed")
    for _ in range(1_000):
        records = history(rng)
        live = fold(INDICATORS, arrivals(records, rng))
        on = FIRST + timedelta(days=rng.randrange(0, 420))
        cold = fold(INDICATORS, records)
        assert assess(PROMISES, INDICATORS, live, on) == assess(PROMISES, INDICATORS, cold, on)


def test_as_of_a_day_is_what_was_recorded_up_to_that_day() -> None:
    rng = random.Random("as of")
    for _ in range(1_000):
        records = history(rng)
        on = FIRST + timedelta(days=rng.randrange(0, 420))
        known = fold(INDICATORS, [record for record in records if record.day <= on])
        whole = fold(INDICATORS, records)
        assert assess(PROMISES, INDICATORS, whole, on) == assess(PROMISES, INDICATORS, known, on)
