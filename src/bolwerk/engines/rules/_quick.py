"""A rule on one joined cube and a dossier that tells it only choices: the answer in a few look-ups, the rest when asked."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import Any

from bolwerk.engines.rules._answer import Because
from bolwerk.engines.rules._evaluate import Direct
from bolwerk.engines.rules._facts import Value
from bolwerk.engines.rules._given import Result
from bolwerk.engines.rules._memo import Memo

Pair = tuple[str, Value]


class Quick:
    """`names` are the facts that the rule looks at, outcomes of chained rules (which may be given too) at the end."""

    def __init__(self, engine: Direct, names: tuple[str, ...]) -> None:
        self._engine = engine
        self._starts: Memo[date, int] = Memo()
        self._tables: list[dict[Any, tuple[int, Pair | None]]] = []
        by_name = {name: (axis, stride) for axis, (name, _, stride, _) in zip(engine.cube.axes, engine.plan, strict=True)}
        for name in names:
            table: dict[Any, tuple[int, Pair | None]] = {None: (0, None)}
            if name in by_name:
                axis, stride = by_name[name]
                table[None] = (len(axis) * stride, None)
                table |= {value: (slot * stride, (name, value)) for value, slot in axis.slots.items()}
            self._tables.append(table)
        self._results: Memo[int, Result] = Memo()
        self.reasons: Memo[tuple[int, tuple[Pair, ...]], tuple[Because, ...]] = Memo()

    def find(self, told: tuple[Any, ...], day: date) -> tuple[Result, tuple[Pair, ...], int] | None:
        """What is known of a dossier by its values in the order of `names`, those that are given, and its cell.

        None for a value that is none of the choices, and for an outcome given: the long way tells what is wrong, or uses it.
        """
        cell = self._starts.get(day)
        if cell is None:
            cell = self._starts.keep(day, bisect_right(self._engine.cuts, day) * self._engine.period_stride)
        facts = []
        try:
            for table, value in zip(self._tables, told):  # noqa: B905 (as many: the caller read both from the same names)
                part, pair = table[value]
                cell += part
                if pair is not None:
                    facts.append(pair)
        except KeyError:
            return None
        result = self._results.get(cell)
        if result is None:
            result = self._results.keep(cell, self._engine.result(cell))
        return result, tuple(facts), cell
