"""What a planner asks of a corridor: can it be driven, what blocks it, what opens it cheapest, and what else there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.corridors._dijkstra import NO_WAY, shortest
from bolwerk.engines.corridors._hierarchy import FAR, Metric
from bolwerk.engines.corridors._model import Side, Verdict
from bolwerk.engines.corridors._network import Screened, weigh
from bolwerk.engines.corridors._verdict import FAIL, PASS, SCREENS, UNKNOWN, Finding
from bolwerk.kernel import Text

Arcs = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Seconds with what conditional crossings cost, metres, arcs as driven, structures in the order met."""

    seconds: int
    metres: float
    arcs: Arcs
    edges: tuple[str, ...]
    structures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """The structures to make fit so that the corridor opens, and what they cost together."""

    structures: tuple[str, ...]
    cost: float
    path: Path


@dataclass(frozen=True, slots=True)
class Flip:
    """How far the answer moves when the structure least known proves unfit."""

    structure: str
    confidence: float
    verdict: Verdict
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """One corridor for one class.

    `verdict`: pass (no condition, all known), conditional, unknown (open only if an unknown holds) or fail. `free` is the path
    without any limit; `hopeful` the best if every unknown holds; `certain` the best over what is known to hold. `blocking`
    are the structures of the free path that are not known to hold. `detour` is certain (or else hopeful) over free, in time.
    """

    source: str
    target: str
    cls: str
    verdict: Verdict
    free: Path | None
    hopeful: Path | None
    certain: Path | None
    blocking: tuple[Finding, ...]
    opening: Opening | None
    alternatives: tuple[Path, ...]
    detour: float | None
    flip: Flip | None
    known: float
    note: Text = SCREENS


def report(
    screened: Screened,
    source: str,
    target: str,
    *,
    costs: Mapping[str, float] | None = None,
    alternatives: int = 2,
    metrics: tuple[Metric, Metric] | None = None,
    free: Metric | None = None,
) -> Report:
    """`costs` says what opening each structure costs (1 each without); a structure that it leaves out cannot be opened.

    `metrics` and `free` may be given by who asks many corridors of one class.
    """
    network = screened.network
    s, t = network.node(source), network.node(target)
    hopes, sure = metrics or screened.metrics()
    unlimited = (free or network.hierarchy.metric(network.seconds)).path(s, t)
    open_, certain = hopes.path(s, t), sure.path(s, t)
    best = certain or open_
    return Report(
        source,
        target,
        screened.cls.id,
        _verdict(screened, open_, certain),
        as_path(screened, unlimited),
        as_path(screened, open_),
        as_path(screened, certain),
        _blocking(screened, unlimited[1]) if unlimited else (),
        cheapest_opening(screened, s, t, costs),
        tuple(dissimilar(screened, s, t, alternatives, certain=certain is not None)) if best else (),
        best[0] / unlimited[0] if best and unlimited and unlimited[0] else None,
        _flip(screened, s, t, best[1]) if best else None,
        screened.known,
    )


def as_path(screened: Screened, found: tuple[int, Arcs] | None) -> Path | None:
    if found is None:
        return None
    network = screened.network
    edges = [network.edges[i] for i in network.arc_edge[found[1]]]
    structures = tuple(network.structures[i].id for i in network.structures_on(found[1]))
    return Path(found[0], sum(e.length_m for e in edges), found[1], tuple(e.id for e in edges), structures)


def _verdict(screened: Screened, hopeful: tuple[int, Arcs] | None, certain: tuple[int, Arcs] | None) -> Verdict:
    if hopeful is None:
        return Verdict.FAIL
    if certain is None:
        return Verdict.UNKNOWN
    rows = screened.network.seats_of(certain[1])
    codes = screened.verdict[screened.network.seat_structure[rows], screened.network.seat_side[rows]]
    return Verdict.PASS if (codes == PASS).all() else Verdict.CONDITIONAL


def _blocking(screened: Screened, arcs: Arcs) -> tuple[Finding, ...]:
    network = screened.network
    rows = network.seats_of(arcs)
    seats = dict.fromkeys((int(network.seat_structure[r]), int(network.seat_side[r])) for r in rows)
    shut = [(i, side) for i, side in seats if screened.verdict[i, side] in (FAIL, UNKNOWN)]
    return tuple(screened.matrix.finding(0, i, tuple(Side)[side]) for i, side in shut)


def cheapest_opening(screened: Screened, s: int, t: int, costs: Mapping[str, float] | None = None) -> Opening | None:
    """The path whose unfit or unknown structures cost least to make fit; among equals the fastest.

    A structure that one path meets on two arcs is weighed twice in choosing the path and counted once in the cost.
    """
    network = screened.network
    cost = np.array([1.0 if costs is None else costs.get(x.id, np.inf) for x in network.structures])
    codes = screened.verdict[network.seat_structure, network.seat_side]
    rows = np.flatnonzero((codes == FAIL) | (codes == UNKNOWN))
    money = np.zeros(len(network.seconds))
    np.add.at(money, network.seat_arc[rows], cost[network.seat_structure[rows]])
    finite = money[np.isfinite(money)]
    unit = max(float(finite.max(initial=0.0)) / 2**20, 1e-9)
    whole = np.where(np.isfinite(money), np.ceil(np.where(np.isfinite(money), money, 0) / unit), 0).astype(np.int64)
    if finite.size and np.array_equal(finite, np.rint(finite)) and finite.max(initial=0) < 2**20:
        whole = np.where(np.isfinite(money), money, 0).astype(np.int64)
    weight = whole * 2**32 + np.where(screened.hopeful < FAR, screened.hopeful, network.seconds)
    weight[~np.isfinite(money) | screened.closed_by_width] = NO_WAY
    found = shortest(network.graph, weight, s, t)
    if found is None:
        return None
    opened = [i for i in network.structures_on(found[1]) if screened.worst(i) in (FAIL, UNKNOWN)]
    on_path = set(network.seat_structure[rows[np.isin(network.seat_arc[rows], found[1])]].tolist())
    names = tuple(network.structures[i].id for i in opened if i in on_path)
    total = float(sum(cost[i] for i in opened if i in on_path))
    path = as_path(screened, (int((weight[found[1]] % 2**32).sum()), found[1]))
    return Opening(names, total, path) if path else None


def dissimilar(
    screened: Screened, s: int, t: int, count: int, *, certain: bool = True, share: float = 0.6, stretch: float = 1.6
) -> list[Path]:
    """Up to `count` other paths, each at most `stretch` times the best and at most `share` of its time on any before it.

    By penalty: what was driven is made dearer and the path asked again. It finds good ones, it does not promise all.
    """
    network, weight = screened.network, (screened.certain if certain else screened.hopeful)
    dear = weight.copy()
    metric = network.hierarchy.metric(dear)
    best = metric.path(s, t)
    if best is None:
        return []
    before = [best[1]]
    kept: list[Path] = []
    for _ in range(6 * count):
        dear[before[-1]] += dear[before[-1]] * 2 // 5 + 1
        shut = weight >= FAR
        dear[shut] = FAR
        found = network.hierarchy.metric(dear, into=metric).path(s, t)
        if found is None or len(kept) >= count:
            break
        arcs = found[1]
        long = int(weight[arcs].sum())
        chosen = [best[1], *(p.arcs for p in kept)]
        alike = max(int(weight[arcs[np.isin(arcs, other)]].sum()) for other in chosen) / max(1, long)
        if long <= stretch * best[0] and alike <= share:
            path = as_path(screened, (long, arcs))
            kept += [path] if path else []
        before.append(arcs)
    return sorted(kept[:count], key=lambda p: p.seconds)


def _flip(screened: Screened, s: int, t: int, arcs: Arcs) -> Flip | None:
    """The structure of the path least known, taken as unfit; where nothing of it is known, that is the one."""
    network = screened.network
    met = network.structures_on(arcs)
    if not met:
        return None
    least = min(met, key=lambda i: (screened.worst(i) != UNKNOWN, network.structures[i].confidence(), network.structures[i].id))
    codes = screened.verdict.copy()
    codes[least] = FAIL
    other = weigh(network, screened.matrix, codes, screened.delay)
    hopes, sure = other.metrics()
    open_, certain = hopes.path(s, t), sure.path(s, t)
    best = certain or open_
    thing = network.structures[least]
    return Flip(thing.id, thing.confidence(), _verdict(other, open_, certain), best[0] if best else None)
