"""The lists in force, with their index and the rarity that scores are measured by: opened once, shared by all."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings

from bolwerk.engines.screening import PROFILES, Entity, Hit, Index, Profile, Rarity, Snapshot
from bolwerk.engines.screening.lists import Store
from bolwerk.office.screening.errors import unknown_profile

_held: dict[tuple[Path, str], InForce] = {}
_opening = Lock()


@dataclass(frozen=True)
class InForce:
    """A snapshot with its rarity. The index is made when first asked for, and kept beside the lists."""

    snapshot: Snapshot
    rarity: Rarity
    folder: Path = field(repr=False)

    @property
    def digest(self) -> str:
        return self.snapshot.digest

    @cached_property
    def entries(self) -> Mapping[tuple[str, str], Entity]:
        return {(entity.dataset, entity.id): entity for entity in self.snapshot.entities}

    @cached_property
    def index(self) -> Index:
        """Opened from the folder of this snapshot when somebody made it before."""
        place = self.folder / "index" / f"{self.digest[:16]}-{self.rarity.digest[:16]}-{Index.VERSION}"
        if place.is_dir():
            return Index.open(place)
        made = Index.build(self.snapshot.entities, rarity=self.rarity)
        for old in sorted((self.folder / "index").glob("*"), key=lambda one: one.stat().st_mtime)[:-2]:
            shutil.rmtree(old, ignore_errors=True)
        made.save(place)
        return made

    def versions(self) -> dict[str, str]:
        return {version.name: version.digest for version in self.snapshot.versions}

    def over(self, entities: Iterable[Entity]) -> Index:
        """An index of only these, with the same rarity: so the scores are those of the whole list."""
        return Index.build(entities, rarity=self.rarity)

    def engine(self, profile: str) -> str:
        """Digest of all that makes a score besides the two entities."""
        return sha256(f"{Index.VERSION} {self.rarity.digest} {profile_of(profile).digest}".encode()).hexdigest()


def store() -> Store:
    return Store(Path(str(settings.HOME)) / "lists")


def current() -> InForce:
    """The lists as they stand now; an empty snapshot when there are none."""
    kept = store()
    snapshot = kept.current()
    folder = Path(str(settings.HOME)) / "lists"
    with _opening:
        rarity = _pinned(folder, snapshot)
        key = (folder, f"{snapshot.digest} {rarity.digest}")
        if key not in _held:
            _held.clear()
            _held[key] = InForce(snapshot, rarity, folder)
        return _held[key]


def renew_rarity() -> None:
    """Measure anew how common each name part is, over the lists in force. Every subject must then be screened again in full."""
    (Path(str(settings.HOME)) / "lists" / "rarity").unlink(missing_ok=True)


def profile_of(name: str) -> Profile:
    if name not in PROFILES:
        raise unknown_profile(name, tuple(PROFILES))
    return PROFILES[name]


def screened(index: Index, subjects: Iterable[Entity], profile: Profile) -> Iterator[Hit]:
    """Every hit that waits for a decision: at or above the decision floor of the profile."""
    for found in index.screen(subjects, profile):
        yield from (hit for hit in found.hits if hit.score >= hit.floor)


def _pinned(folder: Path, snapshot: Snapshot) -> Any:
    raise NotImplementedError
