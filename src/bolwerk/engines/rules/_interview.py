"""Which fact to ask next: register facts first, then what leaves the fewest questions; never what no longer matters."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from math import prod
from typing import TypeAlias

import numpy as np

from bolwerk.engines.rules._decide import Decider
from bolwerk.engines.rules._evaluate import Direct
from bolwerk.engines.rules._facts import Fact, FactKind
from bolwerk.engines.rules._given import Given, Result
from bolwerk.engines.rules._memo import Memo

MOST_STATES = 20_000
NOTHING = -1
Weights: TypeAlias = Mapping[int, int]
"""How many dossiers stand in each cell of a determination's widened cube: period × its cells + slots × strides."""
Course: TypeAlias = Memo[int, tuple[float, int]]
"""By cell the expected number of questions and the axis to ask, NOTHING when none matters."""


def askable(names: Iterable[str], fact: Callable[[str], Fact]) -> list[str]:
    """What may be asked from a person: register facts while there are any, else declared ones; never a judgement."""
    kinds = {name: fact(name).kind for name in names}
    for kind in (FactKind.REGISTER, FactKind.DECLARED):
        found = [name for name in kinds if kinds[name] is kind]
        if found:
            return found
    return []


def best(engine: Direct, start: int, course: Course, weights: Weights | None = None) -> str | None:
    """By dynamic programming over the cube: the fact with the fewest expected questions. None when the cube is too large.

    Without `weights` each slot weighs the same and `course` may serve again; with them it must be new. A period's weights count
    for all: what changes is the law, not the dossiers.
    """
    open_ = [n for n in range(len(engine.plan)) if is_open(engine, start, n)]
    if prod(_size(engine, n) + 1 for n in open_) > MOST_STATES:
        return None
    kinds = [
        sum(1 << n for n, fact in enumerate(engine.inputs) if fact.kind is kind)
        for kind in (FactKind.REGISTER, FactKind.DECLARED)
    ]
    weigh = None if weights is None else _weigher(engine, start, open_, weights)

    def cost(cell: int) -> tuple[float, int]:
        known = course.get(cell)
        if known is not None:
            return known
        asking = engine.asking(cell)
        mask = asking & kinds[0] or asking & kinds[1]
        options = []
        for n in (n for n in range(mask.bit_length()) if mask >> n & 1):
            nexts = engine.nexts(cell, n)
            weighed = None if weigh is None else [weigh[at] for at in nexts]
            options.append((_expected([cost(at)[0] for at in nexts], weighed), n))
        return course.keep(cell, min(options) if options else (0.0, NOTHING))

    axis = cost(start)[1]
    return None if axis == NOTHING else engine.plan[axis][0]


def _expected(costs: Sequence[float], weights: Sequence[int] | None) -> float:
    total = sum(weights) if weights else 0
    if weights is None or not total:
        return 1 + sum(costs) / len(costs)
    return 1 + sum(cost * weight for cost, weight in zip(costs, weights, strict=True)) / total


def is_open(engine: Direct, cell: int, axis: int) -> bool:
    _, _, stride, unknown = engine.plan[axis]
    return cell // stride % (unknown // stride + 1) * stride == unknown


def _size(engine: Direct, axis: int) -> int:
    _, _, stride, unknown = engine.plan[axis]
    return unknown // stride


def _weigher(engine: Direct, start: int, open_: list[int], weights: Weights) -> dict[int, int]:
    """The weight of every cell that the dossier may still come to: of all dossiers that agree with it on what is known."""
    keys = np.fromiter(weights.keys(), np.int64, len(weights)) % engine.period_stride
    counts = np.fromiter(weights.values(), np.int64, len(weights))
    agree, at = np.ones(len(keys), dtype=bool), []
    for n, (_, _, stride, _) in enumerate(engine.plan):
        slots = keys // stride % (_size(engine, n) + 1)
        if n in open_:
            at.append(slots)
        else:
            agree &= slots == start // stride % (_size(engine, n) + 1)
    found = np.zeros([_size(engine, n) + 1 for n in open_], dtype=np.int64)
    np.add.at(found, tuple(slots[agree] for slots in at), counts[agree])
    cells = np.full(found.shape, start - sum(engine.plan[n][3] for n in open_))
    for axis, n in enumerate(open_):
        # A dossier of which this fact is unknown counts where it is unknown, with all of which it is known.
        along = np.moveaxis(found, axis, 0)
        along[-1] += along[:-1].sum(axis=0)
        shape = [1] * found.ndim
        shape[axis] = -1
        cells += np.arange(_size(engine, n) + 1).reshape(shape) * engine.plan[n][2]
    return dict(zip(cells.ravel().tolist(), found.ravel().tolist(), strict=True))


Lefts: TypeAlias = Memo[Hashable, float | None]
"""How much is left to ask by rule, fact, day and what is known: from one question to the next most rules stay as they were."""


def leaves_least(decider: Decider, names: list[str], waiting: Mapping[str, tuple[str, ...]], given: Given, lefts: Lefts) -> str:
    """The fact after which, on average over its slots, the least is left to ask in the rules that wait."""
    gains = dict.fromkeys(names, 0.0)
    for rule, ask in waiting.items():
        engine = decider.engine(rule, given)
        known = None if isinstance(engine, Direct) else tuple(map(given.values.get, decider.names[rule]))
        for name in ask:
            if name not in gains:
                continue
            left: float | None
            if isinstance(engine, Direct):
                left = _left_direct(engine, name, given)
            else:
                key = (rule, name, given.on, known)
                left = lefts[key] if key in lefts else lefts.keep(key, _left(decider, rule, name, given))
            gains[name] += len(ask) - (len(ask) - 1 if left is None else left)
    return max(names, key=gains.__getitem__)


def gates(decider: Decider, names: list[str], waiting: Mapping[str, tuple[str, ...]], given: Given) -> list[str]:
    """The facts of which one answer can show, for the most of the waiting rules, that they do not concern the dossier."""
    counts = dict.fromkeys(names, 0)
    for rule, ask in waiting.items():
        for name in ask:
            if name in counts:
                counts[name] += _may_close(decider, rule, name, given)
    most = max(counts.values(), default=0)
    return [name for name in names if most and counts[name] == most]


def _may_close(decider: Decider, rule: str, name: str, given: Given) -> bool:
    engine, concerns = decider.engine(rule, given), decider.rules[rule].concerns
    if isinstance(engine, Direct):
        found = [engine.result(at) for at in engine.nexts(engine.cell(given), engine.place[name])]
    else:
        found = _after(decider, rule, name, given)
    return any(result.state == "value" and not concerns(result.value) for result in found)


def _left_direct(engine: Direct, name: str, given: Given) -> float:
    nexts = engine.nexts(engine.cell(given), engine.place[name])
    return sum([engine.asking(at).bit_count() for at in nexts]) / len(nexts)


def _left(decider: Decider, rule: str, name: str, given: Given) -> float | None:
    asks = [result.ask for result in _after(decider, rule, name, given)]
    return sum(map(len, asks)) / len(asks) if asks else None


def _after(decider: Decider, rule: str, name: str, given: Given) -> list[Result]:
    """What the rule says after each answer that it tells apart; nothing where it does not cut this fact."""
    axis = decider.engine(rule, given).axis(name)
    values = [value for value in axis.values if value is not None] if axis else []
    return [decider.run(rule, decider.of({**given.values, name: value}, given.on)) for value in values]
