"""The words of the field: for each symbol the Dutch, the English and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bolwerk.kernel import Text
from bolwerk.plan.loading import DATA, read_toml


@dataclass(frozen=True, slots=True)
class Term:
    """`symbol` is the name in code, `name` the word in both languages, `definition` what it means here."""

    symbol: str
    name: Text
    definition: Text

    def as_json(self) -> dict[str, object]:
        return {"symbol": self.symbol, "name": self.name.as_json(), "definition": self.definition.as_json()}


@lru_cache(maxsize=1)
def load_glossary() -> tuple[Term, ...]:
    """Every term, in the order of the symbols."""
    return load_glossary_from(DATA)


def load_glossary_from(folder: Path) -> tuple[Term, ...]:
    """The terms of `glossary.toml` in `folder`; InvalidInput when a symbol stands twice or out of order."""
    file = read_toml(folder / "glossary.toml")
    terms: list[Term] = []
    for table in file.tables("term"):
        term = Term(table.string("symbol"), Text(table.string("nl"), table.string("en")), table.text("definition"))
        table.named(f"term {term.symbol}")
        if terms and term.symbol <= terms[-1].symbol:
            raise table.wrong("symbol", "volgt op het alfabet", "follows the alphabet")
        table.done()
        terms.append(term)
    file.done()
    return tuple(terms)
