"""The aid of a whole budget: each partner's size, each category's rate, each cost's eligibility, all from the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bolwerk.domains.investment.law.aid import AidOutcome, CostLine, Rate, amount
from bolwerk.engines.rules import Answer, Book, Value
from bolwerk.kernel import Explained

__all__ = ["Priced", "price"]


@dataclass(frozen=True, slots=True)
class Priced:
    """`outcome` is `None` while an answer is missing; `open` holds those answers, each with what it asks.

    `rates` holds the answer of `aid.rate` by (partner, activity).
    """

    outcome: Explained[AidOutcome] | None
    rates: Mapping[tuple[str, str], Answer]
    open: tuple[Answer, ...]


def price(book: Book, facts: Mapping[str, Value], lines: Iterable[CostLine], sizes: Mapping[str, str], on: date) -> Priced:
    """Price `lines`. `sizes` gives the tier of each partner (`small`, `medium`, `large`); a partner left out is unknown.

    For a partner that is not in `sizes`, the fact `company.size` counts when there is only one partner.
    """
    costs = tuple(lines)
    partners = {line.partner for line in costs}
    rates: dict[tuple[str, str], Answer] = {}
    eligible: dict[tuple[str, str], Answer] = {}
    for line in costs:
        own = _facts_of(line.partner, facts, sizes, alone=len(partners) == 1)
        key = (line.partner, line.activity)
        rates.setdefault(key, book.decide("aid.rate", own | {"project.activity": line.activity}, on=on))
        kind = {"project.activity": line.activity, "cost.kind": line.kind}
        eligible.setdefault((line.activity, line.kind), book.decide("aid.eligible_costs", kind, on=on))
    missing = tuple(answer for answer in (*rates.values(), *eligible.values()) if answer.value is None)
    if missing or not costs:
        return Priced(None, rates, missing)
    found = {key: Rate(Decimal(str(a.value)), tuple(w.citation for w in a.why if w.citation)) for key, a in rates.items()}
    return Priced(amount(costs, found, {key: a.value is True for key, a in eligible.items()}, on), rates, ())


def _facts_of(partner: str, facts: Mapping[str, Value], sizes: Mapping[str, str], *, alone: bool) -> dict[str, Value]:
    own = {name: value for name, value in facts.items() if alone or name != "company.size"}
    if partner in sizes:
        own["company.size"] = sizes[partner]
    return own
