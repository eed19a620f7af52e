"""Measures 4.1 to 4.3: guidance, European groups, foreign investors, tenders."""

from __future__ import annotations

from datetime import date
from itertools import pairwise, product

import pytest

from bolwerk.domains import book_of
from bolwerk.engines.rules import Answer
from bolwerk.kernel import Standing

ON = date(2025, 9, 1)
BOOK = book_of("guidance")


def decide(rule: str, facts: dict[str, object], on: date = ON) -> Answer:
    return BOOK.decide(rule, facts, on=on)


def test_what_is_on_the_military_list_is_military_before_anything_else_is_asked() -> None:
    answer = decide("guidance.dual_use_check", {"guidance.need": "check", "goods.on_military_list": True})
    assert (answer.value, answer.ask) == ("military", ())


def test_the_check_at_the_front_office_takes_six_questions_at_most() -> None:
    asked = [fact.name for fact in BOOK.inputs("guidance.dual_use_check")]
    assert len(asked) <= 6
    assert all(BOOK.fact(name).kind != "judgement" for name in asked)


def test_a_civil_product_that_an_army_could_use_leads_to_vlaio() -> None:
    facts = {"guidance.need": "check", "guidance.startup": False, "guidance.military_buyer": True}
    facts |= {"goods.on_military_list": False, "goods.dual_use_listed": False, "guidance.made_for_military": False}
    assert decide("guidance.dual_use_check", facts).value == "potential"
    assert decide("guidance.route", facts).value == ("vlaio",)


@pytest.mark.parametrize("need", [value for value in BOOK.fact("guidance.need").values if value != "none"])
def test_every_need_leads_to_a_desk(need: str) -> None:
    facts = {"guidance.need": need, "guidance.startup": False, "goods.on_military_list": False, "goods.dual_use_listed": False}
    assert decide("guidance.route", facts).value


def test_a_listed_product_that_is_sold_abroad_also_leads_to_dcsg() -> None:
    facts = {"guidance.need": "market", "guidance.startup": False, "goods.on_military_list": False}
    assert decide("guidance.route", facts | {"goods.dual_use_listed": True}).value == ("fit", "dcsg")


def group(**numbers: int) -> object:
    facts: dict[str, object] = {"programme.european": "edf", "consortium.kind": "ordinary"}
    facts |= {f"consortium.{name}": number for name, number in numbers.items()}
    return decide("edf.consortium", facts).value


def test_a_group_for_the_fund_never_gets_worse_by_growing() -> None:
    enough = {
        counts
        for counts in product(range(1, 6), repeat=4)
        if group(entities=counts[0], states=counts[1], independent=counts[2], independent_states=counts[3]) == "enough"
    }
    assert min(enough) == (3, 3, 3, 2)
    for counts in enough:
        assert all((*counts[:n], min(counts[n] + 1, 5), *counts[n + 1 :]) in enough for n in range(4))


def test_guarantees_of_the_member_state_open_the_fund_to_a_controlled_enterprise() -> None:
    facts: dict[str, object] = {"programme.european": "edf", "entity.role": "recipient", "entity.foreign_control": True}
    facts |= {"entity.established": True, "entity.managed": True, "entity.assets": True}
    assert decide("edf.entity", facts | {"entity.guarantees": False}).value == "foreign_control"
    assert decide("edf.entity", facts | {"entity.guarantees": True}).value == "with_guarantees"


def test_guarantees_do_not_replace_being_established_here() -> None:
    facts = {"programme.european": "edf", "entity.role": "recipient", "entity.established": False, "entity.guarantees": True}
    assert decide(
        "edf.entity", facts | {"entity.managed": True, "entity.assets": True, "entity.foreign_control": True}
    ).value == ("not_established")


def test_an_autonomous_weapon_passes_only_with_human_control_or_for_defence() -> None:
    facts = {"programme.european": "edf", "weapon.kind": "none"}
    found = {how: decide("edf.exclusions", facts | {"edf.autonomous": how}).value for how in BOOK.fact("edf.autonomous").values}
    assert [how for how, value in found.items() if value != "not_excluded"] == ["uncontrolled"]


@pytest.mark.parametrize("weapon", ["white_phosphorus", "incendiary", "depleted_uranium"])
def test_a_weapon_whose_ban_was_not_confirmed_is_neither_let_through_nor_excluded(weapon: str) -> None:
    answer = decide("edf.exclusions", {"programme.european": "edf", "weapon.kind": weapon, "edf.autonomous": "no"})
    assert answer.value == "to_judge"
    assert answer.standing is Standing.UNCONFIRMED


def duty(votes: float, sector: str, turnover: int, on: date = ON) -> Answer:
    facts = {"fdi.investor": "foreign", "fdi.votes": votes, "fdi.sector": sector, "fdi.turnover": turnover}
    return decide("fdi.screening_duty", facts, on)


NOTIFY = ("notify_ten", "notify_quarter")


@pytest.mark.parametrize("sector", BOOK.fact("fdi.sector").values)
def test_more_votes_or_turnover_never_lift_the_duty_to_notify(sector: str) -> None:
    votes, turnovers = (0, 9, 10, 24, 25, 100), (0, 24_999_999, 25_000_000, 100_000_000, 100_000_001)
    for turnover in turnovers:
        by_votes = [duty(share, sector, turnover).value in NOTIFY for share in votes]
        assert all(not before or after for before, after in pairwise(by_votes))
    for share in votes:
        by_turnover = [duty(share, sector, turnover).value in NOTIFY for turnover in turnovers]
        assert all(not before or after for before, after in pairwise(by_turnover))


def test_a_defence_firm_is_notified_from_a_tenth_only_above_a_hundred_million() -> None:
    assert duty(10, "defence", 100_000_001).value == "notify_ten"
    assert duty(10, "defence", 100_000_000).value == "no_duty"
    assert duty(25, "defence", 0).value == "notify_quarter"


def test_an_investor_from_the_union_with_an_owner_from_outside_is_foreign() -> None:
    facts = {"fdi.investor_kind": "company", "fdi.home_outside": False, "fdi.owner_outside": True}
    assert decide("fdi.investor", facts).value == "foreign"
    facts |= {"fdi.votes": 30, "fdi.sector": "data"}
    assert decide("fdi.screening_duty", facts).value == "notify_quarter"


def test_a_deal_signed_the_day_before_the_mechanism_began_has_no_law() -> None:
    assert duty(30, "data", 0, date(2023, 6, 30)).state == "out_of_law"
    assert duty(30, "data", 0, date(2023, 7, 1)).value == "notify_quarter"


def test_the_higher_fine_and_bad_faith_are_judged_by_people() -> None:
    facts = {"fdi.investor_kind": "company", "fdi.unnotified": True}
    assert decide("fdi.fine", facts).state == "judgement"
    assert decide("fdi.ex_officio", facts).state == "judgement"
    assert decide("fdi.ex_officio", facts | {"fdi.bad_faith": True}).standing is Standing.UNCONFIRMED


@pytest.mark.parametrize(
    ("kind", "between"),
    [("supplies_services", 436_000), ("works", 5_500_000)],
)
def test_a_contract_between_the_old_and_the_new_threshold_comes_under_the_directive_in_2026(kind: str, between: int) -> None:
    facts = {"tender.kind": kind, "tender.value": between}
    assert decide("defence.threshold", facts, date(2025, 12, 31)).value == "below"
    assert decide("defence.threshold", facts, date(2026, 1, 1)).value == "above"


def test_nspa_invites_nobody_who_is_not_in_its_file() -> None:
    facts = {"organisation.kind": "company", "nato.buyer": "nspa"}
    assert decide("nato.tender_route", facts | {"nato.source_file": False}).value == "register"
    assert decide("nato.tender_route", facts | {"nato.source_file": True}).value == "await_invitation"


CLOSED: dict[str, object] = {
    "guidance.need": "none",
    "programme.european": "none",
    "fdi.investor_kind": "none",
    "nato.buyer": "none",
    "organisation.kind": "company",
    "tender.kind": "none",
}


@pytest.mark.parametrize("rule", [rule for rule in BOOK.rules if rule != "destination.group"])
def test_one_answer_a_subject_closes_what_does_not_concern_the_reader(rule: str) -> None:
    answer = decide(rule, CLOSED)
    assert (answer.state, answer.ask) == ("value", ())
    assert answer.value in ("not_applicable", ("not_applicable",), 0)
