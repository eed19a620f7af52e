"""A chart of bands in drawing units: per number of people the days of eight in ten cases, the median, the term across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bolwerk.engines.simulate import LaneFigures

WIDTH, HEIGHT = 1000, 240


@dataclass(frozen=True, slots=True)
class Band:
    """One number of people. `top` and `height` place the band p10 to p90, `middle` the median; `known` False: no case."""

    people: int
    x: int
    width: int
    top: int
    height: int
    middle: int
    known: bool

    @property
    def centre(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Bands:
    """`most` days is the top of the scale; `term` the height of the line of the term, None when it lies above."""

    bands: tuple[Band, ...]
    most: int
    term: int | None


def bands(rows: Sequence[tuple[int, LaneFigures]], term: int | None) -> Bands:
    """All days from receipt to decision, per number of people."""
    highest = max((figures.lead.p90 for _, figures in rows if figures.lead), default=1.0)
    most = _round_up(max(highest, 1.0))
    slot = WIDTH // max(len(rows), 1)
    width = max(min(slot // 3, 60), 6)
    drawn = []
    for place, (people, figures) in enumerate(rows):
        lead = figures.lead
        low, middle, high = (lead.p10, lead.p50, lead.p90) if lead else (0.0, 0.0, 0.0)
        top = _y(high, most)
        x = place * slot + (slot - width) // 2
        drawn.append(Band(people, x, width, top, max(_y(low, most) - top, 3), _y(middle, most), lead is not None))
    return Bands(tuple(drawn), most, _y(term, most) if term is not None and term <= most else None)


def _y(days: float, most: int) -> int:
    return HEIGHT - round(days / most * HEIGHT)


def _round_up(days: float) -> int:
    """The next 1, 2 or 5 times a power of ten."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if factor * step >= days:
                return factor * step
        step *= 10
