"""Where versions of the lists are kept: one JSON file each in a folder; a write is whole or not at all."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from bolwerk.engines.goods._codes import ListName
from bolwerk.engines.goods._correlation import Correlation
from bolwerk.engines.goods._titles import builtin
from bolwerk.engines.goods._version import ListVersion
from bolwerk.kernel import BolwerkError, InvalidInput, NotFound, Text

T = TypeVar("T", ListVersion, Correlation)
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of versions. What was never taken in is served by the built-in short titles."""

    folder: Path

    def put(self, version: ListVersion, *, replace: bool = False) -> ListVersion:
        """Keep a version; with the same name as one that is kept, its languages join. Gives what is kept now.

        Raises `InvalidInput` when it would change a text that is kept, unless `replace`.
        """
        name = version.version.strip()
        if not name or len(name) > LONGEST_NAME or not _file_name(name):
            raise InvalidInput(
                Text(
                    f"'{name[:LONGEST_NAME]}' is geen naam voor een versie.",
                    f"'{name[:LONGEST_NAME]}' is no name for a version.",
                ),
                where="version",
                mend=Text("Noem de akte, zoals 2025/2003.", "Name the act, such as 2025/2003."),
            )
        file = self._file(version.list, name)
        old = _load(file, ListVersion.from_json) if file.exists() else None
        if old and old.valid_from != version.valid_from and not replace:
            raise InvalidInput(
                Text(
                    f"Versie {name} staat hier met een andere dag: {old.valid_from}.",
                    f"Version {name} stands here with another day: {old.valid_from}.",
                ),
                where="valid_from",
                mend=Text("Kijk de dag na, of vervang met --replace.", "Check the day, or replace with --replace."),
            )
        kept = (
            version if old is None or (replace and old.languages == version.languages) else old.joined(version, replace=replace)
        )
        _write(file, kept.as_json())
        return kept

    def versions(self, name: ListName) -> tuple[ListVersion, ...]:
        """Every version that was taken in, the oldest first, after the built-in one."""
        files = sorted(self.folder.glob(f"{name.value}--*.json"))
        kept = (_load(file, ListVersion.from_json) for file in files)
        return (builtin(name), *sorted(kept, key=lambda version: (version.valid_from, version.version)))

    def version(self, name: ListName, called: str) -> ListVersion:
        """Raises `NotFound` that names those there are."""
        for version in self.versions(name):
            if version.version == called:
                return version
        there = ", ".join(version.version for version in self.versions(name))
        raise NotFound(
            Text(f"De versie '{called[:LONGEST_NAME]}' is er niet.", f"There is no version '{called[:LONGEST_NAME]}'."),
            where=name.value,
            mend=Text(f"Kies een van deze: {there}.", f"Choose one of these: {there}."),
        )

    def on(self, name: ListName, day: date) -> ListVersion:
        """The version in force on a day: of those taken in the last that began by then; else the short titles."""
        taken_in = [version for version in self.versions(name) if not version.short and version.valid_from <= day]
        return taken_in[-1] if taken_in else builtin(name)

    def lists_on(self, day: date) -> tuple[ListVersion, ...]:
        return tuple(self.on(name, day) for name in ListName)

    def put_correlation(self, table: Correlation) -> None:
        _write(self.folder / f"CN--{table.valid_from.isoformat()}.json", table.as_json())

    def correlation(self, day: date) -> Correlation | None:
        """The table that holds on a day; None when none was taken in."""
        files = sorted(self.folder.glob("CN--*.json"))
        tables = [table for file in files if (table := _load(file, Correlation.from_json)).valid_from <= day]
        return tables[-1] if tables else None

    def _file(self, name: ListName, version: str) -> Path:
        return self.folder / f"{name.value}--{_file_name(version)}.json"


def _file_name(version: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", version.lower()).strip("-")


def _load(file: Path, read: Callable[[Mapping[str, Any]], T]) -> T:
    state = file.stat()
    found: T = _loaded(file, state.st_mtime_ns, state.st_size, read)
    return found


@lru_cache(maxsize=32)
def _loaded(file: Path, changed: int, size: int, read: Callable[[Mapping[str, Any]], Any]) -> Any:
    """Read once as long as the file stays as it is."""
    try:
        return read(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, BolwerkError) as error:
        raise InvalidInput(
            Text("Dit bestand met een goederenlijst is beschadigd.", "This file with a list of goods is damaged."),
            where=file.name,
            mend=Text("Verwijder het en lees de lijst opnieuw in.", "Remove it and take the list in again."),
        ) from error


def _write(file: Path, what: Mapping[str, Any]) -> None:
    """Beside it first, then over it in one step: who reads sees the old file or the new one, never half of one."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(what, out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).replace(file)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
