"""The aid that an application can get, from what stands in it and what the registers know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bolwerk.domains.investment.app import facts as knowledge
from bolwerk.domains.investment.app.book import book
from bolwerk.domains.investment.app.earlier import cumulation_room
from bolwerk.domains.investment.app.memory import once
from bolwerk.domains.investment.law import pricing
from bolwerk.domains.investment.law.aid import AidOutcome, CostLine
from bolwerk.domains.investment.law.cumulation import CumulationRoom
from bolwerk.engines.rules import Answer
from bolwerk.kernel import Explained, Money
from bolwerk.office.calls import selectors
from bolwerk.office.calls.models import Application


@dataclass(frozen=True, slots=True)
class Priced:
    """`outcome` is None while a rate is not known; `open` then holds the answers that say which facts would decide.

    `rates` holds the answer of `aid.rate` by (name of the partner, activity). `room` is what other aid for the same costs
    leaves, None when there is no other aid.
    """

    outcome: Explained[AidOutcome] | None
    rates: Mapping[tuple[str, str], Answer]
    open: tuple[Answer, ...]
    room: Explained[CumulationRoom] | None = None

    @property
    def most(self) -> Money | None:
        """The most aid that the rules allow, beside what was given for the same costs already."""
        if self.outcome is None:
            return None
        total = self.outcome.value.total
        return min(total, self.room.value.left) if self.room else total


def price(application: Application, on: date) -> Priced:
    """Reads the application as it is, draft or submission."""
    return once(("price", application.pk, on), lambda: _price(application, on))


def _price(application: Application, on: date) -> Priced:
    partners = {str(p.pk): p.organisation for p in application.partners.select_related("organisation")}
    tiers = {found.name: knowledge.size_tier(found, on) for found in partners.values()}
    lines = [
        CostLine(partners[line.partner].name, line.category.value, line.kind.value, line.amount)
        for line in selectors.costs(application).lines
    ]
    facts = knowledge.values(knowledge.known_of(application, on))
    own = book().validate({name: value for name, value in facts.items() if name in book().facts and name != "company.size"})
    priced = pricing.price(book(), own, lines, {name: tier for name, tier in tiers.items() if tier}, on)
    room = cumulation_room(application, priced.outcome.value, on) if priced.outcome else None
    return Priced(priced.outcome, priced.rates, priced.open, room)
