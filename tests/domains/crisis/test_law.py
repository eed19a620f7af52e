"""What a critical entity must do over time, and back-up power from seconds to a verdict."""

from __future__ import annotations

from datetime import date
from fractions import Fraction as F
from itertools import product
from pathlib import Path

import pytest

from bolwerk.domains import book_of
from bolwerk.domains.crisis.public import PARTS, Backup, read_parts, ups_capacity, ups_runtime
from bolwerk.engines.dossier import read
from bolwerk.kernel import InvalidInput, Standing

BOOK = book_of("crisis")
DAY = date(2026, 6, 1)
EXAMPLE = Path(__file__).parents[3] / "examples" / "dossiers" / "26-local-water.toml"


def decided(rule: str, facts: dict[str, object], on: date = DAY) -> object:
    answer = BOOK.decide(rule, facts, on=on)
    assert answer.state == "value", (answer.state, answer.ask)
    return answer.value


def test_a_hospital_goes_from_its_first_assessment_to_the_next() -> None:
    hospital: dict[str, object] = {"critical.entity": True, "critical.assessed": False, "critical.months_since_notice": 8}
    assert "assess" in decided("critical.entity_duties", hospital)  # type: ignore[operator]
    assert "assess_overdue" in decided("critical.entity_duties", hospital | {"critical.months_since_notice": 10})  # type: ignore[operator]
    later = hospital | {"critical.assessed": True}
    assert decided("critical.entity_duties", later | {"critical.years_since_assessment": 1}) == ("plan", "liaison")
    assert "reassess" in decided("critical.entity_duties", later | {"critical.years_since_assessment": 4})  # type: ignore[operator]


def test_between_the_two_days_of_the_act_the_duty_is_to_find_out() -> None:
    facts = {"critical.entity": True, "critical.assessed": False, "critical.months_since_notice": 1}
    assert BOOK.decide("critical.entity_duties", facts, on=date(2026, 1, 18)).state == "out_of_law"
    assert decided("critical.entity_duties", facts, date(2026, 4, 7)) == ("check_start",)
    assert decided("critical.entity_duties", facts, date(2026, 4, 8)) == ("assess", "plan", "liaison")


def test_nobody_else_has_a_duty_or_a_question() -> None:
    assert decided("critical.entity_duties", {"critical.entity": False}) == ("not_applicable",)
    assert decided("critical.background_check", {"critical.entity": False}) == 0


def test_no_belgian_term_is_shown_as_sure() -> None:
    facts = {"critical.entity": True, "critical.check_requested": True, "critical.assessed": True}
    assert BOOK.decide("critical.background_check", facts, on=DAY).standing is Standing.UNCONFIRMED
    duties = BOOK.decide("critical.entity_duties", facts | {"critical.years_since_assessment": 0}, on=DAY)
    assert duties.standing is Standing.UNCONFIRMED


def test_a_battery_sized_for_a_load_carries_it_for_that_long() -> None:
    amp_hours = ups_capacity(F(4000), F(1, 2), F(48), efficiency=F(9, 10))
    assert ups_runtime(amp_hours, F(48), F(4000), efficiency=F(9, 10)) == 30


def test_ageing_design_temperature_and_discharge_only_make_it_larger() -> None:
    plain = ups_capacity(F(1000), F(1), F(100))
    assert plain == 10
    assert ups_capacity(F(1000), F(1), F(100), discharge=F(1, 2)) == 20
    for name in ("ageing", "design", "temperature"):
        assert ups_capacity(F(1000), F(1), F(100), **{name: F(5, 4)}) == F(25, 2)


def test_a_heavier_load_empties_a_battery_sooner() -> None:
    times = [ups_runtime(F(100), F(48), F(load)) for load in (500, 1000, 2000, 4000)]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"load": F(-1)},
        {"volts": F(0)},
        {"efficiency": F(0)},
        {"efficiency": F(11, 10)},
        {"discharge": F(2)},
        {"ageing": F(9, 10)},
    ],
)
def test_numbers_that_cannot_be_are_refused(wrong: dict[str, F]) -> None:
    given = {"load": F(1000), "hours": F(1), "volts": F(48)} | wrong
    with pytest.raises(InvalidInput):
        ups_capacity(given.pop("load"), given.pop("hours"), given.pop("volts"), **given)


def installation(**changes: int) -> Backup:
    values = {"tolerance": 0, "generator_start": 20, "margin": 10, "battery": 30, "autonomy": 24, "fuel": 24} | changes
    return Backup(**{name: F(value) for name, value in values.items()})


def test_a_second_too_few_is_too_few() -> None:
    assert installation().battery_bridges
    assert not installation(battery=29).battery_bridges
    assert installation(tolerance=20).waits_for_generator
    assert not installation(tolerance=19).waits_for_generator
    assert installation().fuel_lasts
    assert not installation(fuel=23).fuel_lasts
    assert not installation(battery=24 * 3600).outlasts_battery


def test_more_equipment_never_makes_an_installation_inadequate() -> None:
    order = {"none": (), "no_break": ("none",), "short_break": ("none",), "both": ("none", "no_break", "short_break")}
    for waits, outlasts, bridges in product((True, False), repeat=3):
        facts = {
            "backup.needed": True,
            "backup.waits_for_generator": waits,
            "backup.outlasts_battery": outlasts,
            "backup.battery_bridges": bridges,
            "backup.fuel_lasts": True,
        }
        verdicts = {kind: decided("backup.adequate", facts | {"backup.installed": kind}) for kind in order}
        needs_both = decided("backup.class", facts) == "both"
        for larger, smaller in ((kind, less) for kind, lesser in order.items() for less in lesser):
            assert not (verdicts[smaller] == "adequate" and verdicts[larger] == "inadequate")
        assert (verdicts["both"] == "adequate") == (bridges or not needs_both)


def test_the_example_runs_out_of_fuel_before_its_time() -> None:
    dossier = read(EXAMPLE.read_text(encoding="utf-8"), where=EXAMPLE.name, parts=(*PARTS, "incident"))
    (found,) = read_parts(dossier, BOOK)
    assert found.outcome.nl.startswith("64 minuten")
    facts = {name: value for name, value in dossier.facts.items() if name in BOOK.facts} | dict(found.facts)
    assert decided("backup.class", facts) == "both"
    assert decided("backup.adequate", facts) == "inadequate"
    assert decided("backup.adequate", facts | {"backup.fuel_lasts": True}) == "adequate"


def test_a_battery_without_its_load_is_told_by_its_place() -> None:
    text = "title = 'T'\ndate = 2026-06-01\n[backup]\ntolerance = 0\ngenerator_start = 1\nmargin = 1\nautonomy = 1\nfuel = 1\n"
    (found,) = read_parts(read(text, where="t", parts=PARTS), BOOK)
    assert found.facts["backup.battery_bridges"] is False
    with pytest.raises(InvalidInput) as caught:
        read_parts(read(text + "amp_hours = 10\nvolts = 48\n", where="t", parts=PARTS), BOOK)
    assert caught.value.where == "backup.load"
