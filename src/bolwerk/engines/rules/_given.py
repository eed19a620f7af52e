"""One dossier on one day, and what a rule makes of it. What is given is read once, however many rules look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from bolwerk.engines.rules._cube import Special
from bolwerk.engines.rules._facts import Fact, FactKind, FactType, Value, public


class Result(NamedTuple):
    """An answer without its dossier. Values are as callers see them."""

    state: str
    value: Any
    possible: tuple[Any, ...]
    ask: tuple[str, ...]
    may_gap: bool


class Given:
    """`values` are the known facts as the engine holds them; `overrides` says that some rule's outcome is among them.

    `kept` (by evaluator) and `results` (by rule) hold what was found for this dossier: rules that hang on each other share it.
    """

    __slots__ = ("_shown", "kept", "on", "overrides", "results", "values")

    def __init__(self, values: Mapping[str, Value], on: date, overrides: bool = False) -> None:
        self.values, self.on, self.overrides = values, on, overrides
        self.kept: dict[object, Any] = {}
        self.results: dict[str, Result] = {}
        self._shown: dict[str, tuple[str, Value]] | None = None

    def shown(self, names: Iterable[str]) -> tuple[tuple[str, Value], ...]:
        """Those of `names` that are known, with their values as callers see them."""
        shown = self._shown
        if shown is None:
            shown = self._shown = {name: (name, public(value)) for name, value in self.values.items()}
        return tuple([shown[name] for name in names if name in shown])


def acceptor(fact: Fact) -> Callable[[object], Value]:
    """`fact.accept`, with a short way for what is plainly allowed."""
    accept = fact.accept
    if fact.type is FactType.BOOL:
        return lambda value: value if value is True or value is False else accept(value)
    if fact.type is FactType.ENUM:
        allowed = frozenset(fact.values)
        return lambda value: value if type(value) is str and value in allowed else accept(value)
    return accept


def judged(facts: tuple[Fact, ...]) -> frozenset[str]:
    return frozenset(fact.name for fact in facts if fact.kind is FactKind.JUDGEMENT)


def settle(bits: int, outcomes: tuple[Any, ...], ask: tuple[str, ...], judged: frozenset[str]) -> Result:
    """From the set of possible outcomes to a state."""
    if not bits:
        return Result("contradiction", None, (), (), False)
    if not bits & (bits - 1):
        outcome = outcomes[bits.bit_length() - 1]
        if isinstance(outcome, Special):
            return Result(outcome.state, None, (), (), False)
        return Result("value", public(outcome), (public(outcome),), (), False)
    possible = tuple(public(out) for n, out in enumerate(outcomes) if bits >> n & 1 and not isinstance(out, Special))
    state = "judgement" if ask and judged.issuperset(ask) else "unknown"
    return Result(state, None, possible, ask, bool(bits & 3))
