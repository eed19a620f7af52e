"""Dual-use: when an authorisation is needed, which general one fits, what silence means, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from bolwerk.domains import book_of
from bolwerk.domains.export_control.public import READINGS
from bolwerk.kernel import Standing

BOOK = book_of("export_control")
SINCE = date(2025, 4, 4)
COUNTRIES = tuple(str(country) for country in BOOK.facts["destination.country"].values)
FREE = {"goods.dual_use_listed": True, "dualuse.warning": "none", "dualuse.free_zone": False, "end_user.embargo_target": False}
FITS: dict[str, dict[str, object]] = {
    "EU001": {"dualuse.section_i": False},
    "EU002": {"dualuse.eu002_item": True},
    "EU003": {"dualuse.repair": "same", "dualuse.eu003_item": True, "dualuse.original_years": 1},
    "EU004": {"dualuse.exhibition": "allowed", "dualuse.eu004_item": True, "dualuse.reimport_days": 30},
    "EU005": {"dualuse.eu005_item": True, "dualuse.interception_use": False},
    "EU006": {"dualuse.eu006_item": True},
    "EU007": {
        "dualuse.group_member": True,
        "dualuse.eu007_item": True,
        "dualuse.icp": True,
        "dualuse.security_end_use": False,
    },
    "EU008": {"dualuse.eu008_item": True, "dualuse.crypto": "published", "dualuse.security_end_use": False},
}
FAIRS = "AE AL AR BA BR CL CN HK IN KR KZ MA ME MK MO MX RS SG TN TR UA ZA"
GOLDEN = {
    "EU001": "AU CA CH GB IS JP LI NO NZ US",
    "EU002": "AR KR TR ZA",
    "EU003": FAIRS,
    "EU004": FAIRS,
    "EU005": "AR CN HK IN KR MO TR UA ZA",
    "EU006": "AR KR TR UA",
    "EU007": "AR BR CL ID IL IN JO KR MA MX MY PH SG TH TN ZA",
}
"""The destinations of Annex II, by country code."""


def decide(rule: str, facts: Mapping[str, object], on: date = SINCE) -> Any:
    return BOOK.decide(rule, facts, on=on).value


def fits(number: str, country: str, on: date = SINCE, **changed: Any) -> bool:
    facts = FREE | FITS[number] | {"destination.country": country} | {f"dualuse.{name}": v for name, v in changed.items()}
    return bool(decide(f"dualuse.{number.lower()}", facts, on) == "eligible")


@pytest.mark.parametrize("number", GOLDEN)
def test_a_general_authorisation_reaches_the_countries_of_its_section_and_no_other(number: str) -> None:
    assert {country for country in COUNTRIES if fits(number, country)} == set(GOLDEN[number].split())


def test_encryption_reaches_no_member_state_no_country_of_eu001_and_none_under_embargo() -> None:
    reached = {country for country in COUNTRIES if fits("EU008", country)}
    assert reached & set(GOLDEN["EU001"].split()) == set()
    for country in COUNTRIES:
        facts = {"destination.country": country}
        if decide("destination.group", facts) in ("belgium", "benelux", "eu"):
            assert country not in reached
        if decide("destination.embargo_scope", facts) != "none":
            assert country not in reached
    assert {"BR", "UA", "TR"} <= reached


@pytest.mark.parametrize("number", ["EU003", "EU004", "EU005"])
def test_russia_left_on_6_may_2022(number: str) -> None:
    assert fits(number, "RU", date(2022, 5, 5))
    assert not fits(number, "RU", date(2022, 5, 6))
    assert fits(number, "IN", date(2022, 5, 5))
    assert fits(number, "IN", date(2022, 5, 6))


@pytest.mark.parametrize("number", FITS)
def test_no_general_authorisation_holds_for_a_use_that_is_told_or_known(number: str) -> None:
    for country in COUNTRIES:
        for warning in ("informed_wmd", "aware_wmd", "informed_parts", "aware_parts"):
            assert not fits(number, country, warning=warning), country


def test_a_military_end_use_bars_only_where_an_arms_embargo_is() -> None:
    assert fits("EU001", "US", warning="aware_military")
    assert not fits("EU003", "CN", warning="aware_military")
    assert fits("EU003", "IN", warning="aware_military")


def test_without_a_list_of_embargoes_a_military_end_use_closes_on_the_safe_side() -> None:
    assert not fits("EU001", "US", date(2025, 4, 3), warning="aware_military")
    use = {"dualuse.warning": "informed_military", "destination.country": "US"}
    assert decide("dualuse.article_4_use", use, date(2025, 4, 3)) == "informed"


@pytest.mark.parametrize(
    ("number", "change"),
    [
        ("EU001", {"section_i": True}),
        ("EU001", {"free_zone": True}),
        ("EU003", {"original_years": 6}),
        ("EU003", {"repair": "other"}),
        ("EU004", {"reimport_days": 121}),
        ("EU005", {"interception_use": True}),
        ("EU007", {"icp": False}),
        ("EU007", {"security_end_use": True}),
        ("EU008", {"crypto": "classified"}),
    ],
)
def test_each_condition_alone_is_enough_to_lose_it(number: str, change: dict[str, Any]) -> None:
    country = "US" if number == "EU001" else "BR" if number == "EU008" else "IN"
    assert fits(number, country)
    assert not fits(number, country, **change)


def test_who_has_nothing_on_the_list_is_asked_one_thing() -> None:
    baker = {"goods.dual_use_listed": False}
    for number in FITS:
        assert decide(f"dualuse.{number.lower()}", baker) == "not_applicable"
    assert decide("dualuse.general_authorisation", baker) == "not_applicable"
    assert decide("dualuse.annex_version", baker) == "not_applicable"


def test_the_lightest_that_fits_is_named_first() -> None:
    no = {"dualuse.repair": "no", "dualuse.exhibition": "no", "dualuse.group_member": False}
    items = {f"dualuse.eu00{n}_item": False for n in range(2, 9)} | {"dualuse.section_i": False}
    korea = FREE | no | items | {"destination.country": "KR"}
    assert decide("dualuse.general_authorisation", korea) == "none"
    assert decide("dualuse.general_authorisation", korea | FITS["EU006"]) == "EU006"
    assert decide("dualuse.general_authorisation", korea | FITS["EU006"] | FITS["EU002"]) == "EU002"
    assert decide("dualuse.general_authorisation", korea | FITS["EU007"]) == "EU007"
    assert decide("dualuse.general_authorisation", korea | FITS["EU007"] | FITS["EU003"]) == "EU003"


def test_silence_lets_one_consultation_pass_and_ends_the_other() -> None:
    for days in range(40):
        silent = {"consultation.answer": "none", "consultation.extended": False, "consultation.days": days}
        silent |= {"trade.stage": "applied"}
        over = days > 10
        assert decide("dualuse.consultation", silent | {"consultation.kind": "article_14"}) == (
            "no_objection" if over else "waiting"
        )
        assert decide("dualuse.consultation", silent | {"consultation.kind": "article_16"}) == (
            "not_identical" if over else "waiting"
        )


def test_who_is_told_needs_an_authorisation_and_who_knows_must_notify() -> None:
    goods = {"trade.movement": "export", "goods.dual_use_listed": False, "destination.country": "IN", "goods.class": "none"}
    told = BOOK.decide("dualuse.catch_all", goods | {"dualuse.warning": "informed_wmd"}, on=SINCE)
    knows = BOOK.decide("dualuse.catch_all", goods | {"dualuse.warning": "aware_wmd"}, on=SINCE)
    guess = BOOK.decide("dualuse.catch_all", goods | {"dualuse.warning": "suspects"}, on=SINCE)
    assert (told.value, told.standing) == ("authorisation", Standing.CONFIRMED)
    assert (knows.value, knows.standing) == ("notify_and_wait", Standing.UNCONFIRMED)
    assert (guess.value, guess.standing) == ("ask", Standing.UNCONFIRMED)


def test_who_exports_arms_is_asked_nothing_about_the_catch_alls_for_dual_use() -> None:
    for kind in ("defence", "law_enforcement", "civil_firearm"):
        for rule in ("catch_all", "cyber_surveillance", "icp_needed"):
            answer = BOOK.decide(f"dualuse.{rule}", {"goods.class": kind}, on=SINCE)
            assert (answer.value, answer.ask) == ("not_applicable", ())
        assert decide("dualuse.general_duties", {"goods.class": kind}) == ()


def test_basic_research_is_free_as_technology_and_not_as_goods() -> None:
    listed = {"trade.movement": "export", "goods.dual_use_listed": True, "technology.basic_research": True}
    assert decide("dualuse.authorisation_needed", listed | {"dualuse.form": "technology"}) == "exempt"
    assert decide("dualuse.authorisation_needed", listed | {"dualuse.form": "goods"}) == "required"


def test_two_sources_disagree_on_the_years_and_both_can_be_read() -> None:
    (page,) = READINGS
    licence = {"dualuse.licence_type": "individual"}
    kept, read = BOOK.decide("dualuse.licence_validity", licence, on=SINCE), BOOK.amend(page)
    assert (kept.value, kept.standing) == (2, Standing.UNCONFIRMED)
    other = read.decide("dualuse.licence_validity", licence, on=SINCE)
    assert (other.value, other.standing) == (3, Standing.UNCONFIRMED)


def test_a_term_whose_first_day_is_not_confirmed_is_no_law_before_it() -> None:
    assert BOOK.decide("firearms.decision_days", {"firearms.extended": False}, on=date(2028, 12, 31)).state == "out_of_law"
    answer = BOOK.decide("firearms.decision_days", {"firearms.extended": False}, on=date(2029, 1, 1))
    assert answer.standing is Standing.UNCONFIRMED


def test_goods_that_serve_only_torture_pass_no_outer_border() -> None:
    for movement in ("export", "import", "transit"):
        assert decide("torture.goods", {"torture.annex": "II", "trade.movement": movement}) == "prohibited"
    stun = {"torture.annex": "III", "trade.movement": "export"}
    assert decide("torture.goods", stun | {"goods.class": "law_enforcement"}) == "authorisation"
    assert decide("torture.goods", stun | {"goods.class": "civil_firearm"}) == "other_regime"
