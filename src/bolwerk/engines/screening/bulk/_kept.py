"""Indexes kept under a folder, one per snapshot and engine: made once, then mapped into memory by whoever screens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from bolwerk.engines.screening._bundle import engine_digest
from bolwerk.engines.screening._index import Index
from bolwerk.engines.screening._model import ListVersion, Snapshot

_MOST = 5
"""So many are kept; the ones opened longest ago go."""


def place_of(folder: Path, versions: tuple[ListVersion, ...]) -> Path:
    """Where the index of these versions lies, made or not: another engine or another version of a list is another place."""
    return folder / f"{Snapshot(versions, ()).digest[:32]}-{Index.VERSION}-{engine_digest()[:16]}"


def kept_index(folder: Path, versions: tuple[ListVersion, ...], snapshot: Callable[[], Snapshot]) -> Index:
    """The index of these versions; made from their entries when it is not there yet."""
    place = place_of(folder, versions)
    if not (place / "bundle.json").exists():
        part = folder / f"{place.name}.{os.getpid()}.part"
        shutil.rmtree(part, ignore_errors=True)
        try:
            Index.build(snapshot().entities).save(part)
            if place.exists():
                shutil.rmtree(place)
            part.rename(place)
        except OSError:
            # Somebody else made the same one meanwhile.
            if not (place / "bundle.json").exists():
                raise
        finally:
            shutil.rmtree(part, ignore_errors=True)
        _clear(folder, place)
    os.utime(place)
    return Index.open(place)


def _clear(folder: Path, place: Path) -> None:
    others = sorted((p for p in folder.iterdir() if p != place and p.suffix != ".part"), key=lambda p: p.stat().st_mtime)
    for old in others[: max(0, len(others) - _MOST + 1)]:
        shutil.rmtree(old, ignore_errors=True)
