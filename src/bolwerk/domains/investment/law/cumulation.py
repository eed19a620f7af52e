"""Aid from several sources on the same eligible costs: how much room is left (GBER art. 8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bolwerk.domains.investment.law.values import FIGURES
from bolwerk.kernel import Citation, Explained, InvalidInput, Money, Reason, Text

__all__ = ["AidSource", "CumulationRoom", "OtherAid", "room"]


class AidSource(StrEnum):
    """What kind of money it is: only money of the Member State is state aid."""

    STATE = "state_aid"
    DE_MINIMIS = "de_minimis"
    UNION = "union_centrally_managed"
    EDF = "european_defence_fund"


_STATE = frozenset({AidSource.STATE, AidSource.DE_MINIMIS})


@dataclass(frozen=True, slots=True)
class OtherAid:
    """Aid that stands on the same eligible costs already."""

    id: str
    source: AidSource
    amount: Money


@dataclass(frozen=True, slots=True)
class CumulationRoom:
    """Exact euro. `state_ceiling` holds for state aid, `total_ceiling` for all public money where Union money is in it."""

    state_ceiling: Money
    state_used: Money
    total_ceiling: Money | None
    total_used: Money
    left: Money


def room(
    eligible: Money,
    highest: Decimal,
    others: Iterable[OtherAid],
    on: date,
    *,
    union_rate: Decimal | None = None,
) -> Explained[CumulationRoom]:
    """Room for new state aid on `eligible` costs, `highest` being the highest intensity (percent) that applies to them.

    Money that the Union manages itself is not state aid, but all together may not pass `union_rate`, the most favourable
    rate of the Union's rules. Beside the European Defence Fund, all together may go up to the rate of GBER art. 25e.
    Raises `InvalidInput` when Union money is there and its rate is not given, or on a negative amount.
    """
    known = tuple(others)
    _check(eligible, known, union_rate)
    state_used = Money.sum(aid.amount for aid in known if aid.source in _STATE)
    total_used = Money.sum(aid.amount for aid in known)
    with_fund = any(aid.source is AidSource.EDF for aid in known)
    fund = FIGURES.on(on, "cumulation.edf")
    state_ceiling = eligible.percent(fund.value if with_fund else highest)
    rate = fund.value if with_fund else union_rate if state_used != total_used else None
    total_ceiling = None if rate is None else eligible.percent(rate)
    left = state_ceiling - state_used
    if total_ceiling is not None:
        left = min(left, total_ceiling - total_used)
    found = CumulationRoom(state_ceiling, state_used, total_ceiling, total_used, max(left, Money(0)))
    return Explained(found, tuple(_reasons(found, fund.citation if with_fund else Citation("GBER", "art. 8(3)"))))


def _check(eligible: Money, others: tuple[OtherAid, ...], union_rate: Decimal | None) -> None:
    for name, amount in (("eligible", eligible), *((aid.id, aid.amount) for aid in others)):
        if amount.cents < 0:
            raise InvalidInput(
                Text("Een bedrag kan hier niet negatief zijn.", "An amount cannot be negative here."),
                where=name,
                mend=Text("Geef nul of meer.", "Give zero or more."),
            )
    if union_rate is None and any(aid.source is AidSource.UNION for aid in others):
        raise InvalidInput(
            Text("Er is Europees geld bij, maar het hoogste Europese steunpercentage ontbreekt.", _NO_RATE_EN),
            where="union_rate",
            mend=Text("Zoek het percentage op in de subsidieovereenkomst.", "Look the rate up in the grant agreement."),
        )


_NO_RATE_EN = "There is Union money in it, but the most favourable Union rate is missing."


def _reasons(found: CumulationRoom, citation: Citation) -> Iterable[Reason]:
    yield Reason(
        Text(
            f"Op deze kosten mag hoogstens {found.state_ceiling.in_('nl')} staatssteun; "
            f"er is al {found.state_used.in_('nl')} toegekend.",
            f"At most {found.state_ceiling.in_('en')} of state aid may stand on these costs; "
            f"{found.state_used.in_('en')} was granted already.",
        ),
        (citation,),
    )
    if found.total_ceiling is not None:
        yield Reason(
            Text(
                f"Met het Europese geld erbij mag het hoogstens {found.total_ceiling.in_('nl')} zijn; "
                f"dat is nu {found.total_used.in_('nl')}.",
                f"With the Union money it may be at most {found.total_ceiling.in_('en')}; "
                f"it is {found.total_used.in_('en')} now.",
            ),
            (Citation("GBER", "art. 8(2)"),),
        )
    yield Reason(
        Text(f"Er is nog ruimte voor {found.left.in_('nl')}.", f"There is room for {found.left.in_('en')}."),
        (Citation("GBER", "art. 8"),),
    )
