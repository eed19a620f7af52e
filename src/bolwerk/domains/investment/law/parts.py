"""What the law of aid makes of the parts of a dossier: the size from who owns whom, the aid from the costs, de minimis room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bolwerk.domains.investment.law import deminimis
from bolwerk.domains.investment.law.dossier import read_awards, read_costs, read_graph
from bolwerk.domains.investment.law.ownership import OwnerKind, OwnershipGraph
from bolwerk.domains.investment.law.pricing import price
from bolwerk.domains.investment.law.size import size_of
from bolwerk.engines.dossier import Dossier, Found
from bolwerk.engines.rules import Book
from bolwerk.kernel import InvalidInput, Reason, Text

__all__ = ["PARTS", "read_parts"]

PARTS = ("organisation", "subject", "costs", "deminimis")


def read_parts(dossier: Dossier, book: Book) -> tuple[Found, ...]:
    """Size first, since the aid depends on it. Raises `InvalidInput` naming the entry."""
    found: list[Found] = []
    facts: dict[str, Any] = dict(dossier.facts)
    graph = read_graph(dossier.parts["organisation"]) if "organisation" in dossier.parts else None
    sizes: dict[str, str] = {}
    if graph:
        sizes = _sizes(graph, dossier)
        size = _size(graph, _subject(graph, dossier.parts), dossier)
        facts |= size.facts
        found.append(size)
    if "costs" in dossier.parts:
        found.append(_aid(dossier, book, facts, sizes))
    if "deminimis" in dossier.parts and graph:
        found.append(_room(graph, dossier))
    return tuple(found)


def _subject(graph: OwnershipGraph, parts: Mapping[str, Any]) -> str:
    """Which enterprise applies: the one named, else the first."""
    named = parts.get("subject")
    if named is not None:
        return graph.get(str(named)).id
    if not graph.enterprises:
        raise InvalidInput(
            Text("Er staat geen onderneming in het dossier.", "There is no enterprise in the dossier."),
            where="organisation.enterprise",
            mend=Text("Voeg [[organisation.enterprise]] toe.", "Add [[organisation.enterprise]]."),
        )
    return graph.enterprises[0].id


def _sizes(graph: OwnershipGraph, dossier: Dossier) -> dict[str, str]:
    """The tier of every enterprise for which it is certain."""
    found: dict[str, str] = {}
    for enterprise in graph.enterprises:
        if enterprise.kind is OwnerKind.ENTERPRISE:
            tiers = size_of(graph, enterprise.id, dossier.on).value.tiers
            if len(tiers) == 1:
                found[enterprise.id] = tiers[0]
    return found


def _size(graph: OwnershipGraph, subject: str, dossier: Dossier) -> Found:
    explained = size_of(graph, subject, dossier.on)
    tiers = explained.value.tiers
    labels = [size.label for size in explained.value.possible]
    outcome = Text(" / ".join(label.nl for label in labels), " / ".join(label.en for label in labels))
    facts = {"company.size": tiers[0]} if len(tiers) == 1 else {}
    name = graph.get(subject).name
    return Found(Text(f"Grootte van {name}", f"Size of {name}"), outcome, explained.why, facts)


def _aid(dossier: Dossier, book: Book, facts: Mapping[str, Any], sizes: Mapping[str, str]) -> Found:
    lines = read_costs(dossier.parts)
    own = {name: value for name, value in facts.items() if name in book.facts}
    priced = price(book, own, lines, sizes, dossier.on)
    label = Text("Steun voor deze kosten", "Aid for these costs")
    if priced.outcome is None:
        asked = [book.fact(name).question for answer in priced.open for name in answer.ask]
        why = tuple(Reason(question) for question in dict.fromkeys(asked))
        return Found(label, Text("nog niet te berekenen; nodig:", "cannot be computed yet; needed:"), why)
    return Found(label, priced.outcome.value.total.as_text(), priced.outcome.why)


def _room(graph: OwnershipGraph, dossier: Dossier) -> Found:
    undertaking = deminimis.single_undertaking(graph, _subject(graph, dossier.parts), dossier.on)
    explained = deminimis.room(read_awards(dossier.parts), undertaking, dossier.on)
    return Found(Text("Ruimte voor de-minimissteun", "Room for de minimis aid"), explained.value.left.as_text(), explained.why)
