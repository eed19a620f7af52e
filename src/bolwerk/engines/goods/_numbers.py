"""Numbers with a unit in a text: what is measured, and whether it says more than, at most, or just so much."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bolwerk.kernel import Text


class Bound(StrEnum):
    """How a number stands in a text."""

    IS = "is"
    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"


# unit as written: (dimension, factor to the base unit of that dimension)
_UNITS: dict[str, tuple[str, Decimal]] = {
    "nm": ("length", Decimal("1e-9")), "µm": ("length", Decimal("1e-6")), "μm": ("length", Decimal("1e-6")),
    "um": ("length", Decimal("1e-6")), "mm": ("length", Decimal("1e-3")), "cm": ("length", Decimal("1e-2")),
    "m": ("length", Decimal(1)), "km": ("length", Decimal(1000)), "inch": ("length", Decimal("0.0254")),
    "mg": ("mass", Decimal("1e-6")), "g": ("mass", Decimal("1e-3")), "kg": ("mass", Decimal(1)), "t": ("mass", Decimal(1000)),
    "Hz": ("frequency", Decimal(1)), "kHz": ("frequency", Decimal(1000)), "MHz": ("frequency", Decimal("1e6")),
    "GHz": ("frequency", Decimal("1e9")), "THz": ("frequency", Decimal("1e12")),
    "mW": ("power", Decimal("1e-3")), "W": ("power", Decimal(1)), "kW": ("power", Decimal(1000)),
    "MW": ("power", Decimal("1e6")),
    "mJ": ("energy", Decimal("1e-3")), "J": ("energy", Decimal(1)), "kJ": ("energy", Decimal(1000)),
    "V": ("voltage", Decimal(1)), "kV": ("voltage", Decimal(1000)),
    "Pa": ("pressure", Decimal(1)), "kPa": ("pressure", Decimal(1000)), "MPa": ("pressure", Decimal("1e6")),
    "GPa": ("pressure", Decimal("1e9")), "bar": ("pressure", Decimal(100_000)),
    "K": ("temperature", Decimal(1)), "°C": ("celsius", Decimal(1)),
    "l": ("volume", Decimal(1)), "ml": ("volume", Decimal("1e-3")),
    "bit": ("bits", Decimal(1)), "bits": ("bits", Decimal(1)),
    "km/h": ("speed", Decimal(1) / Decimal("3.6")), "m/s": ("speed", Decimal(1)),
}  # fmt: skip
_NUMBER = r"\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_UNIT = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
_MEASURE = re.compile(rf"(?<![\w.,])({_NUMBER})\s?({_UNIT})(?![\w/])")
_BEFORE: tuple[tuple[Bound, str], ...] = (
    (
        Bound.AT_MOST,
        r"(not (?:exceeding|more than)|up to|at most|max\.?|≤|<=|tot en met|hoogstens|au plus|jusqu'à|höchstens|bis(?: zu)?)",
    ),
    (
        Bound.AT_LEAST,
        r"(not less than|at least|minimum|min\.?|≥|>=|vanaf|minstens|niet minder dan|au moins|à partir de|mindestens|ab)",
    ),
    (
        Bound.ABOVE,
        r"(exceeding|more than|greater than|above|over|>|meer dan|boven|groter dan|plus de|supérieure? à|über|mehr als)",
    ),
    (Bound.BELOW, r"(less than|below|under|<|minder dan|onder|kleiner dan|moins de|inférieure? à|unter|weniger als)"),
)
_AFTER: tuple[tuple[Bound, str], ...] = (
    (Bound.AT_MOST, r"(or less|of minder|ou moins|oder weniger)"),
    (Bound.AT_LEAST, r"(or more|or greater|or higher|of meer|ou plus|oder mehr)"),
)
LEAD = 24


@dataclass(frozen=True, slots=True)
class Measure:
    """A number as it stands in a text; `value` in the base unit of its dimension."""

    raw: str
    value: Decimal
    dimension: str
    bound: Bound = Bound.IS


@dataclass(frozen=True, slots=True)
class Compared:
    """A number of the question beside a threshold of the text; `fits` is whether it is on the side that the text names."""

    given: Measure
    threshold: Measure
    fits: bool

    def as_text(self) -> Text:
        yes = {
            Bound.AT_MOST: Text("{a} is hoogstens {b}", "{a} is at most {b}"),
            Bound.AT_LEAST: Text("{a} is minstens {b}", "{a} is at least {b}"),
            Bound.ABOVE: Text("{a} is meer dan {b}", "{a} is more than {b}"),
            Bound.BELOW: Text("{a} is minder dan {b}", "{a} is less than {b}"),
            Bound.IS: Text("{a} is {b}", "{a} is {b}"),
        }
        no = {
            Bound.AT_MOST: yes[Bound.ABOVE],
            Bound.AT_LEAST: yes[Bound.BELOW],
            Bound.ABOVE: yes[Bound.AT_MOST],
            Bound.BELOW: yes[Bound.AT_LEAST],
            Bound.IS: Text("{a} is niet {b}", "{a} is not {b}"),
        }
        return (yes if self.fits else no)[self.threshold.bound].format(a=self.given.raw, b=self.threshold.raw)


def measures(text: str) -> tuple[Measure, ...]:
    """Every number with a unit that we know, in order: `12,7 mm`, `1 000 kg`, `2.4 GHz`."""
    found = []
    for hit in _MEASURE.finditer(text):
        dimension, factor = _UNITS[hit[2]]
        before = text[max(0, hit.start() - LEAD) : hit.start()]
        after = text[hit.end() : hit.end() + LEAD]
        found.append(Measure(hit[0].strip(), _number(hit[1]) * factor, dimension, _bound(before, after)))
    return tuple(found)


def _number(raw: str) -> Decimal:
    """Dutch and English: a group of three digits after a point or space is thousands, all else a decimal."""
    bare = raw.replace(" ", "").replace("\xa0", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", bare):
        bare = bare.replace(".", "")
    return Decimal(bare.replace(",", "."))


def _bound(before: str, after: str) -> Bound:
    """The words right beside a number; those after it count first, for they are the most exact."""
    for bound, words in _AFTER:
        if re.match(rf"\s*{words}\b", after, re.I):
            return bound
    for bound, words in _BEFORE:
        if re.search(rf"(?:^|[\s(;,:]){words}\s*$", before, re.I):
            return bound
    return Bound.IS


def compare(given: tuple[Measure, ...], text: tuple[Measure, ...]) -> tuple[Compared, ...]:
    """Each number of a question beside each threshold of the same kind in a text."""
    return tuple(Compared(a, b, _fits(a.value, b)) for a in given for b in text if a.dimension == b.dimension)


def _fits(value: Decimal, threshold: Measure) -> bool:
    return {
        Bound.AT_MOST: value <= threshold.value,
        Bound.AT_LEAST: value >= threshold.value,
        Bound.ABOVE: value > threshold.value,
        Bound.BELOW: value < threshold.value,
        Bound.IS: value == threshold.value,
    }[threshold.bound]
