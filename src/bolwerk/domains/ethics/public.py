"""The only door of the domain: its law, its procedure, and what the committee weighs."""

from __future__ import annotations

from pathlib import Path

from bolwerk.domains.ethics.law.committee import ASPECTS, NOTE, SCALE, SETTING, committee_rules
from bolwerk.domains.ethics.law.procedure import ADVICE, GUARDS, PROCEDURES

__all__ = [
    "ADVICE",
    "ASPECTS",
    "GUARDS",
    "INDICATORS",
    "LAW",
    "NOTE",
    "PROCEDURES",
    "READINGS",
    "SCALE",
    "SETTING",
    "committee_rules",
]

LAW = Path(__file__).with_name("law")
INDICATORS = LAW / "indicators.toml"
READINGS: tuple[Path, ...] = ()
