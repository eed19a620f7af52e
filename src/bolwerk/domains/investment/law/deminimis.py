"""De minimis aid: what a single undertaking may still get in three years (Reg. (EU) 2023/2831)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bolwerk.domains.investment.law._groups import NOT_AGGREGATED, component, control_edges
from bolwerk.domains.investment.law.ownership import OwnershipGraph
from bolwerk.domains.investment.law.values import FIGURES
from bolwerk.kernel import Citation, Explained, InvalidInput, Money, Reason, Text, write_date
from bolwerk.kernel.calendar import add_months

__all__ = ["DeMinimisAward", "DeMinimisCheck", "DeMinimisRoom", "check", "room", "single_undertaking"]

REG = "Reg-2023/2831"


@dataclass(frozen=True, slots=True)
class DeMinimisAward:
    """An earlier award. `granted` is the day the right to it arose, not the day of payment (art. 3(3))."""

    id: str
    beneficiary: str
    amount: Money
    granted: date

    def __post_init__(self) -> None:
        if self.amount.cents < 0:
            raise InvalidInput(
                Text("Steun kan niet negatief zijn.", "Aid cannot be negative."),
                where=self.id,
                mend=Text("Geef het bedrag dat is toegekend.", "Give the amount that was granted."),
            )


@dataclass(frozen=True, slots=True)
class DeMinimisRoom:
    """Exact euro: `left` is what a new award may be at most; `counted` are the earlier awards in the window."""

    ceiling: Money
    used: Money
    left: Money
    window_start: date
    counted: tuple[DeMinimisAward, ...]


@dataclass(frozen=True, slots=True)
class DeMinimisCheck:
    """`covered` is all or nothing: an award over the room loses cover as a whole (art. 3(7))."""

    covered: bool
    room: DeMinimisRoom


def single_undertaking(graph: OwnershipGraph, subject: str, on: date) -> frozenset[str]:
    """Ids of the enterprises that are one undertaking with `subject`: control links only, never through people (art. 2(2)).

    A public body does not join enterprises either: each keeps its own room.
    """
    now = graph.on(on)
    graph.get(subject)
    edges = control_edges(now, FIGURES.on(on, "deminimis.control.votes").value)
    return component(subject, ((h.owner, h.owned) for h in edges if now.get(h.owner).kind not in NOT_AGGREGATED))


def room(awards: Iterable[DeMinimisAward], undertaking: frozenset[str], on: date) -> Explained[DeMinimisRoom]:
    """What is left for an award granted on `on`. The window holds the three years that end on that day."""
    ceiling, window = FIGURES.on(on, "deminimis.ceiling"), FIGURES.on(on, "deminimis.window")
    before = add_months(on, -int(window.value))  # an award of exactly three years ago no longer counts
    counted = tuple(
        sorted(
            (award for award in awards if award.beneficiary in undertaking and before < award.granted <= on),
            key=lambda award: (award.granted, award.id),
        )
    )
    used = Money.sum(award.amount for award in counted)
    left = max(ceiling.money - used, Money(0))
    found = DeMinimisRoom(ceiling.money, used, left, before, counted)
    return Explained(found, (_window_reason(found, on), _left_reason(found, ceiling.citation)))


def check(amount: Money, awards: Iterable[DeMinimisAward], undertaking: frozenset[str], on: date) -> Explained[DeMinimisCheck]:
    """May `amount` be granted as de minimis aid on `on`?"""
    found = room(awards, undertaking, on)
    covered = amount <= found.value.left
    text = (
        Text("Het nieuwe bedrag past in de ruimte.", "The new amount fits in the room.")
        if covered
        else Text(
            "Het nieuwe bedrag past niet in de ruimte. Dan valt het helemaal buiten de regeling, niet alleen het teveel.",
            "The new amount does not fit in the room. Then all of it falls outside the regulation, not only the excess.",
        )
    )
    return Explained(DeMinimisCheck(covered, found.value), (*found.why, Reason(text, (Citation(REG, "art. 3(7)"),))))


def _window_reason(found: DeMinimisRoom, on: date) -> Reason:
    start = found.window_start
    steps = tuple(
        Reason(
            Text(
                f"{award.id}: {award.amount.in_('nl')}, toegekend op {write_date(award.granted, 'nl')}.",
                f"{award.id}: {award.amount.in_('en')}, granted on {write_date(award.granted, 'en')}.",
            )
        )
        for award in found.counted
    )
    return Reason(
        Text(
            f"Na {write_date(start, 'nl')} tot en met {write_date(on, 'nl')} is {found.used.in_('nl')} toegekend.",
            f"After {write_date(start, 'en')} up to {write_date(on, 'en')}, {found.used.in_('en')} was granted.",
        ),
        (Citation(REG, "art. 3(2)"), Citation(REG, "art. 3(3)")),
        steps,
    )


def _left_reason(found: DeMinimisRoom, citation: Citation) -> Reason:
    return Reason(
        Text(
            f"Het plafond is {found.ceiling.in_('nl')}. Er is nog ruimte voor {found.left.in_('nl')}.",
            f"The ceiling is {found.ceiling.in_('en')}. There is room for {found.left.in_('en')}.",
        ),
        (citation,),
    )
