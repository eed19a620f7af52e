"""What the committee weighs and how it works, read from `aspects.toml` and `committee.toml`. Plain data for the office."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bolwerk.kernel import Citation, Duration, Standing, Text, Unit

__all__ = ["ASPECTS", "NOTE", "SCALE", "SEAT_MONTHS", "SETTING", "committee_rules", "term"]


def _read(name: str) -> Mapping[str, Any]:
    return MappingProxyType(tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8")))


_ASPECTS = _read("aspects.toml")
_COMMITTEE = _read("committee.toml")
_RULES = ("quorum", "quorum_at_least", "recused_count", "areas", "majority", "base", "tie")

ASPECTS: tuple[Mapping[str, Any], ...] = tuple(_ASPECTS["aspect"])
"""`{id, label, help}` of each aspect, in the order of the plan."""
SCALE: tuple[Mapping[str, Any], ...] = tuple(_ASPECTS["grade"])
"""`{value, label}` of each grade, lowest first."""
SETTING = Citation.read(_COMMITTEE["source"], Standing(_COMMITTEE["standing"]))
"""How everything in `committee.toml` stands: chosen, not law."""
NOTE = Text.read(_COMMITTEE["note"])
SEAT_MONTHS: int = _COMMITTEE["term_months"]
"""How long a seat runs."""


def committee_rules() -> dict[str, Any]:
    """Quorum, mix, majority and tie rule as plain data, in the shape the office of advice reads."""
    return {name: _COMMITTEE[name] for name in _RULES}


def term(name: str) -> Duration:
    """A term of the committee's settings by name."""
    row = _COMMITTEE[name]
    return Duration(row["value"], Unit(row["unit"]))
