"""Arcs in a row without a fork: closing any one of them is closing them all."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.corridors._compiled import compiled


def in_series(tail: NDArray[np.int32], head: NDArray[np.int32], nodes: int, source: int, target: int) -> NDArray[np.int32]:
    """A number for each arc; arcs with the same number lie in one row, on every simple path from source to target."""
    return np.asarray(_rows(tail, head, nodes, source, target), dtype=np.int32)


@compiled
def _find(root: NDArray[Any], i: int) -> int:
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


@compiled
def _rows(tail: NDArray[Any], head: NDArray[Any], nodes: int, source: int, target: int) -> NDArray[Any]:
    root = np.arange(len(tail)).astype(np.int32)
    into = np.full((nodes, 2), -1, np.int32)
    out = np.full((nodes, 2), -1, np.int32)
    ins = np.zeros(nodes, np.int32)
    outs = np.zeros(nodes, np.int32)
    for a in range(len(tail)):
        u, v = tail[a], head[a]
        if outs[u] < 2:
            out[u, outs[u]] = a
        if ins[v] < 2:
            into[v, ins[v]] = a
        outs[u] += 1
        ins[v] += 1
    for v in range(nodes):
        if v in (source, target):
            continue
        if ins[v] == 1 and outs[v] == 1:
            root[_find(root, into[v, 0])] = _find(root, out[v, 0])
        elif ins[v] == 2 and outs[v] == 2:
            a, b = tail[into[v, 0]], tail[into[v, 1]]
            c, d = head[out[v, 0]], head[out[v, 1]]
            if a != b and ((a == c and b == d) or (a == d and b == c)):
                to_a, to_b = (out[v, 0], out[v, 1]) if a == c else (out[v, 1], out[v, 0])
                root[_find(root, into[v, 0])] = _find(root, to_b)
                root[_find(root, into[v, 1])] = _find(root, to_a)
    for a in range(len(tail)):
        root[a] = _find(root, a)
    return root
