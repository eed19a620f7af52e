"""The only door of the domain: its law, the service of a reservist, and the map of barriers. Pure."""

from __future__ import annotations

from pathlib import Path

from bolwerk.domains.reservists.law.barriers import FIELDS, Barrier, BarrierKind, barriers
from bolwerk.domains.reservists.law.service import Service

__all__ = ["Barrier", "BarrierKind", "FIELDS", "LAW", "READINGS", "Service", "barriers"]

LAW = Path(__file__).with_name("law")
READINGS: tuple[Path, ...] = (
    LAW / "readings" / "full-month-date-to-date.md",
    LAW / "readings" / "full-month-thirty-days.md",
)
