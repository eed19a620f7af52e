"""The formats that can be read, and how each is recognised."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bolwerk.engines.screening.lists import _csl, _denied, _eu, _ftm, _ofac, _own, _un
from bolwerk.engines.screening.lists._decoding import encoding_of
from bolwerk.engines.screening.lists._reading import Parsed, Reading, whole
from bolwerk.engines.screening.lists._words import CHECK_PLACE, Advance, damaged, quiet, unreadable
from bolwerk.engines.screening.lists._xml import local, root_of
from bolwerk.kernel import InvalidInput, NotFound, Text

_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


@dataclass(frozen=True, slots=True)
class Format:
    """One publisher's format: its id on the command line, what it is, its reader, whether a list may come in several files."""

    id: str
    title: Text
    read: Callable[[tuple[Path, ...], str, Advance], Parsed]
    several: bool = False


FORMATS: Mapping[str, Format] = {
    found.id: found
    for found in (
        Format(
            "eu-fsf-xml",
            Text("Europese Unie, financiële sancties (XML 1.1)", "European Union, financial sanctions (XML 1.1)"),
            _eu.read,
        ),
        Format(
            "un-xml", Text("Verenigde Naties, geconsolideerde lijst (XML)", "United Nations, consolidated list (XML)"), _un.read
        ),
        Format(
            "ofac-csv",
            Text(
                "US Treasury, SDN of geconsolideerd (CSV-bestanden samen)",
                "US Treasury, SDN or consolidated (CSV files together)",
            ),
            _ofac.read,
            several=True,
        ),
        Format("csl-csv", Text("VS, Consolidated Screening List (CSV)", "US, Consolidated Screening List (CSV)"), _csl.read),
        Format("dpl-txt", Text("VS, Denied Persons List (tabs)", "US, Denied Persons List (tabs)"), _denied.read),
        Format("ftm-json", Text("FollowTheMoney (JSON-regels)", "FollowTheMoney (JSON lines)"), _ftm.read, several=True),
        Format("own-csv", Text("Nationale of eigen lijst (CSV)", "National or own list (CSV)"), _own.read, several=True),
    )
}


def read_list(paths: Path | Sequence[Path], *, name: str, format: str | None = None, advance: Advance = quiet) -> Reading:
    """Read a list whole. Without a format it is recognised by its first lines.

    Raises InvalidInput naming the file, the line and how to mend it for whatever is damaged; NotFound for an
    unknown format.
    """
    files = (paths,) if isinstance(paths, Path) else tuple(paths)
    _check_name(name)
    for path in files:
        if not path.is_file():
            raise (
                unreadable(path, FileNotFoundError())
                if not path.exists()
                else damaged(path, None, "Dit is een map, geen bestand.", "This is a folder, no file.", CHECK_PLACE)
            )
    chosen = _chosen(format or recognise(files[0]))
    if len(files) > 1 and not chosen.several:
        raise damaged(
            files[1],
            None,
            f"Een lijst in de vorm {chosen.id} is één bestand.",
            f"A list in the format {chosen.id} is one file.",
            Text("Geef één bestand.", "Give one file."),
        )
    try:
        return whole(name, chosen.id, files, chosen.read(files, name, advance))
    except OSError as error:
        raise unreadable(files[0], error) from error


def _check_name(name: str) -> None:
    if not name or len(name) > 40 or not set(name) <= _NAME or name[0] in "-_":
        raise InvalidInput(
            Text(f"'{name[:40]}' kan geen naam van een lijst zijn.", f"'{name[:40]}' cannot be the name of a list."),
            where="NAME",
            mend=Text(
                "Gebruik kleine letters, cijfers en streepjes, zoals eu of be-eigen.",
                "Use small letters, digits and dashes, such as eu or be-own.",
            ),
        )


def _chosen(format: str) -> Format:
    if format not in FORMATS:
        raise NotFound(
            Text(f"De vorm '{format[:40]}' bestaat niet.", f"There is no format '{format[:40]}'."),
            where="--format",
            mend=Text(f"Kies uit {', '.join(FORMATS)}.", f"Choose from {', '.join(FORMATS)}."),
        )
    return FORMATS[format]


def recognise(path: Path) -> str:
    """The format of a file. Raises InvalidInput when its first lines are of none."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace") as file:
        head = file.read(65_536)
    start = head.lstrip("\ufeff \t\r\n")
    found = _xml(path) if start.startswith("<") else _json(start) if start.startswith("{") else _table(start)
    if found is None:
        raise damaged(
            path,
            1,
            "Van welke lijst dit een bestand is, is niet te zien.",
            "It does not show what kind of list this is.",
            Text(f"Zeg het met --format: {', '.join(FORMATS)}.", f"Say so with --format: {', '.join(FORMATS)}."),
        )
    return found


def _xml(path: Path) -> str | None:
    root = root_of(path)
    return {_eu.ROOT: "eu-fsf-xml", _un.ROOT: "un-xml"}.get(local(root.tag)) if root else None


def _json(start: str) -> str | None:
    try:
        data = json.loads(start.split("\n", 1)[0])
    except ValueError:
        return None
    return "ftm-json" if isinstance(data, dict) and {"schema", "properties"} <= set(data) else None


def _table(start: str) -> str | None:
    first = start.split("\n", 1)[0].strip("\r")
    if {"Name", "Street_Address", "Action"} <= {cell.strip('" ') for cell in first.split("\t")}:
        return "dpl-txt"
    if {"source", "entity_number", "alt_names"} <= {cell.strip('" ') for cell in first.split(",")}:
        return "csl-csv"
    for mark in (",", ";", "\t"):
        if {"id", "name"} <= {cell.strip('" ') for cell in first.split(mark)}:
            return "own-csv"
    if first.split(",", 1)[0].strip('" ').isdigit() and "-0-" in start:
        return "ofac-csv"
    return None
