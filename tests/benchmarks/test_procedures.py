"""What a queue asks of the engine: folding a case, and going on from where it was."""

import time
from datetime import date, timedelta

import pytest

from bolwerk.engines.procedures import Event, check, fold, moves
from bolwerk.kernel import Calendar
from tests.engines.procedures.samples import at, grant

pytestmark = pytest.mark.benchmark
START, ROUNDS = date(2025, 5, 20), 300
PATH = ("submitted", *("completion_asked", "completed") * 10, "admitted", "advice_given", "review_done", "prepared", "proposed")


def test_a_long_case_is_folded_and_judged_within_ten_milliseconds_and_goes_on_within_two() -> None:
    procedure, calendar = grant(), Calendar()
    events = [Event(kind, at(START + timedelta(days=n)), "an") for n, kind in enumerate(PATH)]
    on = START + timedelta(days=len(PATH))
    begun = time.perf_counter()
    for _ in range(ROUNDS):
        state = fold(procedure, events, calendar, on=on)
        moves(procedure, state, "bo", ("approver",), {})
    whole = (time.perf_counter() - begun) / ROUNDS
    before = fold(procedure, events[:-1], calendar, on=on)
    begun = time.perf_counter()
    for _ in range(ROUNDS):
        fold(procedure, events[-1:], calendar, on=on, since=before)
    further = (time.perf_counter() - begun) / ROUNDS
    print(f"whole {whole * 1000:.2f} ms, one more {further * 1000:.2f} ms")  # noqa: T201
    assert whole <= 0.010
    assert further <= 0.002


def test_a_procedure_is_checked_within_half_a_second() -> None:
    begun = time.perf_counter()
    assert check(grant()) == ()
    assert time.perf_counter() - begun <= 0.5
