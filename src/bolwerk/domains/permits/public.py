"""The only door of the domain: its law. Pure."""

from __future__ import annotations

from pathlib import Path

__all__ = ["LAW", "READINGS"]

LAW = Path(__file__).with_name("law")
READINGS: tuple[Path, ...] = (LAW / "readings" / "exemption-ports.md", LAW / "readings" / "modular-started.md")
