"""The kernels of the customisable contraction hierarchy: build once per topology, customise per metric, query, repair.

Dibbelt, Strasser and Wagner, "Customizable Contraction Hierarchies" (2015). Nodes are numbered by rank here; an edge of the
hierarchy joins a node to one of higher rank and holds two weights, upward and downward. Edges are numbered by lower end,
so in ascending order every lower triangle of an edge comes before it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.corridors._compiled import compiled

FAR = 2**30 - 1  # unreachable; two of them still fit in 32 bits


@compiled
def eliminate(n: int, first: NDArray[Any], head: NDArray[Any]) -> Any:
    """The chordal completion of an undirected graph in rank order: where each node's upward edges begin, and their heads."""
    up_first = np.zeros(n + 1, np.int32)
    up_head = np.empty(max(16, 2 * len(head)), np.int32)
    child = np.full(n, -1, np.int32)
    sibling = np.full(n, -1, np.int32)
    seen = np.full(n, -1, np.int32)
    size = 0
    for v in range(n):
        start = size
        for a in range(first[v], first[v + 1]):
            w = head[a]
            if w > v and seen[w] != v:
                seen[w] = v
                if size == len(up_head):
                    up_head = np.concatenate((up_head, np.empty_like(up_head)))
                up_head[size] = w
                size += 1
        c = child[v]
        while c >= 0:
            for e in range(up_first[c], up_first[c + 1]):
                w = up_head[e]
                if w != v and seen[w] != v:
                    seen[w] = v
                    if size == len(up_head):
                        up_head = np.concatenate((up_head, np.empty_like(up_head)))
                    up_head[size] = w
                    size += 1
            c = sibling[c]
        up_head[start:size].sort()
        up_first[v + 1] = size
        if size > start:
            parent = up_head[start]
            sibling[v] = child[parent]
            child[parent] = v
    return up_first, up_head[:size].copy()


@compiled
def turn_round(up_first: NDArray[Any], up_head: NDArray[Any]) -> Any:
    """The same edges by upper end: where they begin, their numbers, and the lower end of every edge."""
    n = len(up_first) - 1
    down_first = np.zeros(n + 1, np.int32)
    for w in up_head:
        down_first[w + 1] += 1
    for v in range(n):
        down_first[v + 1] += down_first[v]
    at = down_first[:-1].copy()
    down_edge = np.empty(len(up_head), np.int32)
    tail = np.empty(len(up_head), np.int32)
    for v in range(n):
        for e in range(up_first[v], up_first[v + 1]):
            tail[e] = v
            w = up_head[e]
            down_edge[at[w]] = e
            at[w] += 1
    return down_first, down_edge, tail


@compiled
def place(up_first: NDArray[Any], up_head: NDArray[Any], start: NDArray[Any], end: NDArray[Any]) -> NDArray[Any]:
    """Where each arc (by ranks) lies: twice the edge, plus one when it goes downward; -1 for a loop."""
    places = np.empty(len(start), np.int32)
    for a in range(len(start)):
        u, v = start[a], end[a]
        if u == v:
            places[a] = -1
            continue
        low, high = min(u, v), max(u, v)
        e = up_first[low] + np.searchsorted(up_head[up_first[low] : up_first[low + 1]], high)
        places[a] = 2 * e + (1 if u > v else 0)
    return places


@compiled
def customise(
    weight: NDArray[Any],
    places: NDArray[Any],
    up_first: NDArray[Any],
    up_head: NDArray[Any],
    down_first: NDArray[Any],
    down_edge: NDArray[Any],
    tail: NDArray[Any],
    w: NDArray[Any],
    via: NDArray[Any],
    slot: NDArray[Any],
) -> None:
    """Fill `w` (edge, direction) and `via`: the lower edge of the best triangle, or the arc as its complement."""
    w[:] = FAR
    via[:] = -1
    for a in range(len(weight)):
        p = places[a]
        if p >= 0 and weight[a] < w[p >> 1, p & 1]:
            w[p >> 1, p & 1] = weight[a]
            via[p >> 1, p & 1] = ~a
    for x in range(len(up_first) - 1):
        for e in range(up_first[x], up_first[x + 1]):
            slot[up_head[e]] = e
        for d in range(down_first[x], down_first[x + 1]):
            vx = down_edge[d]
            up = w[vx, 0]
            down = w[vx, 1]
            if up >= FAR and down >= FAR:
                continue
            for vy in range(vx + 1, up_first[tail[vx] + 1]):
                e = slot[up_head[vy]]
                forth = np.int32(down + w[vy, 0])
                back = np.int32(w[vy, 1] + up)
                if forth < w[e, 0]:
                    w[e, 0] = forth
                    via[e, 0] = vx
                if back < w[e, 1]:
                    w[e, 1] = back
                    via[e, 1] = vx


@compiled
def climb(
    s: int,
    t: int,
    up_first: NDArray[Any],
    up_head: NDArray[Any],
    w: NDArray[Any],
    reach: NDArray[Any],
    came: NDArray[Any],
) -> Any:
    """The length between two ranks and the node where both climbs meet; `reach` is left as it was found, all `FAR`.

    `came` keeps by which edge each node of the two climbs was reached; valid for the nodes of the best path.
    """
    reach[s, 0] = 0
    reach[t, 1] = 0
    came[s, 0] = -1
    came[t, 1] = -1
    best = FAR
    meet = -1
    a, b = s, t
    # Both climbs go up one tree; the lower of the two moves, so that after they join each node is settled in both.
    while a >= 0 or b >= 0:
        forward = a >= 0 and (b < 0 or a <= b)
        backward = b >= 0 and (a < 0 or b <= a)
        v = a if forward else b
        lo, hi = up_first[v], up_first[v + 1]
        if forward and backward:
            both = reach[v, 0] + reach[v, 1]
            if both < best:
                best = both
                meet = v
        if forward:
            d = reach[v, 0]
            if d < best:
                for e in range(lo, hi):
                    h = up_head[e]
                    long = d + w[e, 0]
                    if long < reach[h, 0]:
                        reach[h, 0] = long
                        came[h, 0] = e
            reach[v, 0] = FAR
            a = up_head[lo] if hi > lo else -1
        if backward:
            d = reach[v, 1]
            if d < best:
                for e in range(lo, hi):
                    h = up_head[e]
                    long = d + w[e, 1]
                    if long < reach[h, 1]:
                        reach[h, 1] = long
                        came[h, 1] = e
            reach[v, 1] = FAR
            b = up_head[lo] if hi > lo else -1
    return best, meet


@compiled
def lengths(
    sources: NDArray[Any],
    targets: NDArray[Any],
    up_first: NDArray[Any],
    up_head: NDArray[Any],
    w: NDArray[Any],
    reach: NDArray[Any],
    came: NDArray[Any],
) -> NDArray[Any]:
    """The lengths of many pairs of ranks."""
    found = np.empty(len(sources), np.int64)
    for i in range(len(sources)):
        found[i] = climb(sources[i], targets[i], up_first, up_head, w, reach, came)[0]
    return found


@compiled
def unpack(
    meet: int,
    up_first: NDArray[Any],
    up_head: NDArray[Any],
    tail: NDArray[Any],
    via: NDArray[Any],
    came: NDArray[Any],
    out: NDArray[Any],
    stack: NDArray[Any],
) -> int:
    """Write the arcs of the path through `meet` into `out` and say how many."""
    count = 0
    v = meet
    hops = 0
    while came[v, 0] >= 0:
        stack[hops] = 2 * came[v, 0]
        hops += 1
        v = tail[came[v, 0]]
    count = _expand(stack, hops, up_first, up_head, tail, via, out, count)
    v = meet
    while came[v, 1] >= 0:
        stack[0] = 2 * came[v, 1] + 1
        count = _expand(stack, 1, up_first, up_head, tail, via, out, count)
        v = tail[came[v, 1]]
    return count


@compiled
def _expand(
    stack: NDArray[Any],
    depth: int,
    up_first: NDArray[Any],
    up_head: NDArray[Any],
    tail: NDArray[Any],
    via: NDArray[Any],
    out: NDArray[Any],
    count: int,
) -> int:
    """Replace shortcuts by what they stand for, the top of the stack first."""
    while depth > 0:
        depth -= 1
        e, way = stack[depth] >> 1, stack[depth] & 1
        lower = via[e, way]
        if lower < 0:
            out[count] = ~lower
            count += 1
            continue
        other = lower + 1
        while up_head[other] != up_head[e]:
            other += 1
        # Upward x to y is x down to v, then v up to y; downward y to x is y down to v, then v up to x.
        if way == 0:
            stack[depth] = 2 * other
            stack[depth + 1] = 2 * lower + 1
        else:
            stack[depth] = 2 * lower
            stack[depth + 1] = 2 * other + 1
        depth += 2
    return count
