"""Who owns whom: the graph that size, de minimis and difficulty are read from. Plain data, no register behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bolwerk.kernel import ALWAYS, InvalidInput, Money, Period, Text

__all__ = ["Control", "Enterprise", "Holding", "OwnerKind", "OwnershipGraph", "YearFigures"]


class OwnerKind(StrEnum):
    """What an owner is to the law of size (Rec. 2003/361, annex, art. 3)."""

    ENTERPRISE = "enterprise"
    PERSON = "person"
    PUBLIC_BODY = "public_body"
    PUBLIC_INVESTMENT = "public_investment_corporation"
    VENTURE_CAPITAL = "venture_capital"
    BUSINESS_ANGEL = "business_angel"
    RESEARCH = "university_or_research"
    INSTITUTIONAL = "institutional_investor"
    SMALL_LOCAL_AUTHORITY = "small_local_authority"


class Control(StrEnum):
    """Ways to control without a majority of the votes (art. 3(3)(b), (c), (d))."""

    BOARD = "board_majority"
    CONTRACT = "dominant_influence"
    AGREEMENT = "shareholder_agreement"


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One closed accounting period. `None` is "not known", which is not zero. Headcount in annual work units.

    Where the accounts are consolidated, `consolidates` names the other enterprises whose figures are in them.
    """

    year: int
    headcount: Decimal | None = None
    turnover: Money | None = None
    balance: Money | None = None
    consolidates: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A node: an enterprise, a person or a body that owns. `markets` are the codes of the markets it is active on."""

    id: str
    name: str
    kind: OwnerKind = OwnerKind.ENTERPRISE
    figures: tuple[YearFigures, ...] = ()
    founded: int | None = None
    markets: frozenset[str] = frozenset()
    inhabitants: int | None = None
    yearly_budget: Money | None = None

    def in_year(self, year: int) -> YearFigures:
        return next((figures for figures in self.figures if figures.year == year), YearFigures(year))


@dataclass(frozen=True, slots=True)
class Holding:
    """`owner` holds percentages of the capital and the votes of `owned`.

    Holdings with the same non-empty `acting_together` in one enterprise belong to owners who act jointly.
    `invested` is what a business angel put into this enterprise.
    """

    owner: str
    owned: str
    capital: Decimal = Decimal(0)
    votes: Decimal = Decimal(0)
    control: frozenset[Control] = frozenset()
    acting_together: str = ""
    invested: Money | None = None
    valid: Period = ALWAYS

    @property
    def interest(self) -> Decimal:
        """Capital or votes, the higher of the two (art. 6(2))."""
        return max(self.capital, self.votes)


@dataclass(frozen=True, slots=True)
class OwnershipGraph:
    """Enterprises by id and the holdings between them."""

    enterprises: tuple[Enterprise, ...]
    holdings: tuple[Holding, ...] = ()
    _by_id: dict[str, Enterprise] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {enterprise.id: enterprise for enterprise in self.enterprises})
        if len(self._by_id) != len(self.enterprises):
            raise _bad(Text("Een onderneming staat er twee keer in.", "An enterprise stands in it twice."), "")
        for holding in self.holdings:
            self._check(holding)

    def get(self, id_: str) -> Enterprise:
        """Raises `InvalidInput` when the graph does not know it."""
        if id_ not in self._by_id:
            raise _bad(Text(f"De onderneming '{id_}' is niet beschreven.", f"The enterprise '{id_}' is not described."), id_)
        return self._by_id[id_]

    def on(self, day: date) -> OwnershipGraph:
        """As it stood on a day. More than 100 percent in one enterprise on that day is an error."""
        holdings = tuple(holding for holding in self.holdings if day in holding.valid)
        for owned in {holding.owned for holding in holdings}:
            _check_total(owned, (holding for holding in holdings if holding.owned == owned))
        return OwnershipGraph(self.enterprises, holdings)

    def _check(self, holding: Holding) -> None:
        where = f"{self.get(holding.owner).name} > {self.get(holding.owned).name}"
        if holding.owner == holding.owned:
            raise _bad(Text("Een onderneming bezit zichzelf.", "An enterprise owns itself."), where)
        for percentage in (holding.capital, holding.votes):
            if not 0 <= percentage <= 100:
                raise _bad(
                    Text(f"{percentage} % ligt niet tussen 0 en 100.", f"{percentage}% is not between 0 and 100."),
                    where,
                )


def _check_total(owned: str, holdings: Iterable[Holding]) -> None:
    shares = tuple(holdings)
    for total in (sum(h.capital for h in shares), sum(h.votes for h in shares)):
        if total > 100:
            raise _bad(Text(f"Samen is dat {total} %.", f"Together that is {total}%."), owned)


def _bad(what: Text, where: str) -> InvalidInput:
    return InvalidInput(
        what,
        where=where,
        mend=Text("Kijk de eigenaars en hun aandelen na.", "Check the owners and their shares."),
    )
