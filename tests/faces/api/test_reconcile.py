"""OpenRefine as it is: the requests that it sends for one column, in its order, and answers in the form of the specification.

The checks of form are those of the Reconciliation Service API 0.2 (W3C community group): manifest, result batch, suggest
responses, data extension response.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from bolwerk.office.identity.models import User
from tests.faces.api.conftest import BASE, key_of
from tests.office.screening.world import BALTVEKTOR, LOZOVOJ, entry, load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
HERE = f"{BASE}/reconcile/default"


class Refine:
    """OpenRefine sends no header with a key: it keeps the address that it was given, and what the manifest says."""

    def __init__(self, key: str) -> None:
        self.client, self.also = Client(), f"?api_key={key}"

    def get(self, path: str = "", **query: str) -> Any:
        return self.client.get(HERE + path, {"api_key": self.also.removeprefix("?api_key="), **query})

    def form(self, **fields: Any) -> Any:
        """`application/x-www-form-urlencoded`, the batch as JSON in a field."""
        sent = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
        return self.client.post(HERE + self.also, sent)


@pytest.fixture
def refine(screener: User) -> Refine:
    return Refine(key_of(screener))


def is_entity_type(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one["id"], str) and isinstance(one["name"], str)


def is_candidate(one: dict[str, Any]) -> bool:
    return (
        isinstance(one["id"], str)
        and isinstance(one["name"], str)
        and all(map(is_entity_type, one["type"]))
        and isinstance(one["score"], int | float)
        and isinstance(one["match"], bool)
        and all(isinstance(f["id"], str) and isinstance(f["value"], int | float | bool) for f in one["features"])
    )


def test_the_manifest_has_what_the_specification_asks(refine: Refine) -> None:
    told = refine.get().json()
    assert "0.2" in told["versions"]
    assert isinstance(told["name"], str)
    assert all(urlsplit(told[name]).scheme in ("http", "https") for name in ("identifierSpace", "schemaSpace"))
    assert all(map(is_entity_type, told["defaultTypes"]))
    assert "{{id}}" in told["view"]["url"]
    assert {"url", "width", "height"} == set(told["preview"])
    for what in ("entity", "property", "type"):
        assert told["suggest"][what]["service_url"].startswith("http")
        assert told["suggest"][what]["service_path"].startswith(f"/suggest/{what}")
    assert {"service_url", "service_path"} == set(told["extend"]["propose_properties"])
    assert {"name", "label", "type", "default", "help_text"} == set(told["extend"]["property_settings"][0])


def test_openrefine_goes_from_the_manifest_to_a_column_with_extra_data(refine: Refine) -> None:
    """The whole of it: manifest, a first guess of types, the column, a look at a candidate, more columns."""
    told = refine.get().json()
    guess = refine.form(queries={"q0": {"query": LOZOVOJ.caption, "limit": 3}, "q1": {"query": "Baltvektor", "limit": 3}})
    assert guess["x-batch-size"] == "2"
    assert guess.json()["q0"]["result"][0]["type"][0]["id"] == "Person"
    column = refine.form(
        queries={
            "q0": {
                "query": "Виктор Андреевич Лозовой",
                "type": "Person",
                "type_strict": "should",
                "limit": 3,
                "properties": [
                    {"pid": "birthDate", "v": "1968-04-17"},
                    {"pid": "nationality", "v": {"id": "ru", "name": "Russia"}},
                ],
            },
            "q1": {"query": "Marie-Louise Vandenbroucke", "type": "Person", "type_strict": "should"},
        }
    ).json()
    assert set(column) == {"q0", "q1"}
    assert column["q1"] == {"result": []}
    [best] = column["q0"]["result"]
    assert is_candidate(best)
    assert (best["id"], best["match"]) == ("R-1", True)
    assert 90 <= best["score"] <= 100
    page = refine.client.get(told["preview"]["url"].replace("{{id}}", best["id"]))
    assert LOZOVOJ.caption in page.content.decode()
    proposed = refine.get("/extend/property", type="Person").json()
    assert proposed["type"] == "Person"
    assert {"id", "name"} == set(proposed["properties"][0])
    more = refine.form(
        extend={
            "ids": ["R-1", "R-3", "weg"],
            "properties": [{"id": "birthDate"}, {"id": "country", "settings": {"limit": "1"}}],
        }
    ).json()
    assert [one["id"] for one in more["meta"]] == ["birthDate", "country"]
    assert more["rows"] == {
        "R-1": {"birthDate": [{"str": "1968-04-17"}], "country": [{"str": "ru"}]},
        "R-3": {"birthDate": [], "country": [{"str": "ru"}]},
        "weg": {"birthDate": [], "country": []},
    }


def test_queries_come_by_get_too(refine: Refine) -> None:
    told = refine.get(queries=json.dumps({"q0": {"query": "Baltvektor Elektronika", "type": ["Company"]}})).json()
    assert [one["id"] for one in told["q0"]["result"]] == ["R-3"]


def test_two_certain_candidates_are_left_to_a_person(refine: Refine) -> None:
    load("tweede", [entry("R-9", LOZOVOJ.caption, birthDate="1968-04-17", country="ru")])
    asked = {"query": LOZOVOJ.caption, "properties": [{"pid": "birthDate", "v": "1968-04-17"}]}
    found = refine.form(queries={"q0": asked}).json()["q0"]["result"]
    assert len(found) == 2
    assert not any(one["match"] for one in found)


@pytest.mark.parametrize(
    ("path", "prefix", "ids"),
    [
        ("/suggest/entity", "balt", ["R-3"]),
        ("/suggest/entity", "Viktor Loz", ["R-1"]),
        ("/suggest/entity", "", []),
        ("/suggest/property", "birth", ["birthDate"]),
        ("/suggest/property", "lei", ["leiCode"]),
        ("/suggest/type", "comp", ["Company"]),
    ],
)
def test_what_one_begins_to_type_is_suggested(refine: Refine, path: str, prefix: str, ids: list[str]) -> None:
    told = refine.get(path, prefix=prefix).json()
    assert [one["id"] for one in told["result"]] == ids
    assert all(isinstance(one["name"], str) for one in told["result"])


def test_only_the_preview_may_be_framed(refine: Refine) -> None:
    page = refine.get("/preview/R-3")
    assert BALTVEKTOR.caption in page.content.decode()
    assert "frame-ancestors *" in page["Content-Security-Policy"]
    assert not page.has_header("X-Frame-Options")
    for other in (refine.get(), refine.client.get("/api/sleutels/"), refine.client.get("/")):
        assert "frame-ancestors *" not in other.headers.get("Content-Security-Policy", "")
        assert other["X-Frame-Options"] == "DENY"
    assert refine.get("/preview/weg").status_code == 404


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "queries"),
        ({"queries": "{"}, "no JSON"),
        ({"queries": "[" * 50_000}, "no JSON"),
        ({"queries": "[]"}, "no JSON object"),
        ({"queries": {"a": 5}}, "no query"),
        ({"queries": {"a": {"query": 5}}}, "no query"),
        ({"queries": {"a": {"query": "x", "type": "Mens"}}}, "Person, Company"),
        ({"queries": {"a": {"query": "x", "type": [5]}}}, "Person, Company"),
        ({"queries": {"a": {"query": "x", "limit": -1}}}, "1 to 500"),
        ({"queries": {"a": {"query": "x", "limit": "drie"}}}, "1 to 500"),
        ({"queries": {"a": {"query": "x", "properties": {"pid": "country"}}}}, "{pid, v}"),
        ({"queries": {"a": {"query": "x", "properties": [{"pid": "name", "v": [[1]]}]}}}, "no text"),
        ({"queries": {str(n): {"query": "x"} for n in range(501)}}, "more than 500"),
        ({"extend": "5"}, "no JSON object"),
        ({"extend": {"ids": "R-1", "properties": []}}, "ids"),
        ({"extend": {"ids": ["R-1"], "properties": ["country"]}}, "properties"),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused_with_what_and_how(refine: Refine, fields: dict[str, Any], says: str) -> None:
    answer = refine.form(**fields)
    assert answer.status_code == 400, answer.content[:200]
    assert says in answer.json()["detail"]


def test_a_list_that_is_not_there_is_told(refine: Refine) -> None:
    for path in ("", "/suggest/type"):
        answer = refine.client.get(f"{BASE}/reconcile/elders{path}{refine.also}")
        assert (answer.status_code, "proef" in answer.json()["detail"]) == (404, True)
