"""The aid that an application can get: every cost by its category, partner by partner, each rate with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bolwerk.domains.investment.app import facts as knowledge
from bolwerk.domains.investment.app.book import decide
from bolwerk.domains.investment.law import aid
from bolwerk.engines.rules import Answer
from bolwerk.kernel import Explained, Money
from bolwerk.office.calls import selectors
from bolwerk.office.calls.models import Application


@dataclass(frozen=True, slots=True)
class Priced:
    """`outcome` is None while a rate is not known; `open` then holds the answers that say which facts would decide."""

    outcome: Explained[aid.AidOutcome] | None
    rates: tuple[tuple[str, str, Answer], ...]
    open: tuple[Answer, ...]

    @property
    def most(self) -> Money | None:
        """The most aid that the rules allow."""
        return self.outcome.value.total if self.outcome else None


def price(application: Application, on: date) -> Priced:
    """Reads the application as it is, draft or submission."""
    lines = selectors.costs(application).lines
    facts = knowledge.values(knowledge.known_of(application, on))
    partners = {str(p.pk): p for p in application.partners.select_related("organisation")}
    rates: list[tuple[str, str, Answer]] = []
    eligible: dict[tuple[str, str], Answer] = {}
    found: dict[tuple[str, str], aid.Rate] = {}
    for line in lines:
        partner, activity = partners[line.partner], line.category.value
        label = partner.organisation.name
        if (label, activity) not in found and not any(r[:2] == (label, activity) for r in rates):
            tier = knowledge.size_tier(partner.organisation, on)
            own = {**facts, "project.activity": activity} | ({"company.size": tier} if tier else {})
            if tier is None:
                own.pop("company.size", None)
            answer = decide("aid.rate", own, on)
            rates.append((label, activity, answer))
            if answer.value is not None:
                found[label, activity] = aid.Rate(
                    Decimal(str(answer.value)), tuple(dict.fromkeys(row.citation for row in answer.why if row.citation))
                )
        kind = (activity, line.kind.value)
        if kind not in eligible:
            eligible[kind] = decide("aid.eligible_costs", {"project.activity": activity, "cost.kind": line.kind.value}, on)
    unknown = tuple(a for a in (*(r[2] for r in rates), *eligible.values()) if a.value is None)
    if unknown or not lines:
        return Priced(None, tuple(rates), unknown)
    costs = [
        aid.CostLine(partners[line.partner].organisation.name, line.category.value, line.kind.value, line.amount)
        for line in lines
    ]
    allowed = {key: answer.value is True for key, answer in eligible.items()}
    return Priced(aid.amount(costs, found, allowed, on), tuple(rates), ())
