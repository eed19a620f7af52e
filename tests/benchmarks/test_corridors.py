"""The corridor engine on the given networks, each figure beside a plain search in the same run."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest

from bolwerk.engines.corridors import Graph, Hierarchy, Units, double_failures, single_failures
from bolwerk.engines.corridors._dijkstra import shortest
from tests.engines.corridors.belgium import DATA, ROADS, belgium

LUXEMBOURG = DATA / "luxembourg"
pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not LUXEMBOURG.exists() or not ROADS.exists(), reason="the given networks are not beside the project"),
]


def read(name: str, kind: str = "<u4") -> np.ndarray:
    return np.fromfile(LUXEMBOURG / name, kind)


def best(times: int, work: object) -> float:
    found = []
    for _ in range(times):
        start = perf_counter()
        work()  # type: ignore[operator]
        found.append(perf_counter() - start)
    return min(found)


def test_a_new_class_on_luxembourg_takes_less_than_two_plain_searches_and_a_length_a_hundredth_of_one() -> None:
    graph = Graph.from_csr(read("first_out"), read("head"), lat=read("latitude", "<f4"), lon=read("longitude", "<f4"))
    weight = read("travel_time").astype(np.int64)
    hierarchy = Hierarchy(graph, read("cch_order"))
    metric = hierarchy.metric(weight)
    pairs = [(int(s), int(t)) for s, t in zip(read("source_node")[:200], read("target_node")[:200], strict=True)]
    shortest(graph, weight, *pairs[0])
    metric.path(*pairs[0])
    search = best(3, lambda: [shortest(graph, weight, s, t) for s, t in pairs[:10]]) / 10
    new = best(10, lambda: hierarchy.metric(weight, into=metric))
    length = best(5, lambda: [metric.length(s, t) for s, t in pairs]) / len(pairs)
    path = best(5, lambda: [metric.path(s, t) for s, t in pairs]) / len(pairs)
    print(f"class {new * 1e3:.1f} ms, length {length * 1e6:.1f} us, path {path * 1e6:.1f} us, plain {search * 1e3:.1f} ms")  # noqa: T201
    assert new < 2 * search
    assert length < search / 100
    assert path < search / 50


def test_all_single_and_double_failures_of_twenty_belgian_pairs_cost_less_than_a_plain_search_each() -> None:
    graph, weight, edges, _ = belgium()
    units, metric = Units.of(edges, len(graph.tail)), Hierarchy(graph).metric(weight)
    busy = np.flatnonzero(np.bincount(graph.tail, minlength=graph.nodes) > 2)
    pairs = np.random.default_rng(7).choice(busy, (20, 2), replace=False).tolist()
    long = weight.astype(np.int64)
    shortest(graph, long, *pairs[0])
    double_failures(metric, *pairs[0], units)
    search = best(3, lambda: [shortest(graph, long, s, t) for s, t in pairs]) / len(pairs)
    start = perf_counter()
    singles = sum(len(single_failures(metric, s, t, units)) for s, t in pairs)
    middle = perf_counter()
    doubles = sum(len(double_failures(metric, s, t, units)) for s, t in pairs)
    single, double = middle - start, perf_counter() - middle
    print(f"{singles} single {single:.2f} s, {doubles} double {double:.2f} s, plain {search * 1e6:.0f} us each")  # noqa: T201
    assert single + double < (singles + doubles) * search
