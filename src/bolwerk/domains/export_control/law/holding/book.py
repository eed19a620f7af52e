"""The rules of export control as these procedures read them: their terms are values of the law, never figures here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bolwerk.engines.rules import Book, load
from bolwerk.kernel import Citation, Duration
from bolwerk.plan import VOCABULARY

LAW = Path(__file__).parents[1]
READ_ON = "2025-04-04"
"""The day of the plan: the law that the procedures below were drawn from. A changed term is a new version of the procedure."""


@cache
def book() -> Book:
    return load([VOCABULARY, LAW])


def days(param: str) -> tuple[Duration, Citation]:
    """A term in calendar days with its source."""
    found = book().value(param, READ_ON)
    return Duration.days(int(str(found.value))), _cited(param, found.citation)


def months(param: str) -> tuple[Duration, Citation]:
    found = book().value(param, READ_ON)
    return Duration.months(int(str(found.value))), _cited(param, found.citation)


def _cited(param: str, citation: Citation | None) -> Citation:
    """A term without a source is a fault of the law files: nothing starts with it."""
    if citation is None:
        raise LookupError(f"{param} has no source")
    return citation
