"""Dijkstra over compressed rows: for weights that are asked once, and as the slow witness of the hierarchy."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.corridors._compiled import compiled
from bolwerk.engines.corridors._hierarchy import Graph

NO_WAY = 2**62


def shortest(graph: Graph, weight: NDArray[np.int64], source: int, target: int) -> tuple[int, NDArray[np.int32]] | None:
    """The length and the arcs of a shortest path. A weight of `NO_WAY` or more closes an arc."""
    order = np.argsort(graph.tail, kind="stable").astype(np.int32)
    first = np.zeros(graph.nodes + 1, np.int32)
    first[1:] = np.cumsum(np.bincount(graph.tail, minlength=graph.nodes))
    far, came = _settle(first, order, graph.head, weight, source, target)
    if far[target] >= NO_WAY:
        return None
    arcs: list[int] = []
    v = target
    while v != source:
        arcs.append(int(came[v]))
        v = int(graph.tail[came[v]])
    return int(far[target]), np.array(arcs[::-1], dtype=np.int32)


@compiled
def _settle(first: NDArray[Any], arcs: NDArray[Any], head: NDArray[Any], weight: NDArray[Any], source: int, target: int) -> Any:
    n = len(first) - 1
    far = np.full(n, NO_WAY, np.int64)
    came = np.full(n, -1, np.int32)
    keys = np.empty(len(head) + 1, np.int64)
    names = np.empty(len(head) + 1, np.int32)
    far[source] = 0
    keys[0], names[0] = 0, source
    size = 1
    while size > 0:
        key, u = keys[0], names[0]
        size -= 1
        last, last_name = keys[size], names[size]
        i = 0
        while 2 * i + 1 < size:
            c = 2 * i + 1
            if c + 1 < size and keys[c + 1] < keys[c]:
                c += 1
            if last <= keys[c]:
                break
            keys[i], names[i] = keys[c], names[c]
            i = c
        keys[i], names[i] = last, last_name
        if key > far[u]:
            continue
        if u == target:
            break
        for j in range(first[u], first[u + 1]):
            a = arcs[j]
            if weight[a] >= NO_WAY:
                continue
            long = key + weight[a]
            v = head[a]
            if long < far[v]:
                far[v] = long
                came[v] = a
                i = size
                size += 1
                while i > 0 and keys[(i - 1) >> 1] > long:
                    keys[i], names[i] = keys[(i - 1) >> 1], names[(i - 1) >> 1]
                    i = (i - 1) >> 1
                keys[i], names[i] = long, v
    return far, came
