"""The determinations of measures 8.1 to 8.5: scenarios, the figures of the plan, and what no table may let slip."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bolwerk import plan
from bolwerk.domains import book_of, domain_of
from bolwerk.kernel import MissingLaw, Standing

BOOK = book_of("education")
ON = date(2025, 9, 1)
RULES = tuple(rule for rule in BOOK.rules if domain_of(rule) == "education")
NEWCOMER = {
    "organisation.kind": "school",
    "school.course": "defence_security",
    "school.in_contingent": False,
    "school.contingent_used": 16,
}
PUPIL = {"pupil.course": "defence_security", "pupil.has_place": False}


def plan_figure(code: str, name: str) -> object:
    measure = next(measure for measure in plan.load().measures if measure.code == code)
    return next(fact.value for fact in measure.facts if fact.id == name)


def test_somebody_outside_education_and_work_is_asked_nothing() -> None:
    outsider = {"organisation.kind": "company", "pupil.course": "none", "vdab.person": "none"}
    outsider |= {"stem.programme": "none", "rms.offer": "none"}
    for rule in RULES:
        answer = BOOK.decide(rule, outsider, on=ON)
        assert (answer.value, answer.ask) in (("not_applicable", ()), ((), ())), rule


@pytest.mark.parametrize("rule", RULES)
def test_no_determination_says_anything_before_its_first_day(rule: str) -> None:
    first = min(row.period.start for row in BOOK.rules[rule].rows if row.period.start)
    assert BOOK.decide(rule, {}, on=first - timedelta(days=1)).state == "out_of_law"
    assert BOOK.decide(rule, {}, on=first).state != "out_of_law"


@pytest.mark.parametrize("course", ["defence_security", "integral_security"])
def test_a_new_school_finds_the_quota_full_until_the_plan_wants_it_raised(course: str) -> None:
    facts = NEWCOMER | {"school.course": course}
    last, first = date(2026, 8, 31), date(2026, 9, 1)
    assert BOOK.decide("school.contingent", facts, on=last).value == "full"
    after = BOOK.decide("school.contingent", facts, on=first)
    assert (after.value, after.standing) == ("not_settled", Standing.UNCONFIRMED)
    assert BOOK.value("contingent.schools", last).value == 16
    with pytest.raises(MissingLaw):
        BOOK.value("contingent.schools", first)


def test_a_school_that_is_in_stays_in_but_only_as_our_reading() -> None:
    facts = NEWCOMER | {"school.in_contingent": True}
    before, after = (BOOK.decide("school.contingent", facts, on=day) for day in (date(2026, 8, 31), date(2026, 9, 1)))
    assert before.value == after.value == "may_offer"
    assert (before.standing, after.standing) == (Standing.CONFIRMED, Standing.DERIVED)


def test_the_figures_are_those_of_the_plan() -> None:
    assert BOOK.value("contingent.schools", ON).value == plan_figure("8.1", "schools") == plan_figure("8.2", "schools")
    assert BOOK.value("contingent.pupils", ON).value == plan_figure("8.1", "pupils")
    courses = BOOK.facts["stem.programme"].values
    named = [c for c in courses if BOOK.decide("stem.course", {"stem.programme": c}, on=ON).value == "named"]
    assert len(named) == plan_figure("8.3", "courses")
    masters = [
        offer
        for offer in BOOK.facts["rms.offer"].values
        if BOOK.decide("rms.cooperation", {"rms.offer": offer}, on=ON).value == "own_master"
    ]
    assert len(masters) == plan_figure("8.4", "masters")


def test_when_somebody_registered_never_counts() -> None:
    looked_at = {fact.name for fact in BOOK.inputs("allocation.priority")}
    assert looked_at == {
        "pupil.course",
        "pupil.sibling",
        "pupil.parent_works",
        "pupil.underrepresented",
        "school.reserves_for_groups",
    }


def test_the_three_ways_of_allocating_value_a_first_choice_differently() -> None:
    facts = {"pupil.course": "integral_security"}
    worth = {
        model: BOOK.decide("allocation.choice", facts | {"allocation.model": model}, on=ON).value
        for model in ("rounds", "first_choice", "distance")
    }
    assert len(set(worth.values())) == 3


def test_quotas_never_promise_more_than_all_places() -> None:
    def quota(name: str) -> int:
        return int(str(BOOK.value(f"quota.{name}", ON).value))

    assert quota("lokeren_indicator") + quota("lokeren_other") == 100
    assert quota("brussels_one") + quota("brussels_two") <= 100


def test_a_group_that_has_had_its_share_finds_no_place_kept_for_it() -> None:
    for model in ("first_choice", "distance"):
        for group in BOOK.facts["allocation.group"].values:
            facts = PUPIL | {"allocation.model": model, "allocation.group": group, "allocation.group_share": 100}
            assert BOOK.decide("allocation.quota", facts, on=ON).value != "place_left"


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_the_waiting_list_holds_up_to_the_seventh_of_october(year: int) -> None:
    kept = int(str(BOOK.value("waitlist.kept_days", ON).value))
    assert date(year, 9, 1) + timedelta(days=kept) == date(year, 10, 7)


def test_nobody_passes_a_pupil_who_stands_higher_on_the_list() -> None:
    second = PUPIL | {"waitlist.first": False, "waitlist.place_free": True}
    for days in (-60, 0, 36):
        assert BOOK.decide("allocation.waitlist", second | {"waitlist.days_since_start": days}, on=ON).value == "waiting"
    assert BOOK.decide("allocation.waitlist", second | {"waitlist.days_since_start": 37}, on=ON).value == "free_enrolment"


def test_nationality_and_health_rank_nobody_in_either_direction() -> None:
    for person in ("recruit", "school_leaver", "leaver", "employer"):
        for feature in ("nationality", "health"):
            facts = {"vdab.person": person, "vdab.feature": feature}
            assert BOOK.decide("vdab.ranking_feature", facts, on=ON).value == "never"


def test_vdab_guides_both_ways() -> None:
    routes = {p: BOOK.decide("vdab.route", {"vdab.person": p}, on=ON).value for p in ("recruit", "leaver")}
    assert routes == {"recruit": "to_defence", "leaver": "to_other_sector"}


def test_a_school_that_leaves_the_guard_course_to_others_needs_no_recognition() -> None:
    school = {"organisation.kind": "school", "school.course": "integral_security", "school.interior_recognised": False}
    own, others = (
        BOOK.decide("school.recognition", school | {"school.full_guard_course": full}, on=ON) for full in (True, False)
    )
    assert own.value == ("interior_recognition",)
    assert others.value == ("guard_by_others",)
