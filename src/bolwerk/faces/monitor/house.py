"""What every page of the monitor stands on, made once per process: the plan, the live state, the rules and the procedures."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.urls import reverse
from django.utils import timezone

from bolwerk.domains import DOMAINS, book, domain_of, indicators, procedures
from bolwerk.engines.procedures import Procedure
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
def live() -> Live:
    """The live state of this process: it reads only what is new since the last request."""
    return Live(plan(), indicators())


def forget() -> None:
    """Start from nothing at the next look, as a new process would."""
    live.cache_clear()


@cache
def fields() -> tuple[tuple[str, tuple[Rule, ...]], ...]:
    """(domain, its determinations) in the order of the plan; what several fields share comes first, under ""."""
    return tuple((name, tuple(rule for rule in book().rules.values() if domain_of(rule.id) == name)) for name in ("", *DOMAINS))


def rule(id: str) -> tuple[str, Book, Rule]:
    found = book().rules.get(id)
    if found is not None:
        return domain_of(id), book(), found
    raise NotFound(
        Text(f"Er is geen regel '{id[:60]}'.", f"There is no rule '{id[:60]}'."),
        mend=Text("Kies er een uit de lijst van regels.", "Choose one from the list of rules."),
    )


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
