"""The settings of the defence call, each with its source and how sure it is. What no source gives is a setting, not law."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bolwerk.kernel import Citation, Duration, MissingLaw, Standing, Text, Unit

__all__ = ["CALL", "Call", "Setting"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: a number with its unit, or a day."""

    id: str
    value: int | date
    unit: str
    citation: Citation
    note: Text | None

    @property
    def number(self) -> int:
        if not isinstance(self.value, int):
            raise ValueError(f"{self.id} is a day, not a number")
        return self.value

    @property
    def day(self) -> date:
        if not isinstance(self.value, date):
            raise ValueError(f"{self.id} is a number, not a day")
        return self.value

    @property
    def duration(self) -> Duration:
        return Duration(self.number, Unit(self.unit))


@dataclass(frozen=True, slots=True)
class Call:
    """A call with its settings by name."""

    id: str
    title: Text
    settings: Mapping[str, Setting]

    def __getitem__(self, name: str) -> Setting:
        if name not in self.settings:
            raise MissingLaw(
                Text(f"De oproep heeft geen instelling '{name}'.", f"The call has no setting '{name}'."),
                where="call.toml",
                mend=Text("Vul ze aan met haar bron.", "Add it with its source."),
            )
        return self.settings[name]

    @classmethod
    def read(cls, path: Path) -> Call:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        settings = {name: _setting(name, row) for name, row in raw.items() if name not in {"id", "title"}}
        return cls(raw["id"], Text.read(raw["title"]), MappingProxyType(settings))


def _setting(name: str, row: Mapping[str, Any]) -> Setting:
    return Setting(
        id=name,
        value=row["value"],
        unit=row.get("unit", "day"),
        citation=Citation.read(row["source"], Standing(row["standing"])),
        note=Text.read(row["note"]) if "note" in row else None,
    )


CALL = Call.read(Path(__file__).with_name("call.toml"))
