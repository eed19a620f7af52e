"""Entities and hits as JSON and back: how they are kept with an alert and shown by an interface. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bolwerk.engines.screening import Entity, Evidence, Hit, Pairing, TokenPair


def entity(data: Mapping[str, Any]) -> Entity:
    properties = {name: tuple(values) for name, values in data["properties"].items()}
    return Entity(data["id"], data["schema"], properties, data.get("dataset", ""))


def entity_json(one: Entity) -> dict[str, Any]:
    return {
        "id": one.id,
        "schema": one.schema,
        "dataset": one.dataset,
        "properties": {name: list(one.properties[name]) for name in sorted(one.properties)},
    }


def hit(data: Mapping[str, Any]) -> Hit:
    return Hit(
        **{name: data[name] for name in _PLAIN},
        alignment=tuple(TokenPair(a, b, Pairing(how), weight) for a, b, how, weight in data["alignment"]),
        evidence=tuple(Evidence(kind, a, b, weight) for kind, a, b, weight in data["evidence"]),
    )


def hit_json(one: Hit) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        "alignment": [[pair.query, pair.entry, pair.pairing.value, pair.weight] for pair in one.alignment],
        "evidence": [[item.kind, item.query, item.entry, item.weight] for item in one.evidence],
    }


_PLAIN = (
    "subject",
    "entity",
    "entity_digest",
    "dataset",
    "schema",
    "caption",
    "query_name",
    "entry_name",
    "score",
    "rarity",
    "floor",
)
