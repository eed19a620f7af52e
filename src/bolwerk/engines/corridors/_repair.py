"""Close arcs in a customised metric and repair only what hung on them; and put it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.corridors._compiled import compiled
from bolwerk.engines.corridors._contraction import FAR

if TYPE_CHECKING:
    from bolwerk.engines.corridors._hierarchy import Metric

Undo = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]


def arcs_of_edges(places: NDArray[Any], edges: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The input arcs of each edge of the hierarchy and direction, as compressed rows over `2 * edge + direction`."""
    kept = np.flatnonzero(places >= 0)
    order = kept[np.argsort(places[kept], kind="stable")].astype(np.int32)
    first = np.zeros(2 * edges + 1, np.int32)
    first[1:] = np.cumsum(np.bincount(places[kept], minlength=2 * edges)) if edges else 0
    return first, order


def close(metric: Metric, arcs: NDArray[Any]) -> Undo:
    """Give these arcs the weight `FAR` and repair the hierarchy. What was overwritten comes back."""
    h = metric.hierarchy
    metric.weight[arcs] = FAR
    undo: Undo = _close(
        arcs,
        metric.weight,
        h.places,
        h.up_first,
        h.up_head,
        h.down_first,
        h.down_edge,
        h.tail,
        h.arcs_first,
        h.arcs,
        metric.w,
        metric.via,
    )
    return undo


def put_back(metric: Metric, undo: Undo) -> None:
    where, weight, via = undo
    _put_back(where, weight, via, metric.w, metric.via)


@compiled
def _put_back(where: NDArray[Any], weight: NDArray[Any], via: NDArray[Any], w: NDArray[Any], w_via: NDArray[Any]) -> None:
    for i in range(len(where) - 1, -1, -1):
        w[where[i] >> 1, where[i] & 1] = weight[i]
        w_via[where[i] >> 1, where[i] & 1] = via[i]


@compiled
def _push(heap: NDArray[Any], size: int, value: int) -> None:
    i = size
    while i > 0:
        up = (i - 1) >> 1
        if heap[up] <= value:
            break
        heap[i] = heap[up]
        i = up
    heap[i] = value


@compiled
def _pop(heap: NDArray[Any], size: int) -> int:
    """The smallest of `size`; the rest is a heap of one less."""
    top = heap[0]
    last = heap[size - 1]
    i = 0
    while True:
        c = 2 * i + 1
        if c >= size - 1:
            break
        if c + 1 < size - 1 and heap[c + 1] < heap[c]:
            c += 1
        if last <= heap[c]:
            break
        heap[i] = heap[c]
        i = c
    heap[i] = last
    return int(top)


@compiled
def _close(
    shut: NDArray[Any],
    weight: NDArray[Any],
    places: NDArray[Any],
    up_first: NDArray[Any],
    up_head: NDArray[Any],
    down_first: NDArray[Any],
    down_edge: NDArray[Any],
    tail: NDArray[Any],
    arcs_first: NDArray[Any],
    arcs: NDArray[Any],
    w: NDArray[Any],
    via: NDArray[Any],
) -> Any:
    heap = np.empty(64 + len(shut), np.int64)
    size = 0
    for a in shut:
        p = places[a]
        # An arc that carries no weight of its edge changes nothing: another arc or a shortcut is as short.
        if p >= 0 and via[p >> 1, p & 1] == ~a:
            _push(heap, size, p)
            size += 1
    where = np.empty(64, np.int32)
    old_weight = np.empty(64, np.int32)
    old_via = np.empty(64, np.int32)
    kept = 0
    last = -1
    while size > 0:
        p = _pop(heap, size)
        size -= 1
        if p == last:
            continue
        last = p
        e, way = p >> 1, p & 1
        x, y = tail[e], up_head[e]
        best = FAR
        by = -1
        for i in range(arcs_first[p], arcs_first[p + 1]):
            if weight[arcs[i]] < best:
                best = weight[arcs[i]]
                by = ~arcs[i]
        # Lower triangles: below x there are fewer nodes than below y, and most sides are too long to look further.
        for d in range(down_first[x], down_first[x + 1]):
            ex = down_edge[d]
            side = w[ex, 1 - way]
            if side >= best:
                continue
            low, high = ex + 1, up_first[tail[ex] + 1]
            end = high
            while low < high:
                middle = (low + high) >> 1
                if up_head[middle] < y:
                    low = middle + 1
                else:
                    high = middle
            if low < end and up_head[low] == y and side + w[low, way] < best:
                best = side + w[low, way]
                by = ex
        old = w[e, way]
        if kept == len(where):
            where = np.concatenate((where, np.empty_like(where)))
            old_weight = np.concatenate((old_weight, np.empty_like(old_weight)))
            old_via = np.concatenate((old_via, np.empty_like(old_via)))
        where[kept] = p
        old_weight[kept] = old
        old_via[kept] = via[e, way]
        kept += 1
        w[e, way] = best
        via[e, way] = by
        if best == old:
            continue
        # Edges above that took this one as a side of their best triangle over x.
        for f in range(up_first[x], up_first[x + 1]):
            z = up_head[f]
            if z == y:
                continue
            lower, upper = min(y, z), max(y, z)
            g = up_first[lower]
            g_end = up_first[lower + 1]
            while g_end - g > 1:
                middle = (g + g_end) >> 1
                if up_head[middle] <= upper:
                    g = middle
                else:
                    g_end = middle
            # Upward e leads x to y, so it is the second half of z → x → y; downward the first half of y → x → z.
            if way == 0:
                turn = 0 if z < y else 1
            else:
                turn = 0 if y < z else 1
            leg = e if lower == y else f
            if via[g, turn] == leg:
                if size == len(heap):
                    heap = np.concatenate((heap, np.empty_like(heap)))
                _push(heap, size, 2 * g + turn)
                size += 1
    return where[:kept].copy(), old_weight[:kept].copy(), old_via[:kept].copy()
