"""Measure 2.2: what the instruments of PMV and LRM say of one enterprise together."""

from __future__ import annotations

from datetime import date

import pytest

from bolwerk.domains import book_of
from bolwerk.engines.rules import Answer
from bolwerk.kernel import Standing

ON = date(2025, 9, 1)
BOOK = book_of("investment")
STARTER = {
    "finance.sought": "loan",
    "finance.defence": False,
    "finance.amount": 100_000,
    "finance.years": 5,
    "finance.company_years": 2,
    "finance.own_of_loan": 40,
    "finance.own_of_need": 20,
    "finance.pmv_of_need": 40,
    "finance.partner_of_need": 40,
    "finance.cash_flow": True,
    "finance.capital_free_years": 1,
}
GUARANTEED = {
    "finance.sought": "guarantee",
    "finance.defence": False,
    "finance.guaranteed_share": 75,
    "finance.farm_or_fishery": False,
    "finance.years": 8,
    "aid.difficulty": False,
}


def fitting(**changed: object) -> object:
    return instruments(STARTER | {f"finance.{name}": value for name, value in changed.items()}).value


def instruments(facts: dict[str, object]) -> Answer:
    return BOOK.decide("finance.instruments", facts, on=ON)


def test_a_starter_may_choose_between_the_startlening_and_cofinanciering() -> None:
    assert fitting() == ("startlening", "cofinanciering", "lrm")


@pytest.mark.parametrize(
    ("amount", "fits"),
    [
        (100_001, ("cofinanciering", "lrm")),
        (350_000, ("cofinanciering", "cofinanciering_plus", "lrm")),
        (350_001, ("cofinanciering_plus", "lrm")),
        (700_001, ("lrm",)),
    ],
)
def test_a_larger_loan_moves_from_one_instrument_to_the_next(amount: int, fits: tuple[str, ...]) -> None:
    assert fitting(amount=amount) == fits


def test_an_older_enterprise_loses_the_startlening_only() -> None:
    assert fitting(company_years=6) == ("cofinanciering", "lrm")


@pytest.mark.parametrize("sought", ["loan", "guarantee", "equity", "private_loan"])
def test_work_for_defence_takes_no_instrument_away_but_warns_with_a_weak_standing(sought: str) -> None:
    facts = STARTER | GUARANTEED | {"finance.sought": sought, "finance.guarantee": 2_000_000, "company.size": "small"}
    facts |= {"finance.of_one_lender": 50_000}
    before, after = instruments(facts), instruments(facts | {"finance.defence": True})
    assert before.value
    assert after.value == (*before.value, "policy_review")  # type: ignore[misc]
    assert after.standing is Standing.UNCONFIRMED


@pytest.mark.parametrize(
    ("guarantee", "fits"),
    [
        (1_500_000, ("waarborg",)),
        (1_500_001, ("waarborg", "gigarant")),
        (2_250_000, ("waarborg", "gigarant")),
        (2_250_001, ("gigarant",)),
    ],
)
def test_no_size_of_guarantee_falls_between_waarborg_and_gigarant(guarantee: int, fits: tuple[str, ...]) -> None:
    assert instruments(GUARANTEED | {"finance.guarantee": guarantee}).value == fits


@pytest.mark.parametrize(("years", "fits"), [(8, True), (9, True), (15, True), (16, False)])
def test_a_term_on_which_the_sources_differ_is_never_told_as_certain(years: int, fits: bool) -> None:
    answer = BOOK.decide("finance.gigarant", GUARANTEED | {"finance.guarantee": 3_000_000, "finance.years": years}, on=ON)
    assert answer.value is fits
    assert ("spreken elkaar tegen" in answer.text("nl")) is (8 < years <= 15)
    if 8 < years <= 15:
        assert answer.standing is Standing.UNCONFIRMED


def test_an_enterprise_in_difficulty_gets_no_gigarant_but_may_ask_the_waarborg() -> None:
    facts = GUARANTEED | {"finance.guarantee": 2_000_000, "aid.difficulty": True}
    assert instruments(facts).value == ("waarborg",)


@pytest.mark.parametrize("rule", [rule for rule in BOOK.rules if rule.startswith("finance.")])
def test_who_seeks_no_financing_is_asked_nothing_more(rule: str) -> None:
    answer = BOOK.decide(rule, {"finance.sought": "none"}, on=ON)
    assert (answer.state, answer.ask) == ("value", ())


def test_what_is_not_known_of_lrm_and_equity_is_told_as_unconfirmed() -> None:
    answer = instruments({"finance.sought": "equity", "finance.defence": False})
    assert answer.value == ("lrm", "pmv_capital")
    assert answer.standing is Standing.UNCONFIRMED
