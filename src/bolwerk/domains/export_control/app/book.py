"""The rules of export control, loaded once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from bolwerk.engines.rules import Answer, Book, load
from bolwerk.plan import VOCABULARY

LAW = Path(__file__).parents[1] / "law"


@cache
def book() -> Book:
    return load([VOCABULARY, LAW])


def decide(rule: str, facts: Mapping[str, object], on: date) -> Answer:
    """One determination; facts of other fields are passed over."""
    known = book().facts
    return book().decide(rule, {name: value for name, value in facts.items() if name in known}, on=on)
