"""The Belgian roads of the given data as plain arrays. Two routes meet where their coordinates are identical."""

from __future__ import annotations

from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.corridors import Graph

DATA = Path(__file__).parents[4] / "shared" / "data" / "corridors"
ROADS = DATA / "belgium-highways" / "wpt" / "BEL"


@cache
def belgium() -> tuple[Graph, NDArray[np.int32], list[list[int]], dict[tuple[float, float], int]]:
    """The graph, seconds at 80 km/h, the two arcs of every edge, and the node at each place."""
    at: dict[tuple[float, float], int] = {}
    edges: dict[tuple[int, int], float] = {}
    for file in sorted(ROADS.rglob("*.wpt")):
        last: tuple[int, tuple[float, float]] | None = None
        metres = 0.0
        for line in file.read_text().splitlines():
            parts = line.split()
            if not parts:
                continue
            query = dict(pair.split("=") for pair in parts[-1].split("?")[1].split("&"))
            place = float(query["lat"]), float(query["lon"])
            if last is not None:
                metres += _metres(last[1], place)
            if parts[0].startswith("+"):
                last = (last[0], place) if last is not None else None
                continue
            node = at.setdefault(place, len(at))
            if last is not None and node != last[0]:
                key = min(node, last[0]), max(node, last[0])
                edges[key] = min(metres, edges.get(key, metres))
            last, metres = (node, place), 0.0
    pairs = np.array(list(edges), dtype=np.int32)
    weight = np.array([max(1, round(m * 3.6 / 80)) for m in edges.values()], dtype=np.int32)
    places = np.array(list(at))
    graph = Graph.of(
        np.concatenate((pairs[:, 0], pairs[:, 1])),
        np.concatenate((pairs[:, 1], pairs[:, 0])),
        lat=places[:, 0],
        lon=places[:, 1],
    )
    return graph, np.concatenate((weight, weight)), [[i, i + len(pairs)] for i in range(len(pairs))], at


def _metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    lat, lon = radians(b[0] - a[0]), radians(b[1] - a[1])
    half = sin(lat / 2) ** 2 + cos(radians(a[0])) * cos(radians(b[0])) * sin(lon / 2) ** 2
    return 2 * 6_371_000 * asin(sqrt(half))
