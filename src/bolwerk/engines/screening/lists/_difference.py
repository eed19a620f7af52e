"""What two snapshots differ in, by entry and by property."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bolwerk.engines.screening._model import Entity, Snapshot


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """The values that a property lost and gained."""

    name: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Entries that came, went, or are another version, each in the order of their list and id."""

    added: tuple[Entity, ...]
    removed: tuple[Entity, ...]
    changed: tuple[tuple[Entity, Entity], ...]

    @property
    def empty(self) -> bool:
        return not (self.added or self.removed or self.changed)


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """By list and id; an entry whose digest is the same did not change, whatever the order of its values."""
    before = {(entity.dataset, entity.id): entity for entity in old.entities}
    after = {(entity.dataset, entity.id): entity for entity in new.entities}
    return Difference(
        added=tuple(after[key] for key in sorted(after.keys() - before.keys())),
        removed=tuple(before[key] for key in sorted(before.keys() - after.keys())),
        changed=tuple(
            (before[key], after[key]) for key in sorted(before.keys() & after.keys()) if before[key].digest != after[key].digest
        ),
    )


def property_changes(old: Entity, new: Entity) -> Iterator[PropertyChange]:
    """What changed between two versions of an entry, property by property."""
    if old.schema != new.schema:
        yield PropertyChange("schema", (old.schema,), (new.schema,))
    for name in sorted({*old.properties, *new.properties}):
        was, now = set(old.get(name)), set(new.get(name))
        if was != now:
            yield PropertyChange(
                name,
                tuple(value for value in old.get(name) if value not in now),
                tuple(value for value in new.get(name) if value not in was),
            )
