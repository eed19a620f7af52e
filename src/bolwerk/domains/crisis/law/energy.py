"""Back-up power in numbers: what a battery must hold, how long it lasts, and what that says of an installation. Pure, exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bolwerk.kernel import InvalidInput, Text

__all__ = ["Backup", "ups_capacity", "ups_runtime"]

_MINUTES, _SECONDS = 60, 3600


def ups_capacity(
    load: Fraction,
    hours: Fraction,
    volts: Fraction,
    *,
    efficiency: Fraction = Fraction(1),
    discharge: Fraction = Fraction(1),
    ageing: Fraction = Fraction(1),
    design: Fraction = Fraction(1),
    temperature: Fraction = Fraction(1),
) -> Fraction:
    """The ampere-hours a battery must hold for `load` watts during `hours`.

    Ah = P·t / (V·η·K) · ageing · design · temperature: the sizing rule of makers of UPS systems (tescom-ups.gr). Efficiency
    and `discharge` (K, what may be drawn) lie above 0 and at most at 1; the other factors are 1 or more. Raises `InvalidInput`.
    """
    _at_least_nothing("load", load)
    _at_least_nothing("hours", hours)
    _above_nothing("volts", volts)
    _share("efficiency", efficiency)
    _share("discharge", discharge)
    for name, factor in (("ageing", ageing), ("design", design), ("temperature", temperature)):
        if factor < 1:
            raise _bad(name, Text("Deze factor is 1 of meer.", "This factor is 1 or more."))
    return load * hours / (volts * efficiency * discharge) * ageing * design * temperature


def ups_runtime(amp_hours: Fraction, volts: Fraction, load: Fraction, *, efficiency: Fraction = Fraction(1)) -> Fraction:
    """The minutes a battery carries `load` watts: t = Ah·V·η / P · 60 (as in accounts of IEEE 1188 and IEC 62040).

    Raises `InvalidInput` for a load that is not above zero, or an efficiency outside 0 to 1.
    """
    _at_least_nothing("amp_hours", amp_hours)
    _above_nothing("volts", volts)
    _above_nothing("load", load)
    _share("efficiency", efficiency)
    return amp_hours * volts * efficiency / load * _MINUTES


@dataclass(frozen=True, slots=True)
class Backup:
    """An installation and what it must carry. Seconds, but `autonomy` (wanted) and `fuel` (there) in hours; zero or more.

    `tolerance`: how long the equipment can do without power; `margin`: what the battery must last beyond the generator's start.
    """

    tolerance: Fraction
    generator_start: Fraction
    margin: Fraction
    battery: Fraction
    autonomy: Fraction
    fuel: Fraction

    def __post_init__(self) -> None:
        for name in ("tolerance", "generator_start", "margin", "battery", "autonomy", "fuel"):
            _at_least_nothing(name, getattr(self, name))

    @property
    def waits_for_generator(self) -> bool:
        """No-break is needed exactly when this is false."""
        return self.tolerance >= self.generator_start

    @property
    def outlasts_battery(self) -> bool:
        return self.autonomy * _SECONDS > self.battery

    @property
    def battery_bridges(self) -> bool:
        return self.battery >= self.generator_start + self.margin

    @property
    def fuel_lasts(self) -> bool:
        return self.fuel >= self.autonomy


def _at_least_nothing(name: str, value: Fraction) -> None:
    if value < 0:
        raise _bad(name, Text("Dit getal is nul of meer.", "This number is zero or more."))


def _above_nothing(name: str, value: Fraction) -> None:
    if value <= 0:
        raise _bad(name, Text("Dit getal is meer dan nul.", "This number is above zero."))


def _share(name: str, value: Fraction) -> None:
    if not 0 < value <= 1:
        raise _bad(name, Text("Dit getal ligt boven 0 en is hoogstens 1.", "This number lies above 0 and is at most 1."))


def _bad(name: str, what: Text) -> InvalidInput:
    return InvalidInput(
        what, where=f"backup.{name}", mend=Text("Kijk de eenheid en het getal na.", "Check the unit and the number.")
    )
