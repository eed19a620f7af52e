"""The determinations of measure 9: who may help, when a corps may call, and what expenses keep within."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest

from bolwerk.domains import book_of, domain_of
from bolwerk.kernel import MissingLaw, Standing

BOOK = book_of("resilience")
ON = date(2025, 9, 1)
ADOPTED = date(2025, 5, 23)
RULES = tuple(rule for rule in BOOK.rules if domain_of(rule) == "resilience")
CAPS = ("volunteer.expense_day_cap", "volunteer.expense_year_cap", "volunteer.expense_raised_cap")
READY: Mapping[str, object] = {
    "volunteer.wants": True,
    "volunteer.informed": True,
    "volunteer.insured": True,
    "training.done": "both",
    "training.months_since": 3,
    "volunteer.age": 34,
    "volunteer.screened": True,
}
WANTS = {"volunteer.wants": True}
FLAT = {**WANTS, "volunteer.expense": "flat", "volunteer.cap_kind": "ordinary"}


def figure(param: str, on: date) -> Fraction:
    return Fraction(str(BOOK.value(param, on).value))


def volunteers() -> Iterator[dict[str, object]]:
    """Every volunteer that the gates can tell apart, on both sides of each threshold."""
    yes_no = (True, False)
    for wants, informed, insured, done, months, age, screened in product(
        yes_no, yes_no, yes_no, ("none", "first_aid", "municipal", "both"), (12, 13), (15, 16, 18), yes_no
    ):
        yield {
            "volunteer.wants": wants,
            "volunteer.informed": informed,
            "volunteer.insured": insured,
            "training.done": done,
            "training.months_since": months,
            "volunteer.age": age,
            "volunteer.screened": screened,
        }


def test_whoever_does_not_volunteer_is_asked_nothing() -> None:
    outsider = {"organisation.kind": "company", "volunteer.wants": False, "volunteer.service": "none"}
    outsider |= {"spontaneous.offers": False}
    assert [rule for rule in RULES if BOOK.decide(rule, outsider, on=ON).ask] == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if BOOK.rules[rule].rows])
def test_no_determination_says_anything_before_its_first_day(rule: str) -> None:
    first = min(row.period.start for row in BOOK.rules[rule].rows if row.period.start)
    assert BOOK.decide(rule, {}, on=first - timedelta(days=1)).state == "out_of_law"
    assert BOOK.decide(rule, {}, on=first).state != "out_of_law"


def test_a_municipal_employee_may_help_the_municipality_but_not_in_the_own_job() -> None:
    employee = {
        "volunteer.wants": True,
        "volunteer.paid": False,
        "volunteer.obliged": False,
        "volunteer.for_own_circle": False,
        "volunteer.organisation": "public_body",
        "volunteer.works_there": True,
    }
    same, other = (BOOK.decide("volunteer.may", employee | {"volunteer.same_work": same}, on=ON) for same in (True, False))
    assert same.value == "same_work"
    assert (other.value, other.standing) == ("may", Standing.DERIVED)


def test_deployable_means_that_no_gate_is_closed() -> None:
    for facts in volunteers():
        gates = BOOK.decide("volunteer.gates", facts, on=ON).value
        deployable = BOOK.decide("volunteer.deployable", facts, on=ON).value
        assert deployable is (gates == ("nothing_open",)), facts


def test_a_call_up_never_reaches_somebody_who_is_not_deployable() -> None:
    for facts in volunteers():
        call = facts | {"call.task_adults_only": True, "volunteer.on_duty": False}
        reached = BOOK.decide("volunteer.call_up", call, on=ON).value == "call"
        age = facts["volunteer.age"]
        assert isinstance(age, int)
        assert reached == (BOOK.decide("volunteer.deployable", facts, on=ON).value is True and age >= 18), facts


def test_a_volunteer_of_sixteen_is_called_for_a_task_that_is_not_kept_for_adults() -> None:
    facts = READY | {"volunteer.age": 16, "volunteer.on_duty": False}  # type: ignore[operator]
    outcomes = {
        only: BOOK.decide("volunteer.call_up", facts | {"call.task_adults_only": only}, on=ON).value for only in (True, False)
    }
    assert outcomes == {True: "adults_only", False: "call"}


@pytest.mark.parametrize("fact", ["volunteer.informed", "volunteer.insured", "volunteer.screened", "training.months_since"])
def test_nobody_is_deployed_on_what_is_not_known(fact: str) -> None:
    answer = BOOK.decide("volunteer.deployable", {name: v for name, v in READY.items() if name != fact}, on=ON)
    assert (answer.state, answer.ask) == ("unknown", (fact,))


def test_the_corps_begins_with_the_programme() -> None:
    facts = {"organisation.kind": "local", "corps.has": True, "corps.members": 12}
    assert BOOK.decide("corps.size", facts, on=ADOPTED).value == "fits"
    assert BOOK.decide("corps.size", facts, on=ADOPTED - timedelta(days=1)).state == "out_of_law"


def test_the_training_is_the_sum_of_its_parts() -> None:
    parts = [figure(f"corps.{part}_days", ON) for part in ("first_aid", "municipal")]
    assert BOOK.decide("corps.training_days", WANTS, on=ON).value == sum(parts) == Fraction("2.5")


@pytest.mark.parametrize("rule", CAPS)
def test_a_cap_of_which_the_amount_is_missing_is_never_extrapolated(rule: str) -> None:
    for day in (date(2026, 1, 1), date(2027, 6, 1)):
        answer = BOOK.decide(rule, WANTS, on=day)
        assert (answer.state, answer.value) == ("out_of_law", None)


def test_the_amounts_of_2025_are_shown_as_unconfirmed() -> None:
    for rule in CAPS[:2]:
        assert BOOK.decide(rule, WANTS, on=date(2024, 12, 31)).standing is Standing.CONFIRMED
        assert BOOK.decide(rule, WANTS, on=date(2025, 1, 1)).standing is Standing.UNCONFIRMED
    claim = FLAT | {"volunteer.day_amount": 20, "volunteer.year_amount": 200}
    assert BOOK.decide("volunteer.expense_claim", claim, on=date(2024, 12, 31)).standing is Standing.CONFIRMED
    assert BOOK.decide("volunteer.expense_claim", claim, on=date(2025, 1, 1)).standing is Standing.UNCONFIRMED


def test_a_claim_of_2026_fails_closed_however_small() -> None:
    claim = FLAT | {"volunteer.day_amount": 1, "volunteer.year_amount": 1}
    assert BOOK.decide("volunteer.expense_claim", claim, on=date(2025, 12, 31)).value == "within"
    assert BOOK.decide("volunteer.expense_claim", claim, on=date(2026, 1, 1)).state == "out_of_law"


@pytest.mark.parametrize("year", range(2017, 2026))
def test_a_claim_is_within_exactly_up_to_both_caps(year: int) -> None:
    day = date(year, 7, 1)
    most_day, most_year = (figure(f"volunteer.cap_{what}", day) for what in ("day", "year"))
    cent = Fraction("0.01")
    for over_day, over_year, expected in (
        (0, 0, "within"),
        (cent, 0, "over_day"),
        (0, cent, "over_year"),
        (cent, cent, "over_both"),
    ):
        claim = FLAT | {"volunteer.day_amount": most_day + over_day, "volunteer.year_amount": most_year + over_year}
        assert BOOK.decide("volunteer.expense_claim", claim, on=day).value == expected


def test_the_caps_rise_with_the_years_and_the_raised_cap_is_the_higher() -> None:
    for param in ("volunteer.cap_day", "volunteer.cap_year"):
        amounts = [figure(param, date(year, 1, 1)) for year in range(2017, 2026)]
        assert amounts == sorted(amounts)
    for year in range(2019, 2025):
        assert figure("volunteer.cap_year_raised", date(year, 1, 1)) > figure("volunteer.cap_year", date(year, 1, 1))


@pytest.mark.parametrize("year", [2017, 2018, 2025])
def test_where_the_raised_cap_was_not_found_the_claim_says_so(year: int) -> None:
    with pytest.raises(MissingLaw):
        BOOK.value("volunteer.cap_year_raised", date(year, 7, 1))
    claim = FLAT | {"volunteer.cap_kind": "raised", "volunteer.day_amount": 10, "volunteer.year_amount": 10}
    assert BOOK.decide("volunteer.expense_claim", claim, on=date(year, 7, 1)).value == "cap_missing"


def test_flat_and_real_expenses_never_go_together() -> None:
    both = {"volunteer.wants": True, "volunteer.expense": "both"}
    for rule in ("volunteer.expense_system", "volunteer.expense_claim"):
        assert BOOK.decide(rule, both, on=ON).value == "not_both"


def test_a_spontaneous_helper_starts_only_informed_and_insured() -> None:
    for registered, informed, insured in product((True, False), repeat=3):
        facts = {
            "spontaneous.offers": True,
            "spontaneous.registered": registered,
            "volunteer.informed": informed,
            "volunteer.insured": insured,
        }
        starts = BOOK.decide("spontaneous.intake", facts, on=ON).value == "start"
        assert starts == (registered and informed and insured)


def test_the_rules_of_the_red_cross_are_not_taken_for_those_of_a_municipality() -> None:
    answer = BOOK.decide("volunteer.screening", {**WANTS, "volunteer.red_cross": False}, on=ON)
    assert (answer.value, answer.standing) == ("no_rule_found", Standing.UNCONFIRMED)


def test_leave_for_a_local_corps_is_not_read_into_the_page_on_the_red_cross() -> None:
    facts = {"volunteer.employer": "flemish", "volunteer.leave_days_used": 0}
    red_cross = BOOK.decide("volunteer.leave", facts | {"volunteer.service": "red_cross"}, on=ON)
    corps = BOOK.decide("volunteer.leave", facts | {"volunteer.service": "local_corps"}, on=ON)
    assert (red_cross.value, corps.value, corps.standing) == ("days_left", "silent", Standing.UNCONFIRMED)
