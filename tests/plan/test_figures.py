"""The figures of the plan, transcribed a second time by hand from the table of measures: each must appear exactly so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bolwerk.kernel import Money
from bolwerk.plan import Bound, Plan, Unit

CODES = (
    "1.1 1.2 1.3 2.1 2.2 2.3 2.4 3.1 3.2 3.3 3.4 4.1 4.2 4.3 5.1 5.2 6.1 6.2 6.3 "
    "7.1 7.2 7.3 7.4 7.5 8.1 8.2 8.3 8.4 8.5 9 10 C1 C2 D"
)

FIGURES: list[tuple[str, Unit, object, object, Bound]] = [
    # measure, unit, value it replaces, value, bound
    ("1.1", Unit.COUNT, None, 6, Bound.EXACTLY),
    ("2.1", Unit.COUNT, None, 1, Bound.EXACTLY),
    ("2.1", Unit.EURO, None, Money.euro(10_000_000), Bound.EXACTLY),
    ("2.1", Unit.PERCENT, Decimal(50), Decimal(60), Bound.AT_MOST),
    ("2.1", Unit.PERCENT, Decimal(35), Decimal(40), Bound.AT_MOST),
    ("2.1", Unit.PERCENT, Decimal(60), Decimal(80), Bound.AT_MOST),
    ("2.1", Unit.PERCENT, Decimal(60), Decimal(65), Bound.AT_MOST),
    ("2.1", Unit.POINTS, Decimal(10), Decimal(15), Bound.AT_MOST),
    ("2.3", Unit.EURO, None, Money.euro(1_000_000_000), Bound.AT_MOST),
    ("2.3", Unit.PERCENT, None, Decimal(50), Bound.MORE_THAN),
    ("2.4", Unit.EURO, None, Money.euro(800_000_000_000), Bound.EXACTLY),
    ("2.4", Unit.DATE, None, date(2025, 3, 19), Bound.EXACTLY),
    ("3.1", Unit.EURO, None, Money.euro(5_000_000), Bound.EXACTLY),
    ("3.1", Unit.YEAR, None, 2026, Bound.EXACTLY),
    ("3.1", Unit.YEAR, None, 2029, Bound.EXACTLY),
    ("3.1", Unit.EURO, None, Money.euro(50_000_000), Bound.AT_MOST),
    ("3.3", Unit.COUNT, None, 4, Bound.EXACTLY),
    ("3.4", Unit.EURO, None, Money.euro(1_162_350), Bound.EXACTLY),
    ("3.4", Unit.EURO, None, Money.euro(14_050), Bound.EXACTLY),
    ("3.4", Unit.EURO, None, Money.euro(286_258), Bound.EXACTLY),
    ("3.4", Unit.YEARS, None, 15, Bound.AT_LEAST),
    ("3.4", Unit.YEAR, None, 2023, Bound.EXACTLY),
    ("3.4", Unit.YEAR, None, 2037, Bound.EXACTLY),
    ("7.3", Unit.COUNT, None, 19, Bound.EXACTLY),
    ("8.1", Unit.COUNT, None, 16, Bound.AT_MOST),
    ("8.1", Unit.COUNT, None, 550, Bound.ABOUT),
    ("8.1", Unit.DATE, None, date(2026, 9, 1), Bound.EXACTLY),
    ("8.2", Unit.COUNT, None, 16, Bound.AT_MOST),
    ("8.2", Unit.DATE, None, date(2026, 9, 1), Bound.EXACTLY),
    ("8.4", Unit.COUNT, None, 2, Bound.EXACTLY),
    ("10", Unit.DATE, None, date(2021, 7, 16), Bound.EXACTLY),
    ("C1", Unit.YEAR, None, 2022, Bound.EXACTLY),
    ("C1", Unit.COUNT, None, 5, Bound.EXACTLY),
    ("C1", Unit.COUNT, None, 4, Bound.EXACTLY),
    ("C1", Unit.COUNT, None, 15, Bound.EXACTLY),
    ("C1", Unit.EURO, None, Money.euro(1_800_000_000), Bound.EXACTLY),
    ("C1", Unit.YEAR, None, 2030, Bound.EXACTLY),
    ("C1", Unit.EURO, None, Money.euro(8_000_000_000), Bound.ABOUT),
    ("C2", Unit.COUNT, None, 4, Bound.AT_LEAST),
]

DEADLINES = {
    "1.1": (date(2025, 4, 4),),
    "1.2": (date(2026, 6, 30), None),
    "1.3": (date(2025, 9, 20),),
    "2.1": (date(2025, 6, 20),),
    "2.2": (None,),
    "2.3": (None,),
    "2.4": (None,),
    "3.1": (date(2025, 12, 20),),
    "3.2": (None,),
    "3.3": (date(2025, 12, 31),),
    "3.4": (None,),
    "4.1": (date(2025, 6, 20),),
    "4.2": (None,),
    "4.3": (None,),
    "5.1": (),
    "5.2": (date(2025, 6, 20),),
    "6.1": (date(2025, 9, 30), date(2025, 4, 30)),
    "6.2": (date(2025, 4, 30),),
    "6.3": (None,),
    "7.1": (date(2025, 6, 20), date(2035, 12, 31)),
    "7.2": (),
    "7.3": (),
    "7.4": (),
    "7.5": (date(2035, 12, 31),),
    "8.1": (None,),
    "8.2": (None,),
    "8.3": (None,),
    "8.4": (None,),
    "8.5": (None,),
    "9": (None,),
    "10": (None,),
    "C1": (None,),
    "C2": (date(2025, 9, 20),),
    "D": (None,),
}


def test_the_plan_has_every_measure_of_the_table_in_its_order(plan: Plan) -> None:
    assert [measure.code for measure in plan.measures] == CODES.split()


@pytest.mark.parametrize(("code", "unit", "before", "value", "bound"), FIGURES)
def test_a_figure_of_the_table_stands_in_its_measure(
    plan: Plan, code: str, unit: Unit, before: object, value: object, bound: Bound
) -> None:
    found = [(a.unit, a.before, a.value, a.bound) for a in plan.measure(code).amounts]
    assert (unit, before, value, bound) in found


@pytest.mark.parametrize("code", DEADLINES)
def test_the_timings_of_a_measure_give_these_deadlines_and_no_others(plan: Plan, code: str) -> None:
    assert tuple(timing.deadline for timing in plan.measure(code).timings) == DEADLINES[code]


def test_the_rates_of_the_call_stand_each_in_their_own_commitment(plan: Plan) -> None:
    rates = {id: plan.commitment(id).amounts[0] for id in ("2.1-c", "2.1-d", "2.1-e", "2.1-f", "2.1-g")}
    assert {id: (amount.id, amount.before, amount.value) for id, amount in rates.items()} == {
        "2.1-c": ("development-small", 50, 60),
        "2.1-d": ("development-large", 35, 40),
        "2.1-e": ("research-small", 60, 80),
        "2.1-f": ("research-large", 60, 65),
        "2.1-g": ("collaboration-bonus", 10, 15),
    }


def test_the_six_aspects_are_the_ones_of_the_table(plan: Plan) -> None:
    assert plan.commitment("1.1-c").amounts[0].counted == (
        "ethiek",
        "veiligheid",
        "Europese integratie",
        "buitenlands beleid",
        "wapenexport",
        "economisch en innovatiebeleid",
    )


@pytest.mark.parametrize(
    ("code", "owners"),
    {
        "1.1": {"vlaio", "pmv", "universiteiten", "esac"},
        "1.2": {"dcsg", "agoria", "vredesinstituut"},
        "1.3": {"dcsg"},
        "2.1": {"vlaio"},
        "2.2": {"pmv", "lrm"},
        "2.3": {"pmv", "lrm", "private-spelers"},
        "3.1": {"wewis", "vlaio"},
        "3.2": {"universiteiten", "socs", "hogescholen", "vlaio"},
        "3.3": {"kennisinstellingen", "fwo", "inlichtingendiensten"},
        "3.4": {"vlaamse-regering", "wallonie", "federale-overheid", "fpim"},
        "4.1": {"vlaio", "ncp-flanders"},
        "4.2": {"fit"},
        "4.3": {"fit"},
        "5.1": {"vlaamse-regering", "federale-overheid"},
        "5.2": {"vlaio", "vcdv", "ccb", "adiv", "ccvo"},
        "6.1": {"omgeving"},
        "6.2": {"omgeving", "vlaams-parlement"},
        "6.3": {"omgeving"},
        "7.1": {"awv"},
        "8.1": {"onderwijs", "defensie"},
        "8.3": {"wewis"},
        "8.4": {"hoger-onderwijs"},
        "8.5": {"vdab"},
        "9": {"lokale-besturen", "vlaams-kruis", "rode-kruis"},
        "10": {"lokale-besturen"},
        "C1": {"vlaamse-regering", "federale-overheid"},
        "D": {"vlaamse-regering", "overleggroep"},
    }.items(),
)
def test_the_bodies_of_the_table_are_named_at_the_measure(plan: Plan, code: str, owners: set[str]) -> None:
    measure = plan.measure(code)
    named = {party.id for party in (*measure.owners, *measure.partners, *measure.derived_owners)}
    assert owners <= named


def test_the_plan_is_dated_and_says_that_the_date_is_not_from_the_text(plan: Plan) -> None:
    assert plan.date == date(2025, 4, 4)
    assert plan.date_source.standing == "unconfirmed"
