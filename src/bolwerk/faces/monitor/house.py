"""What every page of the monitor stands on, made once per process: the plan, the live state, the rules and the procedures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from bolwerk.domains import doors
from bolwerk.engines import progress, rules
from bolwerk.engines.procedures import Procedure
from bolwerk.engines.progress import Indicators
from bolwerk.engines.rules import Book, Rule
from bolwerk.kernel import Citation, NotFound, Text, local_day
from bolwerk.office.progress.live import Live
from bolwerk.plan import Plan, load


def today() -> date:
    """The day in Brussels."""
    return local_day(timezone.now())


def plan() -> Plan:
    return load()


@cache
def indicators() -> Indicators:
    """What every field measures its commitments with."""
    return progress.load([Path(door.INDICATORS) for door in doors().values()])


@cache
def live() -> Live:
    """The live state of this process: it reads only what is new since the last request."""
    return Live(plan(), indicators())


def forget() -> None:
    """Start from nothing at the next look, as a new process would."""
    live.cache_clear()


@cache
def books() -> tuple[tuple[str, Book], ...]:
    """(domain, its determinations)."""
    return tuple((name, rules.load([door.LAW])) for name, door in doors().items())


def all_rules() -> Iterator[tuple[str, Book, Rule]]:
    for domain, book in books():
        for rule in book.rules.values():
            yield domain, book, rule


def rule(id: str) -> tuple[str, Book, Rule]:
    for domain, book, found in all_rules():
        if found.id == id:
            return domain, book, found
    raise NotFound(
        Text(f"Er is geen regel '{id[:60]}'.", f"There is no rule '{id[:60]}'."),
        mend=Text("Kies er een uit de lijst van regels.", "Choose one from the list of rules."),
    )


@cache
def procedures() -> tuple[Procedure, ...]:
    """Every procedure of every field."""
    return tuple(procedure for door in doors().values() for procedure in door.PROCEDURES)


def procedure(id: str) -> Procedure:
    for found in procedures():
        if found.id == id:
            return found
    raise NotFound(
        Text(f"Er is geen procedure '{id[:60]}'.", f"There is no procedure '{id[:60]}'."),
        mend=Text("Kies er een uit de lijst.", "Choose one from the list."),
    )


def plan_line(citation: Citation) -> str:
    """Where a citation of the plan leads: the page of its measure."""
    code = citation.place.split(",")[0].strip()
    known = {measure.code for measure in plan().measures}
    return reverse("monitor:measure", args=[code]) if code in known else reverse("monitor:plan")
