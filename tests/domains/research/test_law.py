"""Measures 3.1, 3.2 and 3.4: schemes, and the years for which nobody gave an amount."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from bolwerk import plan
from bolwerk.domains import book_of
from bolwerk.engines.rules import Answer
from bolwerk.kernel import Money, Standing

ON = date(2025, 9, 1)
BOOK = book_of("research")


def decide(rule: str, facts: Mapping[str, object], on: date = ON) -> Answer:
    return BOOK.decide(rule, facts, on=on)


def test_a_cyber_project_with_defra_sees_three_ways() -> None:
    facts = {"research.plan": "project", "project.activity": "industrial", "research.domain": "cyber", "defra.apply": True}
    assert decide("research.scheme", facts).value == ("research_project", "defra", "impulse")


def test_a_space_project_hangs_on_the_programmes_and_on_a_roadmap() -> None:
    facts = {"research.plan": "project", "project.activity": "fundamental", "research.domain": "space", "defra.apply": False}
    assert decide("research.scheme", facts).value == ("space", "impulse")


@pytest.mark.parametrize("kind", ["practice", "mandate"])
def test_a_scheme_of_which_no_page_was_found_is_not_told_as_certain(kind: str) -> None:
    assert decide("research.scheme", {"research.plan": kind}).standing is not Standing.CONFIRMED


def test_a_doctorate_without_a_defence_enterprise_fails_whatever_else_is_unknown() -> None:
    answer = decide("research.baekeland", {"research.plan": "doctorate", "doctorate.with_defence_company": False})
    assert (answer.value, answer.ask) == ("no_defence_company", ())


def test_the_terms_of_a_doctorate_name_working_days_and_days_apart() -> None:
    labels = [
        decide("research.baekeland_term", {"research.plan": "doctorate", "doctorate.phase": phase}).label("nl")
        for phase in ("admissibility", "decision")
    ]
    assert labels == ["14 werkdagen", "75 dagen"]


def nato(line: str, year: int) -> Answer:
    return decide("research.diana_nif", {"organisation.kind": "flemish", "research.budget_line": line}, date(year, 6, 1))


def test_the_total_for_nato_is_the_sum_of_its_three_lines() -> None:
    lines = [Decimal(str(nato(line, 2025).value)) for line in ("nif", "fpim_fee", "diana")]
    assert nato("nato_total", 2025).value == sum(lines)
    assert nato("nato_total", 2025).value == 1_462_658


def test_the_amounts_are_those_of_the_plan() -> None:
    promised = {amount.value for commitment in plan.load().measure("3.4").commitments for amount in commitment.amounts}
    assert {Money.euro(Decimal(str(nato(line, 2025).value))) for line in ("nif", "fpim_fee", "diana")} <= promised


@pytest.mark.parametrize("year", [2023, 2024, 2026, 2030, 2037])
def test_the_other_years_of_the_cooperation_have_no_amount_and_none_is_guessed(year: int) -> None:
    assert nato("nato_total", year).state == "out_of_law"


def test_the_path_of_the_impulse_programme_has_two_known_years() -> None:
    facts = {"organisation.kind": "flemish", "research.budget_line": "impulse"}
    found = {year: decide("research.impulse_budget", facts, date(year, 6, 1)) for year in range(2024, 2031)}
    assert {year: answer.value for year, answer in found.items() if answer.state == "value"} == {
        2025: 5_000_000,
        2029: 50_000_000,
    }
    assert {answer.state for year, answer in found.items() if year not in (2025, 2029)} == {"out_of_law"}
    assert "Het kan minder zijn" in found[2029].text("nl")


def test_the_rate_of_defra_is_not_stretched_beyond_the_call_of_2022() -> None:
    facts = {"research.plan": "project", "defra.apply": True, "defra.member": "company"}
    assert decide("research.defra_rate", facts, date(2022, 12, 31)).value == 65
    assert decide("research.defra_rate", facts, date(2023, 1, 1)).state == "out_of_law"


def test_basic_research_is_outside_technology_control_even_where_its_item_is_listed() -> None:
    facts = {"research.plan": "project", "goods.dual_use_listed": True, "goods.on_military_list": True}
    assert decide("research.public_domain", facts | {"research.transfer": "basic"}).value == "outside"
    assert decide("research.public_domain", facts | {"research.transfer": "other"}).value == "check"


@pytest.mark.parametrize("amount", [100_001, 300_000])
def test_what_the_first_phase_of_diana_refuses_the_next_may_give(amount: int) -> None:
    facts = {"nato_innovation.seat": True, "nato_innovation.amount": amount}
    assert decide("research.diana", facts | {"nato_innovation.apply": "diana_first"}).value == "too_much"
    assert decide("research.diana", facts | {"nato_innovation.apply": "diana_second"}).value == "fits"


@pytest.mark.parametrize("rule", [rule for rule in BOOK.rules if rule.startswith("research.")])
def test_who_plans_no_research_is_asked_nothing_more(rule: str) -> None:
    on = date(2022, 6, 1) if rule in ("research.defra", "research.defra_rate") else ON
    answer = decide(rule, {"research.plan": "none", "organisation.kind": "company", "nato_innovation.apply": "none"}, on)
    assert (answer.state, answer.ask) == ("value", ())
