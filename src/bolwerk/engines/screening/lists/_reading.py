"""What comes of a file that was read whole: the entries, the version, how it was encoded, and what was left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bolwerk.engines.screening._model import Entity, ListVersion
from bolwerk.engines.screening.lists._words import AGAIN, damaged
from bolwerk.kernel import InvalidInput, Text


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the reader of one format makes of its files."""

    entities: tuple[Entity, ...]
    encodings: tuple[str, ...]
    published: str | None = None
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as read, not yet in force: give it to a Store."""

    version: ListVersion
    entities: tuple[Entity, ...] = field(repr=False)
    files: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    """Of each file, in order."""
    remarks: tuple[Text, ...] = ()
    """What the reader left out or found odd."""


def entities_digest(entities: Iterable[Entity]) -> str:
    """SHA-256 over id and digest of each entry, by id: the order in the file says nothing."""
    lines = sorted(f"{entity.id} {entity.digest}" for entity in entities)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def files_digest(paths: Sequence[Path]) -> str:
    """SHA-256 over the file; over the digests of the files when a list comes in several, whatever their order."""
    digests = []
    for path in paths:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def whole(name: str, format: str, paths: Sequence[Path], parsed: Parsed) -> Reading:
    """Refuse what holds no entry or names two by one id."""
    if not parsed.entities:
        raise damaged(paths[0], None, "Dit bestand bevat geen enkel item.", "This file holds not a single entry.")
    _once(paths[0], parsed.entities)
    version = ListVersion(
        name,
        entities_digest(parsed.entities),
        files_digest(paths),
        len(parsed.entities),
        parsed.published,
        format,
    )
    return Reading(version, parsed.entities, tuple(path.name for path in paths), parsed.encodings, parsed.remarks)


def _once(path: Path, entities: Iterable[Entity]) -> None:
    seen: set[str] = set()
    for entity in entities:
        if entity.id in seen:
            raise InvalidInput(
                Text(f"Twee items hebben hetzelfde id: {entity.id}.", f"Two entries have the same id: {entity.id}."),
                where=str(path),
                mend=AGAIN,
            )
        seen.add(entity.id)
