"""What a network is made of: nodes, edges, structures with sourced limits, and what wants to move over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bolwerk.kernel import InvalidInput, Text


class Mode(StrEnum):
    ROAD = "road"
    WATER = "water"
    RAIL = "rail"


class Kind(StrEnum):
    """What a structure is."""

    BRIDGE = "bridge"
    TUNNEL = "tunnel"
    UNDERPASS = "underpass"
    CULVERT = "culvert"
    LOCK = "lock"
    RAIL_BRIDGE = "rail_bridge"
    QUAY = "quay"


class Side(StrEnum):
    """A bridge carries one road and passes over another: each side has limits of its own."""

    CARRIED = "carried"
    UNDER = "under"


class Quantity(StrEnum):
    """What is limited. Tonnes and metres; a military class is a plain number, a profile the number of its gauge."""

    GROSS = "gross_t"
    AXLE = "axle_t"
    MLC_WHEELED = "mlc_wheeled"
    MLC_TRACKED = "mlc_tracked"
    HEIGHT = "height_m"
    WIDTH = "width_m"
    LENGTH = "length_m"
    DRAUGHT = "draught_m"
    PROFILE = "profile"


class Crossing(StrEnum):
    """How a structure is crossed, the lightest way first. A limit for one way holds for the ways after it."""

    NORMAL = "normal"
    SINGLE_LANE = "single_lane"
    WALKING_PACE = "walking_pace"
    CAUTION = "caution"
    RISK = "risk"


class Basis(StrEnum):
    """Where a limit comes from. What is assumed is no knowledge: it never lets anything pass."""

    MEASURED = "measured"
    POSTED = "posted"
    AGENCY = "agency"
    DERIVED = "derived"
    ASSUMED = "assumed"


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105
    CONDITIONAL = "conditional"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `value` of `quantity`, on one side of a structure."""

    side: Side
    quantity: Quantity
    value: float
    basis: Basis
    source: str
    on: date | None = None
    confidence: float = 1.0
    crossing: Crossing = Crossing.NORMAL

    def __post_init__(self) -> None:
        if not 0 < self.value < 1e6:
            raise _bad(f"{self.quantity} = {self.value}", "een waarde boven 0", "a value above 0")
        if not 0 <= self.confidence <= 1:
            raise _bad(f"confidence = {self.confidence}", "een zekerheid van 0 tot 1", "a confidence from 0 to 1")
        if not self.source:
            raise _bad(str(self.quantity), "de bron van de grens", "the source of the limit")


@dataclass(frozen=True, slots=True)
class Structure:
    id: str
    kind: Kind
    limits: tuple[Limit, ...] = ()
    name: str = ""
    owner: str = ""
    year: int | None = None
    spans_m: tuple[float, ...] = ()
    state: str = ""
    synthetic: bool = False

    def confidence(self) -> float:
        """Of the limit least sure of, leaving out what is assumed; 0 where nothing is known."""
        known = [limit.confidence for limit in self.limits if limit.basis is not Basis.ASSUMED]
        return min(known, default=0.0)


@dataclass(frozen=True, slots=True)
class Class:
    """What moves: a vehicle, a convoy, a train or a vessel, by what it asks of a structure.

    A military class is the class of the vehicle. A bridge's class in two-way traffic is a limit for a normal crossing, its
    class for one vehicle alone a limit for `Crossing.SINGLE_LANE`.
    """

    id: str
    mode: Mode
    asks: Mapping[Quantity, float]
    source: str = ""

    def __post_init__(self) -> None:
        if not self.asks or any(not 0 < v < 1e6 for v in self.asks.values()):
            raise _bad(self.id, "minstens één maat, elk boven 0", "at least one measure, each above 0")


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a text asks of a network: the gap is requirement against limit."""

    set: str
    mode: Mode
    quantity: Quantity
    value: float
    source: str
    standing: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Fund:
    id: str
    share: float
    cap: float | None = None
    window: tuple[int, int] | None = None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Intervention:
    """Work that raises limits of one structure."""

    id: str
    structure: str
    cost: float
    raises: Mapping[Quantity, float]
    years: int = 1
    funds: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    lat: float
    lon: float
    kind: str = "junction"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One way, or both when `two_way`. `over` and `under` name the structures it is carried by and passes under."""

    id: str
    start: str
    end: str
    length_m: float
    speed_kmh: float
    mode: Mode = Mode.ROAD
    two_way: bool = True
    over: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    routes: tuple[str, ...] = field(default=())
    width_m: float | None = None


def _bad(where: str, nl: str, en: str) -> InvalidInput:
    what = Text("Dit gegeven van het net klopt niet.", "This fact of the network is not right.")
    return InvalidInput(what, where=where, mend=Text(f"Geef {nl}.", f"Give {en}."))
