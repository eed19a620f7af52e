"""Turn restrictions: a graph whose nodes are the arcs of another and whose arcs are the turns that are allowed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bolwerk.engines.corridors._hierarchy import FAR, Graph


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """Node i of `graph` is arc i of the roads. A path from arc to arc costs each arc it leaves behind, so not the last."""

    graph: Graph

    def weights(self, weight: ArrayLike) -> NDArray[np.int64]:
        """The weights of the turns: that of the arc left behind; closed where the arc driven into is closed."""
        given = np.asarray(weight, dtype=np.int64)
        return np.where(given[self.graph.head] >= FAR, FAR, given[self.graph.tail])


def turns_of(roads: Graph, *, forbidden: Collection[tuple[int, int]] = (), u_turns: bool = False) -> Turns:
    """Every turn from an arc into a next one, without those `forbidden` (as pairs of arcs) and without turning back."""
    order = np.argsort(roads.tail, kind="stable")
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(roads.tail, minlength=roads.nodes))))
    count = (first[1:] - first[:-1])[roads.head]
    start = np.repeat(np.arange(len(roads.head)), count)
    ends = np.cumsum(count)
    end = order[np.repeat(first[:-1][roads.head] - ends + count, count) + np.arange(int(count.sum()))]
    kept = np.ones(len(start), dtype=bool) if u_turns else roads.tail[start] != roads.head[end]
    if forbidden:
        arcs = len(roads.tail)
        shut = np.array([a * arcs + b for a, b in forbidden], dtype=np.int64)
        kept &= ~np.isin(start.astype(np.int64) * arcs + end, shut)
    lat, lon = ((v[roads.tail] + v[roads.head]) / 2 for v in (roads.lat, roads.lon))
    return Turns(Graph.of(start[kept], end[kept], lat=lat, lon=lon))
