"""Who owns whom, as plain frozen data for pure computing: no database behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bolwerk.kernel import Money, Period


@dataclass(frozen=True, slots=True)
class YearSize:
    """One closed year. Headcount in annual work units; an amount that is not known is None, which is not zero."""

    year: int
    headcount: Decimal
    turnover: Money | None
    balance: Money | None
    consolidated: bool
    source: str


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation (`org:12`), a person (`person:3`) or an unnamed body (`body:7`). `kind` is a value of `OwnerKind`."""

    id: str
    name: str
    kind: str
    kbo: str = ""
    founded: int | None = None
    sizes: tuple[YearSize, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """`owner` holds percentages of capital and votes of `owned`; the grounds of control are those of Rec. 2003/361."""

    owner: str
    owned: str
    capital: Decimal
    votes: Decimal
    appoints_board: bool
    dominant_influence: bool
    shareholder_agreement: bool
    same_market: bool
    concert: str
    invested: Money | None
    valid: Period

    @property
    def controls(self) -> bool:
        """More than half of the votes, or control on another ground."""
        return self.votes > 50 or self.appoints_board or self.dominant_influence or self.shareholder_agreement


@dataclass(frozen=True, slots=True)
class OwnershipGraph:
    """Everything tied to `root` by ownership on the day `on`, up and down, at any distance."""

    root: str
    on: date
    nodes: tuple[Node, ...]
    holdings: tuple[Holding, ...]

    def node(self, id_: str) -> Node:
        return next(node for node in self.nodes if node.id == id_)
