"""A forbidden turn is not driven, and turning back on the road is no way round it."""

from __future__ import annotations

from bolwerk.engines.corridors import FAR, Graph, Hierarchy, turns_of

# A crossing of three roads and a way round: 0→1, 1→2, 1→3, 3→1, 3→2.
ROADS = Graph.of([0, 1, 1, 3, 3], [1, 2, 3, 1, 2], lat=[0, 0, 0, 1], lon=[0, 1, 2, 1])
WEIGHT = [10, 5, 7, 7, 20]


def test_a_forbidden_turn_sends_the_path_round() -> None:
    free, shut = turns_of(ROADS), turns_of(ROADS, forbidden=[(0, 1)])
    assert Hierarchy(free.graph).metric(free.weights(WEIGHT)).length(0, 1) == 10
    metric = Hierarchy(shut.graph).metric(shut.weights(WEIGHT))
    assert metric.length(0, 1) is None
    assert metric.length(0, 4) == 17


def test_turning_back_is_allowed_only_when_asked() -> None:
    back = turns_of(ROADS, forbidden=[(0, 1)], u_turns=True)
    assert Hierarchy(back.graph).metric(back.weights(WEIGHT)).length(0, 1) == 24


def test_a_closed_arc_is_not_driven_into() -> None:
    free = turns_of(ROADS)
    assert Hierarchy(free.graph).metric(free.weights([10, FAR, 7, 7, 20])).length(0, 1) is None
