"""What besides a name speaks for or against: identifiers, birth date, country, gender, place, parent. Weights are in
`coefficients.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bolwerk.engines.screening._model import Entity, Evidence
from bolwerk.engines.screening._normal import VESSEL, group_of

IDENTIFIERS = (
    "leiCode", "imoNumber", "mmsi", "callSign", "vatCode", "registrationNumber", "passportNumber", "idNumber", "taxNumber",
    "innCode", "ogrnCode", "swiftBic", "uniqueEntityId", "dunsCode",
)  # fmt: skip
SINGLE = frozenset({"leiCode", "imoNumber"})
"""An entity has one of these: two different ones speak against."""
COUNTRIES = ("country", "nationality", "jurisdiction", "citizenship")
_KEEP = re.compile(r"[^0-9a-z]")


def identifiers(entity: Entity) -> Iterable[tuple[str, str, str]]:
    """Kind, comparable form and text of each identifier; what is shorter than four signs identifies nothing."""
    for kind in IDENTIFIERS:
        for text in entity.get(kind):
            bare = _KEEP.sub("", text.casefold())
            if kind == "imoNumber":
                bare = bare.removeprefix("imo")
            elif kind == "vatCode" and bare[:2].isalpha():
                bare = bare[2:]
            if len(bare) >= 4:
                yield kind, bare.lstrip("0"), text


# A number may be filed as one kind by one publisher and as another by the next.
_ALIKE = {
    "vatCode": "company",
    "registrationNumber": "company",
    "taxNumber": "company",
    "idNumber": "person",
    "passportNumber": "person",
}


def identifier_keys(entity: Entity) -> dict[str, tuple[str, str]]:
    """Key to kind and text: two entities that share a key share an identifier."""
    return {f"{_ALIKE.get(kind, kind)}:{bare}": (kind, text) for kind, bare, text in identifiers(entity)}


@dataclass(frozen=True, slots=True)
class Facts:
    """What of an entity is compared besides names, worked out once."""

    keys: Mapping[str, tuple[str, str]]
    births: tuple[str, ...]
    countries: frozenset[str]
    genders: frozenset[str]
    places: frozenset[str]
    parents: frozenset[str]
    vessel: bool

    def __bool__(self) -> bool:
        """Whether there is anything to compare."""
        return bool(self.keys or self.births or self.countries or self.genders or self.places or self.parents)


NAMES = frozenset({"name", "alias", "previousName", "weakAlias", "topics", "program", "notes", "sourceUrl", "address"})
"""Properties that no fact is read from."""
_NO_FACTS = frozenset[str]()


def facts_of(entity: Entity) -> Facts:
    if entity.properties.keys() <= NAMES:
        return Facts({}, (), _NO_FACTS, _NO_FACTS, _NO_FACTS, _NO_FACTS, group_of(entity.schema) == VESSEL)
    return Facts(
        identifier_keys(entity),
        tuple(sorted({d[:10] for d in entity.get("birthDate") if re.match(r"^\d{4}", d)})),
        frozenset(c.strip().casefold() for prop in COUNTRIES for c in entity.get(prop) if c.strip()),
        frozenset(g.strip().casefold()[:1] for g in entity.get("gender") if g.strip()),
        frozenset(p.strip().casefold() for p in entity.get("city") if p.strip()),
        frozenset(p.strip().casefold() for p in entity.get("parent") if p.strip()),
        group_of(entity.schema) == VESSEL,
    )


def most(facts: Facts, counts: frozenset[str], weights: Mapping[str, float]) -> float:
    """The most that evidence, identifiers aside, can add for a subject with these facts."""
    total = 0.0
    if facts.births and "birth_date" in counts:
        total += weights["birth_day"]
    for have, kind, weight in (
        (facts.countries, "country", "country_same"),
        (facts.genders, "gender", "gender_same"),
        (facts.places, "place", "place_same"),
        (facts.parents, "parent", "parent_same"),
    ):
        if have and kind in counts:
            total += weights[weight]
    return total


def weigh(query: Facts, entry: Facts, counts: frozenset[str], weights: Mapping[str, float]) -> tuple[Evidence, ...]:
    """One piece of evidence a kind, in one fixed order; a kind that one side lacks says nothing."""
    if not query or not entry:
        return ()
    found: list[Evidence] = []
    if "identifier" in counts:
        found += _identifiers(query, entry, weights)
    if "birth_date" in counts and query.births and entry.births:
        found.append(_births(query.births, entry.births, weights))
    for kind, mine, theirs in (
        ("country", query.countries, entry.countries),
        ("gender", query.genders, entry.genders),
        ("place", query.places, entry.places),
        ("parent", query.parents, entry.parents),
    ):
        if kind in counts and mine and theirs:
            same = mine & theirs
            weight = weights[f"{kind}_same"] if same else -weights[f"{kind}_other"]
            shown = (same, same) if same else (mine, theirs)
            found.append(Evidence(kind, ", ".join(sorted(shown[0])), ", ".join(sorted(shown[1])), weight))
    return tuple(found)


def _identifiers(query: Facts, entry: Facts, weights: Mapping[str, float]) -> list[Evidence]:
    same = sorted(query.keys.keys() & entry.keys.keys())
    if same:
        return [Evidence("identifier", query.keys[same[0]][1], entry.keys[same[0]][1], weights["identifier_same"])]
    for kind in sorted(SINGLE):
        mine = sorted(text for k, text in query.keys.values() if k == kind)
        theirs = sorted(text for k, text in entry.keys.values() if k == kind)
        if mine and theirs:
            return [Evidence("identifier", mine[0], theirs[0], -weights["identifier_other"])]
    return []


def _births(mine: tuple[str, ...], theirs: tuple[str, ...], weights: Mapping[str, float]) -> Evidence:
    """The best of all pairs of dates: the same day, day and month swapped or the same month, the same year, a year beside,
    or none of these."""
    ranked = [(_birth(a, b), a, b) for a in mine for b in theirs]
    rank, a, b = min(ranked)
    weight = (
        weights["birth_day"],
        weights["birth_near"],
        weights["birth_year"],
        -weights["birth_beside"],
        -weights["birth_other"],
    )[rank]
    return Evidence("birth_date", a, b, weight)


def _birth(a: str, b: str) -> int:
    if a == b and len(a) == 10:
        return 0
    if a[:4] != b[:4]:
        return 3 if abs(int(a[:4]) - int(b[:4])) == 1 else 4
    if len(a) == 10 and len(b) == 10:
        if (a[5:7], a[8:]) == (b[8:], b[5:7]) or a[5:7] == b[5:7] or a[8:] == b[8:]:
            return 1
        return 3
    return 1 if len(a) >= 7 and a[:7] == b[:7] else 2
