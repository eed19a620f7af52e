"""XML as a stream of records: memory holds one at a time, entities and external files are refused, the line is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from bolwerk.engines.screening.lists._words import Advance, damaged, mending, unreadable

_CHUNK = 1 << 16
_LONGEST = 1_000_000
"""Characters in one element: far above what a publisher writes, far below what fills a memory."""
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Root:
    """The first element of a file."""

    tag: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One record with the line on which it begins; tags without namespace."""

    element: Element
    line: int

    def text(self, path: str) -> str:
        return (self.element.findtext(path) or "").strip()

    def texts(self, path: str) -> list[str]:
        return [(found.text or "").strip() for found in self.element.findall(path)]


def local(tag: str) -> str:
    """Without the namespace."""
    return tag.rsplit("}", 1)[-1]


class _Target:
    """Keeps the root and the records; lets go of all else."""

    def __init__(self, path: Path, wanted: Collection[str]) -> None:
        self.path = path
        self.wanted = wanted
        self.root: Root | None = None
        self.ready: list[Record] = []
        self.expat: Any = None
        self._stack: list[Element] = []
        self._depth = 0
        self._line = 0
        self._text: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._refuse("De elementen zitten te diep in elkaar.", "The elements are nested too deep.")
        if self.root is None:
            self.root = Root(tag, dict(attributes))
        name = local(tag)
        if not self._stack and name not in self.wanted:
            return
        for key, value in attributes.items():
            if len(value) > _LONGEST:
                raise self._refuse(f"{name}/@{key} is te lang.", f"{name}/@{key} is too long.")
        element = Element(name, dict(attributes))
        if self._stack:
            self._flush()
            self._stack[-1].append(element)
        else:
            self._line = self.expat.CurrentLineNumber
        self._stack.append(element)
        self._text, self._length = [], 0

    def data(self, text: str) -> None:
        if not self._stack:
            return
        self._length += len(text)
        if self._length > _LONGEST:
            raise self._refuse(
                f"De tekst van het element {self._stack[-1].tag} is te lang.",
                f"The text of the element {self._stack[-1].tag} is too long.",
            )
        self._text.append(text)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if not self._stack:
            return
        self._flush()
        done = self._stack.pop()
        if not self._stack:
            self.ready.append(Record(done, self._line))

    def close(self) -> None:
        """Nothing is left to build."""

    def _flush(self) -> None:
        element, text = self._stack[-1], "".join(self._text)
        if text and not len(element):
            element.text = (element.text or "") + text
        self._text, self._length = [], 0

    def _refuse(self, nl: str, en: str) -> Exception:
        return damaged(self.path, self.expat.CurrentLineNumber, nl, en)


def root_of(path: Path) -> Root | None:
    """The first element, or None when it is no XML or has none in its first part."""
    target = _Target(path, ())
    parser = _parser(target)
    try:
        with path.open("rb") as file:
            parser.feed(file.read(_CHUNK))
    except (ParseError, DefusedXmlException, ValueError, OSError):
        return target.root
    return target.root


def _parser(target: _Target) -> Any:
    parser = DefusedXMLParser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    target.expat = parser.parser
    return parser


def records(path: Path, wanted: Collection[str], root: str, advance: Advance) -> Iterator[tuple[Root, Record]]:
    """Every element whose tag is wanted, in order, whole.

    Raises InvalidInput with the line for what is no XML, another kind of XML, cut off, or built to break readers.
    """
    target = _Target(path, wanted)
    parser = _parser(target)
    checked = False
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                parser.feed(chunk)
                checked = checked or _check(target, root)
                advance(len(chunk))
                yield from _drain(target)
        if file.closed and target.expat.CurrentByteIndex < 0 and target.root is None:
            raise damaged(path, None, "Dit bestand is leeg.", "This file is empty.")
        parser.close()
        yield from _drain(target)
    except ParseError as error:
        raise _broken(path, target, error) from error
    except DefusedXmlException as error:
        raise damaged(
            path,
            target.expat.CurrentLineNumber,
            "Dit XML-bestand bevat een DTD, entiteiten of verwijzingen naar buiten; een lijst heeft die niet.",
            "This XML file has a DTD, entities or references to outside; a list has none.",
        ) from error
    except (UnicodeError, LookupError, ValueError) as error:
        raise damaged(
            path,
            target.expat.CurrentLineNumber,
            "De tekencodering die dit XML-bestand noemt, klopt niet of bestaat niet.",
            "The encoding that this XML file names is wrong or does not exist.",
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _drain(target: _Target) -> Iterator[tuple[Root, Record]]:
    ready, target.ready = target.ready, []
    for record in ready:
        assert target.root is not None  # noqa: S101 - a record comes after the root
        yield target.root, record


def _check(target: _Target, root: str) -> bool:
    if target.root is None:
        return False
    if local(target.root.tag) != root:
        raise damaged(
            target.path,
            None,
            f"Het eerste element is {local(target.root.tag)}; in deze vorm is het {root}.",
            f"The first element is {local(target.root.tag)}; in this format it is {root}.",
            mending(
                "Kies de juiste vorm met --format, of het juiste bestand.", "Choose the right --format, or the right file."
            ),
        )
    return True


def _broken(path: Path, target: _Target, error: ParseError) -> Exception:
    line = error.position[0] if error.position else target.expat.CurrentLineNumber
    if "no element found" in str(error) or "unclosed token" in str(error):
        if target.root is None:
            return damaged(path, line, "Dit bestand is geen XML of is leeg.", "This file is no XML or is empty.")
        return damaged(
            path,
            line,
            f"Dit bestand breekt hier af: het element {local(target.root.tag)} is niet gesloten.",
            f"This file is cut off here: the element {local(target.root.tag)} is not closed.",
        )
    return damaged(path, line, f"Hier klopt de XML niet ({error}).", f"The XML is broken here ({error}).")
