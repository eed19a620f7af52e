"""Since when each entry stands on its list and when it last changed, from the versions that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bolwerk.engines.screening import Entity
from bolwerk.engines.screening.lists import Store


@dataclass(frozen=True, slots=True)
class Times:
    first: datetime
    change: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """One list. `entries` is empty where one version alone was read: then every entry stands since `since`."""

    since: datetime
    """When the version in force came."""
    read: int
    """How many versions were read."""
    entries: Mapping[str, tuple[str, Times]] = field(default_factory=dict, repr=False)

    def of(self, entity: Entity) -> Times:
        found = self.entries.get(entity.id)
        return found[1] if found else Times(self.since, self.since)


def seen(store: Store, name: str, before: Seen | None) -> Seen:
    """Walk the versions of a list; those that `before` read are not read again."""
    kept = store.history(name)
    since = kept[-1].since
    if len(kept) == 1:
        return Seen(since, 1)
    if before is not None and before.entries and before.read <= len(kept):
        start, entries = before.read, before.entries
    else:
        start, entries = 0, {}
    for version in kept[start:]:
        after: dict[str, tuple[str, Times]] = {}
        for entity in store.entries(version.version):
            digest = entity.digest
            was = entries.get(entity.id)
            if was is None:
                after[entity.id] = (digest, Times(version.since, version.since))
            else:
                after[entity.id] = was if was[0] == digest else (digest, Times(was[1].first, version.since))
        entries = after
    return Seen(since, len(kept), entries)
