"""The lists in force, with their index and the rarity that scores are measured by: opened once, shared by all.

The rarity is pinned: measured when the first lists came, and kept until somebody renews it. So a pair of names keeps its score
when lists change, and comparing only what changed gives what comparing everything would.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

from bolwerk.engines.screening import PROFILES, Entity, Hit, ListVersion, Profile, Screened, Snapshot
from bolwerk.engines.screening.lists import Store
from bolwerk.office.screening.errors import unknown_profile

if TYPE_CHECKING:
    from bolwerk.engines.screening import Index, Rarity

DEFAULT_PROFILE = "strict"
_KEPT = 2
"""Indexes that stay on disk: the one in force and the one before."""
_held: dict[Path, InForce] = {}
_opening = Lock()


@dataclass(frozen=True)
class InForce:
    """The lists that stand together. Entries and index are read when first asked for; the index is kept beside the lists."""

    versions: tuple[ListVersion, ...]
    folder: Path = field(repr=False)

    @cached_property
    def digest(self) -> str:
        return Snapshot(self.versions, ()).digest

    @cached_property
    def snapshot(self) -> Snapshot:
        return Store(self.folder).of(*self.versions)

    @cached_property
    def entries(self) -> Mapping[tuple[str, str], Entity]:
        return {(entity.dataset, entity.id): entity for entity in self.snapshot.entities}

    @cached_property
    def measure(self) -> Index:
        """An index of no entries: the engine with its rarity. Its digest names all that makes a score besides two entities."""
        from bolwerk.engines.screening import Index

        return Index.build((), rarity=self.rarity)

    @cached_property
    def rarity(self) -> Rarity:
        from bolwerk.engines.screening import Index, Rarity

        if not self.versions:
            return Rarity.standard()
        place = self.folder / "rarity"
        if not (place / "bundle.json").is_file():
            _put_whole(Index.build((), rarity=Rarity.of(self.snapshot.entities)), place)
        return Index.open(place).rarity

    @cached_property
    def index(self) -> Index:
        """Opened from its folder when somebody made it before."""
        from bolwerk.engines.screening import Index

        if not self.versions:
            return self.measure
        place = self.folder / "index" / f"{self.digest[:16]}-{self.measure.digest[:16]}"
        if not place.is_dir():
            _put_whole(self.over(self.snapshot.entities), place)
            for old in sorted(place.parent.iterdir(), key=lambda one: one.stat().st_mtime)[:-_KEPT]:
                shutil.rmtree(old, ignore_errors=True)
        return Index.open(place)

    def named(self) -> dict[str, str]:
        """The digest of each list, by name."""
        return {version.name: version.digest for version in self.versions}

    def over(self, entities: Iterable[Entity]) -> Index:
        """An index of only these, with the same rarity: so the scores are those of the whole list."""
        from bolwerk.engines.screening import Index

        return Index.build(entities, rarity=self.rarity)

    def engine(self, profile: str) -> str:
        """Digest of all that makes an outcome besides the two entities."""
        return sha256(f"{self.measure.digest} {profile_of(profile).digest}".encode()).hexdigest()


def folder() -> Path:
    return Path(str(settings.HOME)) / "lists"


def store() -> Store:
    return Store(folder())


def current() -> InForce:
    """The lists as they stand now; no versions when there are none."""
    versions, here = store().versions(), folder()
    with _opening:
        held = _held.get(here)
        if held is None or held.versions != versions:
            _held.clear()
            held = _held[here] = InForce(versions, here)
        return held


def versions_of(name: str) -> tuple[ListVersion, ...]:
    """Every version of a list, oldest first; () when it was never loaded here."""
    kept = store()
    return tuple(one.version for one in kept.history(name)) if name in kept.names() else ()


def earlier(named: Mapping[str, str]) -> Snapshot | None:
    """The lists of these digests, when every version of them is kept."""
    kept = store()
    found = [
        version.version
        for name in kept.names()
        if name in named
        for version in kept.history(name)[::-1]
        if version.version.digest == named[name]
    ]
    once = tuple({version.name: version for version in found}.values())
    return kept.of(*once) if {version.name for version in once} == set(named) else None


def renew_rarity() -> None:
    """Measure anew how common each word is, over the lists in force. All subjects are then screened again in full."""
    with _opening:
        shutil.rmtree(folder() / "rarity", ignore_errors=True)
        _held.clear()


def profile_of(name: str) -> Profile:
    if name not in PROFILES:
        raise unknown_profile(name, tuple(PROFILES))
    return PROFILES[name]


def screened(index: Index, subjects: Iterable[Entity], profile: Profile) -> Iterator[Hit]:
    """Every hit that waits for a decision: at or above the decision floor of the profile."""
    for found in index.screen(subjects, profile):
        yield from (hit for hit in found.hits if hit.score >= hit.floor)


def look_up(entity: Entity, profile: Profile) -> Screened:
    """One entity against the lists in force, down to the review floor; nothing is kept."""
    return next(iter(current().index.screen([entity], profile)))


def _put_whole(index: Index, place: Path) -> None:
    """Save beside its place and move there: another process sees all of it or nothing. Who comes second keeps the first."""
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    index.save(part)
    with suppress(OSError):
        part.replace(place)
    shutil.rmtree(part, ignore_errors=True)
