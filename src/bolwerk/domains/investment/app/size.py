"""The size of an organisation from the registers: who owns it, what the closed years say, step by step."""

from __future__ import annotations

from datetime import date

from bolwerk.domains.investment.app.memory import once
from bolwerk.domains.investment.law.ownership import Control, Enterprise, Holding, OwnerKind, OwnershipGraph, YearFigures
from bolwerk.domains.investment.law.size import SizeOutcome, size_of
from bolwerk.kernel import Explained
from bolwerk.office.registers import graph as register
from bolwerk.office.registers import selectors
from bolwerk.office.registers.models import Organisation

_KINDS = {
    "organisation": OwnerKind.ENTERPRISE,
    "person": OwnerKind.PERSON,
    "public_body": OwnerKind.PUBLIC_BODY,
    "public_investment": OwnerKind.PUBLIC_INVESTMENT,
    "venture_capital": OwnerKind.VENTURE_CAPITAL,
    "business_angel": OwnerKind.BUSINESS_ANGEL,
    "university": OwnerKind.RESEARCH,
    "institutional": OwnerKind.INSTITUTIONAL,
    "small_municipality": OwnerKind.SMALL_LOCAL_AUTHORITY,
}


def size(organisation: Organisation, on: date) -> Explained[SizeOutcome]:
    """The size on a day. Raises `InvalidInput` where the registers contradict themselves."""
    return once(("size", organisation.pk, on), lambda: size_of(ownership(organisation, on), f"org:{organisation.pk}", on))


def ownership(organisation: Organisation, on: date) -> OwnershipGraph:
    """The graph of the registers in the terms of the law."""
    return once(("ownership", organisation.pk, on), lambda: _ownership(organisation, on))


def _ownership(organisation: Organisation, on: date) -> OwnershipGraph:
    found = selectors.ownership_graph(organisation, on)
    return OwnershipGraph(tuple(_enterprise(node) for node in found.nodes), tuple(_holding(h) for h in found.holdings))


def _enterprise(node: register.Node) -> Enterprise:
    return Enterprise(
        id=node.id,
        name=node.name,
        kind=_KINDS[node.kind],
        figures=tuple(_figures(year) for year in node.sizes),
        founded=node.founded,
    )


def _figures(year: register.YearSize) -> YearFigures:
    return YearFigures(year.year, year.headcount, year.turnover, year.balance)


def _holding(holding: register.Holding) -> Holding:
    grounds = (
        (holding.appoints_board, Control.BOARD),
        (holding.dominant_influence, Control.CONTRACT),
        (holding.shareholder_agreement, Control.AGREEMENT),
    )
    return Holding(
        owner=holding.owner,
        owned=holding.owned,
        capital=holding.capital,
        votes=holding.votes,
        control=frozenset(control for held, control in grounds if held),
        acting_together=holding.concert,
        invested=holding.invested,
        valid=holding.valid,
    )
