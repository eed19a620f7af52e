"""What serves a measure: procedures, determinations and other measures. All derived from data, none typed by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bolwerk.domains import book, indicators, procedures
from bolwerk.engines.procedures import OPENED, Procedure
from bolwerk.engines.progress import Indicator, Match, Target
from bolwerk.engines.rules import Rule
from bolwerk.faces.monitor import house
from bolwerk.kernel import Text
from bolwerk.plan import Commitment, Measure

_NAMED = re.compile(r"\bmaatregel(?:en)? (\w+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Tie:
    """Another measure and what ties the two together."""

    measure: Measure
    why: Text


@cache
def procedures_of(code: str) -> tuple[Procedure, ...]:
    """Procedures whose events an indicator of the measure reads, in the order of the fields."""
    mine = [indicator for indicator in indicators() if _measure_of(indicator) == code]
    matches = [match for indicator in mine for match in _matches(indicator) if match.register == "cases"]
    return tuple(p for p in procedures() if any(_reads(match, p) for match in matches))


@cache
def rules_of(code: str) -> tuple[Rule, ...]:
    """Determinations that name the measure."""
    return tuple(rule for rule in book().rules.values() if code in rule.measure)


@cache
def ties_of(code: str) -> tuple[Tie, ...]:
    """Measures that the text names here, that name this one, or that are measured in the same procedures."""
    plan = house.plan()
    here = plan.measure(code)
    found: dict[str, Tie] = {}
    for other in plan.measures:
        if other.code == code:
            continue
        if places := _names(here, other.code):
            found[other.code] = Tie(other, _said(here.code, places))
        elif places := _names(other, code):
            found[other.code] = Tie(other, _said(other.code, places))
        elif shared := set(procedures_of(code)) & set(procedures_of(other.code)):
            labels = [p.label for p in procedures() if p in shared]
            named = Text("; ".join(label.nl for label in labels), "; ".join(label.en for label in labels))
            why = Text("Gemeten in dezelfde procedure: {named}.", "Measured in the same procedure: {named}.")
            found[other.code] = Tie(other, why.format(named=named))
    return tuple(found.values())


def _said(code: str, places: tuple[str, ...]) -> Text:
    lines = ", ".join(places)
    return Text(f"De tekst van {code} noemt ze ({lines}).", f"The text of {code} names it ({lines}).")


def _names(measure: Measure, code: str) -> tuple[str, ...]:
    """The commitments of `measure` whose words or conditions name the other measure."""
    return tuple(promise.id for promise in measure.commitments if code in _codes(promise))


def _codes(promise: Commitment) -> set[str]:
    words = " ".join((promise.text.nl, *(condition.nl for condition in promise.conditions)))
    return set(_NAMED.findall(words))


def _measure_of(indicator: Indicator) -> str:
    return house.plan().commitment(indicator.commitment).measure


def _matches(indicator: Indicator) -> tuple[Match, ...]:
    other = indicator.other if isinstance(indicator, Target) else None
    return (indicator.match, other) if other else (indicator.match,)


def _reads(match: Match, procedure: Procedure) -> bool:
    """An event that every procedure knows ties nothing, unless the indicator names the procedure."""
    named = [value for condition in match.where if condition.field == "procedure" for value in condition.one_of]
    if named:
        return procedure.id in named
    return any(kind != OPENED and kind in {**procedure.move_of, **procedure.note_of} for kind in match.kinds)
