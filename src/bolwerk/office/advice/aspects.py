"""The aspects that a committee weighs and the scale on which it does. Pure; read from the committee's data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bolwerk.kernel import Text


@dataclass(frozen=True, slots=True)
class Aspect:
    """One side of the question, e.g. ethics."""

    id: str
    label: Text
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of the scale, e.g. −1 "weighs against"."""

    value: int
    label: Text


def read_aspects(raw: Iterable[Mapping[str, object]]) -> tuple[Aspect, ...]:
    """From `[{"id", "label": {"nl","en"}, "help"?}]`; each id once."""
    aspects = tuple(Aspect(str(a["id"]), Text.read(a["label"]), Text.read(a["help"]) if a.get("help") else None) for a in raw)
    if len({aspect.id for aspect in aspects}) != len(aspects):
        raise ValueError("each aspect stands once")
    return aspects


def read_scale(raw: Iterable[Mapping[str, object]]) -> tuple[Grade, ...]:
    """From `[{"value", "label": {"nl","en"}}]`, lowest first."""
    return tuple(sorted((Grade(int(str(g["value"])), Text.read(g["label"])) for g in raw), key=lambda grade: grade.value))


def write_aspects(aspects: Iterable[Aspect]) -> list[dict[str, object]]:
    return [{"id": a.id, "label": a.label.as_json(), "help": a.help.as_json() if a.help else None} for a in aspects]


def write_scale(scale: Iterable[Grade]) -> list[dict[str, object]]:
    return [{"value": grade.value, "label": grade.label.as_json()} for grade in scale]


@dataclass(frozen=True, slots=True)
class AspectSummary:
    """How the scores on one aspect lie. `mean` is None when nobody scored it."""

    aspect: Aspect
    scores: tuple[int, ...]
    mean: float | None
    lowest: int | None
    highest: int | None


def summarise(aspects: Iterable[Aspect], scores: Mapping[str, Iterable[int]]) -> tuple[AspectSummary, ...]:
    """Per aspect, from the scores of the members that take part."""
    found = []
    for aspect in aspects:
        given = tuple(sorted(scores.get(aspect.id, ())))
        mean = sum(given) / len(given) if given else None
        found.append(AspectSummary(aspect, given, mean, given[0] if given else None, given[-1] if given else None))
    return tuple(found)
