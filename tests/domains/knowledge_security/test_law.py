"""Knowledge security: a weighing that sees knowledge, partner and evidence, and never the name of a country."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product

import pytest

from bolwerk.domains import book_of, domain_of
from bolwerk.kernel import Standing

BOOK = book_of("knowledge_security")
BEFORE, SINCE = date(2025, 4, 3), date(2025, 4, 4)
ORDER = {
    "knowledge.scope": ("light", "full", "heavy"),
    "knowledge.technology_sensitivity": ("low", "medium", "high"),
    "knowledge.partner_evidence": ("none", "some", "strong", "sanctioned"),
    "knowledge.country_evidence": ("none", "some", "strong"),
}
LANES = ("low", "medium", "high")
PARTNER = {
    "partner.sanctioned": False,
    "partner.military_tie": False,
    "partner.web_trace": True,
    "partner.funding": "own",
    "partner.unclear_motive": False,
}
COUNTRY = dict.fromkeys(
    ("country.restrictive_measures", "country.threat_named", "country.poor_academic_freedom", "country.poor_rule_of_law"), False
)
PROJECT = {
    "organisation.kind": "research",
    "knowledge.cooperation": "project",
    "knowledge.crown_jewel": False,
    "technology.area": "energy",
    "technology.public_domain": False,
    "technology.basic_research": False,
    "goods.dual_use_listed": False,
    **PARTNER,
    **COUNTRY,
}


def lane(**changed: object) -> object:
    facts = PROJECT | {name.replace("__", "."): value for name, value in changed.items()}
    return BOOK.decide("knowledge.lane", facts, on=SINCE).value


def listed(rule: str, facts: Mapping[str, object]) -> tuple[object, ...]:
    value = BOOK.decide(rule, facts, on=SINCE).value
    assert isinstance(value, tuple)
    return value


def weighed(case: tuple[str, ...]) -> int:
    answer = BOOK.decide("knowledge.lane", dict(zip(ORDER, case, strict=True)), on=SINCE)
    return LANES.index(str(answer.value))


def test_no_determination_of_the_field_can_see_the_name_of_a_country() -> None:
    seen = {fact.name for rule in BOOK.rules.values() if domain_of(rule.id) == "knowledge_security" for fact in rule.facts}
    assert not {name for name in seen if name.startswith("destination.") or "nationalit" in name}
    assert {name for name in seen if name.startswith("country.")} == set(COUNTRY)


def test_changing_only_the_country_never_changes_the_lane() -> None:
    evidence = [dict(zip(COUNTRY, case, strict=True)) for case in product((False, True), repeat=len(COUNTRY))]
    for found in evidence:
        facts = PROJECT | found
        lanes = {
            BOOK.decide("knowledge.lane", facts | {"destination.country": country}, on=SINCE).value
            for country in BOOK.facts["destination.country"].values
        }
        assert len(lanes) == 1


def test_more_or_worse_evidence_never_gives_a_lighter_lane() -> None:
    for case in product(*ORDER.values()):
        for place, steps in enumerate(ORDER.values()):
            worse = steps[steps.index(case[place]) + 1 :]
            for step in worse[:1]:
                assert weighed((*case[:place], step, *case[place + 1 :])) >= weighed(case), (case, step)


def test_a_bad_score_of_a_country_alone_is_no_ban() -> None:
    assert lane(country__poor_academic_freedom=True, technology__area="none") == "low"
    assert lane(country__poor_academic_freedom=True, country__poor_rule_of_law=True) == "medium"


@pytest.mark.parametrize("form", ["publication", "exchange", "project", "contract", "security"])
def test_a_partner_on_a_sanctions_list_is_a_high_risk_in_every_form(form: str) -> None:
    assert lane(knowledge__cooperation=form, technology__area="none", partner__sanctioned=True) == "high"


def test_a_quantum_laboratory_with_a_partner_that_cannot_be_found_goes_to_the_board() -> None:
    facts = PROJECT | {"technology.area": "quantum", "partner.web_trace": False, "country.threat_named": True}
    assert BOOK.decide("knowledge.lane", facts, on=SINCE).value == "high"
    assert "board" in listed("knowledge.measures", facts)


def test_public_knowledge_makes_the_knowledge_free_and_not_the_partner() -> None:
    assert lane(technology__area="ai", partner__military_tie=True) == "high"
    assert lane(technology__area="ai", technology__public_domain=True, partner__military_tie=True) == "medium"
    assert lane(technology__area="ai", technology__public_domain=True, partner__sanctioned=True) == "high"


def test_the_weighing_is_a_proposal_and_says_so() -> None:
    for case in product(*ORDER.values()):
        answer = BOOK.decide("knowledge.lane", dict(zip(ORDER, case, strict=True)), on=SINCE)
        assert answer.standing is Standing.UNCONFIRMED


def test_who_works_with_nobody_abroad_is_asked_one_thing() -> None:
    for told in ({"knowledge.cooperation": "none"}, {"organisation.kind": "school"}):
        assert BOOK.decide("knowledge.lane", told, on=SINCE).value == "not_applicable"
        assert BOOK.decide("knowledge.measures", told, on=SINCE).value == ()
        assert BOOK.decide("knowledge.ask_desk", told, on=SINCE).value == ()


def test_only_the_fact_that_can_still_decide_is_asked() -> None:
    facts = {name: value for name, value in PROJECT.items() if name != "country.threat_named"}
    answer = BOOK.decide("knowledge.lane", facts | {"technology.area": "quantum"}, on=SINCE)
    assert answer.value == "medium"
    answer = BOOK.decide("knowledge.lane", facts | {"technology.area": "quantum", "partner.web_trace": False}, on=SINCE)
    assert answer.ask == ("country.threat_named",)
    assert set(answer.possible) == {"medium", "high"}


def test_an_unclear_motive_is_judged_and_not_asked_of_the_researcher() -> None:
    facts = {name: value for name, value in PROJECT.items() if name != "partner.unclear_motive"}
    answer = BOOK.decide("knowledge.partner_evidence", facts, on=SINCE)
    assert answer.state == "judgement"


def test_a_listed_dual_use_item_sends_the_question_on_a_licence_to_the_service() -> None:
    facts = PROJECT | {"goods.dual_use_listed": True}
    assert "dcsg" in listed("knowledge.ask_desk", facts)
    assert "check_licence" in listed("knowledge.measures", facts)
    assert "dcsg" not in listed("knowledge.ask_desk", PROJECT)


def test_before_the_plan_there_is_no_lane() -> None:
    assert BOOK.decide("knowledge.lane", PROJECT, on=BEFORE).state == "out_of_law"
    assert BOOK.decide("knowledge.lane", PROJECT, on=SINCE).state == "value"
