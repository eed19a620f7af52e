"""XML with the line of each element. A document type declaration is refused: nothing is fetched, nothing expands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from bolwerk.engines.rules._source import Place, wrong
from bolwerk.kernel import Text

LARGEST = 10_000_000
"""Bytes; a decision model is far smaller."""


@dataclass(slots=True)
class Node:
    """An element by its local name: the version of DMN in the namespace does not matter here."""

    name: str
    namespace: str
    attributes: dict[str, str]
    place: Place
    children: list[Node] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.words).strip()

    def all(self, name: str) -> list[Node]:
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Node | None:
        return next(iter(self.all(name)), None)

    def text_of(self, name: str) -> str:
        """The text of a child, "" when there is none."""
        child = self.first(name)
        return child.text if child else ""

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


def parse(raw: bytes, file: str) -> Node:
    """The root element. Raises InvalidInput with file, line and column."""
    if len(raw) > LARGEST:
        raise wrong(
            Place(file),
            Text("Dit bestand is te groot voor een beslismodel.", "This file is too large for a decision model."),
            Text("Kies een DMN-bestand van hoogstens 10 MB.", "Choose a DMN file of at most 10 MB."),
        )
    reader = _Reader(file)
    try:
        reader.parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise wrong(
            Place(file, error.lineno, error.offset + 1),
            Text(
                f"Dit is geen geldige XML ({expat.ErrorString(error.code)}).",
                f"This is not valid XML ({expat.ErrorString(error.code)}).",
            ),
            Text("Bewaar het model opnieuw in DMN.", "Save the model as DMN again."),
        ) from error
    return reader.stack[0].children[0]


class _Reader:
    """Builds the tree while expat reads."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.stack = [Node("", "", {}, Place(file))]

    def _place(self) -> Place:
        return Place(self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition("}")
        node = Node(local, namespace, attributes, self._place())
        self.stack[-1].children.append(node)
        self.stack.append(node)

    def _end(self, name: str) -> None:
        self.stack.pop()

    def _words(self, words: str) -> None:
        self.stack[-1].words.append(words)

    def _doctype(self, *_: object) -> None:
        raise wrong(
            self._place(),
            Text("Een DOCTYPE mag niet in een beslismodel staan.", "A decision model must not hold a DOCTYPE."),
            Text("Haal de regel <!DOCTYPE …> weg.", "Remove the line <!DOCTYPE …>."),
        )
