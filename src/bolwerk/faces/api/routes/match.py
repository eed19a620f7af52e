"""`POST /match/{dataset}` and `GET /search/{dataset}`."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from bolwerk.engines.screening import Entity
from bolwerk.faces.api import counting, matching
from bolwerk.faces.api.access import MATCH, caller_of
from bolwerk.faces.api.answers import Refused, unknown
from bolwerk.faces.api.reading import LONGEST, clean, named, question
from bolwerk.faces.api.shapes import Detail, MatchAnswer, MatchQuestion, SearchAnswer
from bolwerk.faces.api.standing import Standing, standing
from bolwerk.faces.api.vocabulary import SCHEMATA, schema_named
from bolwerk.kernel import Text

router = Router(tags=["screening"], auth=MATCH)
REFUSALS = frozenset({400, 401, 403, 404, 413, 422, 429, 503})
Share = Annotated[float, Query(ge=0, le=1, allow_inf_nan=False)]
_LOOKED = 1_000


@router.post(
    "/match/{dataset}", response={200: MatchAnswer, REFUSALS: Detail}, by_alias=True, summary="Which entries may these be?"
)
def match(
    request: HttpRequest,
    response: HttpResponse,
    dataset: str,
    payload: MatchQuestion,
    limit: Annotated[int, Query(ge=0, le=500)] = 5,
    threshold: Share | None = None,
    cutoff: Annotated[float | None, Query(ge=0, le=1, deprecated=True)] = None,
    algorithm: str = "best",
    include_dataset: Annotated[list[str], Query()] = [],  # noqa: B006 (read, never changed; the shape that OpenAPI tells)
    exclude_dataset: Annotated[list[str], Query()] = [],  # noqa: B006
    exclude_schema: Annotated[list[str], Query()] = [],  # noqa: B006
    topics: Annotated[list[str], Query()] = [],  # noqa: B006
    changed_since: str | None = None,
    exclude_entity_ids: Annotated[list[str], Query(max_length=500)] = [],  # noqa: B006
) -> dict[str, Any]:
    """Many questions at once, each an example of what is looked for. Nothing of it is kept."""
    asked = {key: one for key, one in payload.queries.items() if one is not None}
    _check(payload, len(asked))
    profile, floor = matching.profile_for(algorithm, threshold, cutoff)
    stands = standing()
    chosen = matching.only(
        stands,
        dataset,
        include=include_dataset,
        exclude=exclude_dataset,
        not_schemata=exclude_schema,
        topics=topics,
        since=changed_since,
        not_ids=exclude_entity_ids,
    )
    subjects = [question(key, one.schema_, one.properties) for key, one in asked.items()]
    counting.count(caller_of(request).token, "match", len(subjects))
    outcomes = matching.screened(stands, [named(one) for one in subjects], profile, chosen)
    responses = {}
    for subject, (hits, cut) in zip(subjects, outcomes, strict=True):
        results = [told for hit in hits[:limit] if (told := matching.scored(stands, hit, floor))]
        responses[subject.id] = {
            "status": 200,
            "results": results,
            "total": {"value": len(hits), "relation": "gte" if cut else "eq"},
            "query": {
                "id": asked[subject.id].id,
                "schema": subject.schema,
                "properties": {name: list(values) for name, values in subject.properties.items()},
            },
        }
    response["x-batch-size"] = str(len(responses))
    _say(response, stands)
    response["x-algorithm"] = f"{profile.name} {profile.version}"
    return {"responses": responses, "limit": limit}


def _check(payload: MatchQuestion, asked: int) -> None:
    if not asked:
        raise Refused(
            400,
            Text("Er staat geen vraag in 'queries'.", "There is no question in 'queries'."),
            Text("Stuur er minstens een mee.", "Send at least one."),
        )
    if asked > settings.API_QUERIES:
        raise Refused(
            400,
            Text(f"{asked} vragen in één verzoek is te veel.", f"{asked} queries in one batch are too many."),
            Text(f"Stuur er hoogstens {settings.API_QUERIES}.", f"Send at most {settings.API_QUERIES}."),
        )
    if payload.weights or payload.config:
        raise Refused(
            400,
            Text("Gewichten en instellingen per vraag zijn er niet.", "There are no weights and config per request."),
            Text("Kies met 'algorithm' een profiel: zie /algorithms.", "Choose a profile with 'algorithm': see /algorithms."),
        )


@router.get("/search/{dataset}", response={200: SearchAnswer, REFUSALS: Detail}, by_alias=True, summary="Look up by name")
def search(
    request: HttpRequest,
    response: HttpResponse,
    dataset: str,
    q: str = "",
    schema_: Annotated[str, Query(alias="schema")] = "Thing",
    countries: Annotated[list[str], Query()] = [],  # noqa: B006
    topics: Annotated[list[str], Query()] = [],  # noqa: B006
    include_dataset: Annotated[list[str], Query()] = [],  # noqa: B006
    exclude_dataset: Annotated[list[str], Query()] = [],  # noqa: B006
    exclude_schema: Annotated[list[str], Query()] = [],  # noqa: B006
    changed_since: str | None = None,
    limit: Annotated[int, Query(ge=0, le=500)] = 10,
    offset: Annotated[int, Query(ge=0, le=9_500)] = 0,
) -> dict[str, Any]:
    """Entries whose name resembles the text, then those with words that begin so; for a lookup by eye."""
    kind = schema_named(schema_)
    if kind is None:
        raise unknown(Text("soort", "schema"), schema_, list(SCHEMATA))
    stands = standing()
    chosen = matching.only(
        stands,
        dataset,
        include=include_dataset,
        exclude=exclude_dataset,
        not_schemata=exclude_schema,
        schemata=[kind],
        topics=topics,
        countries=countries,
        since=changed_since,
    )
    counting.count(caller_of(request).token, "search", 1)
    found = resembling(stands, q, kind, chosen)
    _say(response, stands)
    return {
        "limit": limit,
        "offset": offset,
        "total": {"value": len(found), "relation": "gte" if len(found) >= _LOOKED else "eq"},
        "results": [matching.shown(stands, entity) for entity in found[offset : offset + limit]],
        "facets": {},
    }


def resembling(stands: Standing, text: str, schema: str, chosen: matching.Only) -> list[Entity]:
    """Entries that resemble a text, the nearest first, then those that begin so."""
    name = clean(text)
    if not name or len(name) > LONGEST:
        raise Refused(
            400,
            Text("Zeg naar welke naam u zoekt.", "Say which name you look for."),
            Text(f"Geef q een tekst van 1 tot {LONGEST} tekens.", f"Give q a text of 1 to {LONGEST} characters."),
        )
    asked = Entity("q", schema, {"name": (name,)})
    profile, _ = matching.profile_for("strict", None, None)
    [(hits, _)] = matching.screened(stands, [asked], profile, chosen)
    near = [entity for hit in hits if (entity := matching.entity_of(stands, hit))]
    seen = {(entity.dataset, entity.id) for entity in near}
    more = (e for e in stands.finding.starting(name) if (e.dataset, e.id) not in seen and chosen(e, stands))
    return [*near, *islice(more, _LOOKED)][:_LOOKED]


def _say(response: HttpResponse, stands: Standing) -> None:
    """Against which lists this was answered."""
    response["x-lists-digest"] = stands.force.digest
