"""The plan for readers: as JSON for programs, as an outline of plain lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import assert_never

from bolwerk.kernel import Money, Period, Text
from bolwerk.kernel.calendar import write_date
from bolwerk.plan.model import Amount, Commitment, Domain, Lines, Measure, Party, Plan
from bolwerk.plan.numbers import Bound, Unit
from bolwerk.plan.timing import ReadingRule, Timing

Json = dict[str, object]

_BOUNDS = {
    Bound.EXACTLY: Text("{value}", "{value}"),
    Bound.AT_MOST: Text("maximaal {value}", "at most {value}"),
    Bound.AT_LEAST: Text("minstens {value}", "at least {value}"),
    Bound.MORE_THAN: Text("meer dan {value}", "more than {value}"),
    Bound.ABOUT: Text("ongeveer {value}", "about {value}"),
}


def as_json(thing: Plan | Domain | Measure | Commitment | Amount | Timing) -> Json:
    """What a program reads of the plan or of a part of it: ISO days, whole euro cents, decimals as texts."""
    match thing:
        case Plan():
            return _plan(thing)
        case Domain():
            return _domain(thing)
        case Measure():
            return _measure(thing)
        case Commitment():
            return _commitment(thing)
        case Amount():
            return _amount(thing)
        case Timing():
            return _timing(thing)
    assert_never(thing)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an outline: how deep it stands, its code (may be empty) and its text."""

    depth: int
    code: str
    text: str


def outline(thing: Plan | Measure, lang: str) -> tuple[Row, ...]:
    """The plan as its chapters and measures, or a measure with its owners, timing, figures and commitments."""
    return tuple(_plan_rows(thing, lang) if isinstance(thing, Plan) else _measure_rows(thing, lang))


def amount_text(amount: Amount) -> Text:
    """`van 50% naar maximaal 60%`, `minstens 15 jaar`, `1 september 2026`."""
    value = _BOUNDS[amount.bound].format(value=_value_text(amount.value, amount.unit))
    if amount.before is None:
        return value
    return Text("van {before} naar {value}", "from {before} to {value}").format(
        before=_value_text(amount.before, amount.unit), value=value
    )


def timing_text(timing: Timing) -> Text:
    """The phrase of the text, then the deadline that was derived or the fact that there is none."""
    if timing.deadline is None:
        return Text(f"{timing.phrase} (geen uiterste dag)", f"{timing.phrase} (no deadline)")
    day = timing.deadline
    return Text(
        f"{timing.phrase} (ten laatste {write_date(day, 'nl')}, {timing.standing.label.nl})",
        f"{timing.phrase} (by {write_date(day, 'en')}, {timing.standing.label.en})",
    )


def _plan(plan: Plan) -> Json:
    return {
        "code": plan.code,
        "title": plan.title.as_json(),
        "source": plan.source.as_json(),
        "date": plan.date.isoformat(),
        "date_source": plan.date_source.as_json(),
        "facts": [_amount(fact) for fact in plan.facts],
        "principles": [_commitment(principle) for principle in plan.principles],
        "domains": [_domain(domain) for domain in plan.domains],
    }


def _domain(domain: Domain) -> Json:
    return {
        "code": domain.code,
        "title": domain.title.as_json(),
        "principles": [_commitment(principle) for principle in domain.principles],
        "measures": [_measure(measure) for measure in domain.measures],
    }


def _measure(measure: Measure) -> Json:
    return {
        "code": measure.code,
        "domain": measure.domain,
        "title": measure.title.as_json(),
        "summary": measure.summary.as_json(),
        "owners": [_party(party) for party in measure.owners],
        "partners": [_party(party) for party in measure.partners],
        "derived_owners": [_party(party) for party in measure.derived_owners],
        "timings": [_timing(timing) for timing in measure.timings],
        "amounts": [_amount(amount) for amount in measure.facts],
        "conditions": [condition.as_json() for condition in measure.conditions],
        "commitments": [_commitment(commitment) for commitment in measure.commitments],
        "lines": _lines(measure.lines),
        "citation": measure.citation.as_json(),
    }


def _commitment(commitment: Commitment) -> Json:
    return {
        "id": commitment.id,
        "measure": commitment.measure,
        "kind": commitment.kind.value,
        "text": commitment.text.as_json(),
        "owners": [_party(party) for party in commitment.owners],
        "partners": [_party(party) for party in commitment.partners],
        "timing": _timing(commitment.timing) if commitment.timing else None,
        "amounts": [_amount(amount) for amount in commitment.amounts],
        "conditions": [condition.as_json() for condition in commitment.conditions],
        "lines": _lines(commitment.lines),
        "citation": commitment.citation.as_json(),
    }


def _amount(amount: Amount) -> Json:
    return {
        "id": amount.id,
        "label": amount.label.as_json(),
        "unit": amount.unit.value,
        "value": _value(amount.value),
        "before": None if amount.before is None else _value(amount.before),
        "bound": amount.bound.value,
        "written": amount.written or None,
        "counted": list(amount.counted),
        "shown": amount_text(amount).as_json(),
        "lines": _lines(amount.lines),
    }


def _value(value: Money | Decimal | int | date) -> int | str:
    """Euro in cents, a percentage as a decimal text, a count as a whole number, a day in ISO."""
    if isinstance(value, Money):
        return value.cents
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _timing(timing: Timing) -> Json:
    return {
        "phrase": timing.phrase,
        "kind": timing.kind.value,
        "period": _period(timing.period),
        "deadline": timing.deadline.isoformat() if timing.deadline else None,
        "standing": timing.standing.value,
        "rule": _rule(timing.rule),
        "lines": [list(timing.lines)],
    }


def _period(period: Period) -> Json:
    start, end = period.start, period.end
    return {"start": start.isoformat() if start else None, "end": end.isoformat() if end else None}


def _rule(rule: ReadingRule) -> Json:
    return {"id": rule.id, "how": rule.how.as_json(), "why": rule.why.as_json()}


def _party(party: Party) -> Json:
    return {"id": party.id, "name": party.name.as_json()}


def _lines(lines: tuple[Lines, ...]) -> list[list[int]]:
    return [[part.first, part.last] for part in lines]


def _plan_rows(plan: Plan, lang: str) -> Iterator[Row]:
    yield Row(0, plan.code, f"{plan.title.in_(lang)} ({write_date(plan.date, lang)})")
    for domain in plan.domains:
        yield Row(1, domain.code, domain.title.in_(lang))
        for measure in domain.measures:
            yield Row(2, measure.code, measure.title.in_(lang))


def _measure_rows(measure: Measure, lang: str) -> Iterator[Row]:
    yield Row(0, measure.code, measure.title.in_(lang))
    yield Row(1, "", measure.summary.in_(lang))
    for label, parties in (
        (Text("Wie", "Who"), measure.owners),
        (Text("Met", "With"), measure.partners),
        (Text("Bevoegd (afgeleid)", "Competent (derived)"), measure.derived_owners),
    ):
        if parties:
            yield Row(1, "", f"{label.in_(lang)}: {', '.join(party.name.in_(lang) for party in parties)}")
    for timing in measure.timings:
        yield Row(1, "", f"{Text('Wanneer', 'When').in_(lang)}: {timing_text(timing).in_(lang)}")
    for condition in measure.conditions:
        yield Row(1, "", condition.in_(lang))
    for fact in measure.facts:
        yield _amount_row(1, fact, lang)
    for commitment in measure.commitments:
        yield Row(1, commitment.id, commitment.text.in_(lang))
        for amount in commitment.amounts:
            yield _amount_row(2, amount, lang)
        for condition in commitment.conditions:
            yield Row(2, "", condition.in_(lang))
        if commitment.timing and commitment.timing not in measure.timings:
            yield Row(2, "", f"{Text('Wanneer', 'When').in_(lang)}: {timing_text(commitment.timing).in_(lang)}")


def _amount_row(depth: int, amount: Amount, lang: str) -> Row:
    return Row(depth, "", f"{amount.label.in_(lang)}: {amount_text(amount).in_(lang)}")


def _value_text(value: Money | Decimal | int | date, unit: Unit) -> Text:
    if isinstance(value, Money):
        return value.as_text()
    if isinstance(value, date):
        return Text(write_date(value, "nl"), write_date(value, "en"))
    if unit is Unit.YEARS:
        return Text(f"{value} jaar", f"{value} years")
    if unit in (Unit.PERCENT, Unit.POINTS):
        sign = Text("%", "%") if unit is Unit.PERCENT else Text(" procentpunt", " percentage points")
        return Text(f"{str(value).replace('.', ',')}{sign.nl}", f"{value}{sign.en}")
    return Text.same(str(value))
