"""What a component knows before it is drawn: tones, terms, citations' addresses, bars and charts in drawing units. No HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import NoReverseMatch

from bolwerk.kernel import Citation, Standing, Text

TONES: dict[str, Text] = {
    "good": Text("in orde", "in order"),
    "attention": Text("aandacht", "attention"),
    "stop": Text("stop", "stop"),
    "unknown": Text("onbekend", "unknown"),
    "info": Text("ter info", "for information"),
}
STANDING_TONE = {Standing.CONFIRMED: "good", Standing.DERIVED: "attention", Standing.UNCONFIRMED: "unknown"}
SOON = 5
"""From this many days left a term asks for attention. A choice of the page, not of a law."""

Resolver = Callable[[Citation], str]
_SOURCES: dict[str, Resolver] = {}


def register_source(source: str, resolver: Resolver) -> None:
    """Say where citations of `source` lead; the resolver gives an address, or "" when it has none."""
    _SOURCES[source] = resolver


def source_url(citation: Citation) -> str:
    """The address of the article or the plan's line; "" when nobody registered one."""
    resolver = _SOURCES.get(citation.source)
    try:
        return resolver(citation) if resolver else ""
    except NoReverseMatch:  # the page belongs to a part that is not installed here
        return ""


def tone_of(name: str) -> str:
    """A name that is no tone shows as unknown: never green by accident."""
    return name if name in TONES else "unknown"


@dataclass(frozen=True, slots=True)
class TermChip:
    """A deadline as people read it: how many days, how urgent, and the icon that says so."""

    tone: str
    icon: str
    text: Text


def term_chip(due: date | None, on: date, suspended: date | None = None, done: bool = False) -> TermChip:
    """What to show on day `on` for a term that ends on `due` (the last day counts as in time)."""
    if done:
        return TermChip("good", "check", Text("gehaald", "met"))
    if suspended:
        days = (on - suspended).days
        return TermChip("info", "pause", Text(f"staat {_days_nl(days)} stil", f"stands still for {_days_en(days)}"))
    if due is None:
        return TermChip("unknown", "unknown", Text("geen termijn bekend", "no deadline known"))
    left = (due - on).days
    if left < 0:
        return TermChip("stop", "stop", Text(f"{_days_nl(-left)} te laat", f"{_days_en(-left)} late"))
    if left == 0:
        return TermChip("attention", "attention", Text("vandaag", "today"))
    return TermChip(
        "attention" if left <= SOON else "info",
        "attention" if left <= SOON else "clock",
        Text(f"nog {_days_nl(left)}", f"{_days_en(left)} left"),
    )


def _days_nl(count: int) -> str:
    return "1 dag" if count == 1 else f"{count} dagen"


def _days_en(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


WIDTH = 1000
HEIGHT = 240


def share(part: int | Decimal | float | None, whole: int | Decimal | float | None) -> int:
    """`part` of `whole` in drawing units, kept between 0 and WIDTH."""
    if not part or not whole or whole <= 0:
        return 0
    return max(0, min(WIDTH, round(Decimal(part) / Decimal(whole) * WIDTH)))


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a money bar. `cents` is None when unknown."""

    key: str
    label: Text
    cents: int | None
    width: int


MONEY = (
    ("planned", Text("gepland", "planned")),
    ("appropriated", Text("ingeschreven", "appropriated")),
    ("committed", Text("vastgelegd", "committed")),
    ("paid", Text("betaald", "paid")),
)


def money_layers(amounts: Sequence[int | None]) -> tuple[Layer, ...]:
    """Planned, appropriated, committed, paid, on the scale of the largest."""
    largest = max((amount or 0 for amount in amounts), default=0)
    pairs = zip(MONEY, amounts, strict=True)
    return tuple(Layer(key, label, cents, share(cents, largest)) for (key, label), cents in pairs)


@dataclass(frozen=True, slots=True)
class Mark:
    """A value in a chart, placed: `x` and `width` of its slot, `y` and `height` from the top. `value` None is unknown."""

    label: object
    value: int | float | Decimal | None
    x: int
    width: int
    y: int
    height: int
    length: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart in drawing units: WIDTH by HEIGHT, values from 0 to `top`."""

    marks: tuple[Mark, ...]
    top: int

    @property
    def lines(self) -> tuple[str, ...]:
        """The points of each unbroken run of known values: a gap in what is known is a gap in the line."""
        runs: list[list[str]] = [[]]
        for mark in self.marks:
            if mark.value is None:
                runs.append([])
            else:
                runs[-1].append(f"{mark.middle},{mark.y}")
        return tuple(" ".join(run) for run in runs if run)


def plot(data: Iterable[tuple[object, int | float | Decimal | None]]) -> Plot:
    """Place the values. Negative values are drawn as nothing; the table beside the chart gives them."""
    pairs = tuple(data)
    largest = max((Decimal(str(value)) for _, value in pairs if value is not None), default=Decimal(0))
    top = _round_up(largest)
    slot = WIDTH // max(1, len(pairs))
    gap = max(4, slot // 5)
    marks = []
    for index, (label, value) in enumerate(pairs):
        height = max(0, round(Decimal(str(value)) / top * HEIGHT)) if value is not None else HEIGHT
        x, width = index * slot + gap // 2, slot - gap
        marks.append(Mark(label, value, x, width, HEIGHT - height, height, share(value, largest)))
    return Plot(tuple(marks), top)


def _round_up(value: Decimal) -> int:
    """The next 1, 2 or 5 times a power of ten: an axis that reads easily."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if factor * step >= value:
                return factor * step
        step *= 10
