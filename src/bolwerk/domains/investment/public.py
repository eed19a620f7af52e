"""The only door of the domain: its law, its procedures, and its pure functions."""

from __future__ import annotations

from pathlib import Path

from bolwerk.domains.investment.law import cumulation, deminimis
from bolwerk.domains.investment.law.aid import ACTIVITIES, COST_KINDS, AidOutcome, AidPart, CostLine, Rate, amount
from bolwerk.domains.investment.law.call import CALL, Call, Setting
from bolwerk.domains.investment.law.dossier import read_awards, read_costs, read_graph
from bolwerk.domains.investment.law.ownership import Control, Enterprise, Holding, OwnerKind, OwnershipGraph, YearFigures
from bolwerk.domains.investment.law.parts import PARTS, read_parts
from bolwerk.domains.investment.law.pricing import Priced, price
from bolwerk.domains.investment.law.procedure import DEVELOPMENT, GUARDS, PROCEDURES, RESEARCH
from bolwerk.domains.investment.law.size import Missing, Size, SizeOutcome, size_of
from bolwerk.domains.investment.law.values import FIGURES, Figure

__all__ = [
    "ACTIVITIES",
    "AidOutcome",
    "AidPart",
    "CALL",
    "COST_KINDS",
    "Call",
    "Control",
    "CostLine",
    "DEVELOPMENT",
    "Enterprise",
    "FIGURES",
    "Figure",
    "GUARDS",
    "Holding",
    "INDICATORS",
    "LAW",
    "Missing",
    "OwnerKind",
    "OwnershipGraph",
    "PARTS",
    "PROCEDURES",
    "Priced",
    "READINGS",
    "RESEARCH",
    "Rate",
    "Setting",
    "Size",
    "SizeOutcome",
    "YearFigures",
    "amount",
    "cumulation",
    "deminimis",
    "price",
    "read_awards",
    "read_costs",
    "read_graph",
    "read_parts",
    "size_of",
]

LAW = Path(__file__).with_name("law")
INDICATORS = LAW / "indicators.toml"
READINGS: tuple[Path, ...] = (LAW / "readings" / "aid-rate-on-top.md", LAW / "readings" / "fund-half-is-enough.md")
