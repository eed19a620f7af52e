"""The amount of aid: eligible cost of each activity category times its rate, per partner, in exact cents.

A mixed project is priced per activity category, not as a whole (GBER art. 25(4)). The rate and what is eligible come
from the determinations `aid.rate` and `aid.eligible_costs`; here is only the arithmetic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from bolwerk.domains.investment.law.values import FIGURES
from bolwerk.kernel import Citation, Explained, InvalidInput, Money, Reason, Text

__all__ = ["ACTIVITIES", "COST_KINDS", "AidOutcome", "AidPart", "CostLine", "Rate", "amount"]

ACTIVITIES: Mapping[str, Text] = {
    "fundamental": Text("fundamenteel onderzoek", "fundamental research"),
    "industrial": Text("industrieel onderzoek", "industrial research"),
    "experimental": Text("experimentele ontwikkeling", "experimental development"),
    "feasibility": Text("haalbaarheidsstudie", "feasibility study"),
}
COST_KINDS: Mapping[str, Text] = {
    "personnel": Text("personeel", "personnel"),
    "operating": Text("werking", "operating costs"),
    "instruments": Text("instrumenten en apparatuur (afschrijving)", "instruments and equipment (depreciation)"),
    "buildings": Text("gebouwen en grond", "buildings and land"),
    "subcontract": Text("onderaanneming, kennis, octrooien, advies", "subcontracting, knowledge, patents, consultancy"),
    "research_partner": Text("onderzoekspartner", "research partner"),
    "investment": Text("investering", "investment"),
    "overheads": Text("overheadkosten, werkelijk", "overheads, actual"),
    "overheads_flat": Text("overheadkosten, vast percentage", "overheads, flat rate"),
    "other": Text("andere kosten", "other costs"),
}
# The flat rate is taken of the direct costs, GBER art. 25(3)(a) to (d); these two stand under (e).
_FLAT = "overheads_flat"
_INDIRECT = frozenset({"operating", "overheads"})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of the budget: who, for which activity category, which kind of cost, how much."""

    partner: str
    activity: str
    kind: str
    amount: Money

    def __post_init__(self) -> None:
        for field, value, known in (("activity", self.activity, ACTIVITIES), ("kind", self.kind, COST_KINDS)):
            if value not in known:
                options = ", ".join(known)
                raise InvalidInput(
                    Text(f"'{value}' kennen we niet.", f"We do not know '{value}'."),
                    where=f"costs.{field}",
                    mend=Text(f"Kies uit: {options}.", f"Choose from: {options}."),
                )
        if self.amount.cents < 0:
            raise InvalidInput(
                Text("Een kost kan niet negatief zijn.", "A cost cannot be negative."),
                where="costs.amount",
                mend=Text("Geef nul of meer.", "Give zero or more."),
            )


@dataclass(frozen=True, slots=True)
class Rate:
    """Percent of the eligible cost, with where it comes from."""

    percent: Decimal
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class AidPart:
    """One partner in one activity category."""

    partner: str
    activity: str
    claimed: Money
    eligible: Money
    rate: Rate
    aid: Money


@dataclass(frozen=True, slots=True)
class AidOutcome:
    """The parts, and their sums."""

    parts: tuple[AidPart, ...]

    @property
    def total(self) -> Money:
        return Money.sum(part.aid for part in self.parts)

    @property
    def eligible(self) -> Money:
        return Money.sum(part.eligible for part in self.parts)

    @property
    def per_partner(self) -> Mapping[str, Money]:
        found: dict[str, Money] = defaultdict(lambda: Money(0))
        for part in self.parts:
            found[part.partner] += part.aid
        return dict(found)


def amount(
    lines: Iterable[CostLine],
    rates: Mapping[tuple[str, str], Rate],
    eligible: Mapping[tuple[str, str], bool],
    on: date,
) -> Explained[AidOutcome]:
    """Aid for a budget. `rates` by (partner, activity), `eligible` by (activity, kind of cost).

    Aid is cut down to the cent per part, so that a ceiling is never passed by rounding.
    Raises `InvalidInput` when a rate or an eligibility is not given.
    """
    by_part: dict[tuple[str, str], list[CostLine]] = defaultdict(list)
    for line in lines:
        by_part[line.partner, line.activity].append(line)
    parts, why = [], []
    for key in sorted(by_part):
        part, reason = _price(by_part[key], _need(rates, key, "rates"), eligible, on)
        parts.append(part)
        why.append(reason)
    outcome = AidOutcome(tuple(parts))
    total = outcome.total
    why.append(Reason(Text(f"Samen is dat {total.in_('nl')} steun.", f"Together that is {total.in_('en')} of aid.")))
    return Explained(outcome, tuple(why))


def _price(lines: list[CostLine], rate: Rate, eligible: Mapping[tuple[str, str], bool], on: date) -> tuple[AidPart, Reason]:
    allowed = [line for line in lines if _need(eligible, (line.activity, line.kind), "eligible")]
    flat = Money.sum(line.amount for line in allowed if line.kind == _FLAT)
    indirect = Money.sum(line.amount for line in allowed if line.kind in _INDIRECT)
    direct = Money.sum(line.amount for line in allowed) - flat - indirect
    ceiling = FIGURES.on(on, "aid.overhead.flat")
    counted = min(flat, direct.percent(ceiling.value))
    total = direct + indirect + counted
    first = lines[0]
    part = AidPart(
        partner=first.partner,
        activity=first.activity,
        claimed=Money.sum(line.amount for line in lines),
        eligible=total,
        rate=rate,
        aid=total.percent(rate.percent),
    )
    steps = [_refused(line) for line in lines if line not in allowed]
    if counted < flat:
        steps.append(_overhead_cut(flat, counted, ceiling.value, ceiling.citation))
    return part, _part_reason(part, steps)


def _need(table: Mapping[tuple[str, str], T], key: tuple[str, str], where: str) -> T:
    if key not in table:
        raise InvalidInput(
            Text(f"Voor {' / '.join(key)} is er geen antwoord.", f"There is no answer for {' / '.join(key)}."),
            where=where,
            mend=Text(
                "Bepaal eerst het steunpercentage en wat in aanmerking komt.",
                "Determine the rate and what is eligible first.",
            ),
        )
    return table[key]


def _part_reason(part: AidPart, steps: list[Reason]) -> Reason:
    activity, rate = ACTIVITIES[part.activity], f"{part.rate.percent.normalize():f}"
    return Reason(
        Text(
            f"{part.partner}, {activity.nl}: {rate} % van {part.eligible.in_('nl')} is {part.aid.in_('nl')}.",
            f"{part.partner}, {activity.en}: {rate}% of {part.eligible.in_('en')} is {part.aid.in_('en')}.",
        ),
        (*part.rate.citations, Citation("GBER", "art. 25(4)")),
        tuple(steps),
    )


def _refused(line: CostLine) -> Reason:
    kind = COST_KINDS[line.kind]
    return Reason(
        Text(
            f"Komt niet in aanmerking: {kind.nl}, {line.amount.in_('nl')}.",
            f"Not eligible: {kind.en}, {line.amount.in_('en')}.",
        ),
        (Citation("GBER", "art. 25(3)"),),
    )


def _overhead_cut(asked: Money, counted: Money, rate: Decimal, citation: Citation) -> Reason:
    return Reason(
        Text(
            f"Algemene kosten met een vast percentage tellen tot {rate:f} % van de andere kosten: "
            f"{counted.in_('nl')} van {asked.in_('nl')}.",
            f"Overheads at a flat rate count up to {rate:f}% of the other costs: {counted.in_('en')} of {asked.in_('en')}.",
        ),
        (citation,),
    )
