"""The fields of the plan. Each is a slice that does not know the others; its `public` module is the only door."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
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

__all__ = ["DOMAINS", "FIELDS", "Field", "book", "book_of", "domain_of", "doors", "file_of", "indicators", "procedures"]


@dataclass(frozen=True, slots=True)
class Field:
    """How a field of the plan is called, and what somebody comes to it for."""

    title: Text
    about: Text


FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "ethics": Field(
            Text("Ethiek van defensieprojecten", "Ethics of defence projects"),
            Text(
                "Een militair project dat steun vraagt: moet het langs het ESAC?",
                "A military project that asks aid: must it pass the ESAC?",
            ),
        ),
        "export_control": Field(
            Text("Uitvoer en vergunningen", "Export and licences"),
            Text(
                "Militaire of dual-usegoederen of kennis die de grens over gaan",
                "Military or dual-use goods or knowledge that cross the border",
            ),
        ),
        "investment": Field(
            Text("Steun en financiering", "Aid and finance"),
            Text(
                "Subsidie, leningen, waarborgen en het defensiefonds",
                "Grants, loans, guarantees and the defence fund",
            ),
        ),
        "research": Field(
            Text("Onderzoek", "Research"),
            Text(
                "Doctoraten, praktijkonderzoek, ruimtevaart, NAVO-programma's",
                "Doctorates, practice-oriented research, space, NATO programmes",
            ),
        ),
        "knowledge_security": Field(
            Text("Kennisveiligheid", "Knowledge security"),
            Text(
                "Samenwerken met een partner in het buitenland",
                "Working with a partner abroad",
            ),
        ),
        "guidance": Field(
            Text("Begeleiding van bedrijven", "Guidance of companies"),
            Text(
                "De weg naar defensie, Europese programma's, buitenlandse investeerders",
                "The way to defence, European programmes, foreign investors",
            ),
        ),
        "crisis": Field(
            Text("Crisisparaatheid", "Crisis preparedness"),
            Text(
                "Kritieke diensten en noodstroom",
                "Critical services and back-up power",
            ),
        ),
        "cyber": Field(
            Text("Cyberveiligheid", "Cybersecurity"),
            Text(
                "NIS2, een incident melden, uw niveau van CyberFundamentals",
                "NIS2, reporting an incident, your level of CyberFundamentals",
            ),
        ),
        "permits": Field(
            Text("Omgevingsvergunningen", "Environment permits"),
            Text(
                "Bouwen of exploiteren voor defensie: vrijgesteld, gewoon of vereenvoudigd",
                "Building or operating for defence: exempt, ordinary or simplified",
            ),
        ),
        "infrastructure": Field(
            Text("Infrastructuur", "Infrastructure"),
            Text(
                "Bruggen, waterwegen en sporen voor militair vervoer",
                "Bridges, waterways and rail for military transport",
            ),
        ),
        "education": Field(
            Text("Onderwijs en werk", "Education and work"),
            Text(
                "Opleidingen, plaatsen en wachtlijsten, werken bij Defensie",
                "Courses, places and waiting lists, working for Defence",
            ),
        ),
        "resilience": Field(
            Text("Vrijwilligers en weerbaarheid", "Volunteers and resilience"),
            Text(
                "Meedoen in een vrijwilligerskorps, of er een oprichten",
                "Joining a volunteer corps, or founding one",
            ),
        ),
        "reservists": Field(
            Text("Reservisten", "Reservists"),
            Text(
                "Verlof en loon van een ambtenaar die reservist is",
                "Leave and pay of a civil servant who is a reservist",
            ),
        ),
        "cooperation": Field(
            Text("Samenwerking en opvolging", "Cooperation and follow-up"),
            Text(
                "Wie moet geraadpleegd worden, wie moet akkoord gaan",
                "Who must be consulted, who must agree",
            ),
        ),
    }
)
DOMAINS: tuple[str, ...] = tuple(FIELDS)
"""In the order of the plan."""

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
