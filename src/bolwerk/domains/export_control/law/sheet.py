"""The assessment sheet: which questions each criterion asks, and what all judgements together come to.

Which criteria apply is `export.criteria_to_assess`; what follows is decided by the tables of refusal and weighing. Here
stands only which judgement belongs to which criterion, so that a sheet can be filled in line by line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bolwerk.engines.rules import Answer, Because, Book
from bolwerk.kernel import Text

__all__ = ["ASKS", "Line", "Outcome", "Result", "lines", "result"]

ASKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "c1": ("criterion.international_obligation",),
        "c2": ("criterion.internal_repression", "criterion.humanitarian_law", "criterion.body_found_violations"),
        "c3": ("criterion.internal_conflict", "criterion.party_internal"),
        "c4": ("criterion.regional_peace", "criterion.party_regional"),
        "c5": ("criterion.allied_security",),
        "c6": ("criterion.buyer_behaviour", "criterion.body_found_terrorism"),
        "c7": ("criterion.diversion",),
        "c8": ("criterion.development",),
        "a28_interests": ("criterion.external_interests", "criterion.flemish_measure"),
        "a28_children": ("criterion.child_soldiers",),
        "a28_death_penalty": ("criterion.death_penalty",),
        "a28_gun_deaths": ("criterion.gun_deaths",),
        "a28_gender": ("criterion.gender_violence",),
        "a28_peace": ("criterion.peace_process",),
        "diversion": ("criterion.diversion",),
        "security": ("criterion.essential_security",),
        "public_order": ("criterion.public_order",),
    }
)
"""The judgements that each criterion asks, by the outcomes of `export.criteria_to_assess`."""

_DUAL_USE = "dualuse.considerations"
_FLOOR = ("export.floor_refusal", "export.floor_weighing")
_MUST = ("export.surplus_refusal", "export.surplus_end_user", "export.article_28_refusal")
_WEIGH = ("export.floor_weighing", "export.article_28_weighing")
_DELTA = "export.decree_delta"


@dataclass(frozen=True, slots=True)
class Line:
    """One judgement that is asked: under which criterion, and whether only the decree asks it (`surplus`).

    `delta`: where decree and Europe part on this criterion, in words; None where they do not. `fact` is a fact of the
    book, or for dual-use items one of the considerations that the regulation names.
    """

    criterion: str
    label: Text
    fact: str
    question: Text
    surplus: bool
    delta: Text | None


class Outcome:
    """What a sheet comes to. The values are kept with the case."""

    INCOMPLETE = "incomplete"
    DENY_FLOOR = "deny_floor"
    DENY_DECREE = "deny_decree"
    WEIGH = "weigh"
    CLEAR = "clear"

    TEXTS: Mapping[str, Text] = MappingProxyType(
        {
            INCOMPLETE: Text("onvolledig: nog niet alles is beoordeeld", "incomplete: not all is judged yet"),
            DENY_FLOOR: Text("weigeren: Europa en het decreet eisen het", "deny: Europe and the decree demand it"),
            DENY_DECREE: Text("weigeren: alleen het decreet eist het", "deny: only the decree demands it"),
            WEIGH: Text("afwegen: weigeren kan, het moet niet", "weigh: a refusal is possible, not obliged"),
            CLEAR: Text("geen grond om te weigeren", "no ground to refuse"),
        }
    )


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome with the rows of law it rests on; `missing` are the judgements still to give."""

    outcome: str
    why: tuple[Because, ...]
    missing: tuple[Line, ...]

    @property
    def text(self) -> Text:
        return Outcome.TEXTS[self.outcome]

    @property
    def must_refuse(self) -> bool:
        return self.outcome in (Outcome.DENY_FLOOR, Outcome.DENY_DECREE)

    @property
    def may_refuse(self) -> bool:
        return self.must_refuse or self.outcome == Outcome.WEIGH


def lines(book: Book, facts: Mapping[str, object], on: date) -> tuple[Line, ...] | None:
    """What must be judged for this application; None while it cannot be told which criteria apply."""
    chosen = _decide(book, "export.criteria_to_assess", facts, on)
    if chosen.state != "value":
        return None
    if not chosen.value:
        return _considerations(book, facts, on)
    names = _labels(book, "export.criteria_to_assess")
    floor, deltas = _looked_at(book, _FLOOR), _deltas(book, facts, on)
    full = "c1" in chosen.value  # type: ignore[operator]
    return tuple(
        Line(
            criterion,
            names[criterion],
            fact,
            book.fact(fact).question,
            full and fact not in floor,
            deltas.get(criterion[:3] if criterion.startswith("a28") else criterion),
        )
        for criterion in map(str, chosen.value)  # type: ignore[arg-type]
        for fact in ASKS[criterion]
    )


def result(book: Book, asked: tuple[Line, ...], judged: Mapping[str, bool], facts: Mapping[str, object], on: date) -> Result:
    """What the judgements come to: incomplete while any is still to give, unless a table can tell already."""
    missing = tuple(line for line in asked if line.fact not in judged)
    known = {**facts, **{name: value for name, value in judged.items() if name in book.facts}}
    told = {name: _decide(book, name, known, on) for name in ("export.refusal", "export.limited_refusal", *_MUST, *_WEIGH)}
    europe, short = told["export.refusal"], told["export.limited_refusal"]
    oblige = [told[name] for name in _MUST if _found(told[name])]
    weigh = [told[name] for name in _WEIGH if _found(told[name])]
    if europe.value == "deny_floor":
        return Result(Outcome.DENY_FLOOR, europe.why, missing)
    if europe.value == "deny_decree" or oblige:
        why = [*(europe.why if europe.value == "deny_decree" else ()), *(row for one in oblige for row in one.why)]
        return Result(Outcome.DENY_DECREE, tuple(why), missing)
    if missing:
        return Result(Outcome.INCOMPLETE, (), missing)
    if weigh or short.value == "may_refuse" or any(judged.get(line.fact) for line in asked if line.fact not in book.facts):
        rows = [*(row for one in weigh for row in one.why), *(short.why if short.value == "may_refuse" else ())]
        return Result(Outcome.WEIGH, tuple(rows), ())
    return Result(Outcome.CLEAR, short.why if short.value == "clear" else europe.why if europe.state == "value" else (), ())


def _considerations(book: Book, facts: Mapping[str, object], on: date) -> tuple[Line, ...] | None:
    """Dual-use items have no criteria of the decree: what the regulation names is judged, one line each."""
    found = _decide(book, _DUAL_USE, facts, on)
    if found.state != "value":
        return None
    names = _labels(book, _DUAL_USE)
    ask = Text(
        "Spreekt dit tegen de vergunning? (oordeel van de behandelaar, met motivering)",
        "Does this speak against the licence? (judgement of the handler, with reasons)",
    )
    return tuple(
        Line(str(one), names[str(one)], f"dualuse.{one}", ask, False, None)
        for one in found.value or ()  # type: ignore[union-attr]
    )


def _looked_at(book: Book, rules: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fact.name for rule in rules for fact in book.inputs(rule))


def _deltas(book: Book, facts: Mapping[str, object], on: date) -> Mapping[str, Text]:
    """Where decree and Europe part, by criterion (`a28` stands for all of article 28)."""
    found = _decide(book, _DELTA, facts, on)
    if found.state != "value":
        return {}
    names = _labels(book, _DELTA)
    return {str(one).partition("_")[0]: names[str(one)] for one in found.value or ()}  # type: ignore[union-attr]


def _labels(book: Book, rule: str) -> Mapping[str, Text]:
    return {str(value): outcome.label for value, outcome in book.rules[rule].outcomes.items()}


def _found(answer: Answer) -> bool:
    """Whether a table that collects found something, also while other judgements are open."""
    return answer.state == "value" and bool(answer.value)


def _decide(book: Book, rule: str, facts: Mapping[str, object], on: date) -> Answer:
    return book.decide(rule, {name: value for name, value in facts.items() if name in book.facts}, on)
