"""Profiles and what is read from them: counts per cell, small cells kept back, the impact of a reform without the cases."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bolwerk.engines import rules
from bolwerk.engines.rules import bulk
from bolwerk.kernel import InvalidInput
from tests.engines.rules.books import LAW, fact, head, write
from tests.engines.rules.bulk.test_diff import REFORM, reform

BOOK = rules.load(LAW)


def cases(count: int = 400, seed: int = 5) -> list[dict[str, Any]]:
    """Fictional exports: a quarter of the facts missing, days around the change of law."""
    random_ = random.Random(seed)
    found = []
    for _ in range(count):
        facts = {
            "dest": random_.choice(["eu", "ally", "third", "embargo"]),
            "goods": random_.choice(["component", "system", "weapon"]),
            "certified": random_.choice([True, False]),
        }
        facts = {name: None if random_.random() < 0.25 else value for name, value in facts.items()}
        day = date(2026, 6, 1) + timedelta(days=random_.randrange(60))
        amount = Decimal(random_.randrange(100, 100_000)) / 100
        found.append({**facts, "application": day, "amount": amount, "year": str(day.month)})
    return found


def facts_of(case: dict[str, Any]) -> dict[str, Any]:
    return {name: case[name] for name in ("dest", "goods", "certified")}


def test_every_case_is_counted_in_its_own_cell() -> None:
    given = cases()
    counted = bulk.profile(BOOK, given, ["export.lane"], on="application", sums=["amount"]).counts["export.lane"]
    assert counted.cases == 400
    cells = Counter(counted.grid.code(facts_of(case), case["application"]) for case in given)
    assert dict(zip(counted.code.tolist(), counted.count.tolist(), strict=True)) == cells
    assert sum(counted.sums["amount"]) == sum(case["amount"] for case in given)


def test_profiles_of_two_halves_add_up_to_that_of_the_whole() -> None:
    given = cases()

    def taken(part: list[dict[str, Any]]) -> bulk.Profile:
        return bulk.profile(BOOK, part, ["export.lane"], on="application", by="year", sums=["amount"])

    together, whole = taken(given[:150]) + taken(given[150:]), taken(given)
    assert sorted(together.groups) == sorted(whole.groups)
    assert _by_group(together) == _by_group(whole)


def _by_group(profile: bulk.Profile) -> dict[tuple[str, int], tuple[int, object]]:
    count = profile.counts["export.lane"]
    rows = zip(count.group.tolist(), count.code.tolist(), count.count.tolist(), count.sums["amount"], strict=True)
    return {(profile.groups[group], code): (number, total) for group, code, number, total in rows}


def test_profiles_with_other_cells_cannot_be_added(tmp_path: Path) -> None:
    one = bulk.profile(BOOK, [], ["export.lane"], on="2026-01-01")
    other = bulk.profile(BOOK, [], ["aid.rate"], on="2026-01-01")
    with pytest.raises(InvalidInput, match="do not share the same cells"):
        one + other


def test_small_cells_are_left_out_and_their_total_is_told() -> None:
    given = cases(200)
    taken = bulk.profile(BOOK, given, ["export.lane"], on="application")
    published = bulk.write_profile(taken)["rules"]["export.lane"]  # type: ignore[index]
    shown = [count for _, _, count in published["cells"]]
    assert min(shown) >= 5
    assert published["hidden"] + sum(shown) == 200
    assert published["hidden_cells"] > 1
    assert f"{published['hidden']} cases in {published['hidden_cells']} small cells left out" in taken.suppressed().text().en


def test_one_small_cell_takes_the_next_with_it_so_that_no_subtraction_gives_it_away() -> None:
    given = [{"dest": "eu", "goods": "weapon", "certified": True}] * 2
    given += [{"dest": "eu", "goods": "weapon", "certified": False}] * 6
    given += [{"dest": "ally", "goods": "weapon", "certified": False}] * 9
    taken = bulk.profile(BOOK, given, ["export.lane"], on="2026-01-01").suppressed()
    count = taken.counts["export.lane"]
    assert (count.count.tolist(), count.hidden, count.hidden_cells) == ([9], 8, 2)


def test_a_profile_survives_json_with_all_its_cells(tmp_path: Path) -> None:
    new = reform(tmp_path, REFORM)
    taken = bulk.profile(BOOK, cases(), ["export.lane"], on="application", by="year", sums=["amount"], reforms=[new])
    back = bulk.read_profile(json.loads(json.dumps(bulk.write_profile(taken, smallest=1))), BOOK)
    assert _by_group(back) == _by_group(taken)
    assert bulk.impact(back, BOOK, new).as_json() == bulk.impact(taken, BOOK, new).as_json()


def test_a_broken_profile_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match="no profile, or a broken one"):
        bulk.read_profile({"rules": {}}, BOOK)


def test_the_impact_is_what_deciding_every_case_twice_gives(tmp_path: Path) -> None:
    new = reform(tmp_path, REFORM)
    given = cases()
    taken = bulk.profile(BOOK, given, ["export.lane"], on="application", by="year", sums=["amount"], reforms=[new])
    found = bulk.impact(taken, BOOK, new)
    wanted: Counter[tuple[Any, ...]] = Counter()
    amounts: Counter[tuple[Any, ...]] = Counter()
    for case in given:
        sides = [book.decide("export.lane", facts_of(case), case["application"]) for book in (BOOK, new)]
        key = case["year"], *((answer.state, answer.value) for answer in sides)
        wanted[key] += 1
        amounts[key] += case["amount"]
    got = {(flow.group, flow.old_outcome, flow.new_outcome): flow for flow in found.flows}
    assert {key: flow.cases for key, flow in got.items()} == wanted
    assert {key: flow.sums["amount"] for key, flow in got.items()} == amounts
    moved = sum(number for (_, old, new_), number in wanted.items() if old != new_)
    assert found.cases() == moved > 0
    assert f"{moved} cases change their outcome" in found.text().en


def test_a_reform_that_moves_nobody_says_so() -> None:
    found = bulk.impact(bulk.profile(BOOK, cases(), ["export.lane"], on="application"), BOOK, BOOK)
    assert found.empty
    assert found.text().nl == "Geen enkel geval verandert van uitkomst."


def test_impact_through_rules_that_were_too_large_to_join(tmp_path: Path) -> None:
    letters = "abcdefghijklmnopqrst"
    rows = ["\n| # | {0} | {1} | {2} | {3} | {4} | => c | from | source |", "|---|---|---|---|---|---|---|---|---|"]
    rows += ["| A | yes | - | - | no | - | x | 2025-01-01 | S 1 |", "| B | - | yes | yes | - | - | y | 2025-01-01 | S 1 |"]
    rows += ["| C | - | - | - | - | - | z | 2025-01-01 | S 1 |"]
    law = {f"r{n}": head(f"r{n}") + "\n".join(rows).format(*letters[5 * n : 5 * n + 5]) + "\n" for n in range(4)}
    outer = head("top") + (
        "\n| # | r0 | r1 | r2 | r3 | => c | from | source |\n|---|---|---|---|---|---|---|---|\n"
        "| A | x | - | - | {} | good | 2025-01-01 | S 1 |\n| B | - | y, z | - | - | fair | 2025-01-01 | S 1 |\n"
        "| C | - | - | - | - | bad | 2025-01-01 | S 1 |\n"
    )
    facts = "".join(fact(letter) for letter in letters)
    old, new = (rules.load(write(tmp_path / n, facts, top=outer.replace("{}", n), **law)) for n in ("x", "y"))
    assert old.soft_links()
    random_ = random.Random(1)
    given = [{letter: random_.choice([True, False, None]) for letter in letters} for _ in range(300)]
    found = bulk.impact(bulk.profile(old, given, ["top"], on="2025-06-01"), old, new)
    wanted = Counter(
        tuple((answer.state, answer.value) for answer in (book.decide("top", case, "2025-06-01") for book in (old, new)))
        for case in given
    )
    assert {(flow.old_outcome, flow.new_outcome): flow.cases for flow in found.flows} == wanted


NUMBERS = head("size", type='"text"') + (
    "\n| # | staff | => size | from | source |\n|---|---|---|---|---|\n"
    "| S | < {} | small | 2025-01-01 | S 1 |\n| L | - | large | 2025-01-01 | S 1 |\n"
)


def sized(folder: Path, low: int) -> rules.Book:
    return rules.load(
        write(folder / str(low), fact("staff", type="number", more="min = 0"), size=NUMBERS.replace("{}", str(low)))
    )


def test_a_threshold_that_the_profile_does_not_know_is_named_with_what_to_do(tmp_path: Path) -> None:
    old, new = sized(tmp_path, 50), sized(tmp_path, 45)
    taken = bulk.profile(old, [{"staff": 47}], ["size"], on="2025-06-01")
    with pytest.raises(InvalidInput) as error:
        bulk.impact(taken, old, new)
    assert "the threshold 45 of staff" in error.value.what.en
    assert "de grens 45 van staff" in error.value.what.nl
    assert "Profile again with the reform given" in error.value.mend.en


def test_a_profile_taken_with_the_reform_in_hand_knows_its_threshold(tmp_path: Path) -> None:
    old, new = sized(tmp_path, 50), sized(tmp_path, 45)
    taken = bulk.profile(
        old, [{"staff": 47}, {"staff": Decimal("44.99")}, {"staff": None}], ["size"], on="2025-06-01", reforms=[new]
    )
    found = bulk.impact(taken, old, new)
    assert [(flow.old_outcome[1], flow.new_outcome[1], flow.cases) for flow in found.moved] == [("small", "large", 1)]


def test_values_that_the_profile_holds_together_and_the_reform_apart_are_named(tmp_path: Path) -> None:
    taken = bulk.profile(BOOK, cases(5), ["export.lane"], on="application")
    with pytest.raises(InvalidInput, match="apart, in goods, a system, a weapon"):
        bulk.impact(taken, BOOK, reform(tmp_path, REFORM))


def test_a_fact_or_a_day_that_the_profile_does_not_know_is_named(tmp_path: Path) -> None:
    taken = bulk.profile(BOOK, cases(5), ["export.lane"], on="application")
    later = reform(tmp_path, REFORM.replace("2026-07-01", "2026-09-15"), "later")
    with pytest.raises(InvalidInput, match="the day 15 September 2026"):
        bulk.impact(taken, BOOK, later)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ({"dest": "mars"}, "'mars' cannot be a value of dest. Choose from: eu, ally, third, embargo."),
        ({"application": "soon"}, "Case 2 has no date in 'application'"),
        ({"amount": "much"}, "Case 2: 'much' in amount is no number"),
    ],
)
def test_a_case_that_cannot_be_is_named_by_its_number(case: dict[str, Any], words: str) -> None:
    given = [*cases(1), {**cases(1)[0], **case}]
    with pytest.raises(InvalidInput) as error:
        bulk.profile(BOOK, given, ["export.lane"], on="application", sums=["amount"])
    assert words in str(error.value)
    assert error.value.where.startswith("2: ")


def test_a_rule_over_amounts_has_no_cells_and_says_so(tmp_path: Path) -> None:
    law = head("fee", formula='"cost * part"') + (
        "\n| param | value | from | source |\n|---|---|---|---|\n| part | 2 | 2025-01-01 | S 1 |\n"
    )
    book = rules.load(write(tmp_path, fact("cost", type="amount"), fee=law))
    with pytest.raises(InvalidInput, match="computes with amounts"):
        bulk.profile(book, [], ["fee"], on="2025-06-01")
