"""Questions against the index that stands: which profile, which entries count, and the answer with its explanations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bolwerk.engines.screening import PROFILES, Entity, Hit, Profile, Screened
from bolwerk.faces.api.answers import Refused, unknown
from bolwerk.faces.api.standing import Standing
from bolwerk.faces.api.vocabulary import SCHEMATA, is_a, schema_named
from bolwerk.kernel import Text

DEFAULT = "export-licence"
ALIASES: Mapping[str, str] = {"best": DEFAULT, "default": DEFAULT, "logic-v1": DEFAULT, "logic-v2": DEFAULT}
"""Names that clients of yente send: each is answered by the engine of the house, and the answer says so."""
ALL = ("default", "all")
"""Names of the data set that holds every list in force."""
_LOWEST = 0.05


@dataclass(frozen=True, slots=True)
class Only:
    """Which entries count."""

    datasets: frozenset[str]
    not_schemata: tuple[str, ...] = ()
    schemata: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    since: datetime | None = None
    not_ids: frozenset[str] = frozenset()

    def __call__(self, entity: Entity, stands: Standing) -> bool:
        if entity.dataset not in self.datasets or any(is_a(entity.schema, one) for one in self.not_schemata):
            return False
        if self.schemata and not any(is_a(entity.schema, one) or is_a(one, entity.schema) for one in self.schemata):
            return False
        if self.topics and not self.topics & set(entity.get("topics")):
            return False
        if self.countries and not self.countries & {
            v for name in ("country", "nationality", "jurisdiction") for v in entity.get(name)
        }:
            return False
        if self.since is not None and stands.seen[entity.dataset].of(entity).change < self.since:
            return False
        return not self.not_ids & {entity.id, f"{entity.dataset}:{entity.id}"}


def only(
    stands: Standing,
    dataset: str,
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    not_schemata: Sequence[str] = (),
    schemata: Sequence[str] = (),
    topics: Sequence[str] = (),
    countries: Sequence[str] = (),
    since: str | None = None,
    not_ids: Sequence[str] = (),
) -> Only:
    """Raises `Refused`: 404 for an unknown data set in the address, 400 for one in the question."""
    known = stands.names
    if dataset not in ALL and dataset not in known:
        raise unknown(Text("lijst", "list"), dataset, [ALL[0], *known], 404)
    chosen = set(known) if dataset in ALL else {dataset}
    for name in (*include, *exclude):
        if name not in known:
            raise unknown(Text("lijst", "list"), name, known)
    if include:
        chosen &= set(include)
    return Only(
        frozenset(chosen - set(exclude)),
        tuple(_schema(name) for name in not_schemata),
        tuple(_schema(name) for name in schemata),
        frozenset(topics),
        frozenset(country.casefold() for country in countries),
        _moment(since) if since else None,
        frozenset(not_ids),
    )


def profile_for(algorithm: str, threshold: float | None, cutoff: float | None) -> tuple[Profile, float]:
    """The profile with the floor from which entries are told, and the score from which an entry matches."""
    name = ALIASES.get(algorithm, algorithm)
    if name not in PROFILES:
        raise unknown(Text("algoritme", "algorithm"), algorithm, [*PROFILES, *ALIASES])
    profile = PROFILES[name]
    match = profile.decision_floor if threshold is None else threshold
    floor = min(profile.review_floor if cutoff is None else cutoff, match)
    told = min(max(floor, _LOWEST), 0.99)
    return replace(profile, review_floor=told, decision_floor=max(told, profile.decision_floor)), match


def screened(stands: Standing, subjects: Iterable[Entity], profile: Profile, chosen: Only) -> Iterator[tuple[list[Hit], bool]]:
    """Per question the hits among the entries that count, best first, and whether a limit of the engine cut some off."""
    dataset_of = stands.force.versions
    every = chosen == Only(frozenset(version.name for version in dataset_of))
    for found in stands.index.screen(subjects, profile):
        yield _kept(stands, found, chosen, every), found.truncated


def _kept(stands: Standing, found: Screened, chosen: Only, every: bool) -> list[Hit]:
    if every:
        return list(found.hits)
    return [hit for hit in found.hits if (entry := entity_of(stands, hit)) is not None and chosen(entry, stands)]


def entity_of(stands: Standing, hit: Hit) -> Entity | None:
    return next((e for e in stands.finding.entities(f"{hit.dataset}:{hit.entity}") if e.dataset == hit.dataset), None) or next(
        (e for e in stands.finding.entities(hit.entity) if e.dataset == hit.dataset), None
    )


def shown(stands: Standing, entity: Entity) -> dict[str, Any]:
    """An entry as yente tells it."""
    times = stands.seen[entity.dataset].of(entity)
    public = stands.finding.public_id(entity)
    return {
        "id": public,
        "caption": entity.caption,
        "schema": entity.schema,
        "properties": {name: list(values) for name, values in entity.properties.items()},
        "datasets": [entity.dataset],
        "referents": [entity.id] if public != entity.id else [],
        "target": True,
        "first_seen": times.first,
        "last_seen": stands.seen[entity.dataset].since,
        "last_change": times.change,
    }


def scored(stands: Standing, hit: Hit, match: float) -> dict[str, Any] | None:
    entity = entity_of(stands, hit)
    if entity is None:
        return None
    told = explanations(hit)
    return {
        **shown(stands, entity),
        "score": hit.score,
        "features": {name: one["score"] for name, one in told.items()},
        "explanations": told,
        "match": hit.score >= match,
    }


def explanations(hit: Hit) -> dict[str, dict[str, Any]]:
    """What made the score: the two names aligned, and what else speaks for (+) or against (-), in log-odds."""
    alignment = [
        {"query": one.query, "entry": one.entry, "pairing": one.pairing.value, "weight": one.weight} for one in hit.alignment
    ]
    told: dict[str, dict[str, Any]] = {
        "name": {
            "score": sum(one.weight for one in hit.alignment),
            "detail": "; ".join(f"{one.query or '-'} {one.pairing.value} {one.entry or '-'}" for one in hit.alignment),
            "query": hit.query_name,
            "candidate": hit.entry_name,
            "alignment": alignment,
        }
    }
    for item in hit.evidence:
        name = item.kind
        while name in told:
            name += "_"
        told[name] = {"score": item.weight, "detail": item.kind, "query": item.query, "candidate": item.entry}
    return told


def _schema(name: str) -> str:
    found = schema_named(name)
    if found is None:
        raise unknown(Text("soort", "schema"), name, list(SCHEMATA))
    return found


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(
            400,
            Text(f"changed_since is geen datum: '{text[:40]}'.", f"changed_since is no date: '{text[:40]}'."),
            Text("Schrijf 2026-11-24 of 2026-11-24T09:00:00.", "Write 2026-11-24 or 2026-11-24T09:00:00."),
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
