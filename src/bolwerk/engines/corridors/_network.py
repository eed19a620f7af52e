"""A network ready to route: the graph, where its structures lie, and two sets of weights for each class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.corridors._hierarchy import FAR, Graph, Hierarchy, Metric
from bolwerk.engines.corridors._model import Class, Crossing, Edge, Mode, Node, Quantity, Structure
from bolwerk.engines.corridors._verdict import CONDITIONAL, FAIL, PASS, UNKNOWN, Matrix, screen
from bolwerk.kernel import InvalidInput, Text

# Seconds lost by crossing other than normally: a choice of the user, no figure of any rule.
DELAYS: Mapping[Crossing, int] = {
    Crossing.NORMAL: 0,
    Crossing.SINGLE_LANE: 300,
    Crossing.WALKING_PACE: 300,
    Crossing.CAUTION: 600,
    Crossing.RISK: 1800,
}


@dataclass(slots=True, eq=False)
class Network:
    """Nodes, edges and structures of one mode as a graph. Arc i lies on edge `arc_edge[i]`; seats tie arcs to structures."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    structures: tuple[Structure, ...]
    graph: Graph
    arc_edge: NDArray[np.int32]
    seconds: NDArray[np.int64]
    seat_arc: NDArray[np.int32]
    seat_structure: NDArray[np.int32]
    seat_side: NDArray[np.int8]
    node_at: dict[str, int] = field(repr=False)
    _hierarchy: Hierarchy | None = field(default=None, repr=False)

    @classmethod
    def of(cls, nodes: Iterable[Node], edges: Iterable[Edge], structures: Iterable[Structure], *, mode: Mode) -> Network:
        """Raises `InvalidInput` for the first name that is twice there or not at all."""
        points, things = tuple(nodes), tuple(structures)
        lines = tuple(edge for edge in edges if edge.mode is mode)
        at = _index("node", [n.id for n in points])
        structure_at = _index("structure", [s.id for s in things])
        _index("edge", [e.id for e in lines])
        tail: list[int] = []
        head: list[int] = []
        arc_edge: list[int] = []
        seconds: list[int] = []
        seats: list[tuple[int, int, int]] = []
        for number, edge in enumerate(lines):
            if not (edge.length_m >= 0 and edge.speed_kmh > 0):
                raise _wrong(
                    f"edge {edge.id}", "een lengte vanaf 0 en een snelheid boven 0", "a length from 0 and a speed above 0"
                )
            ends = _find(at, edge.start, f"edge {edge.id}"), _find(at, edge.end, f"edge {edge.id}")
            for a, b in (ends, ends[::-1]) if edge.two_way else (ends,):
                for side, names in ((0, edge.over), (1, edge.under)):
                    seats += [(len(tail), _find(structure_at, name, f"edge {edge.id}"), side) for name in names]
                tail.append(a)
                head.append(b)
                arc_edge.append(number)
                seconds.append(max(1, round(edge.length_m * 3.6 / edge.speed_kmh)))
        seat = np.array(seats, dtype=np.int32).reshape(-1, 3)
        graph = Graph.of(tail, head, lat=[n.lat for n in points], lon=[n.lon for n in points])
        return cls(
            points,
            lines,
            things,
            graph,
            np.array(arc_edge, np.int32),
            np.array(seconds, np.int64),
            np.ascontiguousarray(seat[:, 0]),
            np.ascontiguousarray(seat[:, 1]),
            seat[:, 2].astype(np.int8),
            at,
        )

    @property
    def hierarchy(self) -> Hierarchy:
        """Built at first use."""
        if self._hierarchy is None:
            self._hierarchy = Hierarchy(self.graph)
        return self._hierarchy

    def node(self, name: str) -> int:
        return _find(self.node_at, name, "node")

    def arcs_of(self, structures: Sequence[int]) -> NDArray[np.int32]:
        """Every arc that a structure closes when it is gone: what it carries and what passes under it."""
        return np.unique(self.seat_arc[np.isin(self.seat_structure, structures)])

    def structures_on(self, arcs: NDArray[np.int32]) -> list[int]:
        """The structures of a path, in the order met."""
        rows = self.seats_of(arcs)
        return list(dict.fromkeys(int(s) for s in self.seat_structure[rows]))

    def seats_of(self, arcs: NDArray[np.int32]) -> NDArray[np.int64]:
        """The rows of seats on these arcs, in the order of the arcs. Seats lie in the order of arcs."""
        low = np.searchsorted(self.seat_arc, arcs, "left")
        count = np.searchsorted(self.seat_arc, arcs, "right") - low
        ends = np.cumsum(count)
        return np.asarray(np.repeat(low - ends + count, count) + np.arange(int(count.sum())), dtype=np.int64)


@dataclass(slots=True, eq=False)
class Screened:
    """A network for one class: the verdict on every seat, and weights if every unknown holds or none does."""

    network: Network
    matrix: Matrix
    verdict: NDArray[np.int8]  # per structure and side
    delay: NDArray[np.int64]
    hopeful: NDArray[np.int64]
    certain: NDArray[np.int64]
    closed_by_width: NDArray[np.bool_]

    @property
    def cls(self) -> Class:
        return self.matrix.classes[0]

    @property
    def known(self) -> float:
        """The share of structures on the network whose sides in use are all known for this class. 1 where there are none."""
        n = self.network
        used = np.unique(n.seat_structure)
        dark = np.unique(n.seat_structure[self.verdict[n.seat_structure, n.seat_side] == UNKNOWN])
        return 1.0 - len(dark) / len(used) if len(used) else 1.0

    def metrics(self) -> tuple[Metric, Metric]:
        """Opens if every unknown holds; opens for sure."""
        h = self.network.hierarchy
        return h.metric(self.hopeful), h.metric(self.certain)

    def worst(self, structure: int) -> int:
        """The verdict over the sides in use: fail, then unknown, then conditional."""
        n = self.network
        sides = np.unique(n.seat_side[n.seat_structure == structure])
        codes = {int(self.verdict[structure, side]) for side in sides}
        return next(code for code in (FAIL, UNKNOWN, CONDITIONAL, PASS) if code in codes or code == PASS)


def screen_network(network: Network, cls: Class, *, delays: Mapping[Crossing, int] = DELAYS) -> Screened:
    """The verdicts of one class on a network and the weights that follow, in seconds."""
    matrix = screen([cls], network.structures)
    delay_of = np.array([delays[way] for way in Crossing], dtype=np.int64)
    delay = np.where(matrix.codes[0] == CONDITIONAL, delay_of[np.minimum(matrix.ways[0], len(delay_of) - 1)], 0)
    return weigh(network, matrix, matrix.codes[0], delay)


def weigh(network: Network, matrix: Matrix, verdict: NDArray[np.int8], delay: NDArray[np.int64]) -> Screened:
    """The two sets of weights of given verdicts."""
    wide = matrix.classes[0].asks.get(Quantity.WIDTH)
    lane = np.array([np.inf if e.width_m is None else e.width_m for e in network.edges])
    narrow = lane[network.arc_edge] < wide if wide is not None and len(lane) else np.zeros(len(network.seconds), bool)
    codes = verdict[network.seat_structure, network.seat_side]
    hopeful = network.seconds.copy()
    np.add.at(hopeful, network.seat_arc, delay[network.seat_structure, network.seat_side])
    hopeful[narrow] = FAR
    hopeful[network.seat_arc[codes == FAIL]] = FAR
    certain = hopeful.copy()
    certain[network.seat_arc[codes == UNKNOWN]] = FAR
    return Screened(network, matrix, verdict, delay, hopeful, certain, narrow)


def _index(kind: str, names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, name in enumerate(names):
        if name in found:
            raise _wrong(f"{kind} {name}", "elke naam één keer", "each name once")
        found[name] = number
    return found


def _find(index: Mapping[str, int], name: str, where: str) -> int:
    if name not in index:
        raise _wrong(f"{where}: {name}", "een naam die in het net staat", "a name that is in the network")
    return index[name]


def _wrong(where: str, nl: str, en: str) -> InvalidInput:
    what = Text("Het net hangt niet aan elkaar.", "The network does not hold together.")
    return InvalidInput(what, where=where, mend=Text(f"Geef {nl}.", f"Give {en}."))
