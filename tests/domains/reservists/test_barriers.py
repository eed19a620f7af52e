"""The map of barriers: computed from the determinations, complete, and moved by a change of the law."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from pathlib import Path

from bolwerk.domains import book_of
from bolwerk.domains.reservists.public import FIELDS, BarrierKind, barriers
from bolwerk.kernel import Standing

BOOK = book_of("reservists")
ON = date(2025, 6, 2)
FOUND = barriers(BOOK, ON)
REGIMES = tuple(str(value) for value in BOOK.facts["reservist.regime"].values if value != "none")

VPS_PAYS = """+++
id = "vps.pays"
amend = "reservist.pay"
+++
# What if the VPS paid on

| #  | reservist.regime               | => outcome | from       | source           | standing    |
|----|--------------------------------|------------|------------|------------------|-------------|
| P2 | vps_statutory, vps_contractual | paid       | 2025-04-04 | VPS art. X 63bis | unconfirmed |
"""


def between(first: str, second: str, rule: str) -> set[tuple[str, str]]:
    return {barrier.outcomes for barrier in FOUND if barrier.rule == rule and barrier.regimes == (first, second)}


def test_every_pair_of_statuses_is_compared_on_every_field() -> None:
    compared = {(barrier.regimes, barrier.rule) for barrier in FOUND}
    equal = {(pair, rule) for pair in combinations(REGIMES, 2) for rule in FIELDS} - compared
    assert equal == {(("vps_statutory", "vps_contractual"), rule) for rule in ("reservist.leave_type", "reservist.pay")}


def test_every_barrier_stands_on_two_answers_that_can_be_asked_again() -> None:
    for barrier in FOUND:
        assert barrier.situations
        for situation in barrier.situations:
            given = [
                BOOK.decide(barrier.rule, {"reservist.regime": regime, **dict(situation)}, on=ON) for regime in barrier.regimes
            ]
            assert tuple(answer.value for answer in given) == barrier.outcomes, barrier.id


def test_two_statuses_with_the_same_right_are_no_barrier() -> None:
    assert between("local_statutory", "local_contractual", "reservist.right") == {("silent", "silent")}
    assert between("local_statutory", "federal", "reservist.right") == {("silent", "silent")}


def test_flemish_and_federal_pay_differ_only_within_a_month() -> None:
    found = [b for b in FOUND if b.rule == "reservist.pay" and b.regimes == ("vps_statutory", "federal")]
    different = next(barrier for barrier in found if barrier.kind is BarrierKind.DIFFERENT)
    assert different.outcomes == ("unpaid", "paid")
    assert {dict(situation)["reservist.full_month"] for situation in different.situations} == {"part"}
    assert "de bron zwijgt" in next(barrier for barrier in found if barrier.kind is BarrierKind.ONE_SILENT).text.nl


def test_civil_servants_and_staff_under_contract_of_the_vps_differ_in_unpaid_leave() -> None:
    assert between("vps_statutory", "vps_contractual", "reservist.unpaid_leave_left") == {
        ("right_left", "left"),
        ("favour_left", "used_up"),
    }


def test_a_field_on_which_nobody_speaks_is_a_barrier_for_every_pair() -> None:
    silent = [barrier for barrier in FOUND if barrier.rule == "reservist.documents"]
    assert len(silent) == len(list(combinations(REGIMES, 2)))
    assert {barrier.kind for barrier in silent} == {BarrierKind.BOTH_SILENT}


def test_a_barrier_is_as_weak_as_the_weakest_source_behind_it() -> None:
    assert {barrier.standing for barrier in FOUND} == {Standing.UNCONFIRMED}


def test_a_change_of_the_law_takes_a_barrier_away_and_shows_the_next(tmp_path: Path) -> None:
    file = tmp_path / "vps-pays.md"
    file.write_text(VPS_PAYS, encoding="utf-8")
    pair, rule = ("vps_statutory", "federal"), "reservist.pay"
    before = {barrier.outcomes for barrier in FOUND if (barrier.regimes, barrier.rule) == (pair, rule)}
    after = {b.outcomes for b in barriers(BOOK.amend(file), ON) if (b.regimes, b.rule) == (pair, rule)}
    assert ("unpaid", "paid") in before - after
    assert after - before == {("paid", "unpaid"), ("paid", "silent")}


def test_a_day_without_law_has_no_barriers() -> None:
    assert barriers(BOOK, date(2025, 4, 3)) == ()
    assert len(barriers(BOOK, date(2025, 4, 4))) == len(FOUND)


def test_the_map_can_be_written_down_and_each_barrier_has_its_own_id() -> None:
    written = json.loads(json.dumps([barrier.as_json() for barrier in FOUND]))
    assert len({entry["id"] for entry in written}) == len(FOUND) > 100
    assert all(entry["text"]["nl"] and entry["text"]["en"] for entry in written)
