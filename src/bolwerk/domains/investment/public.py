"""The only door of the domain: where its law stands, and its pure functions."""

from __future__ import annotations

from pathlib import Path

from bolwerk.domains.investment.law.ownership import Control, Enterprise, Holding, OwnerKind, OwnershipGraph, YearFigures
from bolwerk.domains.investment.law.size import Size, SizeOutcome, size_of

__all__ = [
    "Control",
    "Enterprise",
    "Holding",
    "LAW",
    "OwnerKind",
    "OwnershipGraph",
    "READINGS",
    "Size",
    "SizeOutcome",
    "YearFigures",
    "size_of",
]

LAW = Path(__file__).with_name("law")
READINGS: tuple[Path, ...] = (LAW / "readings" / "aid-rate-on-top.md",)
