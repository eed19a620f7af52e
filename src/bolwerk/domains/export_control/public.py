"""The only door of the domain: its law, its other readings and its procedures. Pure."""

from __future__ import annotations

from pathlib import Path

from bolwerk.domains.export_control.law.procedures import GUARDS, PROCEDURES

__all__ = ["GUARDS", "INDICATORS", "LAW", "PROCEDURES", "READINGS"]

LAW = Path(__file__).with_name("law")
INDICATORS = LAW / "indicators.toml"
READINGS: tuple[Path, ...] = (LAW / "readings" / "dual-use-validity-page.md",)
