"""Small ways to write an ownership graph in a test."""

from __future__ import annotations

from decimal import Decimal

from bolwerk.domains.investment.public import Control, Enterprise, Holding, OwnerKind, OwnershipGraph, YearFigures
from bolwerk.kernel import Money


def figures(year: int, headcount: float | str, turnover: int | None, balance: int | None) -> YearFigures:
    """Turnover and balance in euro."""
    return YearFigures(
        year,
        Decimal(str(headcount)),
        None if turnover is None else Money.euro(turnover),
        None if balance is None else Money.euro(balance),
    )


def firm(
    id_: str, headcount: float | str = 20, turnover: int | None = 3_000_000, balance: int | None = 3_000_000
) -> Enterprise:
    """The same figures in 2023 and 2024."""
    years = tuple(figures(year, headcount, turnover, balance) for year in (2023, 2024))
    return Enterprise(id_, f"{id_} (voorbeeld)", figures=years)


def body(id_: str, kind: OwnerKind) -> Enterprise:
    return Enterprise(id_, f"{id_} (voorbeeld)", kind=kind)


def holds(owner: str, owned: str, percent: float | str, votes: float | str | None = None, *control: Control) -> Holding:
    capital = Decimal(str(percent))
    return Holding(owner, owned, capital, capital if votes is None else Decimal(str(votes)), frozenset(control))


def graph(*enterprises: Enterprise, holdings: tuple[Holding, ...] = ()) -> OwnershipGraph:
    return OwnershipGraph(enterprises, holdings)
