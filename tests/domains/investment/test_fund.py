"""Measure 2.3: the defence fund. No answer is ever an approval."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from bolwerk.domains import book_of
from bolwerk.domains.investment.public import READINGS
from bolwerk.engines.rules import Answer

ON = date(2025, 9, 1)
BOOK = book_of("investment")
INDICATORS = tuple(
    f"fund.{name}"
    for name in ("votes", "board", "personnel", "committees", "golden_share", "regulation", "customer", "borrowing")
)


def control(*answers: bool | None) -> Answer:
    facts: dict[str, object] = {name: answer for name, answer in zip(INDICATORS, answers, strict=True) if answer is not None}
    return BOOK.decide("fund.esa_control", facts | {"fund.role": "manager"}, on=ON)


def test_the_rule_asks_the_eight_indicators_of_esa_2010() -> None:
    asked = {fact.name for fact in BOOK.inputs("fund.esa_control")}
    assert asked == {"fund.role", *INDICATORS}


def test_only_eight_times_no_finds_no_indication() -> None:
    for answers in product((True, False), repeat=8):
        value = control(*answers).value
        assert value == ("controlled" if answers[0] else "indications" if any(answers) else "no_indication")


@pytest.mark.parametrize("missing", range(8))
def test_one_indicator_that_is_not_answered_never_gives_no_indication(missing: int) -> None:
    answer = control(*(None if n == missing else False for n in range(8)))
    assert answer.state == "unknown"
    assert answer.ask == (INDICATORS[missing],)


@pytest.mark.parametrize("rule", ["fund.esa_control", "fund.consolidation"])
def test_the_best_outcome_says_that_the_inr_decides(rule: str) -> None:
    best = {"fund.esa_control": "no_indication", "fund.consolidation": "no_objection"}[rule]
    labels = BOOK.rules[rule].outcomes
    assert "INR" in labels[best].label.nl
    assert not any("goedgekeurd" in outcome.label.nl for outcome in labels.values())


def test_a_deal_on_the_balance_sheet_of_pmv_stays_there_even_in_a_private_fund() -> None:
    for found in ("controlled", "indications", "no_indication"):
        facts = {"fund.esa_control": found, "fund.deal_place": "pmv"}
        assert BOOK.decide("fund.consolidation", facts, on=ON).value == "with_pmv"


def test_the_two_readings_of_the_private_share_differ_at_exactly_half_only() -> None:
    other = BOOK.amend(next(path for path in READINGS if path.stem == "fund-half-is-enough"))
    differing = []
    for tenth in range(0, 1001, 5):
        facts = {"fund.role": "manager", "fund.private_commitments": tenth / 10}
        if BOOK.decide("fund.private_share", facts, on=ON).value != other.decide("fund.private_share", facts, on=ON).value:
            differing.append(tenth / 10)
    assert differing == [50]


def test_a_purely_military_enterprise_is_outside_whoever_judges_its_technology() -> None:
    answer = BOOK.decide("fund.target_focus", {"fund.role": "target", "fund.use": "military_only"}, on=ON)
    assert (answer.value, answer.ask) == ("outside", ())


def test_high_technology_is_judged_by_people_not_declared() -> None:
    answer = BOOK.decide("fund.target_focus", {"fund.role": "target", "fund.use": "dual_use"}, on=ON)
    assert (answer.state, answer.ask) == ("judgement", ("fund.high_tech",))


@pytest.mark.parametrize("rule", [rule for rule in BOOK.rules if rule.startswith("fund.")])
def test_who_has_nothing_to_do_with_the_fund_is_asked_nothing_more(rule: str) -> None:
    facts = {"fund.role": "none"}
    answer = BOOK.decide(rule, facts | ({"fund.deal_place": "fund"} if rule == "fund.consolidation" else {}), on=ON)
    assert answer.value == "not_applicable"
