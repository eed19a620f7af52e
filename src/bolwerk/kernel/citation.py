"""Where a figure or a rule comes from, and how sure we are of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bolwerk.kernel.text import Text


class Standing(StrEnum):
    """How a row of law stands. Only `confirmed` is shown as plain law."""

    CONFIRMED = "confirmed"
    DERIVED = "derived"
    UNCONFIRMED = "unconfirmed"

    @property
    def label(self) -> Text:
        return {
            Standing.CONFIRMED: Text("bevestigd", "confirmed"),
            Standing.DERIVED: Text("afgeleid", "derived"),
            Standing.UNCONFIRMED: Text("niet bevestigd", "unconfirmed"),
        }[self]


@dataclass(frozen=True, slots=True)
class Citation:
    """`source` names the text (`GBER`, `VDP`), `place` the spot in it (`art. 25(6)(b)`, `2.1`)."""

    source: str
    place: str
    standing: Standing = Standing.CONFIRMED

    def __str__(self) -> str:
        return f"{self.source} {self.place}".strip()

    def as_json(self) -> dict[str, str]:
        return {"source": self.source, "place": self.place, "standing": self.standing.value}

    @classmethod
    def read(cls, raw: str, standing: Standing = Standing.CONFIRMED) -> Citation:
        """From `GBER art. 25(6)(b)`: the first word is the source, the rest the place."""
        source, _, place = raw.strip().partition(" ")
        if not source:
            raise ValueError("a citation names its source")
        return cls(source, place, standing)
