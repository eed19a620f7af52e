"""Many at once: money is never promised twice, no decision is lost, numbers are given once, a key works once."""

from __future__ import annotations

import pytest

from tests.drills.conftest import Nursery

AWARD = 150_000_00
FUNDS = 10_000_000_00


@pytest.mark.parametrize(("processes", "threads"), [(20, 5), (1, 100), (100, 1)])
def test_a_hundred_awards_at_once_stay_within_the_envelope_and_none_is_lost(
    nursery: Nursery, processes: int, threads: int
) -> None:
    nursery.ask("seed", FUNDS, 100)
    became = nursery.ask("award", processes, threads, AWARD)
    fits = FUNDS // AWARD
    assert became == {"awarded": fits, "no room": 100 - fits}
    found = nursery.ask("check")
    assert found["findings"] == []
    assert found["committed"] == fits * AWARD <= found["appropriated"]
    assert found["awards"] == found["obligations"] == fits


def test_a_request_sent_three_times_at_once_works_once(nursery: Nursery) -> None:
    nursery.ask("seed", FUNDS, 0)
    became = nursery.ask("open", 12, 5, 20)
    found = nursery.ask("check")
    assert found["findings"] == [] and found["cases"] == found["events"] == 20
    assert sorted(became) == found["references"]
    assert set(became.values()) == {3}


def test_numbers_given_out_at_once_have_no_gap_and_no_double(nursery: Nursery) -> None:
    nursery.ask("seed", FUNDS, 0)
    became = nursery.ask("open", 10, 6, 60)
    numbers = sorted(int(reference.rsplit("-", 1)[1]) for reference in became)
    assert numbers == list(range(1, 61))


def test_of_two_who_write_at_once_on_one_version_one_is_kept_and_the_other_is_told(nursery: Nursery) -> None:
    nursery.ask("seed", FUNDS, 60)
    assert nursery.ask("pairs", 4, 150) == {"told and written": 600}
    found = nursery.ask("check")
    assert found["findings"] == [] and found["events"] == 60 * 2 + 600


def test_no_edit_is_lost_when_many_write_on_the_same_cases(nursery: Nursery) -> None:
    nursery.ask("seed", FUNDS, 8)
    became = nursery.ask("edit", 10, 5, 12)
    assert all(word.isdigit() for word in became), became
    written = sum(int(word) * times for word, times in became.items())
    found = nursery.ask("check")
    assert found["findings"] == [] and found["events"] == 8 * 2 + written
    assert 0 < written < 10 * 5 * 12, "some must have come too late"
