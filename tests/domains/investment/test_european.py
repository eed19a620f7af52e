"""European aid law and measure 2.4: the tables against the arithmetic of the house, and over all of their cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product

import pytest

from bolwerk.domains import book_of
from bolwerk.domains.investment.law import deminimis
from bolwerk.domains.investment.law.values import FIGURES
from bolwerk.kernel import Money, Standing

ON = date(2025, 9, 1)
BOOK = book_of("investment")


def value(rule: str, facts: Mapping[str, object], on: date = ON) -> object:
    return BOOK.decide(rule, facts, on=on).value


def test_the_ceiling_of_the_tables_is_the_one_the_arithmetic_counts_with() -> None:
    assert BOOK.value("deminimis.most", ON).value == FIGURES.on(ON, "deminimis.ceiling").value
    assert BOOK.value("cumulation.edf_most", ON).value == FIGURES.on(ON, "cumulation.edf").value


@pytest.mark.parametrize("new", [1, 100_000, 100_001, 300_000])
def test_the_table_and_the_list_of_awards_agree_on_what_fits(new: int) -> None:
    earlier = deminimis.DeMinimisAward("a", "A", Money.euro(200_000), date(2024, 5, 1))
    covered = deminimis.check(Money.euro(new), [earlier], frozenset({"A"}), ON).value.covered
    facts = {"deminimis.form": "grant", "deminimis.purpose": "ordinary", "deminimis.total": 200_000 + new}
    assert (value("deminimis.room", facts) == "fits") is covered


def test_a_cent_over_the_ceiling_costs_the_whole_award() -> None:
    facts = {"deminimis.form": "grant", "deminimis.purpose": "ordinary", "deminimis.total": Money.read("300.000,01")}
    answer = BOOK.decide("deminimis.room", facts, on=ON)
    assert answer.value == "whole_award_lost"
    assert "alle nieuwe steun" in answer.text("nl")


def test_aid_for_export_is_excluded_however_small() -> None:
    assert value("deminimis.room", {"deminimis.form": "grant", "deminimis.purpose": "export"}) == "excluded"


@pytest.mark.parametrize("form", ["loan", "guarantee"])
def test_a_credit_that_may_be_counted_in_proportion_never_counts_for_more_than_the_ceiling(form: str) -> None:
    ceiling = BOOK.value("deminimis.most", ON).value
    reached = False
    for thousands, years in product((100, 750, 751, 1_125, 1_126, 1_500, 1_501, 2_250, 2_251), (1, 5, 6, 10, 11)):
        facts = {"deminimis.form": form, "deminimis.credit": thousands * 1000, "deminimis.credit_years": years}
        if value("deminimis.safe_harbour", facts | {"deminimis.cover": 60}) == "proportion":
            counted = value("deminimis.equivalent", facts)
            assert counted <= ceiling  # type: ignore[operator]
            reached = reached or counted == ceiling
    assert reached


def edf(activity: str, pesco: bool, domestic: int, cross: int, midcap: int) -> int:
    facts = {"programme.european": "edf", "edf.activity": activity, "edf.pesco": pesco}
    facts |= {"edf.sme_domestic": domestic, "edf.sme_cross_border": cross, "edf.midcap": midcap}
    found = value("edf.rate", facts)
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize(("activity", "base"), [("prototype", 20), ("testing", 80), ("study", 100), ("research", 100)])
def test_the_rate_of_the_fund_stays_between_its_base_and_its_caps(activity: str, base: int) -> None:
    for pesco, domestic, cross, midcap in product((True, False), (0, 5, 9, 10, 60), (0, 1, 5, 12, 40), (0, 14, 15, 50)):
        assert base <= edf(activity, pesco, domestic, cross, midcap) <= min(100, base + 35)


def test_smes_below_a_tenth_of_the_costs_bring_no_bonus_and_at_a_tenth_they_do() -> None:
    assert edf("prototype", False, 0, 9, 0) == 20
    assert edf("prototype", False, 0, 10, 0) == 40
    assert edf("prototype", False, 10, 0, 0) == 25


def test_an_sme_from_another_country_weighs_more_than_one_from_the_same() -> None:
    assert edf("prototype", False, 5, 10, 0) - edf("prototype", False, 5, 6, 0) == 8
    assert edf("prototype", False, 50, 0, 0) == edf("prototype", False, 10, 0, 0)


def test_flanders_tops_up_beyond_the_normal_maximum_only_against_a_market_price() -> None:
    facts = {"programme.european": "edf", "cumulation.public_share": 100, "aid.amount": 5_000_000, "edf.above_normal": True}
    assert value("edf.top_up", facts | {"edf.pays_market_price": True}) == "allowed_with_price"
    assert value("edf.top_up", facts | {"edf.pays_market_price": False}) == "market_price_missing"


def test_the_top_up_has_no_law_after_the_block_exemption_ends() -> None:
    facts = {"programme.european": "none"}
    assert BOOK.decide("edf.top_up", facts, on=date(2026, 12, 31)).state == "value"
    assert BOOK.decide("edf.top_up", facts, on=date(2027, 1, 1)).state == "out_of_law"


def test_one_state_alone_may_sign_under_safe_until_the_last_day() -> None:
    facts = {"programme.european": "safe", "safe.states": 1}
    assert value("safe.procurement", facts | {"safe.signed": date(2026, 5, 30)}) == "single_in_time"
    assert value("safe.procurement", facts | {"safe.signed": date(2026, 5, 31)}) == "single_too_late"
    assert value("safe.procurement", facts | {"safe.states": 2, "safe.signed": date(2028, 1, 1)}) == "common"


def test_edip_holds_neither_before_its_day_nor_after_its_years() -> None:
    facts = {"programme.european": "edip", "components.outside_share": 10}
    found = [
        value("edip.components", facts, date(*day)) for day in ((2025, 12, 29), (2025, 12, 30), (2027, 12, 31), (2028, 1, 1))
    ]
    assert found == ["not_in_force", "allowed", "allowed", "not_in_force"]


def test_too_much_from_outside_fails_under_both_programmes_at_the_same_share() -> None:
    for share in (0, 34.9, 35, 35.1, 100):
        facts = {"components.outside_share": share, "safe.category": "one"}
        safe = value("safe.components", facts | {"programme.european": "safe"}, date(2026, 3, 2))
        edip = value("edip.components", facts | {"programme.european": "edip"}, date(2026, 3, 2))
        assert safe == edip


def test_what_the_notes_only_hint_at_is_marked_as_derived() -> None:
    facts = {"programme.european": "safe", "safe.subcontractor_share": 10}
    assert BOOK.decide("safe.subcontractor", facts, on=ON).standing is Standing.DERIVED


@pytest.mark.parametrize(
    "rule",
    ["edf.rate", "edf.bonus", "edf.top_up", "safe.components", "safe.procurement", "safe.subcontractor", "edip.components"],
)
def test_who_takes_part_in_no_european_programme_is_asked_nothing_more(rule: str) -> None:
    answer = BOOK.decide(rule, {"programme.european": "none"}, on=ON)
    assert (answer.state, answer.ask) == ("value", ())
