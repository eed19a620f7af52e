"""A corridor report over a small fictional network: a short road over an unknown bridge, a long one that holds."""

from __future__ import annotations

import pytest

from bolwerk.engines.corridors import (
    HYPOTHETICAL,
    Basis,
    Class,
    Edge,
    Kind,
    Limit,
    Mode,
    Network,
    Node,
    Quantity,
    Side,
    Structure,
    Verdict,
    Widest,
    class_for,
    even_axles,
    moment,
    report,
    screen_network,
    shear,
)
from bolwerk.kernel import InvalidInput

TANK = Class("tank", Mode.ROAD, {Quantity.MLC_TRACKED: 80.0})


def mlc(value: float, confidence: float = 1.0) -> tuple[Limit, ...]:
    return (Limit(Side.CARRIED, Quantity.MLC_TRACKED, value, Basis.AGENCY, "fictional", confidence=confidence),)


def network(short: tuple[Limit, ...] = (), long: tuple[Limit, ...] = mlc(100)) -> Network:
    nodes = [Node("port", 51.0, 3.0), Node("north", 51.1, 4.0), Node("south", 50.9, 4.0), Node("base", 51.0, 5.0)]
    edges = [
        Edge("p-n", "port", "north", 10_000, 80, over=("short",)),
        Edge("n-b", "north", "base", 10_000, 80),
        Edge("p-s", "port", "south", 15_000, 80, over=("long",)),
        Edge("s-b", "south", "base", 15_000, 80),
    ]
    things = [Structure("short", Kind.BRIDGE, short, synthetic=True), Structure("long", Kind.BRIDGE, long, synthetic=True)]
    return Network.of(nodes, edges, things, mode=Mode.ROAD)


def test_an_unknown_bridge_makes_the_answer_an_interval_and_stands_in_the_blocking_set() -> None:
    found = report(screen_network(network(), TANK), "port", "base")
    assert found.hopeful is not None
    assert found.certain is not None
    assert (found.hopeful.seconds, found.certain.seconds) == (900, 1350)
    assert [(x.structure, x.verdict) for x in found.blocking] == [("short", Verdict.UNKNOWN)]
    assert found.verdict is Verdict.PASS
    assert found.detour == 1.5
    assert found.known == 0.5


def test_a_corridor_that_rests_on_unknowns_is_unknown_and_one_that_nothing_carries_fails() -> None:
    assert report(screen_network(network(long=mlc(60)), TANK), "port", "base").verdict is Verdict.UNKNOWN
    closed = report(screen_network(network(mlc(60), mlc(60)), TANK), "port", "base")
    assert (closed.verdict, closed.hopeful, closed.flip) == (Verdict.FAIL, None, None)


def test_the_cheapest_opening_takes_the_cheaper_bridge_even_on_the_longer_road() -> None:
    shut = screen_network(network(mlc(60), mlc(60)), TANK)
    dear = report(shut, "port", "base", costs={"short": 9e6, "long": 2e6}).opening
    assert dear is not None
    assert (dear.structures, dear.cost, dear.path.seconds) == (("long",), 2e6, 1350)
    only = report(shut, "port", "base", costs={"short": 9e6}).opening
    assert only is not None
    assert only.structures == ("short",)
    assert report(shut, "port", "base", costs={}).opening is None


def test_flipping_the_structure_least_known_shows_how_far_the_verdict_moves() -> None:
    flip = report(screen_network(network(mlc(80, 0.3), mlc(60)), TANK), "port", "base").flip
    assert flip is not None
    assert (flip.structure, flip.confidence, flip.verdict) == ("short", 0.3, Verdict.FAIL)


def test_an_alternative_that_shares_nothing_is_found() -> None:
    found = report(screen_network(network(mlc(80)), TANK), "port", "base")
    assert [p.edges for p in found.alternatives] == [("p-s", "s-b")]


@pytest.mark.parametrize("name", ["nowhere", ""], ids=["unknown", "empty"])
def test_a_place_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(InvalidInput, match="name that is in the network"):
        report(screen_network(network(), TANK), name, "base")


def test_the_highest_class_of_a_pair_is_the_weakest_link_of_its_strongest_path() -> None:
    widest = Widest(5, [0, 1, 0, 2], [1, 3, 2, 3], [60, 120, 80, 100])
    assert widest.between(0, 3) == 80
    assert widest.between(0, 1) == 80
    assert widest.between(0, 4) is None


def test_moments_of_the_hypothetical_vehicles_are_those_of_a_slow_sweep() -> None:
    for load in HYPOTHETICAL:
        if load.track_m is not None:
            continue
        at = [sum(load.gaps_m[:i]) for i in range(len(load.axles_t))]
        for span in (8.0, 20.0, 45.0):
            worst = 0.0
            for step in range(int((span + at[-1]) / 0.05)):
                on = [
                    (step * 0.05 - a, w * 9.80665) for a, w in zip(at, load.axles_t, strict=True) if 0 < step * 0.05 - a < span
                ]
                left = sum(w * (span - x) / span for x, w in on)
                worst = max([worst, *(left * x - sum(w * (x - y) for y, w in on if y < x) for x, _ in on)])
            assert moment(load, span) == pytest.approx(worst, rel=2e-3)
            assert moment(load, span) >= worst - 1e-6


def test_w100_on_twenty_metres_bends_as_published_and_a_track_as_its_formula() -> None:
    by = {load.id: load for load in HYPOTHETICAL}
    assert moment(by["W100"], 20) == pytest.approx(3311, rel=1e-3)
    assert moment(by["T80"], 20) == pytest.approx(3115, rel=5e-3)
    assert shear(by["T80"], 20) == pytest.approx(72.58 * 9.80665 * (1 - 4.88 / 40))


def test_a_class_derived_from_an_assumed_layout_is_assumed_and_so_never_passes() -> None:
    found = class_for(even_axles(130, 12.23, 1.5, source="Reg. (EU) 2021/1328"), [20.0], Quantity.MLC_TRACKED)
    assert found is not None
    assert found.basis is Basis.ASSUMED
    assert report(screen_network(network((found,), mlc(60)), TANK), "port", "base").verdict is Verdict.UNKNOWN
    by = {load.id: load for load in HYPOTHETICAL}
    held = class_for(by["T100"], [20.0, 30.0], Quantity.MLC_TRACKED)
    assert held is not None
    assert (held.value, held.basis) == (100.0, Basis.DERIVED)
    assert class_for(by["T40"], [20.0], Quantity.MLC_WHEELED) is None
