"""A fact with hundreds of values costs no more than the groups that the tables make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bolwerk.engines import rules
from bolwerk.kernel import InvalidInput
from tests.engines.rules.books import book, fact, head

CODES = [f"c{n:03}" for n in range(300)]
NEAR, FRIENDS = CODES[:3], CODES[2:40]
FACTS = (
    fact("country", type="enum", more=f"values = {CODES}")
    + "".join(fact(f"x{n}") for n in range(8))
    + fact("goods", type="enum", more='values = ["part", "whole"]')
)
GROUP = f"""
| # | country | => group | source |
|---|---------|----------|--------|
| G1 | {", ".join(NEAR)} | near | S 1 |
| G2 | - | far | S 1 |
"""
LANE = f"""
| # | group | country | goods | {" | ".join(f"x{n}" for n in range(8))} | => lane | source |
|---|---|---|---|{"---|" * 8}---|---|
| L1 | near | - | part | {" | ".join(["yes"] * 8)} | fast | S 1 |
| L2 | - | {", ".join(FRIENDS)} | - | {" | ".join(["-"] * 8)} | general | S 1 |
| L3 | - | - | - | {" | ".join(["-"] * 8)} | standard | S 1 |
"""


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> rules.Book:
    folder: Path = tmp_path_factory.mktemp("long") / "law"
    return book(folder, FACTS, group=head("group") + GROUP, lane=head("lane", hit='"first"') + LANE)


def test_two_rules_that_cut_one_list_differently_are_joined_exactly(law: rules.Book) -> None:
    assert law.soft_links() == ()
    yes = {f"x{n}": True for n in range(8)}
    for code in CODES:
        expected = "fast" if code in NEAR else "general" if code in FRIENDS else "standard"
        assert law.decide("lane", {"country": code, "goods": "part", **yes}, "2026-01-01").value == expected
        other = "general" if code in FRIENDS else "standard"
        assert law.decide("lane", {"country": code, "goods": "whole", **yes}, "2026-01-01").value == other


def test_an_unknown_value_of_a_long_list_leaves_what_its_groups_leave(law: rules.Book) -> None:
    answer = law.decide("lane", {"goods": "whole"}, "2026-01-01")
    assert (set(answer.possible), answer.ask) == ({"general", "standard"}, ("country",))


def test_a_counterfactual_names_a_large_group_once(law: rules.Book) -> None:
    answer = law.decide("lane", {"country": CODES[200], "goods": "whole"}, "2026-01-01")
    texts = [other.text.nl for other in answer.otherwise()]
    assert len(texts) == 2
    assert any(f"{CODES[2]} → " in text for text in texts)
    assert any("of een van 33 andere" in text for text in texts)


def test_a_value_that_is_not_on_the_list_is_still_refused(law: rules.Book) -> None:
    with pytest.raises(InvalidInput):
        law.decide("lane", {"country": "c999"}, "2026-01-01")
