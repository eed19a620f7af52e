"""What is screened, against what, and what comes out: entities, snapshots of lists, hits with their evidence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or vessel: an entry of a list, or a subject that is screened against one.

    `schema` is a FollowTheMoney schema (Person, Company, Organization, PublicBody, LegalEntity, Vessel, Airplane).
    `properties` carries FollowTheMoney properties, each a tuple of texts as the publisher wrote them: name, alias, weakAlias,
    previousName, birthDate (ISO, possibly a year only), country, nationality, jurisdiction (ISO 3166 alpha-2, lower case),
    gender, address, leiCode, imoNumber, mmsi, callSign, vatCode, registrationNumber, passportNumber, idNumber, parent, city,
    topics, program, notes, sourceUrl. The first `name` is the caption.
    """

    id: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]
    dataset: str = ""

    @property
    def caption(self) -> str:
        return next(iter(self.get("name") or self.get("alias")), self.id)

    def get(self, name: str) -> tuple[str, ...]:
        return self.properties.get(name, ())

    @property
    def digest(self) -> str:
        """SHA-256 over schema and properties in one fixed order: the version of an entry, apart from its id and list."""
        content = {
            "schema": self.schema,
            "properties": {name: sorted(set(self.properties[name])) for name in sorted(self.properties)},
        }
        return hashlib.sha256(
            json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        ).hexdigest()


class Pairing(StrEnum):
    """How two tokens of two names stand to each other."""

    SAME = "same"
    SPELLING = "spelling"
    SOUND = "sound"
    SCRIPT = "script"
    INITIAL = "initial"
    JOINED = "joined"
    FORM = "form"
    """Legal forms, titles and the like: they weigh next to nothing."""
    CONTRADICTION = "contradiction"
    """Two tokens in the same place that say something else."""
    QUERY_ONLY = "query_only"
    ENTRY_ONLY = "entry_only"


@dataclass(frozen=True, slots=True)
class TokenPair:
    """One line of an alignment, as normalised; "" where a side has nothing. `weight` is what it adds to the score."""

    query: str
    entry: str
    pairing: Pairing
    weight: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What besides the name speaks for (+) or against (-), such as an identifier, a birth date, a country, and how much."""

    kind: str
    query: str
    entry: str
    weight: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that a subject may be. `score` is a calibrated probability; `rarity` breaks ties, the most telling first."""

    subject: str
    entity: str
    entity_digest: str
    dataset: str
    schema: str
    caption: str
    query_name: str
    entry_name: str
    score: float
    rarity: float
    floor: float
    """The decision floor of the profile: at or above it the hit waits for a decision."""
    alignment: tuple[TokenPair, ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Screened:
    """Every hit of one subject at or above the review floor, best first; `truncated` says that a stated limit cut some off."""

    subject: str
    hits: tuple[Hit, ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One list as read. `digest` is SHA-256 over id and digest of each entry, by id; `file_digest` over the file."""

    name: str
    digest: str
    file_digest: str
    count: int
    published: str | None = None
    """ISO day or moment that the publisher states."""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Lists as they stood together; `digest` is SHA-256 over the digests of its lists, sorted by name."""

    versions: tuple[ListVersion, ...]
    entities: tuple[Entity, ...] = field(repr=False)

    @property
    def digest(self) -> str:
        lines = "\n".join(f"{v.name} {v.digest}" for v in sorted(self.versions, key=lambda v: v.name))
        return hashlib.sha256(lines.encode()).hexdigest()
