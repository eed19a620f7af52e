"""The determinations of measure 2.1 against the plan and the regulation."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from bolwerk.domains import book_of
from bolwerk.domains.investment.law.dossier import read_awards, read_costs, read_graph
from bolwerk.domains.investment.law.pricing import price
from bolwerk.domains.investment.public import ACTIVITIES, COST_KINDS, READINGS, size_of
from bolwerk.engines import rules
from bolwerk.kernel import InvalidInput, Money, Standing

ON = date(2025, 6, 2)
BOOK = book_of("investment")
DOSSIERS = sorted((Path(__file__).parents[3] / "examples" / "dossiers").glob("*.toml"))


def rate(call: str, activity: str, size: str, collaboration: bool, on: date = ON) -> rules.Answer:
    facts = {"call.regime": call, "project.activity": activity, "company.size": size, "aid.collaboration": collaboration}
    return BOOK.decide("aid.rate", facts, on=on)


@pytest.mark.parametrize(
    ("activity", "size", "was", "becomes"),
    [
        ("experimental", "small", 50, 60),
        ("experimental", "large", 35, 40),
        ("industrial", "small", 60, 80),
        ("industrial", "large", 60, 65),
    ],
)
def test_every_rate_of_the_plan_comes_out_exactly(activity: str, size: str, was: int, becomes: int) -> None:
    assert rate("regular", activity, size, True).value == was
    assert rate("defence", activity, size, True).value == becomes


def test_the_collaboration_bonus_rises_from_ten_to_fifteen() -> None:
    with_, without = (rate("defence", "experimental", "large", bonus).value for bonus in (True, False))
    before, before_without = (rate("regular", "experimental", "large", bonus).value for bonus in (True, False))
    assert (with_ - without, before - before_without) == (15, 10)  # type: ignore[operator]


@pytest.mark.parametrize(("activity", "value"), [("experimental", 50), ("industrial", 75)])
def test_the_medium_tier_stands_as_derived(activity: str, value: int) -> None:
    answer = rate("defence", activity, "medium", True)
    assert answer.value == value
    assert answer.standing is Standing.DERIVED
    assert rate("defence", activity, "small", True).standing is Standing.CONFIRMED


def test_the_other_reading_passes_the_ceiling_of_the_regulation() -> None:
    other = BOOK.amend(READINGS[0])
    facts = {"call.regime": "defence", "project.activity": "experimental", "company.size": "small", "aid.collaboration": True}
    assert other.decide("aid.rate", facts, on=ON).value == 75


def test_a_rate_is_known_from_what_cannot_change_it() -> None:
    facts = {"call.regime": "regular", "project.activity": "industrial", "company.size": "small"}
    assert BOOK.decide("aid.rate", facts, on=ON).value == 60


def test_what_cannot_apply_stands_in_the_way_whatever_is_still_unknown() -> None:
    assert BOOK.decide("aid.admissible", {"works.started": True}, on=ON).value == "started_before"


def test_the_words_of_the_arithmetic_are_the_words_of_the_facts() -> None:
    assert set(BOOK.facts["project.activity"].values) == set(ACTIVITIES)
    assert set(BOOK.facts["cost.kind"].values) == set(COST_KINDS)


def priced(name: str) -> Money | None:
    """The aid of an example by its number."""
    path = next(path for path in DOSSIERS if path.name.startswith(name))
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    graph = read_graph(raw.get("organisation", {}))
    sizes = {}
    for enterprise in graph.enterprises:
        found = size_of(graph, enterprise.id, raw["date"]).value
        if len(found.tiers) == 1:
            sizes[enterprise.id] = found.tiers[0]
    outcome = price(BOOK, _investment(raw["facts"]), read_costs(raw), sizes, raw["date"]).outcome
    return outcome.value.total if outcome else None


def _investment(facts: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if name in BOOK.facts}


@pytest.mark.parametrize(
    ("name", "aid"),
    [
        ("01", Money.euro(135_000)),  # 45 % of 300,000
        ("02", Money.euro(540_000)),  # 60 % of 900,000, for both partners
        ("03", Money.euro(1_950_000)),  # 65 % of 3,000,000
        ("04", Money.euro(400_000)),  # 50 % of 800,000: the derived tier
        ("10", Money.euro(60_000)),  # 25 % of 240,000: never an SME
        ("11", Money.euro(410_000)),  # 80 % of 400,000 and 60 % of 150,000: each category its own rate
    ],
)
def test_the_amount_of_an_example_follows_from_its_costs(name: str, aid: Money) -> None:
    assert priced(name) == aid


def test_without_costs_or_size_nothing_is_priced() -> None:
    assert priced("05") is None


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_every_example_is_read_whole_and_marked_as_fictional(path: Path) -> None:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    assert "(voorbeeld)" in raw["title"]
    graph = read_graph(raw.get("organisation", {}))
    assert all("(voorbeeld)" in enterprise.name for enterprise in graph.enterprises)
    read_costs(raw)
    read_awards(raw)
    for answer in BOOK.all(_investment(raw["facts"]), on=raw["date"]):
        assert answer.state not in ("gap", "contradiction")


def test_there_are_examples_enough() -> None:
    assert len(DOSSIERS) >= 8


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ({"costs": [{"partner": "A", "activity": "industrial", "kind": "personnel", "amount": "-1"}]}, "costs[1].amount"),
        ({"costs": [{"partner": "A", "activity": "industrial", "kind": "personnel"}]}, "costs[1].amount"),
        ({"costs": [{"partner": "A", "activity": "industrial", "kind": "personnel", "amount": 1, "tax": 2}]}, "costs[1].tax"),
        ({"costs": {"partner": "A"}}, "costs"),
    ],
)
def test_a_wrong_cost_names_its_place(raw: dict[str, object], where: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_costs(raw)
    assert caught.value.where == where


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ({"enterprise": [{"id": "A", "name": "A", "kind": "club"}]}, "organisation.enterprise[1].kind"),
        ({"enterprise": [{"id": "A"}]}, "organisation.enterprise[1].name"),
        (
            {"enterprise": [{"id": "A", "name": "A", "figures": [{"headcount": 1}]}]},
            "organisation.enterprise[1].figures[1].year",
        ),
        (
            {
                "enterprise": [{"id": "A", "name": "A"}, {"id": "B", "name": "B"}],
                "holding": [{"owner": "A", "owned": "B", "capital": -3}],
            },
            "organisation.holding[1].capital",
        ),
    ],
)
def test_a_wrong_owner_names_its_place(raw: dict[str, object], where: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_graph(raw)
    assert caught.value.where == where


def test_a_wrong_day_of_an_award_is_refused() -> None:
    with pytest.raises(InvalidInput, match="date"):
        read_awards({"deminimis": [{"beneficiary": "A", "amount": 1, "granted": "soon"}]})
