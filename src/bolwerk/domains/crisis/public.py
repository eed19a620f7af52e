"""The only door of the domain: its law and its pure functions."""

from __future__ import annotations

from pathlib import Path

from bolwerk.domains.crisis.law.energy import Backup, ups_capacity, ups_runtime
from bolwerk.domains.crisis.law.parts import PARTS, read_parts

__all__ = ["Backup", "LAW", "PARTS", "READINGS", "read_parts", "ups_capacity", "ups_runtime"]

LAW = Path(__file__).with_name("law")
READINGS: tuple[Path, ...] = ()
