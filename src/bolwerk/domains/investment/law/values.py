"""The dated legal figures behind the pure functions: read from `values.toml`, never written in code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bolwerk.kernel import Citation, MissingLaw, Money, Period, Standing, Text, write_date

__all__ = ["FIGURES", "Figure", "Figures"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in force. `unit`: awu, euro, percent, months, inhabitants."""

    id: str
    value: Decimal
    unit: str
    valid: Period
    citation: Citation
    note: Text | None = None

    @property
    def money(self) -> Money:
        if self.unit != "euro":
            raise ValueError(f"{self.id} is in {self.unit}, not in euro")
        return Money.euro(self.value)


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures; ask for one on a day."""

    rows: tuple[Figure, ...]

    def on(self, day: date, id_: str) -> Figure:
        """The figure in force on `day`. Raises `MissingLaw` where none is: nothing is computed with law of another day."""
        for figure in self.rows:
            if figure.id == id_ and day in figure.valid:
                return figure
        raise MissingLaw(
            Text(
                f"Voor {write_date(day, 'nl')} kennen we geen waarde voor '{id_}'.",
                f"We know no value for '{id_}' on {write_date(day, 'en')}.",
            ),
            where="values.toml",
            mend=Text(
                "Kies een datum waarop de regel geldt, of vul de wet aan.",
                "Choose a day on which the rule holds, or add the law.",
            ),
        )

    @classmethod
    def read(cls, path: Path) -> Figures:
        return cls(tuple(_row(raw) for raw in tomllib.loads(path.read_text(encoding="utf-8"))["value"]))


def _row(raw: Mapping[str, Any]) -> Figure:
    standing = Standing(raw.get("standing", "confirmed"))
    return Figure(
        id=raw["id"],
        value=Decimal(str(raw["value"])),
        unit=raw["unit"],
        valid=Period(raw.get("from"), raw.get("until")),
        citation=Citation.read(raw["source"], standing),
        note=Text.read(raw["note"]) if "note" in raw else None,
    )


FIGURES = Figures.read(Path(__file__).with_name("values.toml"))
