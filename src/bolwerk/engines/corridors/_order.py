"""An elimination order by nested dissection: cells are halved by inertial flow, the separators come last.

Inertial flow sorts the nodes of a cell along a line, takes the first and the last quarter as source and sink, and cuts
the fewest edges between them; of four lines the best cut wins. (Schild and Sommer, 2015.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.corridors._compiled import compiled

SMALLEST = 6  # cells this small are ordered as they lie
SHARE = 0.25  # of a cell on either side of the line


def dissection_order(head: NDArray[Any], first: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.int32]:
    """The nodes of an undirected CSR graph, the least important first. `x` and `y` place them, in any one unit."""
    reverse = _reverse(first, head)
    return np.asarray(_dissect(first, head, reverse, x.astype(np.float64), y.astype(np.float64)), dtype=np.int32)


@compiled
def _reverse(first: NDArray[Any], head: NDArray[Any]) -> NDArray[Any]:
    """For each arc the arc back. Heads are sorted within a node."""
    back = np.empty(len(head), np.int32)
    cursor = first[:-1].copy()
    for u in range(len(first) - 1):
        for a in range(first[u], first[u + 1]):
            v = head[a]
            back[a] = cursor[v]
            cursor[v] += 1
    return back


@compiled
def _dissect(first: NDArray[Any], head: NDArray[Any], reverse: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> Any:
    n = len(first) - 1
    nodes = np.arange(n).astype(np.int32)
    cell = np.zeros(n, np.int32)
    order = np.empty(n, np.int32)
    flow = np.zeros(len(head), np.int8)
    level = np.empty(n, np.int32)
    cursor = np.empty(n, np.int32)
    queue = np.empty(n, np.int32)
    side = np.zeros(n, np.int8)
    best = np.zeros(n, np.int8)
    cells = 1
    stack = [(0, n, n, 0)]  # nodes[low:high] take the places of `order` that end before `top`
    while len(stack) > 0:
        low, high, top, name = stack.pop()
        size = high - low
        if size <= SMALLEST:
            for i in range(size):
                order[top - size + i] = nodes[low + i]
            continue
        part = nodes[low:high]
        found = 1 << 30
        for line in range(4):
            key = np.empty(size, np.float64)
            for i in range(size):
                u = part[i]
                key[i] = (x[u], y[u], x[u] + y[u], x[u] - y[u])[line]
            sorted_part = part[np.argsort(key)]
            taken = max(1, int(size * SHARE))
            cut = _cut(sorted_part, taken, name, cell, first, head, reverse, flow, level, cursor, queue, side, found)
            if cut < found:
                found = cut
                for i in range(size):
                    best[part[i]] = side[part[i]]
        # The separator: the ends of cut edges on the side that has fewer of them.
        ends = np.zeros(2, np.int64)
        for i in range(size):
            u = part[i]
            for a in range(first[u], first[u + 1]):
                v = head[a]
                if cell[v] == name and best[v] != best[u]:
                    ends[best[u]] += 1
                    break
        thin = 0 if ends[0] <= ends[1] else 1
        kind = np.empty(size, np.int8)
        for i in range(size):
            u = part[i]
            kind[i] = best[u]
            if best[u] == thin:
                for a in range(first[u], first[u + 1]):
                    v = head[a]
                    if cell[v] == name and best[v] != best[u]:
                        kind[i] = 2
                        break
        sorted_part = np.empty(size, np.int32)
        at = 0
        bounds = np.zeros(4, np.int64)
        for k in range(3):
            for i in range(size):
                if kind[i] == k:
                    sorted_part[at] = part[i]
                    at += 1
            bounds[k + 1] = at
        for i in range(size):
            nodes[low + i] = sorted_part[i]
        for i in range(bounds[2], size):
            order[top - size + i] = sorted_part[i]
            cell[sorted_part[i]] = -1
        for k in range(2):
            for i in range(bounds[k], bounds[k + 1]):
                cell[sorted_part[i]] = cells
            if bounds[k + 1] > bounds[k]:
                stack.append((low + bounds[k], low + bounds[k + 1], top - size + bounds[k + 1], cells))
            cells += 1
    return order


@compiled
def _cut(
    part: NDArray[Any],
    taken: int,
    name: int,
    cell: NDArray[Any],
    first: NDArray[Any],
    head: NDArray[Any],
    reverse: NDArray[Any],
    flow: NDArray[Any],
    level: NDArray[Any],
    cursor: NDArray[Any],
    queue: NDArray[Any],
    side: NDArray[Any],
    limit: int,
) -> int:
    """The size of the smallest edge cut between the first and last `taken` of a sorted cell; `side` is 0 on the source's.

    It gives up at `limit`: another line has a cut that small already.
    """
    size = len(part)
    for i in range(size):
        u = part[i]
        side[u] = 1
        for a in range(first[u], first[u + 1]):
            flow[a] = 0
    sink = np.int32(-2)
    for i in range(size - taken, size):
        side[part[i]] = 2
    total = 0
    trail = np.empty(size + 1, np.int32)
    while True:
        for i in range(size):
            level[part[i]] = -1
        filled = 0
        for i in range(taken):
            level[part[i]] = 0
            queue[filled] = part[i]
            filled += 1
        done = 0
        reached = sink
        while done < filled:
            u = queue[done]
            done += 1
            if reached >= 0 and level[u] >= reached:
                break
            for a in range(first[u], first[u + 1]):
                v = head[a]
                if cell[v] == name and level[v] < 0 and flow[a] < 1:
                    level[v] = level[u] + 1
                    queue[filled] = v
                    filled += 1
                    if side[v] == 2 and reached < 0:
                        reached = level[v]
        if reached < 0:
            break
        for i in range(size):
            cursor[part[i]] = first[part[i]]
        for i in range(taken):
            start = part[i]
            while True:
                depth = 0
                u = start
                arrived = False
                while True:
                    if side[u] == 2:
                        arrived = True
                        break
                    moved = False
                    while cursor[u] < first[u + 1]:
                        a = cursor[u]
                        v = head[a]
                        if cell[v] == name and flow[a] < 1 and level[v] == level[u] + 1:
                            trail[depth] = a
                            depth += 1
                            u = v
                            moved = True
                            break
                        cursor[u] += 1
                    if moved:
                        continue
                    if depth == 0:
                        break
                    depth -= 1
                    u = head[reverse[trail[depth]]]
                    cursor[u] += 1
                if not arrived:
                    break
                for d in range(depth):
                    flow[trail[d]] += 1
                    flow[reverse[trail[d]]] -= 1
                total += 1
                if total >= limit:
                    return limit
    for i in range(size):
        side[part[i]] = 0 if level[part[i]] >= 0 else 1
    return total
