"""Two hundred times the power goes while somebody is writing: no half step, a sound chain, nothing lost that was promised."""

from __future__ import annotations

import os
import random
import signal
import time

from tests.drills.conftest import Nursery

KILLS = 200


def test_two_hundred_kills_leave_no_half_step(nursery: Nursery) -> None:
    nursery.ask("seed", 10**12, 0)
    dice = random.Random(2025)
    for number in range(KILLS):
        pid = nursery.ask("work", number)
        time.sleep(dice.uniform(0.01, 0.25))
        os.kill(pid, signal.SIGKILL)
        if number % 50 == 25:
            assert nursery.ask("check")["findings"] == []
    found = nursery.ask("check")
    assert found["findings"] == []
    assert (found["awards_without_money"], found["money_without_award"], found["cases_without_events"]) == (0, 0, 0)
    assert found["obligations"] == found["awards"] and found["committed"] == found["awards"] * 1_000
    assert found["letters_fit_the_awards"], "a letter is queued with its award, or not at all"
    assert found["paid"] == found["payments"] * 400
    numbers = [int(reference.rsplit("-", 1)[1]) for reference in found["references"]]
    assert sorted(numbers) == list(range(1, found["cases"] + 1))
    assert found["awards"] > KILLS / 4, "most workers must get far enough to be killed in the middle of something"


def test_a_letter_whose_maker_is_killed_is_made_once_in_the_end(nursery: Nursery) -> None:
    nursery.ask("seed", 10**6, 1)
    nursery.ask("write", 12)
    dice = random.Random(10)
    for kill in range(40):
        pid = nursery.ask("post")
        time.sleep(dice.uniform(0.05, 0.6 + kill / 20))
        os.kill(pid, signal.SIGKILL)
        if kill >= 9 and nursery.ask("letters")["begun_again"]:
            break
    stranded = nursery.ask("post_rest")
    found = nursery.ask("letters")
    assert (found["states"], found["errors"]) == ({"SUCCESSFUL": 24}, [])
    assert found["keys"] == sorted(f"brief {number}" for number in range(12)), "each letter once, though asked twice"
    assert found["whole"]
    print(f"{kill + 1} kills, {found['begun_again']} times a letter was begun again, {stranded} by the last worker")  # noqa: T201
    assert found["begun_again"], "some worker must have been killed in the middle of a letter"
