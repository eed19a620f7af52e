"""Verdicts that a missing measure can never turn into a pass, and money that is counted where it is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction as F
from itertools import product
from pathlib import Path

import pytest

from bolwerk.domains import book_of
from bolwerk.domains.infrastructure.public import PARTS, QUANTITIES, Fit, Measure, read_parts
from bolwerk.engines.dossier import read
from bolwerk.kernel import InvalidInput, MissingLaw, Standing

BOOK = book_of("infrastructure")
DAY = date(2026, 6, 1)
DOSSIERS = Path(__file__).parents[3] / "examples" / "dossiers"

VERDICTS = {
    "road": ("structure.verdict_road", ("structure.axle", "structure.total", "structure.height", "structure.width")),
    "water": (
        "structure.verdict_water",
        ("waterway.cemt", "waterway.length", "waterway.beam", "waterway.draught", "waterway.air_draught"),
    ),
    "rail": ("structure.verdict_rail", ("railway.length", "railway.axle", "railway.profile")),
}
BRIDGE = {
    "intervention.kind": "strengthen",
    "intervention.dual_use": True,
    "intervention.on_corridor": True,
    "intervention.in_gip": False,
    "intervention.extra_or_faster": True,
}


def decided(rule: str, facts: dict[str, object], on: date = DAY) -> object:
    answer = BOOK.decide(rule, facts, on=on)
    assert answer.state == "value", (answer.state, answer.ask)
    return answer.value


def expected(fits: tuple[str, ...]) -> str:
    """The worst measure decides: too small before not measured before conditional."""
    for fit, verdict in (("short", "fail"), ("unmeasured", "unknown"), ("conditional", "conditional")):
        if fit in fits:
            return verdict
    return "pass"


@pytest.mark.parametrize("mode", VERDICTS)
def test_in_every_case_the_worst_measure_decides(mode: str) -> None:
    rule, names = VERDICTS[mode]
    for fits in product([fit.value for fit in Fit], repeat=len(names)):
        facts = {"corridor.mode": mode} | dict(zip(names, fits, strict=True))
        assert decided(rule, facts) == expected(fits), fits


@pytest.mark.parametrize("mode", VERDICTS)
def test_a_fact_that_is_not_given_never_passes(mode: str) -> None:
    rule, names = VERDICTS[mode]
    for missing in names:
        facts = {"corridor.mode": mode} | {name: "fits" for name in names if name != missing}
        answer = BOOK.decide(rule, facts, on=DAY)
        assert (answer.state, answer.ask) == ("unknown", (missing,))


def test_who_moves_nothing_is_asked_nothing() -> None:
    for rule, _ in VERDICTS.values():
        assert decided(rule, {"corridor.mode": "none"}) == "not_applicable"
    for rule in ("fund.cef_military_mobility", "fund.cef_rate", "project.funding_mix"):
        assert BOOK.decide(rule, {"intervention.kind": "none"}, on=DAY).state == "value"


@pytest.mark.parametrize(
    ("asked", "limit", "under", "fit"),
    [
        ("130", "130", None, "fits"),
        ("130.01", "130", None, "short"),
        ("130", "60", "130", "conditional"),
        ("130", "60", "129.99", "short"),
        ("0", None, None, "unmeasured"),
    ],
)
def test_the_edge_of_a_measure(asked: str, limit: str | None, under: str | None, fit: str) -> None:
    limits = [None if value is None else F(value) for value in (limit, under)]
    assert Measure(F(asked), limits[0], limits[1]).fit == fit


@pytest.mark.parametrize("limit", [None, F(60)])
def test_a_limit_under_conditions_below_the_ordinary_one_is_refused(limit: F | None) -> None:
    with pytest.raises(InvalidInput):
        Measure(F(44), limit, F(50))


def facts_of(name: str) -> dict[str, object]:
    dossier = read((DOSSIERS / name).read_text(encoding="utf-8"), where=name, parts=PARTS)
    (found,) = read_parts(dossier, BOOK)
    known = {fact: value for fact, value in dossier.facts.items() if fact in BOOK.facts}
    return known | dict(found.facts)


def test_a_weak_motorway_bridge_bears_the_european_convoy_only_under_conditions() -> None:
    facts = facts_of("28-motorway-bridge.toml")
    assert (facts["structure.axle"], facts["structure.total"]) == ("conditional", "conditional")
    assert decided("structure.verdict_road", facts) == "conditional"
    assert decided("structure.verdict_water", facts) == "not_applicable"


def test_a_lock_of_unknown_depth_is_not_known_although_all_the_rest_fits() -> None:
    facts = facts_of("29-canal-lock.toml")
    assert facts["waterway.draught"] == "unmeasured"
    assert decided("structure.verdict_water", facts) == "unknown"


def test_a_part_without_measures_leaves_each_of_them_unmeasured() -> None:
    for mode, quantities in QUANTITIES.items():
        text = f'title = "T"\ndate = 2026-06-01\n[structure]\nmode = "{mode}"\n'
        (found,) = read_parts(read(text, where="t", parts=PARTS), BOOK)
        assert [found.facts[quantity] for quantity in quantities] == ["unmeasured"] * len(quantities)
        assert set(found.facts) <= set(BOOK.facts)


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ('mode = "tram"', "structure.mode"),
        ('mode = "road"\nmeasure = [{ quantity = "structure.depth" }]', "structure.measure[1].quantity"),
        ('mode = "road"\nmeasure = [{ quantity = "structure.height", limit = 4 }]', "structure.measure[1].asked"),
        ('mode = "rail"\nmeasure = [{ quantity = "railway.axle", limit = -4, asked = 1 }]', "structure.measure[1].limit"),
        (
            'mode = "road"\nmeasure = [{ quantity = "structure.axle" }, { quantity = "structure.axle" }]',
            "structure.measure[2].quantity",
        ),
    ],
)
def test_a_mistake_in_the_part_is_told_with_its_place(part: str, place: str) -> None:
    dossier = read(f'title = "T"\ndate = 2026-06-01\n[structure]\n{part}\n', where="t", parts=PARTS)
    with pytest.raises(InvalidInput) as caught:
        read_parts(dossier, BOOK)
    assert caught.value.where == place


def test_the_european_load_is_dated_and_the_figures_for_rail_are_not_sure() -> None:
    assert BOOK.value("corridor.gross_tonnes", DAY, "road").value == 130
    rail = BOOK.value("corridor.axle_tonnes", DAY, "rail")
    assert rail.citation is not None
    assert rail.citation.standing is Standing.UNCONFIRMED
    with pytest.raises(MissingLaw):
        BOOK.value("corridor.gross_tonnes", DAY, "water")


@pytest.mark.parametrize(
    ("day", "answer", "share"),
    [(date(2023, 12, 31), "open", 50), (date(2024, 1, 1), "spent", 0), (date(2027, 12, 31), "spent", 0)],
)
def test_the_european_pot_is_open_until_it_is_empty(day: date, answer: str, share: int) -> None:
    assert decided("fund.cef_military_mobility", BRIDGE, day) == answer
    assert decided("fund.cef_rate", BRIDGE, day) == share


def test_after_2027_there_is_a_proposal_and_no_rate() -> None:
    later = BOOK.decide("fund.cef_military_mobility", BRIDGE, on=date(2028, 1, 1))
    assert (later.value, later.standing) == ("proposed", Standing.UNCONFIRMED)
    assert BOOK.decide("fund.cef_rate", BRIDGE, on=date(2028, 1, 1)).state == "out_of_law"


def test_works_of_the_gip_stay_apart_from_every_other_source() -> None:
    for kind, dual, extra in product(("strengthen", "parking", "port"), (True, False), (True, False)):
        facts = {"intervention.kind": kind, "intervention.dual_use": dual, "intervention.extra_or_faster": extra}
        assert decided("project.funding_mix", facts | {"intervention.in_gip": True}) == ("gip",)
        outside = decided("project.funding_mix", facts | {"intervention.in_gip": False})
        assert isinstance(outside, tuple)
        assert "gip" not in outside
        assert ("public_private" in outside) == (dual and extra)
