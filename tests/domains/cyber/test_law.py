"""NIS2, the clocks of an incident and CyberFundamentals, in scenarios and over whole grids."""

from __future__ import annotations

import random
from datetime import date

import pytest

from bolwerk.domains import book_of
from bolwerk.domains.cyber.public import READINGS
from bolwerk.kernel import Standing

BOOK = book_of("cyber")
ALONE = {"not_applicable", "nothing"}
DAY = date(2026, 6, 1)

MAKER = {
    "organisation.kind": "company",
    "organisation.staff": 49,
    "organisation.turnover": 12_000_000,
    "organisation.balance": 9_000_000,
    "critical.entity": False,
    "nis2.sector": "manufacturing",
    "nis2.special": "none",
    "nis2.presence": "main_be",
}
BREACH = MAKER | {
    "organisation.staff": 120,
    "incident.happened": True,
    "incident.isolated": False,
    "incident.trade_secrets": True,
}


def decided(rule: str, facts: dict[str, object], on: date = DAY) -> object:
    answer = BOOK.decide(rule, facts, on=on)
    assert answer.state == "value", (answer.state, answer.ask)
    return answer.value


def test_the_two_readings_of_the_size_cap_part_ways_where_one_amount_is_above_ten_million() -> None:
    page = BOOK.amend(READINGS[0])
    assert decided("nis2.scope", MAKER) == "out"
    assert page.decide("nis2.scope", MAKER, on=DAY).value == "in"
    both = MAKER | {"organisation.balance": 10_000_001}
    assert decided("nis2.scope", both) == page.decide("nis2.scope", both, on=DAY).value == "in"


def test_the_wider_reading_never_lets_anybody_out() -> None:
    page = BOOK.amend(READINGS[0])
    order = ("not_needed", "below", "medium", "large")
    for staff in (0, 49, 50, 249, 250):
        for turnover in (0, 10_000_000, 10_000_001, 50_000_001):
            for balance in (0, 10_000_000, 10_000_001, 43_000_001):
                facts = {
                    "nis2.sector": "food",
                    "organisation.staff": staff,
                    "organisation.turnover": turnover,
                    "organisation.balance": balance,
                }
                wide = page.decide("nis2.size", facts, on=DAY).value
                assert order.index(str(wide)) >= order.index(str(decided("nis2.size", facts)))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"nis2.sector": "public_administration"}, "not_as_government"),
        ({"nis2.sector": "waste", "organisation.staff": 80}, "activity"),
        ({"nis2.sector": "waste"}, "below"),
        ({"nis2.special": "identified"}, "identified"),
    ],
)
def test_a_municipality_is_covered_for_what_it_does_and_not_for_what_it_is(change: dict[str, object], expected: str) -> None:
    town = MAKER | {"organisation.kind": "local", "organisation.turnover": 0, "organisation.balance": 0} | change
    assert decided("nis2.local_authority", town) == expected
    assert (decided("nis2.scope", town) == "out") == (expected in ("not_as_government", "below"))


def test_a_flemish_body_is_covered_but_its_class_is_not_sure() -> None:
    body = MAKER | {"organisation.kind": "flemish", "nis2.sector": "public_administration"}
    assert decided("nis2.scope", body) == "in_any_size"
    answer = BOOK.decide("nis2.entity_class", body, on=DAY)
    assert (answer.value, answer.standing) == ("important", Standing.UNCONFIRMED)


def test_a_data_centre_of_a_foreign_group_answers_to_the_country_of_its_main_establishment() -> None:
    centre = MAKER | {"nis2.sector": "digital_infrastructure", "organisation.staff": 400, "nis2.presence": "branch_be"}
    assert decided("nis2.scope", centre) == "out"
    assert decided("nis2.entity_class", centre | {"nis2.presence": "main_be"}) == "essential"


def test_nobody_outside_the_sectors_is_asked_for_figures_or_gets_a_duty() -> None:
    baker = {"nis2.sector": "none", "nis2.special": "none", "critical.entity": False}
    assert decided("nis2.entity_class", baker) == "out"
    assert decided("nis2.duties", baker) == ("not_applicable",)
    assert decided("nis2.registration", baker) == "not_applicable"
    assert decided("nis2.fine", baker) == 0


@pytest.mark.parametrize(("sector", "last"), [("ict_service", date(2024, 12, 17)), ("food", date(2025, 3, 17))])
def test_registration_is_overdue_the_day_after_the_last_day(sector: str, last: date) -> None:
    facts = MAKER | {"organisation.staff": 60, "nis2.sector": sector, "nis2.registered": False}
    assert str(decided("nis2.registration", facts, last)).startswith("due")
    assert decided("nis2.registration", facts, last.replace(day=last.day + 1)) == "overdue"


def test_nothing_is_decided_before_the_act_is_in_force() -> None:
    assert BOOK.decide("nis2.scope", MAKER, on=date(2024, 10, 17)).state == "out_of_law"
    assert BOOK.decide("nis2.scope", MAKER, on=date(2024, 10, 18)).state == "value"


def test_the_fine_grows_with_the_turnover_only_above_the_fixed_amount() -> None:
    firm = MAKER | {"organisation.staff": 60}
    assert decided("nis2.fine", firm | {"organisation.turnover": 100_000_000}) == 7_000_000
    assert decided("nis2.fine", firm | {"organisation.turnover": 600_000_000}) == 8_400_000


def test_one_incident_starts_several_clocks() -> None:
    facts = BREACH | {"critical.entity": True, "incident.essential_service": True, "incident.personal_data": True}
    assert decided("incident.clocks", facts) == ("nis2", "cer", "gdpr_gba")
    clocks = ("incident.nis2_warning", "incident.nis2_clock", "incident.cer_clock", "incident.gdpr_clock")
    assert [decided(rule, facts) for rule in clocks] == [24, 72, 24, 72]


def test_a_trust_service_notifies_in_the_time_that_others_only_warn() -> None:
    trust = BREACH | {"nis2.sector": "digital_infrastructure", "nis2.special": "trust_qualified"}
    assert decided("incident.nis2_clock", trust) == decided("incident.nis2_warning", trust) == 24


def test_a_bank_notifies_through_dora_and_this_book_gives_it_no_hours() -> None:
    bank = BREACH | {"nis2.sector": "banking", "incident.personal_data": False}
    assert decided("incident.clocks", bank) == ("dora",)
    assert decided("incident.nis2_clock", bank) == 0


def test_whether_disruption_is_severe_is_left_to_a_person() -> None:
    quiet = BREACH | {"incident.trade_secrets": False, "incident.malicious_access": False}
    answer = BOOK.decide("incident.significant", quiet | {"incident.loss": 0, "incident.loss_share": 0}, on=DAY)
    assert answer.state == "judgement"
    assert set(answer.ask) == {"incident.severe_disruption", "incident.harm_to_others"}


def test_the_belgian_terms_for_critical_entities_are_never_shown_as_sure() -> None:
    facts = {"incident.happened": True, "critical.entity": True, "incident.essential_service": True}
    assert BOOK.decide("incident.cer_clock", facts, on=DAY).standing is Standing.UNCONFIRMED
    assert BOOK.decide("incident.cer_clock", facts, on=date(2026, 1, 18)).state == "out_of_law"


def test_the_size_of_the_selection_table_is_another_than_that_of_nis2() -> None:
    rich = MAKER | {"organisation.staff": 10, "organisation.turnover": 60_000_000, "cyfun.target": "basic"}
    assert decided("nis2.size", rich) == "below"
    assert decided("cyfun.size", rich) == 3


def test_every_settled_answer_gives_a_reason_and_never_nothing_beside_something() -> None:
    draw = random.Random(1)
    for _ in range(150):
        facts = {fact.name: draw.choice(fact.values or (1, 3, 5)) for fact in BOOK.facts.values()}
        for answer in BOOK.all(facts, DAY, topic="cyber"):
            assert answer.state == "value", (answer.rule, answer.ask)
            assert answer.why, answer.rule
            assert answer.value != ()
            assert not isinstance(answer.value, tuple) or len(answer.value) == 1 or ALONE.isdisjoint(answer.value)
