"""What the tables of the Wapenhandeldecreet promise together: firms as they come in, and what holds over all cases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from bolwerk.domains import book_of, doors
from bolwerk.engines import rules
from bolwerk.kernel import Standing
from bolwerk.plan import VOCABULARY

ON = date(2026, 1, 15)
BOOK = book_of("export_control")
LAW: Path = doors()["export_control"].LAW

MAKER = {
    "applicant.flemish": True,
    "applicant.status": "other",
    "applicant.recognised_dealer": False,
    "applicant.certified": False,
    "goods.class": "defence",
    "goods.sensitive": False,
    "weapon.kind": "none",
}
"""A Flemish firm that makes parts on the military list."""
TO_AMERICA = MAKER | {
    "trade.movement": "export",
    "destination.country": "US",
    "trade.definitive": True,
    "trade.parties": "one",
}
TO_GERMANY = MAKER | {
    "trade.movement": "transfer_to_eu",
    "delivery.in_benelux": False,
    "destination.country": "DE",
    "trade.definitive": True,
    "transfer.emergency_gift": False,
    "transfer.single": False,
    "transfer.others_denied": False,
    "transfer.recipient": "other",
    "transfer.purpose": "other",
    "transfer.named_recipients": True,
    "transfer.control_means": True,
}

GOODS = ("defence", "law_enforcement", "other_military_use", "civil_firearm", "dual_use", "none")
MOVES: tuple[dict[str, object], ...] = (
    {"trade.movement": "transfer_to_eu", "delivery.in_benelux": False},
    {"trade.movement": "transfer_to_eu", "delivery.in_benelux": True},
    *({"trade.movement": "export", "destination.country": country} for country in ("US", "NO", "CH", "IN")),
    *(
        {"trade.movement": movement, "origin.group": origin}
        for movement in ("transfer_into_flanders", "import")
        for origin in ("benelux", "eu", "no_is", "li_ch", "other")
    ),
    *(
        {
            "trade.movement": "transit",
            "transit.transhipped": transhipped,
            "transit.unloaded_reloaded": False,
            "transit.eea_use_proven": proven,
            "transit.knows_embargo": False,
            "transit.knows_measure": False,
            "transit.knows_atrocity": False,
            "transit.knows_treaty_breach": False,
            "transit.knows_threat": danger,
        }
        for transhipped, proven, danger in product((True, False), repeat=3)
    ),
)


def value(rule: str, facts: Mapping[str, object], on: date = ON) -> object:
    return BOOK.decide(rule, facts, on=on).value


def movements() -> Iterator[dict[str, object]]:
    """Every kind of goods in every movement, told in full."""
    for goods, move, definitive, sensitive, listed in product(GOODS, MOVES, *((True, False),) * 3):
        yield {
            "goods.class": goods,
            **move,
            "firearm.european_pass": goods == "civil_firearm" and not listed,
            "trade.definitive": definitive,
            "goods.sensitive": sensitive,
            "goods.listed_for_entry": listed,
        }


# --- firms as they come in --------------------------------------------------------------------------------------------


def test_parts_that_leave_for_america_need_an_individual_licence_and_a_prior_authorisation() -> None:
    assert value("export.competence", TO_AMERICA) == "flanders"
    assert value("export.licence_needed", TO_AMERICA) == "licence"
    assert value("export.instrument", TO_AMERICA) == "individual"
    assert value("export.prior_authorisation", TO_AMERICA) == "required"
    assert value("export.lane", TO_AMERICA) == "conflict_check"


def test_the_same_parts_on_loan_to_america_need_nothing_but_police_gear_does() -> None:
    on_loan = TO_AMERICA | {"trade.definitive": False}
    assert value("export.instrument", on_loan) == "none"
    assert value("export.prior_authorisation", on_loan) == "not_required"
    assert value("export.licence_needed", on_loan | {"goods.class": "law_enforcement"}) == "licence"


def test_an_export_to_norway_is_a_transfer_so_lent_parts_need_a_licence_there() -> None:
    lent = TO_AMERICA | {"trade.definitive": False, "destination.country": "NO"}
    assert value("export.movement", lent) == "transfer_to_eu"
    assert value("export.licence_needed", lent) == "licence"
    assert value("export.lane", lent) == "simplified"


def test_a_rifle_that_travels_on_a_pass_needs_nothing_and_one_without_it_an_individual_licence() -> None:
    rifle = TO_GERMANY | {"goods.class": "civil_firearm", "firearm.european_pass": True}
    assert value("export.instrument", rifle) == "firearm_pass"
    assert value("export.end_use_documents", rifle) == ()
    assert value("export.instrument", rifle | {"firearm.european_pass": False}) == "firearm_individual"


def test_switzerland_is_inside_for_a_rifle_and_outside_for_a_cannon() -> None:
    swiss = {"trade.movement": "export", "destination.country": "CH"}
    assert value("export.movement", swiss | {"goods.class": "civil_firearm"}) == "transfer_to_eu"
    assert value("export.movement", swiss | {"goods.class": "defence"}) == "export"


def test_parts_for_a_dutch_builder_need_no_licence_even_when_they_end_up_elsewhere() -> None:
    dutch = TO_GERMANY | {"delivery.in_benelux": True, "destination.country": "IN"}
    assert value("export.instrument", dutch) == "none"
    assert value("export.lane", dutch | {"goods.sensitive": True}) == "reinforced"


def test_each_step_down_in_the_file_makes_the_licence_for_germany_heavier() -> None:
    army = TO_GERMANY | {"transfer.recipient": "armed_forces"}
    assert value("export.instrument", army | {"applicant.status": "public_body"}) == "exemption"
    assert value("export.instrument", army) == "general"
    assert value("export.instrument", TO_GERMANY) == "global"
    assert value("export.instrument", TO_GERMANY | {"transfer.control_means": False}) == "individual"
    assert value("export.instrument", army | {"transfer.single": True}) == "individual"


def test_prohibited_goods_get_no_licence_whatever_the_movement() -> None:
    mines = {"weapon.kind": "antipersonnel_mine", "goods.permitted_purpose": False}
    assert value("export.instrument", TO_AMERICA | mines) == "prohibited"
    assert value("export.instrument", TO_GERMANY | mines) == "prohibited"
    assert value("export.instrument", TO_GERMANY | mines | {"goods.permitted_purpose": True}) == "individual"


def test_nobody_is_asked_further_whose_goods_are_on_no_list() -> None:
    for rule in (
        "export.licence_needed",
        "export.instrument",
        "export.prior_authorisation",
        "export.end_use_documents",
        "export.reexport_undertaking",
        "export.firearms",
        "export.general_case",
        "export.exemptable",
        "export.lane",
        "export.liable",
    ):
        answer = BOOK.decide(rule, {"goods.class": "none"}, on=ON)
        assert (answer.state, answer.ask) == ("value", ()), rule
        assert answer.value in ("not_applicable", ()), rule


def test_a_firm_that_only_prepares_is_asked_nothing_about_clocks_and_fines() -> None:
    later = [name for name, rule in BOOK.rules.items() if "trade.stage" in {fact.name for fact in rule.facts}]
    assert len(later) >= 12
    for rule in later:
        answer = BOOK.decide(rule, {"trade.stage": "preparing"}, on=ON)
        assert (answer.state, answer.ask) == ("value", ()), rule


# --- what holds over all cases ----------------------------------------------------------------------------------------


def test_every_movement_told_in_full_has_an_answer_and_the_answer_fits_the_goods() -> None:
    seen = set()
    for facts in movements():
        needed = value("export.licence_needed", facts)
        seen.add(needed)
        assert (needed == "dual_use_rules") == (facts["goods.class"] == "dual_use")
        assert (needed == "not_applicable") == (facts["goods.class"] == "none")
    assert seen == {"licence", "notification", "none", "dual_use_rules", "not_applicable"}


def test_nothing_within_the_benelux_needs_a_licence() -> None:
    within = [facts for facts in movements() if value("export.movement", facts) == "benelux"]
    assert within
    assert {value("export.licence_needed", facts) for facts in within} == {"none", "dual_use_rules", "not_applicable"}


def test_police_and_other_military_gear_moves_freely_inside_the_eu_only() -> None:
    for facts in movements():
        if facts["goods.class"] in ("law_enforcement", "other_military_use"):
            movement, needed = value("export.movement", facts), value("export.licence_needed", facts)
            assert movement != "transfer_to_eu" or needed == "none"
            assert movement != "export" or needed == "licence"


def test_no_prior_authorisation_is_asked_where_no_licence_is_needed() -> None:
    who = {"applicant.status": "other", "applicant.recognised_dealer": False, "applicant.certified": False}
    for facts in movements():
        if value("export.licence_needed", facts) != "licence":
            assert value("export.prior_authorisation", {**facts, **who}) in ("not_required", "not_applicable")


def test_an_applicant_gets_an_instrument_exactly_where_a_licence_is_needed() -> None:
    rest = {name: fact for name, fact in TO_GERMANY.items() if name.startswith(("transfer.", "applicant.", "weapon."))}
    rest |= {"trade.parties": "one"}
    nothing = {"none", "notification", "dual_use_rules", "not_applicable", "firearm_pass"}
    for facts in movements():
        needed, got = value("export.licence_needed", facts), value("export.instrument", {**rest, **facts})
        assert got is not None
        assert (needed == "licence") == (got not in nothing)


def test_sensitive_goods_never_go_to_a_certified_recipient_on_a_general_licence() -> None:
    for purpose, single, named in product(("demonstration", "repair", "programme", "other"), *((True, False),) * 2):
        facts = TO_GERMANY | {
            "goods.sensitive": True,
            "transfer.recipient": "certified",
            "transfer.purpose": purpose,
            "transfer.single": single,
            "transfer.named_recipients": named,
        }
        assert value("export.general_case", facts) != "certified"
        assert purpose != "other" or value("export.instrument", facts) != "general"


def test_one_word_on_the_dangers_of_a_transit_says_what_the_list_says() -> None:
    names = [f"transit.knows_{name}" for name in ("embargo", "measure", "atrocity", "treaty_breach", "threat")]
    for dangers in product((True, False), repeat=5):
        facts = {**dict(zip(names, dangers, strict=True)), "trade.movement": "transit"}
        listed = value("export.transit_triggers", facts)
        assert isinstance(listed, tuple)
        assert len(listed) == sum(dangers)
        assert value("export.transit_concern", facts) == ("known" if listed else "none")


def test_what_an_applicant_can_tell_of_the_individual_licence_agrees_with_the_list_of_the_handler() -> None:
    unjudged = {"transfer.security_interest": False, "transfer.obligations": False}
    for single, denied, weapon, permitted in product((True, False), (True, False), ("none", "chemical"), (True, False)):
        facts = {
            "transfer.single": single,
            "transfer.others_denied": denied,
            "weapon.kind": weapon,
            "goods.permitted_purpose": permitted,
        }
        grounds = value("export.individual_mandatory", TO_GERMANY | facts | unjudged)
        assert value("export.individual_required", TO_GERMANY | facts) == ("required" if grounds else "free")


def test_an_end_user_outside_the_eu_and_nato_promises_at_least_what_one_inside_does() -> None:
    for sensitive, concern, weak in product((True, False), repeat=3):
        facts = {
            **TO_AMERICA,
            "goods.sensitive": sensitive,
            "enduse.concern": concern,
            "enduse.weak_controls": weak,
        }
        assert value("export.reexport_undertaking", facts) == "not_mandatory"
        outside = value("export.reexport_undertaking", facts | {"destination.country": "IN"})
        assert (outside == "mandatory") is (sensitive or concern or weak)


# --- standing, dates, what is missing ---------------------------------------------------------------------------------


def test_no_lane_passes_for_law_and_the_eu_is_never_handled_more_heavily() -> None:
    weight = {"simplified": 0, "conflict_check": 1, "reinforced": 2}
    for goods, movement, sensitive in product(GOODS[:4], ("export", "transfer_to_eu", "transit"), (True, False)):
        lanes = {}
        for country in ("DE", "NO", "US", "CH", "IN"):
            facts = {
                "goods.class": goods,
                "trade.movement": movement,
                "goods.sensitive": sensitive,
                "destination.country": country,
            }
            answer = BOOK.decide("export.lane", facts, on=ON)
            assert answer.standing is not Standing.CONFIRMED
            lanes[country] = weight[str(answer.value)]
        assert lanes["DE"] == min(lanes.values())


@pytest.mark.parametrize("country", ["IL", "RU", "KP"])
def test_arms_for_israel_or_an_embargoed_country_are_reviewed_for_refusal_and_never_simplified(country: str) -> None:
    facts = TO_AMERICA | {"destination.country": country}
    assert value("export.lane", facts) == "refusal_review"
    assert value("export.lane", facts | {"trade.movement": "transit"}) in ("refusal_review", "reinforced")


def test_a_purpose_that_only_the_unread_annex_can_permit_is_shown_as_unconfirmed() -> None:
    facts = {"weapon.kind": "chemical", "goods.permitted_purpose": True}
    assert BOOK.decide("export.prohibited_goods", facts, on=ON).standing is Standing.UNCONFIRMED
    told = BOOK.decide("export.prohibited_goods", {"weapon.kind": "chemical"}, on=ON)
    assert (told.state, told.ask) == ("judgement", ("goods.permitted_purpose",))


@pytest.mark.parametrize("delegated", [True, False])
def test_the_page_on_lead_times_is_not_read_back_before_the_plan(delegated: bool) -> None:
    facts = {"licence.delegated": delegated}
    assert BOOK.decide("export.decision_term", facts, on=date(2025, 4, 3)).state == "out_of_law"
    assert value("export.decision_term", facts, date(2025, 4, 4)) == (42 if delegated else 84)


def test_a_lead_time_that_ends_without_a_new_one_leaves_no_answer(tmp_path: Path) -> None:
    shutil.copytree(LAW, tmp_path / "law")
    file = tmp_path / "law" / "arms" / "decision-term.md"
    lines = [
        line.replace("| 2025-04-04 |       |", "| 2025-04-04 | 2025-12-31 |") if line.startswith("| minister") else line
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    ended = rules.load([VOCABULARY, tmp_path / "law"])
    assert ended.decide("export.decision_term", {"licence.delegated": False}, on=date(2025, 12, 31)).value == 84
    assert ended.decide("export.decision_term", {"licence.delegated": False}, on=date(2026, 1, 1)).state == "out_of_law"


def test_the_decree_was_read_as_it_stands_since_2017_and_the_groups_of_countries_since_2021() -> None:
    first_days = {row.period.start for name, rule in BOOK.rules.items() if name.startswith("export.") for row in rule.rows}
    assert first_days >= {date(2017, 8, 13), date(2021, 1, 1), date(2025, 4, 4)}
    assert BOOK.decide("export.licence_needed", {"goods.class": "none"}, on=date(2020, 12, 31)).state == "out_of_law"
    assert value("export.competence", MAKER, date(2020, 12, 31)) == "flanders"


# --- fines ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("breach", ["prohibited_goods", "embargo", "licence", "other"])
@pytest.mark.parametrize("worth", [0, 1_000, 5_000_000])
def test_no_fine_is_higher_than_its_most_or_cheaper_by_court(breach: str, worth: int) -> None:
    facts = {"trade.stage": "enforcement", "trade_breach.kind": breach, "goods.value": worth, "trade_breach.repeated": False}
    court = BOOK.decide("export.fine_criminal", facts, on=ON)
    office = BOOK.decide("export.fine_administrative", facts, on=ON)
    for most, prosecuted in ((court, True), (office, False)):
        least = value("export.fine_least", facts | {"trade_breach.prosecuted": prosecuted})
        assert least <= most.value  # type: ignore[operator]
    if breach == "other":
        assert (court.value, court.standing) == (0, Standing.UNCONFIRMED)
    else:
        assert court.value >= office.value  # type: ignore[operator]
        again = value("export.fine_criminal", facts | {"trade_breach.repeated": True})
        assert again == 2 * court.value  # type: ignore[operator]
