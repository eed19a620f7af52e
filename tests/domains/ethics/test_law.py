"""The determinations of measure 1.1, and what the plan changed from the regime before it."""

from __future__ import annotations

from datetime import date

import pytest

from bolwerk.domains import book_of
from bolwerk.kernel import Standing

BEFORE, SINCE = date(2025, 4, 3), date(2025, 4, 4)
BOOK = book_of("ethics")

SEEKER = {
    "weapon.kind": "none",
    "goods.ml_category": "ML4",
    "project.programme": "none",
    "project.ethics_checked": False,
    "project.mainly_military": True,
}
FUND = SEEKER | {"goods.ml_category": "other", "project.programme": "european", "project.ethics_checked": True}
SUBMUNITION = SEEKER | {"weapon.kind": "cluster_munition"}


@pytest.mark.parametrize(
    ("project", "then", "now"),
    [
        (SEEKER, "excluded", "committee"),
        (FUND, "already_controlled", "already_controlled"),
        (SUBMUNITION, "excluded", "excluded"),
    ],
    ids=["ML4 seeker", "European Defence Fund", "cluster sub-munition"],
)
def test_the_same_project_under_both_regimes(project: dict[str, object], then: str, now: str) -> None:
    assert BOOK.decide("esac.muyters_2018", project, on=BEFORE).value == then
    assert BOOK.decide("esac.triage", project, on=SINCE).value == now


def test_one_regime_ends_on_the_day_the_other_begins() -> None:
    for day, inside, outside in ((BEFORE, "esac.muyters_2018", "esac.triage"), (SINCE, "esac.triage", "esac.muyters_2018")):
        assert BOOK.decide(inside, SEEKER, on=day).state == "value"
        assert BOOK.decide(outside, SEEKER, on=day).state == "out_of_law"


def test_mainly_military_is_a_judgement_and_never_guessed() -> None:
    facts = {name: value for name, value in SEEKER.items() if name != "project.mainly_military"}
    answer = BOOK.decide("esac.triage", facts, on=SINCE)
    assert answer.state == "judgement"
    assert answer.value is None
    assert answer.ask == ("project.mainly_military",)


def test_a_banned_weapon_is_excluded_without_any_judgement() -> None:
    assert BOOK.decide("esac.triage", {"weapon.kind": "chemical"}, on=SINCE).value == "excluded"


def test_depleted_uranium_is_banned_in_belgium_but_not_by_international_law() -> None:
    facts = SEEKER | {"weapon.kind": "depleted_uranium"}
    assert BOOK.decide("weapons.belgian_ban", facts, on=SINCE).value is True
    assert BOOK.decide("weapons.international_law_ban", facts, on=SINCE).value is False
    assert BOOK.decide("esac.triage", facts, on=SINCE).value == "committee"


def test_what_could_not_be_confirmed_says_so() -> None:
    for rule in ("weapons.international_law_ban", "weapons.belgian_ban"):
        assert BOOK.decide(rule, {"weapon.kind": "white_phosphorus"}, on=SINCE).standing is Standing.UNCONFIRMED
        assert BOOK.decide(rule, {"weapon.kind": "antipersonnel_mine"}, on=SINCE).standing is Standing.CONFIRMED


def test_an_applicant_is_told_the_duties_that_follow_from_what_is_known() -> None:
    goods = {"goods.on_military_list": True, "goods.sensitive": True, "goods.other_military_use": False}
    trade = {"trade.benelux": True, "trade.eu": True, "trade.outside_eu": True, "trade.into_flanders": True}
    assert set(BOOK.decide("export.duties_to_tell", goods | trade, on=SINCE).value) == {  # type: ignore[arg-type]
        "licence_export",
        "licence_transfer",
        "no_licence_benelux",
        "prior_authorisation",
        "end_user_statement",
        "notify_into_flanders",
        "keep_records",
    }


def test_nobody_is_asked_about_trade_in_goods_that_are_on_no_list() -> None:
    answer = BOOK.decide(
        "export.duties_to_tell", {"goods.on_military_list": False, "goods.other_military_use": False}, on=SINCE
    )
    assert answer.value == ("ask_confirmation",)
    assert answer.ask == ()


def test_a_weapon_of_doubtful_lawfulness_waits_for_a_lawyer() -> None:
    facts = SEEKER | {"weapon.kind": "doubtful"}
    answer = BOOK.decide("esac.triage", facts, on=SINCE)
    assert (answer.state, answer.ask) == ("judgement", ("weapon.judged_banned",))
    assert BOOK.decide("esac.triage", facts | {"weapon.judged_banned": True}, on=SINCE).value == "excluded"
    assert BOOK.decide("esac.triage", facts | {"weapon.judged_banned": False}, on=SINCE).value == "committee"
