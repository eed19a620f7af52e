"""The fields of the plan. Each is a slice that does not know the others; its `public` module is the only door."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType

from bolwerk.engines import progress, rules
from bolwerk.engines.procedures import Procedure
from bolwerk.engines.progress import Indicators
from bolwerk.engines.rules import Book
from bolwerk.kernel import Text
from bolwerk.plan import VOCABULARY

__all__ = ["DOMAINS", "TITLES", "book", "book_of", "domain_of", "doors", "file_of", "indicators", "procedures"]

TITLES: Mapping[str, Text] = MappingProxyType(
    {
        "ethics": Text("Ethiek van defensieprojecten", "Ethics of defence projects"),
        "export_control": Text("Uitvoer en vergunningen", "Export and licences"),
        "investment": Text("Steun en financiering", "Aid and finance"),
        "research": Text("Onderzoek", "Research"),
        "knowledge_security": Text("Kennisveiligheid", "Knowledge security"),
        "guidance": Text("Begeleiding van bedrijven", "Guidance of companies"),
        "crisis": Text("Crisisparaatheid", "Crisis preparedness"),
        "cyber": Text("Cyberveiligheid", "Cybersecurity"),
        "permits": Text("Omgevingsvergunningen", "Environment permits"),
        "infrastructure": Text("Infrastructuur", "Infrastructure"),
        "education": Text("Onderwijs en werk", "Education and work"),
        "resilience": Text("Vrijwilligers en weerbaarheid", "Volunteers and resilience"),
        "reservists": Text("Reservisten", "Reservists"),
        "cooperation": Text("Samenwerking en opvolging", "Cooperation and follow-up"),
    }
)
"""How each field is called, in the order of the plan."""
DOMAINS: tuple[str, ...] = tuple(TITLES)

_ID = re.compile(r'^id = "([^"]+)"', re.MULTILINE)
_COMMON = ""


def doors() -> Mapping[str, ModuleType]:
    """The public door of every domain by name, opened on the first call only: a domain may need Django to be ready."""
    return MappingProxyType({name: import_module(f"bolwerk.domains.{name}.public") for name in DOMAINS})


@cache
def book() -> Book:
    """Every determination of every field over one vocabulary. Read once."""
    return rules.load([VOCABULARY, *(door.LAW for door in doors().values())])


@cache
def book_of(name: str) -> Book:
    """The determinations of one field, with those of the vocabulary they may look at."""
    return rules.load([VOCABULARY, doors()[name].LAW])


def domain_of(rule: str) -> str:
    """The field whose law folder holds the rule; "" for a rule of the vocabulary."""
    return _files()[rule][0]


def file_of(rule: str) -> Path:
    """The Markdown file of the rule."""
    return _files()[rule][1]


@cache
def _files() -> Mapping[str, tuple[str, Path]]:
    folders = {_COMMON: VOCABULARY, **{name: door.LAW for name, door in doors().items()}}
    found = {}
    for name, folder in folders.items():
        for path in folder.rglob("*.md"):
            if id := _ID.search(path.read_text(encoding="utf-8")):
                found[id[1]] = (name, path)
    return found


@cache
def procedures() -> tuple[Procedure, ...]:
    """Every procedure of the fields that run cases."""
    return tuple(procedure for door in doors().values() for procedure in getattr(door, "PROCEDURES", ()))


@cache
def indicators() -> Indicators:
    """What the fields measure their commitments with; a field that runs no cases yet has none."""
    return progress.load([door.INDICATORS for door in doors().values() if hasattr(door, "INDICATORS")])
