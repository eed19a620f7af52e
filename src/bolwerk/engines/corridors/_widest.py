"""The highest class for every pair at once: for one ordered limit a maximum spanning tree replaces all searching."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Widest:
    """Answers, for undirected edges with one ordered limit each, up to what limit two nodes are joined."""

    def __init__(self, nodes: int, start: ArrayLike, end: ArrayLike, limit: ArrayLike) -> None:
        ends = np.asarray(start, np.int64), np.asarray(end, np.int64)
        value = np.asarray(limit, np.float64)
        root = np.arange(2 * nodes)
        self._parent = np.full(2 * nodes, -1, np.int64)
        self._limit = np.full(2 * nodes, np.inf)
        self._depth = np.zeros(2 * nodes, np.int64)
        top = nodes
        for i in np.argsort(-value, kind="stable").tolist():
            a, b = _root(root, int(ends[0][i])), _root(root, int(ends[1][i]))
            if a != b and value[i] > -np.inf:
                self._parent[a] = self._parent[b] = root[a] = root[b] = top
                self._limit[top] = value[i]
                top += 1
        for i in range(top - 1, -1, -1):
            if self._parent[i] >= 0:
                self._depth[i] = self._depth[self._parent[i]] + 1

    def between(self, a: int, b: int) -> float | None:
        """The highest limit that some path from a to b keeps throughout; nothing where no path joins them."""
        parent, depth = self._parent, self._depth
        while a != b:
            if depth[a] < depth[b]:
                a, b = b, a
            if parent[a] < 0:
                return None
            a = int(parent[a])
        return float(self._limit[a])


def _root(root: NDArray[np.int64], i: int) -> int:
    while root[i] != i:
        root[i] = root[root[i]]
        i = int(root[i])
    return i
