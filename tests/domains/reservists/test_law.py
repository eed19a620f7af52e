"""The determinations of measure 10: what each status gives, what a full month is, and where the source is silent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bolwerk.domains import book_of, domain_of
from bolwerk.domains.reservists.public import FIELDS, READINGS, Service
from bolwerk.kernel import InvalidInput, Standing

BOOK = book_of("reservists")
ON = date(2025, 6, 2)
RULES = tuple(rule for rule in BOOK.rules if domain_of(rule) == "reservists")
REGIMES = tuple(str(value) for value in BOOK.facts["reservist.regime"].values if value != "none")
SERVICES = BOOK.facts["reservist.service"].values
DATE_TO_DATE, THIRTY_DAYS = (BOOK.amend(reading) for reading in READINGS)


def test_whoever_is_no_reservist_at_an_authority_is_asked_nothing() -> None:
    for rule in RULES:
        answer = BOOK.decide(rule, {"reservist.regime": "none"}, on=ON)
        assert (answer.value, answer.ask) == ("not_applicable", ()), rule


@pytest.mark.parametrize("rule", RULES)
def test_no_determination_says_anything_before_its_first_day(rule: str) -> None:
    first = min(row.period.start for row in BOOK.rules[rule].rows if row.period.start)
    assert BOOK.decide(rule, {}, on=first - timedelta(days=1)).state == "out_of_law"
    assert BOOK.decide(rule, {}, on=first).state != "out_of_law"


def test_the_vps_has_a_rule_from_the_day_the_plan_names() -> None:
    for regime in ("vps_statutory", "vps_contractual"):
        facts = {"reservist.regime": regime}
        assert BOOK.decide("reservist.legal_basis", facts, on=date(2021, 7, 15)).value == "none_found"
        assert BOOK.decide("reservist.legal_basis", facts, on=date(2021, 7, 16)).value == "vps_x63bis"


def test_silence_of_a_source_is_never_law() -> None:
    for rule in FIELDS:
        for row in BOOK.rules[rule].rows:
            if row.outcome == "silent":
                assert row.citation is not None
                assert row.citation.standing is Standing.UNCONFIRMED, row.id


def test_no_entitlement_is_guessed_for_flemish_staff_while_the_article_is_unread() -> None:
    for regime in ("vps_statutory", "vps_contractual"):
        for rule in FIELDS:
            for service in SERVICES:
                facts = {"reservist.regime": regime, "reservist.service": service, "reservist.unpaid_years_taken": 0}
                answer = BOOK.decide(rule, facts, on=ON)
                assert answer.standing is Standing.UNCONFIRMED, rule
                assert answer.value not in ("right", "paid", "kept", "counts"), rule


@pytest.mark.parametrize("regime", ["local_statutory", "local_contractual", "federal"])
def test_the_act_of_2001_gives_leave_for_recall_training_and_promotion(regime: str) -> None:
    granted = {
        service
        for service in SERVICES
        if BOOK.decide("reservist.right", {"reservist.regime": regime, "reservist.service": service}, on=ON).value == "right"
    }
    assert granted == {"ordinary_recall", "training", "promotion_course"}


@pytest.mark.parametrize(
    ("start", "end", "calendar", "date_to_date", "thirty_days"),
    [
        (date(2025, 2, 1), date(2025, 2, 28), "full", "full", "part"),
        (date(2024, 2, 1), date(2024, 2, 28), "part", "part", "part"),
        (date(2024, 2, 1), date(2024, 2, 29), "full", "full", "part"),
        (date(2025, 4, 1), date(2025, 4, 30), "full", "full", "full"),
        (date(2025, 5, 1), date(2025, 5, 30), "part", "part", "full"),
        (date(2025, 5, 1), date(2025, 5, 31), "full", "full", "full"),
        (date(2025, 1, 15), date(2025, 2, 14), "part", "full", "full"),
        (date(2025, 1, 15), date(2025, 2, 13), "part", "part", "full"),
        (date(2025, 1, 31), date(2025, 2, 27), "part", "full", "part"),
        (date(2025, 1, 15), date(2025, 2, 28), "full", "full", "full"),
        (date(2025, 12, 1), date(2025, 12, 31), "full", "full", "full"),
    ],
    ids=str,
)
def test_what_a_full_month_is_depends_on_the_reading(
    start: date, end: date, calendar: str, date_to_date: str, thirty_days: str
) -> None:
    facts = {"reservist.regime": "federal", **Service(start, end).facts()}
    found = [book.decide("reservist.full_month", facts, on=ON).value for book in (BOOK, DATE_TO_DATE, THIRTY_DAYS)]
    assert found == [calendar, date_to_date, thirty_days]


def test_thirty_one_days_from_the_middle_of_a_month_cost_a_federal_civil_servant_pay_only_under_another_reading() -> None:
    facts = {"reservist.regime": "federal", "reservist.service": "ordinary_recall"}
    facts |= Service(date(2025, 1, 15), date(2025, 2, 14)).facts()  # type: ignore[arg-type]
    paid = [book.decide("reservist.pay", facts, on=ON).value for book in (BOOK, DATE_TO_DATE, THIRTY_DAYS)]
    assert paid == ["paid", "unpaid", "unpaid"]
    assert BOOK.decide("reservist.status", facts, on=ON).value == "service_activity"
    assert BOOK.decide("reservist.pay", facts, on=ON).standing is Standing.DERIVED


def test_a_full_month_never_costs_holidays_or_sick_credit() -> None:
    facts = {"reservist.regime": "federal", "reservist.service": "ordinary_recall"}
    for rule in ("reservist.accrual_holiday", "reservist.accrual_sick_credit"):
        answer = BOOK.decide(rule, facts, on=ON)
        assert (answer.value, answer.ask) == ("kept", ())


def test_a_month_is_asked_about_only_where_it_matters() -> None:
    for regime in REGIMES:
        asked = BOOK.decide("reservist.pay", {"reservist.regime": regime, "reservist.service": "training"}, on=ON).ask
        assert asked == (("reservist.whole_calendar_month",) if regime == "federal" else ())


def test_a_service_that_ends_before_it_starts_is_refused_with_a_way_to_mend_it() -> None:
    with pytest.raises(InvalidInput) as caught:
        Service(date(2025, 2, 2), date(2025, 2, 1))
    assert caught.value.where == "service.end"
    assert "first" in caught.value.mend.en


def test_one_day_is_a_service() -> None:
    assert Service(date(2025, 2, 1), date(2025, 2, 1)).facts() == {
        "reservist.days": 1,
        "reservist.whole_calendar_month": False,
        "reservist.month_from_day": False,
    }


def test_the_norm_of_2015_is_not_confirmed_after_the_reform_of_2024() -> None:
    facts = {"reservist.regime": "federal", "reservist.rank": "officer", "reservist.days_this_year": 7}
    before, after = (BOOK.decide("reservist.annual_norm", facts, on=day) for day in (date(2024, 3, 24), date(2024, 3, 25)))
    assert before.value == after.value == "met"
    assert (before.standing, after.standing) == (Standing.CONFIRMED, Standing.UNCONFIRMED)
