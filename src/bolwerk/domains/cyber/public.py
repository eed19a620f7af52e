"""The only door of the domain: its law and its pure functions."""

from __future__ import annotations

from pathlib import Path

from bolwerk.domains.cyber.law.clocks import after_hours, after_months
from bolwerk.domains.cyber.law.cyfun import ACTORS, ATTACKS, Maturity, Requirement, Threat, maturity, selection_score
from bolwerk.domains.cyber.law.parts import PARTS, read_parts

__all__ = [
    "ACTORS",
    "ATTACKS",
    "LAW",
    "Maturity",
    "PARTS",
    "READINGS",
    "Requirement",
    "Threat",
    "after_hours",
    "after_months",
    "maturity",
    "read_parts",
    "selection_score",
]

LAW = Path(__file__).with_name("law")
READINGS: tuple[Path, ...] = (LAW / "readings" / "nis2-size-page.md",)
