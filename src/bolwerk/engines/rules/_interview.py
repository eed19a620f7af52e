"""Which fact to ask next: register facts first, then what leaves the fewest questions; never what no longer matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import prod

from bolwerk.engines.rules._axis import Axis
from bolwerk.engines.rules._evaluate import Direct, Result
from bolwerk.engines.rules._facts import Fact, FactKind

MOST_STATES = 20_000


def askable(names: tuple[str, ...], fact: Callable[[str], Fact]) -> list[str]:
    """What may be asked from a person: register facts while there are any, else declared ones; never a judgement."""
    for kind in (FactKind.REGISTER, FactKind.DECLARED):
        found = [name for name in names if fact(name).kind is kind]
        if found:
            return found
    return []


def best(engine: Direct, facts: Mapping[str, object], on: date) -> str | None:
    """By dynamic programming over the cube: the fact with the fewest expected questions, each slot weighing the same."""
    start = engine.cell(facts, on)
    missing = [
        (n, name, stride, unknown) for n, (name, _, stride, unknown) in enumerate(engine.plan) if facts.get(name) is None
    ]
    if prod(unknown // stride + 1 for _, _, stride, unknown in missing) > MOST_STATES:
        return None
    kinds = {axis.name: axis.fact for axis in engine.cube.axes}
    memo: dict[int, tuple[float, str | None]] = {}

    def cost(cell: int) -> tuple[float, str | None]:
        known = memo.get(cell)
        if known is not None:
            return known
        mask = engine.mattering[cell]
        names = askable(tuple(name for n, name, _, _ in missing if mask >> n & 1), kinds.__getitem__)
        options = []
        for _, name, stride, unknown in missing:
            if name in names:
                nexts = [cell - unknown + slot * stride for slot in range(unknown // stride)]
                nexts = [n for n in nexts if engine.possible[n]]
                options.append((1 + sum(cost(n)[0] for n in nexts) / len(nexts), name))
        found = min(options, key=lambda option: option[0]) if options else (0.0, None)
        memo[cell] = found
        return found

    return cost(start)[1]


def greedy(
    names: list[str],
    waiting: Mapping[str, tuple[str, ...]],
    axes: Callable[[str, str], Axis | None],
    run: Callable[[str, Mapping[str, object]], Result],
    facts: Mapping[str, object],
) -> str:
    """The fact after which, on average over its slots, the least is left to ask in the rules that wait."""

    def left(name: str) -> float:
        total = 0.0
        for rule, ask in waiting.items():
            axis = axes(rule, name) if name in ask else None
            if axis is None:
                total += len(ask) - (name in ask)
                continue
            values = [value for value in axis.values if value is not None]
            total += sum(len(run(rule, {**facts, name: value}).ask) for value in values) / len(values)
        return total

    return min(names, key=left)
