"""The terms of the procedures: legal figures out of the law's own tables, and settings where no source gives one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from bolwerk.engines.rules import load
from bolwerk.kernel import Citation, Duration, Standing, Text, Unit

__all__ = ["DEPARTMENT", "LAW_DAY", "MINISTER", "REVIEW", "SETTINGS", "Setting"]

LAW_DAY = date(2025, 4, 4)
"""From this day the page with the longest lead times is taken: no procedure holds before it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A term with its source and how sure it is."""

    duration: Duration
    citation: Citation
    note: Text | None = None


def _read() -> Mapping[str, Setting]:
    raw = tomllib.loads(Path(__file__).with_name("settings.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: Setting(
                Duration(row["value"], Unit(row["unit"])),
                Citation.read(row["source"], Standing(row["standing"])),
                Text.read(row["note"]),
            )
            for name, row in raw.items()
        }
    )


def _figure(table: str, param: str, unit: Unit, times: int = 1) -> Setting:
    """A figure of a law table: read there, never written twice."""
    arms = Path(__file__).parents[1] / "arms"
    found = load([arms.parent / "facts.toml", arms / "facts.toml", arms / table]).value(param, LAW_DAY)
    if found.citation is None:
        raise ValueError(f"{param} has no source")
    return Setting(Duration(int(str(found.value)) * times, unit), found.citation)


SETTINGS = _read()
MINISTER = _figure("decision-term.md", "export.term.minister", Unit.CALENDAR_DAYS)
DEPARTMENT = _figure("decision-term.md", "export.term.department", Unit.CALENDAR_DAYS)
REVIEW = _figure("prior-authorisation-review.md", "export.authorisation_review_years", Unit.MONTHS, times=12)
