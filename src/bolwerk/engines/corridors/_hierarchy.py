"""Shortest paths that follow a change of weights in milliseconds: one topology, many metrics."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bolwerk.engines.corridors import _contraction as kernel
from bolwerk.engines.corridors import _repair
from bolwerk.engines.corridors._order import dissection_order
from bolwerk.kernel import InvalidInput, Text

Ints = NDArray[np.int32]
FAR = kernel.FAR


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """A directed graph as plain arrays: `tail[i] → head[i]` is arc i, over `nodes` nodes placed at (`lat`, `lon`)."""

    nodes: int
    tail: Ints
    head: Ints
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]

    @classmethod
    def of(cls, tail: ArrayLike, head: ArrayLike, *, lat: ArrayLike, lon: ArrayLike) -> Graph:
        """From anything numpy reads. Raises `InvalidInput` where the arrays do not fit together."""
        places = [np.asarray(v, dtype=np.float64) for v in (lat, lon)]
        ends = [np.asarray(v) for v in (tail, head)]
        n = len(places[0])
        if len(places[1]) != n:
            raise _bad(f"lat {n}, lon {len(places[1])}", "evenveel breedten als lengten", "as many latitudes as longitudes")
        if len(ends[0]) != len(ends[1]):
            raise _bad(f"tail {len(ends[0])}, head {len(ends[1])}", "evenveel begin- als eindknopen", "as many tails as heads")
        for name, given in zip(("tail", "head"), ends, strict=True):
            wrong = np.flatnonzero((given < 0) | (given >= n))
            if len(wrong):
                where = f"{name}[{wrong[0]}] = {given[wrong[0]]}"
                raise _bad(where, f"knopen tussen 0 en {n - 1}", f"nodes between 0 and {n - 1}")
        if n and not all(np.isfinite(v).all() for v in places):
            raise _bad("lat, lon", "voor elke knoop een plaats", "a place for every node")
        start, end = (np.ascontiguousarray(e, dtype=np.int32) for e in ends)
        return cls(n, start, end, places[0], places[1])

    @classmethod
    def from_csr(cls, first_out: ArrayLike, head: ArrayLike, *, lat: ArrayLike, lon: ArrayLike) -> Graph:
        """From the usual compressed rows: the arcs of node v are `first_out[v]` to `first_out[v + 1]`."""
        first = np.asarray(first_out, dtype=np.int64)
        return cls.of(np.repeat(np.arange(len(first) - 1), np.diff(first)), head, lat=lat, lon=lon)


def _bad(where: str, nl: str, en: str) -> InvalidInput:
    return InvalidInput(
        Text("De rijen van het net passen niet.", "The arrays of the network do not fit."),
        where=where,
        mend=Text(f"Geef {nl}.", f"Give {en}."),
    )


class Hierarchy:
    """A contraction hierarchy of one topology. Build it once; `metric` takes any weights."""

    def __init__(self, graph: Graph, order: ArrayLike | None = None) -> None:
        """`order` lists the nodes, the least important first; without it the network is dissected here."""
        first, head = _undirected(graph)
        if order is None:
            places = _plane(graph)
            listed = dissection_order(head, first, *places)
        else:
            listed = np.asarray(order, dtype=np.int32)
            if len(listed) != graph.nodes or len(np.unique(listed)) != graph.nodes:
                raise _bad("order", "elke knoop één keer in de volgorde", "each node once in the order")
        self.graph = graph
        self.order: Ints = listed
        self.rank: Ints = np.empty(graph.nodes, np.int32)
        self.rank[listed] = np.arange(graph.nodes, dtype=np.int32)
        ranked_first, ranked_head = _ranked(first, head, listed, self.rank)
        self.up_first, self.up_head = kernel.eliminate(graph.nodes, ranked_first, ranked_head)
        self.down_first, self.down_edge, self.tail = kernel.turn_round(self.up_first, self.up_head)
        self.places: Ints = kernel.place(self.up_first, self.up_head, self.rank[graph.tail], self.rank[graph.head])
        self.arcs_first, self.arcs = _repair.arcs_of_edges(self.places, len(self.up_head))
        self._slot: Ints = np.empty(graph.nodes, np.int32)

    @property
    def shortcuts(self) -> int:
        return len(self.up_head)

    def metric(self, weight: ArrayLike, *, into: Metric | None = None) -> Metric:
        """Weights, one for each arc, whole and not negative; `FAR` or more closes an arc.

        `into` reuses the memory of a metric that is no longer needed.
        """
        given = np.asarray(weight)
        if given.shape != (len(self.graph.tail),):
            raise _bad(f"weight {given.shape}", f"{len(self.graph.tail)} gewichten", f"{len(self.graph.tail)} weights")
        if len(given) and (given.dtype.kind not in "iu" or given.min() < 0):
            raise _bad("weight", "gehele gewichten van 0 of meer", "whole weights of 0 or more")
        clipped = np.minimum(given, FAR).astype(np.int32)
        made = into or Metric(self)
        made.weight = clipped
        kernel.customise(
            clipped,
            self.places,
            self.up_first,
            self.up_head,
            self.down_first,
            self.down_edge,
            self.tail,
            made.w,
            made.via,
            self._slot,
        )
        return made


@dataclass(slots=True, eq=False)
class Metric:
    """One set of weights on a hierarchy, ready to ask. Not for two threads at once."""

    hierarchy: Hierarchy
    weight: Ints = field(init=False)
    w: Ints = field(init=False)
    via: Ints = field(init=False)
    _reach: Ints = field(init=False)
    _came: Ints = field(init=False)
    _out: Ints = field(init=False)
    _stack: Ints = field(init=False)

    def __post_init__(self) -> None:
        n, m = self.hierarchy.graph.nodes, self.hierarchy.shortcuts
        self.w = np.empty((m, 2), np.int32)
        self.via = np.empty((m, 2), np.int32)
        self._reach = np.full((n, 2), FAR, np.int32)
        self._came = np.empty((n, 2), np.int32)
        self._out = np.empty(max(1, 2 * n), np.int32)
        self._stack = np.empty(2 * n + 64, np.int32)

    def length(self, source: int, target: int) -> int | None:
        """The length of the shortest path, or nothing where there is none."""
        h = self.hierarchy
        found, _ = kernel.climb(h.rank[source], h.rank[target], h.up_first, h.up_head, self.w, self._reach, self._came)
        return int(found) if found < FAR else None

    def lengths(self, sources: ArrayLike, targets: ArrayLike) -> NDArray[np.int64]:
        """The lengths of many pairs; `FAR` where there is no path."""
        h = self.hierarchy
        start, end = h.rank[np.asarray(sources)], h.rank[np.asarray(targets)]
        return np.asarray(kernel.lengths(start, end, h.up_first, h.up_head, self.w, self._reach, self._came))

    def path(self, source: int, target: int) -> tuple[int, Ints] | None:
        """The length and the arcs of a shortest path, in the order driven."""
        h = self.hierarchy
        found, meet = kernel.climb(h.rank[source], h.rank[target], h.up_first, h.up_head, self.w, self._reach, self._came)
        if found >= FAR:
            return None
        count = kernel.unpack(meet, h.up_first, h.up_head, h.tail, self.via, self._came, self._out, self._stack)
        return int(found), self._out[:count].copy()

    @contextmanager
    def closed(self, arcs: ArrayLike) -> Iterator[Metric]:
        """The same metric with these arcs closed, repaired where it changes and put back afterwards. May be nested."""
        shut = np.asarray(arcs, dtype=np.int32)
        before = self.weight[shut]
        undo = _repair.close(self, shut)
        try:
            yield self
        finally:
            _repair.put_back(self, undo)
            self.weight[shut] = before


def _undirected(graph: Graph) -> tuple[Ints, Ints]:
    """Each pair of neighbours once in either direction, heads sorted, as compressed rows."""
    n = graph.nodes
    real = graph.tail != graph.head
    a, b = graph.tail[real].astype(np.int64), graph.head[real].astype(np.int64)
    keys = np.unique(np.concatenate((a * n + b, b * n + a)))
    first = np.zeros(n + 1, np.int32)
    first[1:] = np.cumsum(np.bincount(keys // max(1, n), minlength=n))
    return first, (keys % max(1, n)).astype(np.int32)


def _ranked(first: Ints, head: Ints, order: Ints, rank: Ints) -> tuple[Ints, Ints]:
    """The same rows in rank order, with ranks for nodes."""
    degree = np.diff(first)[order]
    new_first = np.zeros(len(first), np.int32)
    new_first[1:] = np.cumsum(degree)
    take = np.repeat(first[:-1][order] - new_first[:-1], degree) + np.arange(len(head))
    return new_first, rank[head[take]]


def _plane(graph: Graph) -> tuple[Any, Any]:
    """Places in one unit: a degree of longitude shrinks with the latitude."""
    shrink = np.cos(np.radians(graph.lat.mean())) if graph.nodes else 1.0
    return graph.lon * shrink, graph.lat
