"""What the finder takes and gives: earlier decisions in; candidates with their reasons and points out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from bolwerk.engines.goods._codes import Code
from bolwerk.engines.goods._numbers import Compared
from bolwerk.engines.goods._version import Entry, ListVersion
from bolwerk.kernel import Text


class Asked(StrEnum):
    """How a question was read."""

    DESCRIPTION = "description"
    CODE = "code"
    CN = "cn"


class Kind(StrEnum):
    """What a reason rests on."""

    WORD = "word"
    NOTION = "notion"
    CODE = "code"
    CORRELATION = "correlation"
    PRECEDENT = "precedent"
    NUMBER = "number"
    LEANING = "leaning"


class Strength(StrEnum):
    """How much speaks for a candidate, in a word. It ranks; it decides nothing."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"

    @property
    def label(self) -> Text:
        return {
            Strength.STRONG: Text("sterk spoor", "strong lead"),
            Strength.FAIR: Text("mogelijk", "possible"),
            Strength.WEAK: Text("zwak spoor", "weak lead"),
        }[self]


@dataclass(frozen=True, slots=True)
class Precedent:
    """A decided case: the goods as they were described, the code when they were listed, else None, and the day."""

    description: str
    code: Code | None
    on: date
    ref: str = ""

    @property
    def outcome(self) -> Text:
        if self.code is None:
            return Text("niet op een lijst", "not on a list")
        return Text(f"ingedeeld als {self.code}", f"classified as {self.code}")


@dataclass(frozen=True, slots=True)
class Because:
    """One reason for a candidate and the points it brings; a factor (`× 1.25`) where `times`."""

    kind: Kind
    text: Text
    points: float
    times: bool = False

    @property
    def shown(self) -> str:
        return f"× {self.points:.2f}" if self.times else f"+ {self.points:.1f}"

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "text": self.text.as_json(), "points": round(self.points, 3), "factor": self.times}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that the goods may fall under: its points are the sum of its reasons, times its factors."""

    entry: Entry
    version: ListVersion
    path: tuple[Entry, ...]
    points: float
    strength: Strength
    why: tuple[Because, ...]
    numbers: tuple[Compared, ...] = ()
    precedents: tuple[Precedent, ...] = ()

    @property
    def code(self) -> Code:
        return self.entry.code

    def as_json(self) -> dict[str, Any]:
        return {
            "code": str(self.code),
            "list": self.code.list.value,
            "version": self.version.version,
            "texts": dict(self.entry.texts),
            "path": [str(entry.code) for entry in self.path],
            "points": round(self.points, 3),
            "strength": self.strength.value,
            "why": [because.as_json() for because in self.why],
            "numbers": [{"text": one.as_text().as_json(), "fits": one.fits} for one in self.numbers],
            "precedents": [
                {"description": one.description, "code": str(one.code or ""), "on": one.on.isoformat(), "ref": one.ref}
                for one in self.precedents
            ],
        }


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one question. `unknown`: words that led nowhere; `notes`: what the reader must know of this answer."""

    asked: Asked
    candidates: tuple[Candidate, ...]
    versions: tuple[ListVersion, ...]
    unknown: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    unlisted: tuple[Precedent, ...] = ()
    """Earlier decisions on such goods that found them on no list."""

    @property
    def short(self) -> bool:
        """Whether only short titles served, in one list at least."""
        return any(version.short for version in self.versions)

    def as_json(self) -> dict[str, Any]:
        return {
            "asked": self.asked.value,
            "versions": [
                {
                    "list": v.list.value,
                    "version": v.version,
                    "valid_from": v.valid_from.isoformat(),
                    "short_titles": v.short,
                    "digest": v.digest,
                }
                for v in self.versions
            ],
            "candidates": [candidate.as_json() for candidate in self.candidates],
            "unknown_words": list(self.unknown),
            "notes": [note.as_json() for note in self.notes],
            "unlisted": [{"description": one.description, "on": one.on.isoformat(), "ref": one.ref} for one in self.unlisted],
        }
