"""Places a small directed graph in layers, top to bottom. Deterministic; for some dozens of nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Size = tuple[float, float]
Band = tuple[float, float]
"""Top and bottom of the layer that a node lies in."""

GAP_X, GAP_Y, MARGIN = 28.0, 40.0, 20.0


@dataclass(frozen=True, slots=True)
class Layout:
    """`centres` by node; `routes` by index of the edge, from the source's border to the target's."""

    centres: Mapping[str, Point]
    routes: tuple[tuple[Point, ...], ...]
    width: float
    height: float


def layout(
    sizes: Mapping[str, Size], edges: Sequence[tuple[str, str]], first: str, joins: frozenset[str] = frozenset()
) -> Layout:
    """Layers by longest path with loops turned round, crossings lessened by means, edges through places kept free.

    `joins`: nodes that are reached only when all before them are; it tells a loop back from a branch that takes longer.
    """
    back = _back_edges(sizes, edges, first, joins)
    down = [(b, a) if index in back else (a, b) for index, (a, b) in enumerate(edges)]
    rank = _ranks(sizes, down)
    chains, all_sizes = _chains(sizes, down, rank)
    layers = _order(rank, chains, all_sizes)
    x = _across(layers, chains, all_sizes)
    bands, height = _downward(layers, all_sizes)
    left = min(x[node] - all_sizes[node][0] / 2 for node in x) - MARGIN
    centres = {node: (round(x[node] - left, 1), round(sum(bands[node]) / 2, 1)) for node in x}
    width = max(centres[node][0] + all_sizes[node][0] / 2 for node in x) + MARGIN
    routes = _routes(chains, centres, all_sizes, bands, back)
    return Layout({node: centres[node] for node in sizes}, routes, round(width, 1), round(height, 1))


def _back_edges(nodes: Mapping[str, Size], edges: Sequence[tuple[str, str]], first: str, joins: frozenset[str]) -> set[int]:
    """Edges that close a loop: to a node that was reached earlier and that leads back here. Without them no cycle is left."""
    before: dict[str, list[str]] = {node: [] for node in nodes}
    after: dict[str, list[str]] = {node: [] for node in nodes}
    for a, b in edges:
        before[b].append(a)
        after[a].append(b)
    level = {first: 0}
    for tide in range(1, len(nodes) + 1):
        ready = [n for n in nodes if n not in level and (all if n in joins else any)(p in level for p in before[n])]
        level |= dict.fromkeys(ready, tide)
    leads_to = {node: _reach(node, after) for node in nodes}
    last = len(nodes) + 1
    return {i for i, (a, b) in enumerate(edges) if level.get(b, last) <= level.get(a, last) and a in leads_to[b]}


def _reach(start: str, after: Mapping[str, Sequence[str]]) -> set[str]:
    found, stack = {start}, [start]
    while stack:
        for node in after[stack.pop()]:
            if node not in found:
                found.add(node)
                stack.append(node)
    return found


def _ranks(nodes: Mapping[str, Size], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    rank = dict.fromkeys(nodes, 0)
    for _ in nodes:
        changed = False
        for a, b in edges:
            if a != b and rank[b] < rank[a] + 1:
                rank[b] = rank[a] + 1
                changed = True
        if not changed:
            break
    return rank


def _chains(
    sizes: Mapping[str, Size], edges: Sequence[tuple[str, str]], rank: dict[str, int]
) -> tuple[list[list[str]], dict[str, Size]]:
    """Each edge as a chain of neighbours, with a thin stand-in on every layer it crosses."""
    chains, all_sizes = [], dict(sizes)
    for index, (a, b) in enumerate(edges):
        chain = [a]
        for layer in range(rank[a] + 1, rank[b]):
            stand_in = f"\0{index}.{layer}"
            rank[stand_in], all_sizes[stand_in] = layer, (8.0, 0.0)
            chain.append(stand_in)
        chains.append([*chain, b])
    return chains, all_sizes


def _neighbours(chains: Sequence[Sequence[str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for chain in chains:
        for a, b in pairwise(chain):
            below.setdefault(a, []).append(b)
            above.setdefault(b, []).append(a)
    return above, below


def _order(rank: Mapping[str, int], chains: Sequence[Sequence[str]], sizes: Mapping[str, Size]) -> list[list[str]]:
    layers: list[list[str]] = [[] for _ in range(max(rank.values()) + 1)]
    for node in sizes:
        layers[rank[node]].append(node)
    above, below = _neighbours(chains)
    for sweep in range(12):
        near = above if sweep % 2 == 0 else below
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            place = {node: i for other in layers for i, node in enumerate(other)}
            here = {node: i for i, node in enumerate(layer)}
            layer.sort(key=lambda node: _mean([place[n] for n in near.get(node, ())], here[node]))
    return layers


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _across(layers: Sequence[Sequence[str]], chains: Sequence[Sequence[str]], sizes: Mapping[str, Size]) -> dict[str, float]:
    above, below = _neighbours(chains)
    x: dict[str, float] = {}
    for layer in layers:
        at = 0.0
        for node in layer:
            x[node] = at + sizes[node][0] / 2
            at += sizes[node][0] + GAP_X
    for sweep in range(24):
        near = above if sweep % 2 == 0 else below
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wanted = [_mean([x[n] for n in near.get(node, ())], x[node]) for node in layer]
            _spread(layer, wanted, sizes, x)
    return x


def _spread(layer: Sequence[str], wanted: Sequence[float], sizes: Mapping[str, Size], x: dict[str, float]) -> None:
    """As near to the wanted places as the widths allow, in the given order."""
    placed: list[float] = []
    for i, node in enumerate(layer):
        room = (sizes[layer[i - 1]][0] + sizes[node][0]) / 2 + GAP_X if i else 0.0
        placed.append(max(wanted[i], placed[-1] + room) if i else wanted[i])
    shift = sum(want - have for want, have in zip(wanted, placed, strict=True)) / len(placed)
    for node, place in zip(layer, placed, strict=True):
        x[node] = place + shift


def _downward(layers: Sequence[Sequence[str]], sizes: Mapping[str, Size]) -> tuple[dict[str, Band], float]:
    bands: dict[str, Band] = {}
    at = MARGIN
    for layer in layers:
        tall = max(sizes[node][1] for node in layer)
        bands |= dict.fromkeys(layer, (at, at + tall))
        at += tall + GAP_Y
    return bands, at - GAP_Y + MARGIN


def _routes(
    chains: Sequence[Sequence[str]],
    centres: Mapping[str, Point],
    sizes: Mapping[str, Size],
    bands: Mapping[str, Band],
    back: set[int],
) -> tuple[tuple[Point, ...], ...]:
    """Lines leave a node below and enter above (loops the other way), side by side along its border.

    Through a layer a line goes straight down; it bends only between layers, so it crosses no box.
    """
    below: dict[str, list[int]] = {}
    above: dict[str, list[int]] = {}
    for index, chain in enumerate(chains):
        below.setdefault(chain[0], []).append(index)
        above.setdefault(chain[-1], []).append(index)

    def port(node: str, index: int, among: list[int], towards: int) -> float:
        ranked = sorted(among, key=lambda i: (centres[chains[i][towards]][0], i in back, i))
        offset = (ranked.index(index) + 1) / (len(ranked) + 1) - 0.5
        return round(centres[node][0] + offset * sizes[node][0] * 0.7, 1)

    routes = []
    for index, chain in enumerate(chains):
        first, last = chain[0], chain[-1]
        out, into = port(first, index, below[first], 1), port(last, index, above[last], -2)
        points = [(out, centres[first][1] + sizes[first][1] / 2), (out, bands[first][1])]
        for node in chain[1:-1]:
            points += [(centres[node][0], bands[node][0]), (centres[node][0], bands[node][1])]
        points += [(into, bands[last][0]), (into, centres[last][1] - sizes[last][1] / 2)]
        route = tuple(dict.fromkeys((x, round(y, 1)) for x, y in points))
        routes.append(route[::-1] if index in back else route)
    return tuple(routes)
