"""Where the statuses of reservists part ways: the map of barriers that measure 10 asks for (VDP 10).

Nothing is typed in: each barrier is read from two answers of the same determination. Change a row, and the map changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, product
from types import MappingProxyType

from bolwerk.engines.rules import Answer, Book, Fact, Value
from bolwerk.kernel import Standing, Text

REGIME = "reservist.regime"
SILENT = "silent"
_NOT_COMPARED = ("none", "not_applicable")
FIELDS = (
    "reservist.right",
    "reservist.leave_type",
    "reservist.status",
    "reservist.pay",
    "reservist.accrual_holiday",
    "reservist.accrual_sick_credit",
    "reservist.accrual_seniority",
    "reservist.unpaid_leave_left",
    "reservist.documents",
)
"""The determinations that are compared. Which text governs differs by nature and is no barrier."""

Situation = tuple[tuple[str, Value], ...]
"""The facts beside the status, by name: the kind of service, whether it is a full month, years of leave taken."""


class BarrierKind(StrEnum):
    DIFFERENT = "different"
    """Two statuses give two outcomes."""
    ONE_SILENT = "one_silent"
    """One source gives an outcome, the other says nothing."""
    BOTH_SILENT = "both_silent"
    """Neither source says anything."""

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS: Mapping[BarrierKind, Text] = MappingProxyType(
    {
        BarrierKind.DIFFERENT: Text("de regels verschillen", "the rules differ"),
        BarrierKind.ONE_SILENT: Text("een van de twee bronnen zwijgt", "one of the two sources is silent"),
        BarrierKind.BOTH_SILENT: Text("beide bronnen zwijgen", "both sources are silent"),
    }
)


@dataclass(frozen=True, slots=True)
class Barrier:
    """Two `regimes` that one determination (`rule`) treats differently, or on which a source is silent.

    `outcomes` are in the order of `regimes`; `situations` are all in which exactly these two outcomes stand side by side;
    `standing` is the weakest that any of those answers rests on; `text` says it in a sentence.
    """

    rule: str
    regimes: tuple[str, str]
    outcomes: tuple[str, str]
    situations: tuple[Situation, ...]
    standing: Standing
    text: Text

    @property
    def id(self) -> str:
        return f"{self.rule}:{'/'.join(self.regimes)}:{'/'.join(self.outcomes)}"

    @property
    def kind(self) -> BarrierKind:
        match self.outcomes.count(SILENT):
            case 0:
                return BarrierKind.DIFFERENT
            case 1:
                return BarrierKind.ONE_SILENT
        return BarrierKind.BOTH_SILENT

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "rule": self.rule,
            "regimes": list(self.regimes),
            "outcomes": list(self.outcomes),
            "kind": self.kind.value,
            "standing": self.standing.value,
            "situations": [{name: str(value) for name, value in situation} for situation in self.situations],
            "text": self.text.as_json(),
        }


def barriers(book: Book, on: date) -> tuple[Barrier, ...]:
    """Every barrier between two statuses under the law of a day, by determination, then by pair of statuses.

    A determination that is not in force on that day gives none: compare a day on which there is law.
    """
    return tuple(barrier for rule in FIELDS for barrier in _of_rule(book, rule, on))


def _of_rule(book: Book, rule: str, on: date) -> Iterator[Barrier]:
    regimes = [str(value) for value in book.fact(REGIME).values if value not in _NOT_COMPARED]
    situations = _situations(book, rule, on)
    answers = {
        (regime, situation): book.decide(rule, {REGIME: regime, **dict(situation)}, on)
        for regime in regimes
        for situation in situations
    }
    for pair in combinations(regimes, 2):
        found: dict[tuple[str, str], list[Situation]] = defaultdict(list)
        for situation in situations:
            first, second = (answers[regime, situation] for regime in pair)
            if first.state == second.state == "value" and (first.value != second.value or first.value == SILENT):
                found[str(first.value), str(second.value)].append(situation)
        for outcomes, where in found.items():
            behind = [answers[regime, situation] for regime in pair for situation in where]
            yield Barrier(rule, pair, outcomes, tuple(where), _weakest(behind), _text(book, behind[0], behind[-1], pair))


def _situations(book: Book, rule: str, on: date) -> tuple[Situation, ...]:
    """Every case that a determination tells apart, the status left out."""
    facts = [fact for fact in book.rules[rule].facts if fact.name != REGIME]
    return tuple(
        tuple(zip((fact.name for fact in facts), values, strict=True))
        for values in product(*(_points(book, rule, fact, on) for fact in facts))
    )


def _points(book: Book, rule: str, fact: Fact, on: date) -> tuple[Value, ...]:
    """The values of a finite fact; of a number: zero and each dated value that the determination compares with."""
    if fact.values:
        return tuple(value for value in fact.values if value not in _NOT_COMPARED)
    limits = {row.value for row in book.values_of(rule) if on in row.period}
    return tuple(sorted({0, *limits}, key=float))  # type: ignore[arg-type]


def _weakest(answers: list[Answer]) -> Standing:
    return max((answer.standing for answer in answers), key=list(Standing).index)


def _text(book: Book, first: Answer, second: Answer, pair: tuple[str, str]) -> Text:
    one, other = (book.fact(REGIME).label(regime) for regime in pair)
    nl = f"{first.question.nl} {one.nl}: {first.label('nl')}; {other.nl}: {second.label('nl')}."
    en = f"{first.question.en} {one.en}: {first.label('en')}; {other.en}: {second.label('en')}."
    return Text(nl, en)
