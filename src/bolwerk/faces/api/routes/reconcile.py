"""W3C Reconciliation Service API 0.2, as OpenRefine speaks it. JSONP is not offered: pages elsewhere ask by CORS."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from ninja import Form, Query, Router
from ninja.decorators import decorate_view

from bolwerk.engines.screening import Entity, Hit
from bolwerk.faces.api import counting, matching
from bolwerk.faces.api.access import MATCH, caller_of
from bolwerk.faces.api.answers import Refused, lang_of
from bolwerk.faces.api.extending import columns, extended
from bolwerk.faces.api.reading import named, question
from bolwerk.faces.api.routes.match import REFUSALS, resembling
from bolwerk.faces.api.shapes import Detail
from bolwerk.faces.api.standing import Standing, standing
from bolwerk.faces.api.vocabulary import PROPERTIES, SCHEMATA, TOLD_ONLY
from bolwerk.kernel import Text

router = Router(tags=["reconciliation"], auth=MATCH)
CERTAIN = 0.9
"""From this score, and alone, a candidate is told as certain: OpenRefine takes it over by itself."""
_MANY = 25
_BAD = Text("Schrijf ze zoals de specificatie van versie 0.2.", "Write them as the specification of version 0.2 says.")


def type_of(schema: str, lang: str) -> dict[str, str]:
    text = SCHEMATA.get(schema)
    return {"id": schema, "name": text.in_(lang) if text else schema}


@router.get(
    "/reconcile/{dataset}", response={200: dict[str, Any], REFUSALS: Detail}, summary="What this service is, or queries"
)
def service(request: HttpRequest, dataset: str, queries: str = "", extend: str = "") -> dict[str, Any]:
    stands = standing()
    if queries or extend:
        return _answered(request, stands, dataset, queries, extend)
    matching.only(stands, dataset)
    return manifest(request, dataset)


@router.post("/reconcile/{dataset}", response={200: dict[str, Any], REFUSALS: Detail}, summary="Queries, or data extension")
def queried(
    request: HttpRequest,
    response: HttpResponse,
    dataset: str,
    queries: Annotated[str, Form()] = "",
    extend: Annotated[str, Form()] = "",
) -> dict[str, Any]:
    answer = _answered(request, standing(), dataset, queries, extend)
    response["x-batch-size"] = str(len(answer.get("rows", answer)))
    return answer


def manifest(request: HttpRequest, dataset: str) -> dict[str, Any]:
    lang = lang_of(request)
    base = request.build_absolute_uri(f"/api/screening/reconcile/{dataset}")
    key = request.GET.get("api_key")
    also = "?" + urlencode({"api_key": key}) if key else ""
    suggest = {what: {"service_url": base, "service_path": f"/suggest/{what}{also}"} for what in ("entity", "property", "type")}
    page = f"{base}/preview/{{{{id}}}}{also}"
    return {
        "versions": ["0.2"],
        "name": f"Bolwerk screening: {dataset}",
        "identifierSpace": request.build_absolute_uri("/api/screening/entities/"),
        "schemaSpace": "https://followthemoney.tech/explorer/schemata/",
        "documentation": request.build_absolute_uri("/api/openapi.json"),
        "defaultTypes": [type_of(schema, lang) for schema in SCHEMATA],
        "view": {"url": page},
        "preview": {"url": page, "width": 430, "height": 300},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": base, "service_path": f"/extend/property{also}"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": Text("Hoogstens", "At most").in_(lang),
                    "type": "number",
                    "default": 0,
                    "help_text": Text("Waarden per rij; 0 is alle.", "Values per row; 0 is all.").in_(lang),
                }
            ],
        },
        "batchSize": min(50, settings.API_QUERIES),
    }


def _answered(request: HttpRequest, stands: Standing, dataset: str, queries: str, extend: str) -> dict[str, Any]:
    chosen = matching.only(stands, dataset)
    lang = lang_of(request)
    if extend:
        asked = _read("extend", extend)
        counting.count(caller_of(request).token, "extend", len(asked.get("ids") or ()))
        return extended(stands, asked, chosen, lang)
    if not queries:
        raise _wrong("queries", "ontbreekt", "is missing")
    batch = _read("queries", queries)
    if len(batch) > settings.API_QUERIES:
        most = settings.API_QUERIES
        raise _wrong("queries", f"telt er meer dan {most}", f"holds more than {most}")
    profile, _ = matching.profile_for("best", None, None)
    read = [(key, one, _subject(key, one)) for key, one in batch.items()]
    counting.count(caller_of(request).token, "reconcile", len(read))
    outcomes = matching.screened(stands, [named(subject) for _, _, subject in read], profile, chosen)
    return {
        key: {"result": candidates(stands, hits, _limit(key, one), lang)}
        for (key, one, _), (hits, _) in zip(read, outcomes, strict=True)
    }


def candidates(stands: Standing, hits: list[Hit], limit: int, lang: str) -> list[dict[str, Any]]:
    sure = sum(hit.score >= CERTAIN for hit in hits) == 1
    told = []
    for hit in hits[:limit]:
        entity = matching.entity_of(stands, hit)
        if entity is None:
            continue
        features = [{"id": name, "value": one["score"]} for name, one in matching.explanations(hit).items()]
        told.append(
            {
                **brief(stands, entity, lang),
                "score": round(hit.score * 100, 2),
                "match": sure and hit.score >= CERTAIN,
                "features": features,
            }
        )
    return told


def brief(stands: Standing, entity: Entity, lang: str) -> dict[str, Any]:
    told = [entity.dataset, *entity.get("birthDate")[:2], *(c.upper() for c in entity.get("country")[:3])]
    return {
        "id": stands.finding.public_id(entity),
        "name": entity.caption,
        "description": ", ".join(told),
        "type": [type_of(entity.schema, lang)],
    }


def _subject(key: str, one: Any) -> Entity:
    if not isinstance(one, dict) or not isinstance(one.get("query", ""), str):
        raise _wrong(f"queries.{key[:40]}", "is geen vraag", "is no query")
    kinds = one.get("type") or "Thing"
    kind = kinds[0] if isinstance(kinds, list) else kinds
    kind = kind.get("id", "") if isinstance(kind, dict) else kind
    properties: dict[str, list[Any]] = {"name": [one["query"]]} if one.get("query") else {}
    given = one.get("properties") or []
    if not isinstance(given, list) or not all(isinstance(p, dict) and isinstance(p.get("pid"), str) for p in given):
        raise _wrong(f"queries.{key[:40]}.properties", "is geen lijst van {pid, v}", "is no list of {pid, v}")
    for pair in given:
        values = pair.get("v")
        for value in values if isinstance(values, list) else [values]:
            text = value.get("name") or value.get("id") if isinstance(value, dict) else value
            text = str(text).lower() if isinstance(text, bool) else text
            properties.setdefault(pair["pid"].rpartition(":")[2], []).append(text)
    return question(key, str(kind), properties)


def _limit(key: str, one: dict[str, Any]) -> int:
    limit = one.get("limit")
    if limit is None:
        return 5
    if isinstance(limit, bool) or not isinstance(limit, int) or not 0 < limit <= 500:
        raise _wrong(f"queries.{key[:40]}.limit", "is geen getal van 1 tot 500", "is no number from 1 to 500")
    return limit


def _read(name: str, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong(name, "is geen JSON", "is no JSON") from error
    if not isinstance(found, dict) or not found:
        raise _wrong(name, "is geen JSON-object met inhoud", "is no JSON object with content")
    return found


def _wrong(where: str, nl: str, en: str) -> Refused:
    return Refused(400, Text(f"'{where}' {nl}.", f"'{where}' {en}."), _BAD)


@router.get("/reconcile/{dataset}/suggest/entity", response={200: dict[str, Any], REFUSALS: Detail}, summary="Entries by name")
def suggest_entity(
    request: HttpRequest, dataset: str, prefix: str = "", cursor: Annotated[int, Query(ge=0, le=9_000)] = 0
) -> dict[str, Any]:
    stands, lang = standing(), lang_of(request)
    chosen = matching.only(stands, dataset)
    counting.count(caller_of(request).token, "suggest", 1)
    found = resembling(stands, prefix, "Thing", chosen) if prefix.strip() else []
    return {"result": [brief(stands, entity, lang) for entity in found[cursor : cursor + _MANY]]}


@router.get("/reconcile/{dataset}/suggest/property", response={200: dict[str, Any], REFUSALS: Detail}, summary="Properties")
def suggest_property(request: HttpRequest, dataset: str, prefix: str = "") -> dict[str, Any]:
    matching.only(standing(), dataset)
    return {"result": [one for one in columns(lang_of(request), TOLD_ONLY) if _begins(prefix, one)]}


@router.get("/reconcile/{dataset}/suggest/type", response={200: dict[str, Any], REFUSALS: Detail}, summary="Kinds of entities")
def suggest_type(request: HttpRequest, dataset: str, prefix: str = "") -> dict[str, Any]:
    matching.only(standing(), dataset)
    lang = lang_of(request)
    return {"result": [one for schema in SCHEMATA if _begins(prefix, one := type_of(schema, lang))]}


@router.get("/reconcile/{dataset}/extend/property", response={200: dict[str, Any], REFUSALS: Detail}, summary="Columns to add")
def propose(
    request: HttpRequest, dataset: str, type: str = "", limit: Annotated[int, Query(ge=0, le=500)] = 0
) -> dict[str, Any]:
    matching.only(standing(), dataset)
    found = columns(lang_of(request))
    return {"type": type or "Thing", "properties": found[:limit] if limit else found, "limit": limit or len(found)}


@router.get("/reconcile/{dataset}/preview/{path:entity_id}", include_in_schema=False)
@decorate_view(xframe_options_exempt, csp_replace({"frame-ancestors": ["*"]}))
def preview(request: HttpRequest, dataset: str, entity_id: str) -> HttpResponse:
    """A small page of one entry, which OpenRefine shows in a frame: the only page of the house that may be framed."""
    stands = standing()
    chosen = matching.only(stands, dataset)
    found = [entity for entity in stands.finding.entities(entity_id) if chosen(entity, stands)]
    if not found:
        raise Refused(
            404,
            Text("Geen vermelding heeft deze id.", "No entry has this id."),
            Text("De lijst kan intussen gewijzigd zijn.", "The list may have changed meanwhile."),
        )
    entity = found[0]
    rows = [(PROPERTIES.get(name) or Text.same(name), values) for name, values in entity.properties.items() if values]
    order = {text: place for place, text in enumerate(PROPERTIES.values())}
    rows.sort(key=lambda row: order.get(row[0], len(order)))
    kind = SCHEMATA.get(entity.schema) or Text.same(entity.schema)
    return render(request, "api/preview.html", {"entity": entity, "kind": kind, "rows": rows, "lang": lang_of(request)})


def _begins(prefix: str, one: dict[str, Any]) -> bool:
    asked = prefix.strip().casefold()
    return any(word.startswith(asked) for word in (one["id"].casefold(), *one["name"].casefold().split()))
