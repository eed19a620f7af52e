"""Class against structure: pass, conditional, fail or unknown, and the limit that binds. It screens; an engineer classifies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.corridors._model import Basis, Class, Crossing, Kind, Limit, Mode, Quantity, Side, Structure, Verdict
from bolwerk.kernel import Text

SCREENS = Text(
    "Dit is een screening op bekende grenzen. Een ingenieur beslist over de klasse van een kunstwerk.",
    "This screens against known limits. An engineer classifies a structure.",
)

VERDICTS = (Verdict.PASS, Verdict.CONDITIONAL, Verdict.FAIL, Verdict.UNKNOWN)
PASS, CONDITIONAL, FAIL, UNKNOWN = range(4)
_Q = tuple(Quantity)
_WAYS = len(Crossing)
_NEVER = _WAYS  # no way of crossing meets the limit
_SILENT = _WAYS + 1  # no limit is known

# Weight is known when one of these families is known whole.
LOAD_FAMILIES = (
    (Quantity.GROSS, Quantity.AXLE),
    (Quantity.MLC_WHEELED,),
    (Quantity.MLC_TRACKED,),
)
_CARRIES = frozenset({Kind.BRIDGE, Kind.CULVERT, Kind.RAIL_BRIDGE, Kind.QUAY})


def needed(mode: Mode, kind: Kind, side: Side) -> tuple[bool, frozenset[Quantity]]:
    """Whether a load must be known here, and which sizes must be. What is asked beyond these counts where a limit is known."""
    sizes: set[Quantity] = set()
    if mode is Mode.WATER:
        if side is Side.UNDER:
            sizes = {Quantity.HEIGHT}
        elif kind is Kind.LOCK:
            sizes = {Quantity.LENGTH, Quantity.WIDTH, Quantity.DRAUGHT}
        elif kind is Kind.QUAY:
            sizes = {Quantity.DRAUGHT}
        return False, frozenset(sizes)
    if side is Side.UNDER or kind in (Kind.TUNNEL, Kind.UNDERPASS):
        sizes = {Quantity.PROFILE} if mode is Mode.RAIL else {Quantity.HEIGHT, Quantity.WIDTH}
    return side is Side.CARRIED and kind in _CARRIES, frozenset(sizes)


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one side of a structure for one class, and why."""

    structure: str
    side: Side
    cls: str
    verdict: Verdict
    binding: Limit | None
    crossing: Crossing
    missing: tuple[Quantity, ...]
    note: Text = SCREENS


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Every class against every side of every structure: `codes[class, structure, side]`, an index in `VERDICTS`."""

    classes: tuple[Class, ...]
    structures: tuple[Structure, ...]
    codes: NDArray[np.int8]
    ways: NDArray[np.int8]

    def verdict(self, cls: int, structure: int, side: Side) -> Verdict:
        return VERDICTS[self.codes[cls, structure, _side(side)]]

    def finding(self, cls: int, structure: int, side: Side) -> Finding:
        """The verdict with the limit that binds: of those that decide, the one with the least to spare."""
        what, thing = self.classes[cls], self.structures[structure]
        code, way = self.codes[cls, structure, _side(side)], self.ways[cls, structure, _side(side)]
        near: tuple[float, Limit] | None = None
        for limit in thing.limits:
            asked = what.asks.get(limit.quantity)
            if limit.side is not side or limit.basis is Basis.ASSUMED or asked is None:
                continue
            here = (limit.value - asked) / limit.value
            if near is None or here < near[0]:
                near = (here, limit)
        crossing = tuple(Crossing)[min(int(way), _WAYS - 1)] if code == CONDITIONAL else Crossing.NORMAL
        missing = _missing(what, thing, side) if code == UNKNOWN else ()
        return Finding(thing.id, side, what.id, VERDICTS[code], near[1] if near else None, crossing, missing)


def screen(classes: Sequence[Class], structures: Sequence[Structure]) -> Matrix:
    """All classes against all structures at once."""
    limits = _limits(structures)
    codes = np.empty((len(classes), len(structures), len(Side)), np.int8)
    ways = np.zeros_like(codes)
    kinds = [s.kind for s in structures]
    for c, cls in enumerate(classes):
        asked = np.array([cls.asks.get(q, np.nan) for q in _Q])
        for s, side in enumerate(Side):
            rule = {kind: needed(cls.mode, kind, side) for kind in set(kinds)}
            load = np.array([rule[kind][0] for kind in kinds], dtype=bool)
            size = np.array([[q in rule[kind][1] for q in _Q] for kind in kinds], dtype=bool).reshape(len(kinds), len(_Q))
            codes[c, :, s], ways[c, :, s] = _judge(asked, limits[:, s], load, size)
    return Matrix(tuple(classes), tuple(structures), codes, ways)


def _judge(
    asked: NDArray[np.float64], limits: NDArray[np.float64], load: NDArray[np.bool_], size: NDArray[np.bool_]
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """One class on one side of all structures. `limits[structure, quantity, way]`, with nan where nothing is known."""
    asks = ~np.isnan(asked)
    known = ~np.isnan(limits)
    meets = known & (limits >= asked[None, :, None])
    way = np.where(meets.any(2), meets.argmax(2), np.where(known.any(2), _NEVER, _SILENT))
    way[:, ~asks] = 0
    silent, never = way == _SILENT, way == _NEVER
    whole = np.zeros(len(limits), dtype=bool)
    for family in LOAD_FAMILIES:
        index = [_Q.index(q) for q in family]
        if asks[index].any():
            told = [i for i in index if asks[i]]
            whole |= ~silent[:, told].any(1) & bool(asks[index].all())
    # A class that tells no whole family of its own weight is itself unknown on what must carry it.
    unknown = (size & (silent | ~asks[None, :])).any(1) | (load & ~whole)
    worst = np.where(silent | never, 0, way).max(1, initial=0)
    code = np.where(never.any(1), FAIL, np.where(unknown, UNKNOWN, np.where(worst > 0, CONDITIONAL, PASS)))
    return code.astype(np.int8), worst.astype(np.int8)


def _limits(structures: Sequence[Structure]) -> NDArray[np.float64]:
    """The strictest known limit per structure, side, quantity and way of crossing; a lighter way holds for heavier ones."""
    table = np.full((len(structures), len(Side), len(_Q), _WAYS), np.nan)
    ways = tuple(Crossing)
    for i, structure in enumerate(structures):
        for limit in structure.limits:
            if limit.basis is not Basis.ASSUMED:
                at = i, _side(limit.side), _Q.index(limit.quantity), ways.index(limit.crossing)
                table[at] = np.fmin(table[at], limit.value)
    return np.asarray(np.fmax.accumulate(table, axis=3))


def _missing(cls: Class, structure: Structure, side: Side) -> tuple[Quantity, ...]:
    load, sizes = needed(cls.mode, structure.kind, side)
    told = {x.quantity for x in structure.limits if x.side is side and x.basis is not Basis.ASSUMED} & set(cls.asks)
    found = [q for q in _Q if q in sizes and q not in told]
    if load and not any(set(family) <= told for family in LOAD_FAMILIES):
        asked = [q for family in LOAD_FAMILIES for q in family if q in cls.asks and q not in told]
        found += asked or [Quantity.GROSS, Quantity.AXLE]
    return tuple(found)


def _side(side: Side) -> int:
    return 0 if side is Side.CARRIED else 1
