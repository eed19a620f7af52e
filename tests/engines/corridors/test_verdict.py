"""Verdicts: what is not known never passes, and the matrix says what a slow reading of the same words says."""

from __future__ import annotations

import random

import pytest

from bolwerk.engines.corridors import (
    Basis,
    Class,
    Crossing,
    Kind,
    Limit,
    Mode,
    Quantity,
    Side,
    Structure,
    Verdict,
    needed,
    screen,
)
from bolwerk.kernel import InvalidInput

WAYS = list(Crossing)
FAMILIES = ((Quantity.GROSS, Quantity.AXLE), (Quantity.MLC_WHEELED,), (Quantity.MLC_TRACKED,))
TANK = Class("tank", Mode.ROAD, {Quantity.GROSS: 130.0, Quantity.AXLE: 12.0, Quantity.MLC_TRACKED: 80.0, Quantity.HEIGHT: 4.5})


def limit(quantity: Quantity, value: float, crossing: Crossing = Crossing.NORMAL, basis: Basis = Basis.AGENCY) -> Limit:
    return Limit(Side.CARRIED, quantity, value, basis, "fictional", crossing=crossing)


def verdict(*limits: Limit, kind: Kind = Kind.BRIDGE) -> Verdict:
    return screen([TANK], [Structure("s", kind, limits)]).verdict(0, 0, Side.CARRIED)


def slow(cls: Class, thing: Structure, side: Side) -> Verdict:
    """The words of the README, one structure at a time."""
    load, sizes = needed(cls.mode, thing.kind, side)
    state: dict[Quantity, int | None] = {}
    for quantity, asked in cls.asks.items():
        told = [x for x in thing.limits if x.side is side and x.quantity is quantity and x.basis is not Basis.ASSUMED]
        if not told:
            continue
        state[quantity] = None
        for way in WAYS:
            values = [x.value for x in told if x.crossing is way]
            if values and asked <= min(values):
                state[quantity] = WAYS.index(way)
                break
    if None in state.values():
        return Verdict.FAIL
    if load and not any(all(q in state for q in family) for family in FAMILIES):
        return Verdict.UNKNOWN
    if any(q not in state for q in sizes):
        return Verdict.UNKNOWN
    return Verdict.CONDITIONAL if any(state.values()) else Verdict.PASS


def test_the_matrix_equals_a_slow_oracle_on_ten_thousand_random_cases() -> None:
    draw = random.Random(2021)
    seen: dict[Verdict, int] = dict.fromkeys(Verdict, 0)
    for _ in range(100):
        quantities = list(Quantity)
        classes = [
            Class(
                f"c{i}", draw.choice(list(Mode)), {q: draw.randint(1, 9) for q in draw.sample(quantities, draw.randint(1, 9))}
            )
            for i in range(5)
        ]
        structures = [
            Structure(
                f"s{i}",
                draw.choice(list(Kind)),
                tuple(
                    Limit(
                        draw.choice(list(Side)),
                        draw.choice(quantities),
                        draw.randint(3, 12),
                        draw.choice(list(Basis)),
                        "fictional",
                        crossing=draw.choice(WAYS),
                    )
                    for _ in range(draw.randint(0, 14))
                ),
            )
            for i in range(10)
        ]
        matrix = screen(classes, structures)
        for c, cls in enumerate(classes):
            for s, thing in enumerate(structures):
                for side in Side:
                    said = matrix.verdict(c, s, side)
                    assert said is slow(cls, thing, side), (cls, thing, side)
                    seen[said] += 1
    assert sum(seen.values()) == 10_000
    assert min(seen.values()) > 100


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_a_structure_of_which_nothing_is_known_never_passes_what_it_must_carry_or_let_under(kind: Kind) -> None:
    matrix = screen([TANK], [Structure("s", kind)])
    load, sizes = needed(Mode.ROAD, kind, Side.CARRIED)
    if load or sizes:
        assert matrix.verdict(0, 0, Side.CARRIED) is Verdict.UNKNOWN
    assert matrix.verdict(0, 0, Side.UNDER) is Verdict.UNKNOWN


def test_a_total_without_an_axle_is_no_knowledge_of_the_weight_but_can_refuse() -> None:
    assert verdict(limit(Quantity.GROSS, 150)) is Verdict.UNKNOWN
    assert verdict(limit(Quantity.GROSS, 100)) is Verdict.FAIL
    assert verdict(limit(Quantity.GROSS, 130), limit(Quantity.AXLE, 12)) is Verdict.PASS


def test_what_is_assumed_neither_passes_nor_refuses() -> None:
    assert verdict(limit(Quantity.MLC_TRACKED, 100, basis=Basis.ASSUMED)) is Verdict.UNKNOWN
    assert verdict(limit(Quantity.MLC_TRACKED, 10, basis=Basis.ASSUMED)) is Verdict.UNKNOWN


def test_a_bridge_that_holds_one_vehicle_alone_passes_on_that_condition_and_names_the_limit_that_binds() -> None:
    two_way, alone = limit(Quantity.MLC_TRACKED, 60), limit(Quantity.MLC_TRACKED, 80, Crossing.SINGLE_LANE)
    found = screen([TANK], [Structure("s", Kind.BRIDGE, (alone, two_way))]).finding(0, 0, Side.CARRIED)
    assert (found.verdict, found.crossing, found.binding) == (Verdict.CONDITIONAL, Crossing.SINGLE_LANE, two_way)
    assert "engineer" in found.note.en


def test_an_unknown_names_what_is_missing() -> None:
    found = screen([TANK], [Structure("s", Kind.BRIDGE)]).finding(0, 0, Side.UNDER)
    assert found.missing == (Quantity.HEIGHT, Quantity.WIDTH)


def test_a_lock_asks_length_beam_and_draught_of_a_vessel() -> None:
    barge = Class("barge", Mode.WATER, {Quantity.LENGTH: 135.0, Quantity.WIDTH: 11.4, Quantity.DRAUGHT: 3.5})
    sizes = [limit(Quantity.LENGTH, 200), limit(Quantity.WIDTH, 16), limit(Quantity.DRAUGHT, 4)]
    assert screen([barge], [Structure("l", Kind.LOCK, tuple(sizes))]).verdict(0, 0, Side.CARRIED) is Verdict.PASS
    assert screen([barge], [Structure("l", Kind.LOCK, tuple(sizes[:2]))]).verdict(0, 0, Side.CARRIED) is Verdict.UNKNOWN


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")], ids=["zero", "negative", "nan", "inf"])
def test_a_limit_that_cannot_be_is_refused(value: float) -> None:
    with pytest.raises(InvalidInput, match="above 0"):
        limit(Quantity.HEIGHT, value)
