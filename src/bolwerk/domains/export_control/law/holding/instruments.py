"""The instruments a licence can be, read from `instruments.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bolwerk.kernel import InvalidInput, Text

__all__ = ["INSTRUMENTS", "Instrument", "instrument"]


@dataclass(frozen=True, slots=True)
class Instrument:
    """`kind`: its value of the fact `licence.kind`. `many`: it may name more than one consignee."""

    id: str
    label: Text
    kind: str
    many: bool


def _read() -> Mapping[str, Instrument]:
    raw = tomllib.loads(Path(__file__).with_name("instruments.toml").read_text(encoding="utf-8"))
    return MappingProxyType({id: Instrument(id, Text.read(row["label"]), row["kind"], row["many"]) for id, row in raw.items()})


INSTRUMENTS: Mapping[str, Instrument] = _read()


def instrument(id: str) -> Instrument:
    """Raises `InvalidInput` with the instruments there are."""
    if id not in INSTRUMENTS:
        raise InvalidInput(
            Text(f"'{id}' is geen soort vergunning.", f"'{id}' is no kind of licence."),
            where="instrument",
            mend=Text(f"Kies uit: {', '.join(INSTRUMENTS)}.", f"Choose from: {', '.join(INSTRUMENTS)}."),
        )
    return INSTRUMENTS[id]
