"""A folder of lists: every version is kept, one of each list is in force, and a reader never sees half of either.

`state.json` tells every version that was ever in force, the last of a list being in force; it is replaced in one move. Entries
lie in `entries/DIGEST.jsonl.gz`, written whole before the state names them, and never change. So whatever kills a write, the
state that was stays true; at worst a file lies there that no state names, and the next write clears it away.
"""

from __future__ import annotations

import fcntl
import gzip
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bolwerk.engines.screening._model import Entity, ListVersion, Snapshot
from bolwerk.engines.screening.lists._draft import NAMES
from bolwerk.engines.screening.lists._reading import Reading, entities_digest
from bolwerk.kernel import Conflict, InvalidInput, NotFound, Text

_LEAST = 3, 4
"""A list that shrinks below this part of the one in force is more likely cut off than emptied."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A version of a list, from when it was in force; `until` is None for the one in force."""

    version: ListVersion
    since: datetime
    until: datetime | None
    files: tuple[str, ...]
    encodings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """A version of one entry; `entity` is None from when it was removed."""

    since: datetime
    entity: Entity | None


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """Lists under one folder, made when it is first written to."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = _now) -> None:
        self.folder = folder
        self._clock = clock

    def put(self, reading: Reading, *, shrunk: bool = False) -> ListVersion:
        """Keep a list and put it in force; a file that was put before changes nothing.

        Raises Conflict when it holds far fewer entries than the one in force, unless `shrunk` says that this is right.
        """
        version = reading.version
        with self._locked():
            state = self._state()
            self._clear(state)
            kept = state.setdefault(version.name, [])
            if kept and kept[-1]["version"] == asdict(version):
                return version
            if kept and not shrunk:
                _check_size(kept[-1], reading)
            self._write_entries(version.digest, reading.entities)
            kept.append(
                {
                    "version": asdict(version),
                    "names": _names(reading.entities),
                    "since": self._clock().isoformat(),
                    "files": list(reading.files),
                    "encodings": list(reading.encodings),
                }
            )
            self._replace(self.folder / "state.json", json.dumps(state, ensure_ascii=False, indent=1).encode())
        return version

    def names(self) -> tuple[str, ...]:
        """Every list, by name."""
        return tuple(sorted(self._state()))

    def versions(self, on: date | None = None) -> tuple[ListVersion, ...]:
        """What is in force, or was at the end of a day, without reading the entries."""
        found = (self._as_of(self.history(name), on) for name in self.names())
        return tuple(kept.version for kept in found if kept)

    def current(self) -> Snapshot:
        """Every list in force, with its entries."""
        return self.snapshot()

    def snapshot(self, on: date | None = None, only: Iterable[str] | None = None) -> Snapshot:
        """The lists as they stood at the end of a day (UTC), or as they stand; `only` names some of them."""
        wanted = None if only is None else set(only)
        for name in wanted or ():
            self.history(name)
        versions = tuple(v for v in self.versions(on) if wanted is None or v.name in wanted)
        return Snapshot(versions, tuple(entity for version in versions for entity in self.entries(version)))

    def of(self, *versions: ListVersion) -> Snapshot:
        """The snapshot of versions that were kept."""
        return Snapshot(versions, tuple(entity for version in versions for entity in self.entries(version)))

    def history(self, name: str) -> tuple[Kept, ...]:
        """Every version of a list, oldest first. Raises NotFound."""
        state = self._state()
        if name not in state:
            known = ", ".join(sorted(state))
            raise NotFound(
                Text(f"Er is geen lijst '{name}'.", f"There is no list '{name}'."),
                where=str(self.folder),
                mend=Text(f"Kies uit: {known}.", f"Choose from: {known}.")
                if known
                else Text("Lees er eerst een in: bolwerk lists import.", "Read one first: bolwerk lists import."),
            )
        kept = state[name]
        since = [datetime.fromisoformat(raw["since"]) for raw in kept]
        return tuple(
            Kept(ListVersion(**raw["version"]), start, until, tuple(raw["files"]), tuple(raw["encodings"]))
            for raw, start, until in zip(kept, since, [*since[1:], None], strict=True)
        )

    def entry_history(self, name: str, id: str) -> tuple[EntryVersion, ...]:
        """Every version of one entry, oldest first, and when it was removed."""
        found: list[EntryVersion] = []
        for kept in self.history(name):
            entity = next((entity for entity in self.entries(kept.version) if entity.id == id), None)
            last = found[-1].entity if found else None
            if (entity.digest if entity else None) != (last.digest if last else None):
                found.append(EntryVersion(kept.since, entity))
        return tuple(found)

    def entries(self, version: ListVersion) -> Iterator[Entity]:
        """The entries of a version, one by one. Raises InvalidInput when the kept file was damaged or taken away."""
        path = self._entries(version.digest)
        try:
            with gzip.open(path, "rt", encoding="utf-8") as file:
                for line in file:
                    id, schema, properties = json.loads(line)
                    yield Entity(id, schema, {key: tuple(values) for key, values in properties.items()}, version.name)
        except (OSError, EOFError, ValueError) as error:
            raise _lost(path) from error

    def verify(self) -> tuple[Text, ...]:
        """What is wrong with what is kept: empty when every version still has its digest."""
        wrong = []
        for name in self.names():
            for kept in self.history(name):
                try:
                    good = entities_digest(self.entries(kept.version)) == kept.version.digest
                except InvalidInput:
                    good = False
                if not good:
                    told = f"{name} {kept.version.digest[:12]}"
                    wrong.append(Text(f"{told}: niet meer zoals ingelezen.", f"{told}: no longer as it was read."))
        return tuple(wrong)

    @staticmethod
    def _as_of(history: tuple[Kept, ...], on: date | None) -> Kept | None:
        if on is None:
            return history[-1]
        return next((kept for kept in reversed(history) if kept.since.astimezone(UTC).date() <= on), None)

    def _entries(self, digest: str) -> Path:
        return self.folder / "entries" / f"{digest}.jsonl.gz"

    def _state(self) -> dict[str, list[dict[str, Any]]]:
        path = self.folder / "state.json"
        try:
            found: dict[str, list[dict[str, Any]]] = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise _lost(path) from error
        return found

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time; the lock goes with the process that holds it."""
        (self.folder / "entries").mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _clear(self, state: dict[str, list[dict[str, Any]]]) -> None:
        """What a killed write left behind."""
        named = {self._entries(raw["version"]["digest"]) for kept in state.values() for raw in kept}
        for path in (self.folder / "entries").iterdir():
            if path not in named:
                path.unlink()

    def _write_entries(self, digest: str, entities: Iterable[Entity]) -> None:
        path = self._entries(digest)
        if path.exists():
            return
        part = path.with_suffix(".part")
        with part.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as file:
            for entity in sorted(entities, key=lambda entity: entity.id):
                row = [entity.id, entity.schema, {key: list(values) for key, values in entity.properties.items()}]
                file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self._settle(part, path)

    def _replace(self, path: Path, data: bytes) -> None:
        part = path.with_suffix(".part")
        part.write_bytes(data)
        self._settle(part, path)

    @staticmethod
    def _settle(part: Path, path: Path) -> None:
        """On the disk first, then under its name, then the folder that names it: so a loss of power loses nothing."""
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _names(entities: Iterable[Entity]) -> int:
    return sum(len(entity.get(name)) for entity in entities for name in NAMES)


def _check_size(old: dict[str, Any], new: Reading) -> None:
    part, whole = _LEAST
    entries, names = int(old["version"]["count"]), int(old["names"])
    found = _names(new.entities)
    if new.version.count * whole < entries * part or found * whole < names * part:
        raise Conflict(
            Text(
                f"Deze lijst telt {new.version.count} items met {found} namen; die nu geldt, telt er {entries} met {names}.",
                f"This list has {new.version.count} entries with {found} names; the one in force has {entries} with {names}.",
            ),
            where=new.version.name,
            mend=Text(
                "Ze kan afgebroken zijn: kijk ze na bij de uitgever. Is ze juist: --shrunk. De lijst die gold, blijft gelden.",
                "It may be cut off: check it with its publisher. If it is right: --shrunk. The list in force stays in force.",
            ),
        )


def _lost(path: Path) -> InvalidInput:
    return InvalidInput(
        Text("Wat hier bewaard is, kan niet worden gelezen.", "What is kept here cannot be read."),
        where=str(path),
        mend=Text(
            "Zet een reservekopie van deze map terug, of lees de lijst opnieuw in.",
            "Put back a copy of this folder, or import the list again.",
        ),
    )
