"""The eight criteria and the six Flemish ones: what Europe demands, what the decree adds, who is under an embargo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest

from bolwerk.domains import book_of
from bolwerk.engines.rules import FactKind
from bolwerk.kernel import Standing

BOOK = book_of("export_control")
BEFORE, SINCE = date(2025, 4, 3), date(2025, 4, 4)
FLOOR = (
    "criterion.international_obligation",
    "criterion.internal_repression",
    "criterion.humanitarian_law",
    "criterion.internal_conflict",
    "criterion.regional_peace",
)
SURPLUS = ("criterion.allied_security", "criterion.body_found_terrorism", "criterion.diversion")
CLEAN = dict.fromkeys((*FLOOR, *SURPLUS, "criterion.buyer_behaviour", "criterion.development"), False)
COUNTRIES = BOOK.facts["destination.country"].values
MEMBER_STATES = tuple(
    country
    for country in COUNTRIES
    if BOOK.decide("destination.group", {"destination.country": country}, on=SINCE).value in ("belgium", "benelux", "eu")
)


def decide(rule: str, facts: Mapping[str, object], on: date = SINCE) -> Any:
    return BOOK.decide(rule, facts, on=on).value


@pytest.mark.parametrize(
    ("ground", "weighed", "denied"),
    [("criterion.allied_security", "weigh_c5", "deny_c5"), ("criterion.diversion", "weigh_c7", "deny_c7")],
)
def test_where_europe_weighs_a_risk_the_decree_denies_for_it(ground: str, weighed: str, denied: str) -> None:
    case = {"goods.class": "defence"} | CLEAN | {ground: True}
    assert decide("export.floor_refusal", case) == ()
    assert decide("export.floor_weighing", case) == (weighed,)
    assert decide("export.surplus_refusal", case) == (denied,)
    assert decide("export.refusal", case) == "deny_decree"


def test_the_eighth_criterion_is_weighed_by_both() -> None:
    case = {"goods.class": "defence"} | CLEAN | {"criterion.development": True}
    assert decide("export.floor_weighing", case) == ("weigh_c8",)
    assert decide("export.surplus_refusal", case) == ()
    assert decide("export.refusal", case) == "weigh"


def test_one_answer_agrees_with_the_lists_of_grounds_in_every_case() -> None:
    for goods in ("defence", "other_military_use"):
        for judged in product((False, True), repeat=len(FLOOR) + len(SURPLUS)):
            case = {"goods.class": goods} | CLEAN | dict(zip((*FLOOR, *SURPLUS), judged, strict=True))
            floor, surplus = decide("export.floor_refusal", case), decide("export.surplus_refusal", case)
            refusal = decide("export.refusal", case)
            assert (refusal == "deny_floor") == bool(floor)
            if goods == "defence":
                assert (refusal == "deny_decree") == (not floor and bool(surplus))
                assert (refusal == "weigh") == (not floor and not surplus)


@pytest.mark.parametrize("ground", FLOOR)
def test_goods_that_are_not_on_the_common_list_are_denied_by_the_decree_alone(ground: str) -> None:
    case = {"goods.class": "law_enforcement"} | CLEAN | {ground: True}
    assert decide("export.floor_refusal", case) == ()
    assert decide("export.refusal", case) == "deny_decree"


def test_open_norms_are_judged_and_never_asked_of_the_applicant() -> None:
    criteria = [fact for name, fact in BOOK.facts.items() if name.startswith("criterion.")]
    assert {fact.name for fact in criteria if fact.kind is not FactKind.JUDGEMENT} == {"criterion.flemish_measure"}
    answer = BOOK.decide("export.refusal", {"goods.class": "defence"}, on=SINCE)
    assert answer.state == "judgement"
    assert answer.value is None


def test_a_transfer_is_tested_in_full_only_when_the_goods_are_used_outside_the_union() -> None:
    transfer = {"goods.class": "defence", "trade.movement": "transfer_to_eu"}
    for country in COUNTRIES:
        scope = decide("export.criteria_scope", transfer | {"destination.country": country})
        near = country in (*MEMBER_STATES, "NO", "IS")
        assert scope == ("diversion_or_security" if near else "full"), country


def test_dual_use_and_other_goods_are_not_under_the_criteria_of_the_decree() -> None:
    for goods in ("dual_use", "none"):
        assert decide("export.criteria_scope", {"goods.class": goods}) == "not_applicable"
        assert decide("export.criteria_to_assess", {"goods.class": goods}) == ()
        assert decide("export.refusal", {"goods.class": goods}) == "not_applicable"


def test_no_member_state_is_under_an_embargo_and_the_rest_of_the_list_is_never_confirmed() -> None:
    for country in COUNTRIES:
        answer = BOOK.decide("destination.embargo_scope", {"destination.country": country}, on=SINCE)
        if country in MEMBER_STATES:
            assert (answer.value, answer.standing) == ("none", Standing.DERIVED)
        else:
            assert answer.standing is Standing.UNCONFIRMED, country


def test_an_embargo_on_armed_groups_depends_on_who_the_end_user_is() -> None:
    iraq = {"destination.country": "IQ"}
    assert BOOK.decide("destination.embargoed", iraq, on=SINCE).ask == ("end_user.embargo_target",)
    assert decide("destination.embargoed", iraq | {"end_user.embargo_target": True}) is True
    assert decide("destination.embargoed", iraq | {"end_user.embargo_target": False}) is False
    assert decide("destination.embargoed", {"destination.country": "RU"}) is True


def test_before_the_list_begins_nobody_is_said_to_be_free_of_an_embargo() -> None:
    for country in ("RU", "FR", "US"):
        assert BOOK.decide("destination.embargoed", {"destination.country": country}, on=BEFORE).state == "out_of_law"


def test_israel_is_under_a_flemish_ban_and_under_no_embargo_of_the_union() -> None:
    case = {"destination.country": "IL", "goods.class": "defence", "trade.movement": "export"}
    assert decide("export.israel_ban", case) == "banned"
    assert decide("destination.embargoed", case) is False
    assert BOOK.decide("export.israel_ban", case, on=BEFORE).state == "out_of_law"


def test_what_the_plan_does_not_say_of_israel_is_never_called_allowed() -> None:
    for goods, movement in product(("defence", "law_enforcement", "other_military_use", "dual_use"), ("export", "transit")):
        case = {"destination.country": "IL", "goods.class": goods, "trade.movement": movement}
        assert decide("export.israel_ban", case) in ("banned", "unclear")


def test_the_decree_lags_behind_europe_since_two_treaties_were_added() -> None:
    before = decide("export.decree_delta", {"goods.class": "defence"}, date(2019, 9, 15))
    since = decide("export.decree_delta", {"goods.class": "defence"}, date(2019, 9, 16))
    assert set(since) - set(before) == {"c1_behind_eu"}


def test_a_flemish_measure_obliges_to_deny_and_gun_deaths_only_allow_it() -> None:
    arms = {"goods.class": "civil_firearm"}
    must = dict.fromkeys(("criterion.flemish_measure", "criterion.child_soldiers", "criterion.death_penalty"), False)
    may = dict.fromkeys(
        ("criterion.external_interests", "criterion.gun_deaths", "criterion.gender_violence", "criterion.peace_process"), False
    )
    assert decide("export.article_28_refusal", arms | must | {"criterion.flemish_measure": True}) == ("deny_interests",)
    assert decide("export.article_28_weighing", arms | may | {"criterion.gun_deaths": True}) == ("may_gun_deaths",)
