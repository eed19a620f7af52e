"""The only door of the domain: its law and its other readings. Pure."""

from __future__ import annotations

from pathlib import Path

__all__ = ["LAW", "READINGS"]

LAW = Path(__file__).with_name("law")
READINGS: tuple[Path, ...] = (LAW / "readings" / "dual-use-validity-page.md",)
