"""The terms of law of the lanes of an office, where the book has them; else what the parameters say, and that it is so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bolwerk.domains import book
from bolwerk.engines.simulate import Lane, Office
from bolwerk.kernel import Citation, MissingLaw, Text


@dataclass(frozen=True, slots=True)
class LaneTerm:
    """The term of a lane in calendar days. `citation` None: no law, but what was given."""

    lane: Lane
    days: int
    citation: Citation | None

    @property
    def origin(self) -> Text:
        """Where the term comes from, in words."""
        if self.citation:
            return Text.same(str(self.citation))
        return Text("uit de parameters", "from the parameters")

    def as_json(self) -> dict[str, object]:
        return {"lane": self.lane.name, "days": self.days, "citation": self.citation.as_json() if self.citation else None}


def of_lanes(office: Office, on: date, given: Mapping[str, int] | None = None) -> tuple[LaneTerm, ...]:
    """The term of each lane that has one on the day `on`. `given` (days by lane) goes before the law: a what-if."""
    found = []
    for lane in office.lanes:
        days, citation = (given or {}).get(lane.name, lane.term), None
        if lane.term_from and lane.name not in (given or {}):
            days, citation = _by_law(lane.term_from, on) or (days, None)
        if days is not None:
            found.append(LaneTerm(lane, days, citation))
    return tuple(found)


def with_terms(office: Office, terms: tuple[LaneTerm, ...]) -> Office:
    """The office whose lanes have these terms."""
    return office.with_terms({term.lane.name: term.days for term in terms})


def _by_law(param: str, on: date) -> tuple[int, Citation | None] | None:
    try:
        value = book().value(param, on)
    except MissingLaw:
        return None
    return int(str(value.value)), value.citation
