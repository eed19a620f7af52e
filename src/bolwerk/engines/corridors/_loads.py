"""What a moving load does to a simple span, and which military class stays below it. A screen, no rating of a structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bolwerk.engines.corridors._model import Basis, Limit, Quantity, Side
from bolwerk.kernel import InvalidInput, Text

GRAVITY = 9.80665  # kN per tonne


@dataclass(frozen=True, slots=True)
class Load:
    """Axles in tonnes with the metres between them; or, with `track_m`, one load spread evenly over that length."""

    id: str
    axles_t: tuple[float, ...]
    gaps_m: tuple[float, ...] = ()
    track_m: float | None = None
    source: str = ""
    basis: Basis = Basis.AGENCY
    mlc: tuple[Quantity, int] | None = None

    def __post_init__(self) -> None:
        whole = len(self.axles_t) == 1 if self.track_m is not None else len(self.gaps_m) == len(self.axles_t) - 1
        if not whole or min((*self.axles_t, *self.gaps_m, self.track_m or 1.0)) <= 0:
            raise InvalidInput(
                Text("De assen en afstanden passen niet.", "The axles and distances do not fit."),
                where=self.id,
                mend=Text(
                    "Geef tussen elke twee assen één afstand boven 0.", "Give one distance above 0 between each two axles."
                ),
            )

    @property
    def total_t(self) -> float:
        return sum(self.axles_t)


_DECREE = "Dz.U. 2022 poz. 1518, annex 2 (after STANAG 2021)"


def _tracked(mlc: int, tonnes: float, length: float) -> Load:
    return Load(f"T{mlc}", (tonnes,), track_m=length, source=_DECREE, mlc=(Quantity.MLC_TRACKED, mlc))


# Only those whose every figure is public in law and was read.
HYPOTHETICAL: tuple[Load, ...] = (
    _tracked(40, 36.29, 3.66),
    _tracked(60, 54.43, 4.27),
    _tracked(80, 72.58, 4.88),
    _tracked(100, 90.72, 5.49),
    _tracked(120, 108.86, 6.10),
    Load(
        "W100",
        (13.61, 27.22, 27.22, 18.14, 18.14),
        (3.66, 1.68, 6.25, 1.52),
        source=_DECREE,
        mlc=(Quantity.MLC_WHEELED, 100),
    ),
)


def even_axles(total_t: float, most_per_axle_t: float, gap_m: float, *, source: str) -> Load:
    """A set of equal axles, as few as the axle limit allows. The layout is assumed: the text fixes total and axle only."""
    count = int(np.ceil(total_t / most_per_axle_t - 1e-9))
    return Load(f"{total_t:g} t", (total_t / count,) * count, (gap_m,) * (count - 1), source=source, basis=Basis.ASSUMED)


def moment(load: Load, span_m: float) -> float:
    """The largest bending moment in kNm while the load moves over a simple span.

    It lies under an axle when that axle and the resultant of what is on the span are equally far from the middle.
    """
    if load.track_m is not None:
        weight, track = load.total_t * GRAVITY, load.track_m
        return weight * (span_m / 4 - track / 8) if span_m >= track else weight / track * span_m**2 / 8
    at, force = _axles(load)
    best = 0.0
    for low in range(len(at)):
        for high in range(low, len(at)):
            part = slice(low, high + 1)
            centre = float((at[part] * force[part]).sum() / force[part].sum())
            for under in range(low, high + 1):
                x = span_m / 2 + (at[under] - centre) / 2
                place = at - at[under] + x
                on = (place > 0) & (place < span_m)
                left = float((force[on] * (span_m - place[on])).sum() / span_m)
                before = on & (place < x)
                best = max(best, left * x - float((force[before] * (x - place[before])).sum()))
    return best


def shear(load: Load, span_m: float) -> float:
    """The largest shear in kN at a support of a simple span."""
    if load.track_m is not None:
        weight, track = load.total_t * GRAVITY, load.track_m
        return weight * (1 - track / (2 * span_m)) if span_m >= track else weight / track * span_m / 2
    at, force = _axles(load)
    found = 0.0
    for place, forces in ((at, force), (at[-1] - at[::-1], force[::-1])):
        for first in range(len(place)):
            off = place[first:] - place[first]
            found = max(found, float((forces[first:] * np.maximum(0, span_m - off)).sum() / span_m))
    return found


def class_for(reference: Load, spans_m: Sequence[float], quantity: Quantity, *, confidence: float = 0.5) -> Limit | None:
    """The highest class whose moment and shear stay below those of a load known to be carried, on every span.

    Nothing where no vehicle of that kind with public figures stays below, or no span is known. No figure lies between two
    vehicles: the lower one counts.
    """
    if not spans_m:
        return None
    if min(spans_m) <= 0:
        raise InvalidInput(
            Text("Een overspanning is niet groter dan 0.", "A span is not above 0."),
            where=str(min(spans_m)),
            mend=Text("Geef de overspanningen in meter.", "Give the spans in metres."),
        )
    held = [
        load.mlc[1]
        for load in HYPOTHETICAL
        if load.mlc is not None
        and load.mlc[0] is quantity
        and all(moment(load, s) <= moment(reference, s) and shear(load, s) <= shear(reference, s) for s in spans_m)
    ]
    source = f"{reference.id} ({reference.source or reference.id}); {_DECREE}"
    # A derivation from an assumed layout is itself assumed.
    basis = Basis.ASSUMED if reference.basis is Basis.ASSUMED else Basis.DERIVED
    return Limit(Side.CARRIED, quantity, float(max(held)), basis, source, confidence=confidence) if held else None


def _axles(load: Load) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.concatenate((np.zeros(1), np.cumsum(load.gaps_m))), np.array(load.axles_t) * GRAVITY
