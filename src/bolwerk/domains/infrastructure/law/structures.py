"""Does a structure bear what passes over or through it: one measure of it against one of the convoy. Pure, exact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bolwerk.kernel import InvalidInput, Text

__all__ = ["Fit", "Measure", "QUANTITIES"]

QUANTITIES = {
    "road": ("structure.axle", "structure.total", "structure.height", "structure.width"),
    "water": ("waterway.length", "waterway.beam", "waterway.draught", "waterway.air_draught"),
    "rail": ("railway.length", "railway.axle"),
}
"""The facts that numbers can settle, by mode. The CEMT class and the loading gauge are compared by whoever fills them in."""


class Fit(StrEnum):
    """How one measure compares; the values of the facts in `facts.toml`."""

    FITS = "fits"
    CONDITIONAL = "conditional"
    SHORT = "short"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True)
class Measure:
    """`asked` by the convoy, against `limit` of the structure, in the same unit (tonnes or metres).

    `limit` None: nobody measured it. `under_conditions`: what it bears with measures such as one lane or walking pace; never
    below `limit`, and worth nothing without one. Raises `InvalidInput` when that does not hold.
    """

    asked: Fraction
    limit: Fraction | None
    under_conditions: Fraction | None = None

    def __post_init__(self) -> None:
        if self.under_conditions is not None and (self.limit is None or self.under_conditions < self.limit):
            raise InvalidInput(
                Text(
                    "Onder voorwaarden kan een kunstwerk niet minder dragen dan zonder.",
                    "Under conditions a structure cannot bear less than without.",
                ),
                where="structure.measure.under_conditions",
                mend=Text("Geef ook de gewone grens, en niet hoger.", "Give the ordinary limit too, and no higher."),
            )

    @property
    def fit(self) -> Fit:
        """A missing limit is never a pass."""
        if self.limit is None:
            return Fit.UNMEASURED
        if self.asked <= self.limit:
            return Fit.FITS
        if self.under_conditions is not None and self.asked <= self.under_conditions:
            return Fit.CONDITIONAL
        return Fit.SHORT
