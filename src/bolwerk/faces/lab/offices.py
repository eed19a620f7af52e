"""Where the figures of a lead-time simulation come from: the example that ships with the lab, or the log of a procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import Count

from bolwerk.domains import procedures, terms
from bolwerk.engines.simulate import Distribution, Observed, Office, Pool, fit, read
from bolwerk.kernel import Text
from bolwerk.office.cases import logbook
from bolwerk.office.cases.models import Case

EXAMPLE = "voorbeeld"
ENOUGH = 5
"""Fewer cases of a procedure than this give nothing to reckon with."""
HOURS_A_DAY = 5.5
HOURS_OF_A_STEP = 4.0
"""What no log tells. Assumptions, shown with the outcome."""


@dataclass(frozen=True)
class Source:
    """A set of parameters to choose: its key in the address, its name, how many cases it rests on (0: the example)."""

    key: str
    label: Text
    cases: int = 0


@dataclass(frozen=True)
class Figures:
    """The office to reckon with, the terms of its lanes, what the log showed, and what had to be assumed."""

    source: Source
    office: Office
    terms: tuple[terms.LaneTerm, ...]
    observed: Mapping[str, Observed]
    notes: tuple[Text, ...]


def sources() -> tuple[Source, ...]:
    """The example first, then every procedure with enough cases."""
    counted = dict(Case.objects.values_list("procedure").annotate(n=Count("pk")).order_by())
    found = [
        Source(one.id, Text(f"logboek: {one.label.nl}", f"log: {one.label.en}"), counted[one.id])
        for one in procedures()
        if counted.get(one.id, 0) >= ENOUGH
    ]
    return (Source(EXAMPLE, _example().label), *found)


def figures(source: Source, on: date, given: Mapping[str, int]) -> Figures:
    """The parameters of a source on a day; `given` are terms by lane that the visitor wants to try instead."""
    if source.key == EXAMPLE:
        found = terms.of_lanes(_example(), on, given)
        return Figures(source, terms.with_terms(_example(), found), found, {}, (_FICTIONAL,))
    pool = Pool("staff", Text("behandelaars", "handlers"), 1, HOURS_A_DAY)
    work = {"": Distribution.gamma(HOURS_OF_A_STEP, 1.0)}
    fitted = fit(logbook.logged(source.key, on), until=on, pool=pool, work=work)
    found = terms.of_lanes(fitted.office, on, given)
    if not found and (law := logbook.term_in_days(source.key, on)):
        found = (terms.LaneTerm(fitted.office.lane(source.key), *law),)
    office = terms.with_terms(fitted.office, found)
    return Figures(source, office, found, fitted.observed, fitted.notes)


@cache
def _example() -> Office:
    return read(Path(__file__).with_name("office.toml").read_text(encoding="utf-8"), where="office.toml")


_FICTIONAL = Text(
    "Alle aantallen en uren zijn verzonnen. Reken met eigen cijfers via bolwerk lab leadtime BESTAND, of kies een logboek.",
    "All counts and hours are made up. Reckon with your own figures by bolwerk lab leadtime FILE, or choose a log.",
)
