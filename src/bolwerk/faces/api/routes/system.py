"""What stands, what it can do, and one entry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from bolwerk.engines.screening import PROFILES
from bolwerk.engines.screening.lists import Store
from bolwerk.faces.api import counting, matching
from bolwerk.faces.api.access import MATCH, caller_of
from bolwerk.faces.api.answers import Refused, lang_of
from bolwerk.faces.api.routes.match import REFUSALS
from bolwerk.faces.api.shapes import Algorithms, Catalog, Detail, EntityShown, Status
from bolwerk.faces.api.standing import keeper, standing
from bolwerk.kernel import Text

router = Router(tags=["system"])
_FEATURES = {
    "name": Text(
        "De twee namen woord per woord naast elkaar; elk woord weegt naar hoe zeldzaam het is.",
        "The two names aligned word by word; each word weighs by how rare it is.",
    ),
    "identifier": Text("Een gedeeld officieel nummer.", "An official number that both have."),
    "birth_date": Text("Geboortedatum of -jaar: gelijk of tegengesteld.", "Birth date or year: the same or contradicting."),
    "country": Text("Landen: gelijk of tegengesteld.", "Countries: the same or contradicting."),
    "gender": Text("Geslacht: tegengesteld.", "Gender: contradicting."),
    "place": Text("Plaats van een organisatie.", "Place of an organisation."),
    "parent": Text("Moederorganisatie.", "Parent organisation."),
}
_ABOUT = Text(
    "Profiel {name}, versie {version}: getoond vanaf {review}, te beslissen vanaf {decision}. Een score is een kans.",
    "Profile {name}, version {version}: told from {review}, to decide from {decision}. A score is a probability.",
)
_ALSO = Text("Antwoordt ook op: {names}.", "Also answers to: {names}.")


@router.get("/healthz", response=Status, summary="Is the service there?")
def healthz(request: HttpRequest) -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz", response={200: Status, 503: Detail}, summary="Is an index of the lists in force loaded?")
def readyz(request: HttpRequest) -> dict[str, str]:
    standing()
    return {"status": "ok"}


@router.get("/algorithms", response=Algorithms, summary="The ways of screening")
def algorithms(request: HttpRequest) -> dict[str, Any]:
    lang = lang_of(request)
    told = []
    for profile in PROFILES.values():
        about = _ABOUT.format(
            name=profile.name, version=profile.version, review=profile.review_floor, decision=profile.decision_floor
        ).in_(lang)
        also = [alias for alias, name in matching.ALIASES.items() if name == profile.name]
        if also:
            about += " " + _ALSO.format(names=", ".join(also)).in_(lang)
        features = {
            name: {"description": text.in_(lang), "coefficient": 1.0, "url": ""}
            for name, text in _FEATURES.items()
            if name == "name" or name in profile.evidence
        }
        told.append({"name": profile.name, "description": about, "features": features})
    return {"algorithms": told, "default": matching.DEFAULT, "best": matching.DEFAULT}


@router.get("/catalog", auth=MATCH, response={200: Catalog, REFUSALS: Detail}, summary="The lists in force")
def catalog(request: HttpRequest) -> dict[str, Any]:
    """`default` holds all of them. `outdated`: a newer version is in force and is being taken in."""
    stands, store = standing(), Store(keeper().folder)
    counting.count(caller_of(request).token, "catalog", 0)
    loaded = {version.name: version for version in stands.force.versions}
    now = {version.name: version for version in store.versions()}
    rows: list[dict[str, Any]] = []
    current: list[str] = []
    outdated: list[str] = []
    for name, version in now.items():
        held = loaded.get(name)
        fresh = held == version
        (current if fresh else outdated).append(name)
        rows.append(
            {
                "name": name,
                "title": name,
                "load": True,
                "version": version.digest[:12],
                "entity_count": version.count,
                "last_export": version.published,
                "updated_at": store.history(name)[-1].since,
                "index_version": held.digest[:12] if held else None,
                "index_current": fresh,
                "children": [],
                "digest": version.digest,
            }
        )
    whole = {
        "name": matching.ALL[0],
        "title": Text("Alle lijsten in gebruik", "All lists in force").in_(lang_of(request)),
        "load": True,
        "version": stands.force.digest[:12],
        "entity_count": sum(version.count for version in loaded.values()),
        "last_export": None,
        "updated_at": max(one.since for one in stands.seen.values()),
        "index_version": stands.force.digest[:12],
        "index_current": keeper().current,
        "children": sorted(now),
        "digest": stands.force.digest,
    }
    return {"datasets": [whole, *rows], "current": current, "outdated": outdated, "index_stale": not keeper().current}


@router.get(
    "/entities/{path:entity_id}", auth=MATCH, response={200: EntityShown, REFUSALS: Detail}, by_alias=True, summary="One entry"
)
def entity(request: HttpRequest, entity_id: str, nested: bool = True) -> dict[str, Any]:
    """By its id; where two lists have the same, by `list:id`. `nested` changes nothing: entries hold all they say."""
    stands = standing()
    counting.count(caller_of(request).token, "entities", 1)
    found = stands.finding.entities(entity_id)
    if len(found) > 1:
        names = ", ".join(f"{one.dataset}:{one.id}" for one in found)
        raise Refused(
            404,
            Text("Meer dan één lijst heeft deze id.", "More than one list has this id."),
            Text(f"Kies uit: {names}.", f"Choose from: {names}."),
        )
    if not found:
        raise Refused(
            404,
            Text("Geen vermelding heeft deze id.", "No entry has this id."),
            Text("Neem de id over uit een antwoord op match.", "Take the id from an answer of match."),
        )
    return matching.shown(stands, found[0])
