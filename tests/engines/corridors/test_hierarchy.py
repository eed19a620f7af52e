"""The hierarchy gives the lengths of a plain search, for any weights, and after closing arcs."""

from __future__ import annotations

import numpy as np
import pytest

from bolwerk.engines.corridors import FAR, Graph, Hierarchy, Units, double_failures, single_failures, smallest_cut
from bolwerk.engines.corridors._dijkstra import NO_WAY, shortest
from bolwerk.kernel import InvalidInput
from tests.engines.corridors.belgium import DATA, ROADS, belgium

LUXEMBOURG = DATA / "luxembourg"


def town(seed: int, nodes: int = 60, arcs: int = 170) -> tuple[Graph, np.ndarray]:
    draw = np.random.default_rng(seed)
    graph = Graph.of(*draw.integers(0, nodes, (2, arcs)), lat=draw.random(nodes), lon=draw.random(nodes))
    return graph, draw.integers(0, 50, arcs)


def plain(graph: Graph, weight: np.ndarray, s: int, t: int) -> int | None:
    found = shortest(graph, np.where(weight >= FAR, NO_WAY, weight.astype(np.int64)), s, t)
    return found[0] if found else None


@pytest.mark.parametrize("seed", range(6))
def test_lengths_and_paths_equal_a_plain_search_with_loops_parallels_and_islands(seed: int) -> None:
    graph, weight = town(seed)
    metric = Hierarchy(graph).metric(weight)
    for s in range(0, 60, 7):
        for t in range(60):
            expected = plain(graph, weight, s, t)
            assert metric.length(s, t) == expected
            found = metric.path(s, t)
            if expected is None:
                assert found is None
                continue
            assert found is not None
            arcs = found[1]
            assert int(weight[arcs].sum()) == expected
            walked = [s, *graph.head[arcs].tolist()]
            assert graph.tail[arcs].tolist() == walked[:-1]
            assert walked[-1] == t


@pytest.mark.parametrize("seed", range(4))
def test_closing_arcs_repairs_to_what_a_new_metric_says_and_comes_back(seed: int) -> None:
    graph, weight = town(seed)
    hierarchy = Hierarchy(graph)
    metric = hierarchy.metric(weight)
    before = metric.w.copy()
    draw = np.random.default_rng(seed)
    for _ in range(20):
        outer, inner = draw.choice(len(weight), 5, replace=False), draw.choice(len(weight), 3, replace=False)
        shut = weight.copy()
        shut[outer] = FAR
        with metric.closed(outer):
            assert np.array_equal(metric.w, hierarchy.metric(shut).w)
            shut[inner] = FAR
            with metric.closed(inner):
                assert np.array_equal(metric.w, hierarchy.metric(shut).w)
        assert np.array_equal(metric.w, before)
        assert np.array_equal(metric.weight, weight)


@pytest.mark.skipif(not LUXEMBOURG.exists(), reason="the given road network of Luxembourg is not beside the project")
@pytest.mark.parametrize("name", ["travel_time", "geo_distance"])
def test_all_reference_pairs_of_luxembourg_are_equal(name: str) -> None:
    def read(file: str, kind: str = "<u4") -> np.ndarray:
        return np.fromfile(LUXEMBOURG / file, kind)

    graph = Graph.from_csr(read("first_out"), read("head"), lat=read("latitude", "<f4"), lon=read("longitude", "<f4"))
    metric = Hierarchy(graph, read("cch_order")).metric(read(name))
    expected = np.minimum(read(f"query_reference_{name}_length"), FAR)
    found = metric.lengths(read("source_node"), read("target_node"))
    assert len(found) == 50_000
    assert int((found != expected).sum()) == 0


@pytest.mark.skipif(not ROADS.exists(), reason="the given Belgian roads are not beside the project")
def test_single_and_double_failures_on_the_belgian_roads_equal_brute_force_on_samples() -> None:
    graph, weight, edges, _ = belgium()
    units, metric = Units.of(edges, len(graph.tail)), Hierarchy(graph).metric(weight)
    s, t = 100, 2500
    singles, doubles = single_failures(metric, s, t, units), double_failures(metric, s, t, units)
    assert len(singles) > 10
    assert len(doubles) > 100
    draw = np.random.default_rng(1)
    for failure in [*singles[::5], *(doubles[i] for i in draw.choice(len(doubles), 40))]:
        shut = weight.copy()
        shut[np.concatenate([units.closes(u) for u in failure.units])] = FAR
        assert plain(graph, shut, s, t) == failure.length


@pytest.mark.parametrize("seed", range(5))
def test_the_smallest_cut_of_shared_units_equals_trying_every_set(seed: int) -> None:
    from itertools import combinations

    graph, weight = town(seed, 14, 50)
    draw = np.random.default_rng(seed)
    units = Units.of([draw.choice(50, 4, replace=False) for _ in range(9)], 50)
    metric = Hierarchy(graph).metric(weight)
    for t in range(1, 14, 3):
        expected = None
        for size in range(4):
            for chosen in combinations(range(9), size):
                shut = weight.copy()
                for u in chosen:
                    shut[units.closes(u)] = FAR
                if plain(graph, shut, 0, t) is None:
                    expected = size
                    break
            if expected is not None:
                break
        cut = smallest_cut(metric, 0, t, units, most=3)
        assert cut.size == expected
        assert cut.exact is (expected is not None)


def test_arrays_that_do_not_fit_are_refused_with_the_place() -> None:
    with pytest.raises(InvalidInput, match=r"head\[1\] = 7"):
        Graph.of([0, 1], [1, 7], lat=[0, 0], lon=[0, 1])
    graph = Graph.of([0], [1], lat=[0, 0], lon=[0, 1])
    with pytest.raises(InvalidInput, match="each node once"):
        Hierarchy(graph, [0, 0])
    for weight in ([1, 2], [-1], [1.5]):
        with pytest.raises(InvalidInput, match="weights"):
            Hierarchy(graph).metric(weight)
