"""The only door of the domain: its law and its pure functions."""

from __future__ import annotations

from pathlib import Path

from bolwerk.domains.infrastructure.law.parts import PARTS, read_parts
from bolwerk.domains.infrastructure.law.structures import QUANTITIES, Fit, Measure

__all__ = ["Fit", "LAW", "Measure", "PARTS", "QUANTITIES", "READINGS", "read_parts"]

LAW = Path(__file__).with_name("law")
READINGS: tuple[Path, ...] = ()
