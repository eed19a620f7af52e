"""How many structures must fail before a corridor closes, and what each failure costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.corridors._hierarchy import Metric
from bolwerk.engines.corridors._series import in_series

Arcs = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """What may fail: unit u closes the arcs `arcs[first[u]:first[u + 1]]`. An arc may be closed by several."""

    first: NDArray[np.int64]
    arcs: Arcs
    _of: tuple[NDArray[np.int64], Arcs]

    @classmethod
    def of(cls, groups: Sequence[Sequence[int] | Arcs], arcs: int) -> Units:
        """From the arcs of each unit; `arcs` is how many the graph has."""
        sizes = np.array([len(g) for g in groups], dtype=np.int64)
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        flat = np.concatenate([np.asarray(g, dtype=np.int32) for g in groups]) if groups else np.empty(0, np.int32)
        order = np.argsort(flat, kind="stable")
        by_arc = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(flat, minlength=arcs))))
        unit = np.repeat(np.arange(len(groups), dtype=np.int32), sizes)
        return cls(first, flat, (by_arc, unit[order]))

    def closes(self, unit: int) -> Arcs:
        return self.arcs[self.first[unit] : self.first[unit + 1]]

    def on(self, path: Arcs) -> list[int]:
        """The units that a path needs, in the order met."""
        by_arc, unit = self._of
        return list(dict.fromkeys(u for a in path for u in unit[by_arc[a] : by_arc[a + 1]].tolist()))


@dataclass(frozen=True, slots=True)
class Failure:
    """What is closed, and how long the best path is then; nothing where there is none."""

    units: tuple[int, ...]
    length: int | None


def single_failures(metric: Metric, source: int, target: int, units: Units) -> list[Failure]:
    """Every unit on the best path failing by itself. Any other unit changes nothing."""
    best = metric.path(source, target)
    if best is None:
        return []
    found = []
    for unit in units.on(best[1]):
        with metric.closed(units.closes(unit)):
            found.append(Failure((unit,), metric.length(source, target)))
    return found


def double_failures(metric: Metric, source: int, target: int, units: Units) -> list[Failure]:
    """Every two units that matter together: one on the best path, the other on the path that replaces it.

    Of any other pair the length is that of its worse single failure. A single failure that closes the corridor is left out.
    """
    best = metric.path(source, target)
    if best is None:
        return []
    graph = metric.hierarchy.graph
    row = in_series(graph.tail, graph.head, graph.nodes, source, target)
    alike = cache(lambda unit: tuple(np.unique(row[units.closes(unit)]).tolist()))
    found: dict[tuple[int, int], Failure] = {}
    lengths: dict[frozenset[tuple[int, ...]], int | None] = {}
    replaced: dict[tuple[int, ...], list[int]] = {}
    for one in units.on(best[1]):
        if alike(one) not in replaced:
            with metric.closed(units.closes(one)):
                instead = metric.path(source, target)
                replaced[alike(one)] = units.on(instead[1]) if instead else []
                for two in replaced[alike(one)]:
                    both = frozenset((alike(one), alike(two)))
                    if both not in lengths:
                        with metric.closed(units.closes(two)):
                            lengths[both] = metric.length(source, target)
        for two in replaced[alike(one)]:
            key = (min(one, two), max(one, two))
            found[key] = Failure(key, lengths[frozenset((alike(one), alike(two)))])
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Cut:
    """The fewest units whose failure closes the corridor. `exact` is false where more than `most` are needed or none can."""

    size: int | None
    units: tuple[int, ...]
    exact: bool


def smallest_cut(metric: Metric, source: int, target: int, units: Units, *, most: int = 3, at_most: int | None = None) -> Cut:
    """The smallest set of units without which no path remains (or none of length `at_most`), searched up to `most` units.

    Every cut takes a unit of the path that is best now, so the search branches over those; a packing of paths without common
    unit says early how many are needed at least. A unit may close several arcs, which a plain minimum cut cannot count.
    """

    def open_path() -> Arcs | None:
        found = metric.path(source, target)
        return None if found is None or (at_most is not None and found[0] > at_most) else found[1]

    if open_path() is None:
        return Cut(0, (), True)
    for size in range(1, most + 1):
        if _packed(metric, units, open_path, size + 1) > size:
            continue
        cut = _search(metric, units, open_path, size, (), set())
        if cut is not None:
            return Cut(size, tuple(sorted(cut)), True)
    return Cut(None, (), False)


def _packed(metric: Metric, units: Units, open_path: Callable[[], Arcs | None], enough: int) -> int:
    """How many paths without a common unit a greedy search finds, up to `enough`; a path without any unit settles it."""
    path = open_path()
    if path is None:
        return 0
    needed = units.on(path)
    if not needed:
        return enough
    if enough <= 1:
        return 1
    with metric.closed(np.unique(np.concatenate([units.closes(u) for u in needed]))):
        return 1 + _packed(metric, units, open_path, enough - 1)


def _search(
    metric: Metric,
    units: Units,
    open_path: Callable[[], Arcs | None],
    left: int,
    taken: tuple[int, ...],
    tried: set[frozenset[int]],
) -> tuple[int, ...] | None:
    path = open_path()
    if path is None:
        return taken
    if left == 0 or _packed(metric, units, open_path, left + 1) > left:
        return None
    for unit in units.on(path):
        key = frozenset((*taken, unit))
        if key in tried:
            continue
        tried.add(key)
        with metric.closed(units.closes(unit)):
            found = _search(metric, units, open_path, left - 1, (*taken, unit), tried)
        if found is not None:
            return found
    return None
