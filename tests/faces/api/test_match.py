"""A client of yente, unmodified: the requests that its documentation and examples show, and the answers they read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from bolwerk.faces.api import standing
from bolwerk.faces.api.reading import clean
from bolwerk.office.screening import lists
from tests.faces.api.conftest import BASE, Program
from tests.office.screening.world import BALTVEKTOR, LIST, LOZOVOJ, VARNAKOV, entry, load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
PERSON = {
    "schema": "Person",
    "properties": {"name": ["Viktor Lozovoy", "Виктор Андреевич Лозовой"], "birthDate": ["1968"], "nationality": ["ru"]},
}
COMPANY = {"schema": "Company", "properties": {"name": ["Baltvektor Elektronika"], "jurisdiction": ["Russia"]}}
NOBODY = {"schema": "Person", "properties": {"name": ["Marie-Louise Vandenbroucke"]}}


def test_a_batch_is_answered_per_key_with_scored_entities(program: Program) -> None:
    answer = program.post("/match/default", {"queries": {"q1": PERSON, "q2": COMPANY, "q3": NOBODY}})
    assert answer.status_code == 200
    assert answer["x-batch-size"] == "3"
    body = answer.json()
    assert set(body) == {"responses", "limit"}
    assert body["limit"] == 5
    assert {key: [r["id"] for r in one["results"]] for key, one in body["responses"].items()} == {
        "q1": ["R-1"],
        "q2": ["R-3"],
        "q3": [],
    }
    best = body["responses"]["q1"]["results"][0]
    assert set(best) == {
        "id", "caption", "schema", "properties", "datasets", "referents", "target", "first_seen", "last_seen", "last_change",
        "score", "features", "explanations", "match",
    }  # fmt: skip
    assert (best["schema"], best["datasets"], best["target"], best["match"]) == ("Person", ["proef"], True, True)
    assert best["properties"]["birthDate"] == ["1968-04-17"]
    assert 0.5 < best["score"] <= 1
    assert body["responses"]["q1"]["status"] == 200
    assert body["responses"]["q1"]["total"] == {"value": 1, "relation": "eq"}


def test_the_echo_of_a_query_tells_what_was_understood(program: Program) -> None:
    asked = {"id": "mine", "schema": "company", "properties": {"name": "Baltvektor", "jurisdiction": ["Russia"], "odd": ["x"]}}
    echo = program.post("/match/default", {"queries": {"a": asked}}).json()["responses"]["a"]["query"]
    assert echo == {"id": "mine", "schema": "Company", "properties": {"name": ["Baltvektor"], "jurisdiction": ["ru"]}}


def test_the_explanation_holds_the_alignment_as_data(program: Program) -> None:
    found = program.post("/match/default", {"queries": {"a": PERSON}}).json()["responses"]["a"]["results"][0]
    name = found["explanations"]["name"]
    assert name["candidate"] in ("Viktor Andrejevitsj Lozovoj", "Виктор Андреевич Лозовой")
    assert {"query", "entry", "pairing", "weight"} == set(name["alignment"][0])
    assert found["explanations"]["birth_date"]["score"] > 0
    assert found["features"]["birth_date"] == found["explanations"]["birth_date"]["score"]


def test_a_name_in_parts_is_put_together(program: Program) -> None:
    parts = {"schema": "Person", "properties": {"firstName": ["Oleg"], "lastName": ["Varnakov"]}}
    found = program.post("/match/default", {"queries": {"a": parts}}).json()["responses"]["a"]
    assert [one["id"] for one in found["results"]] == ["R-2"]
    assert "name" not in found["query"]["properties"]


def test_limit_threshold_and_cutoff_do_what_clients_expect(program: Program) -> None:
    load("proef", [*LIST, entry("R-4", "Viktor Lozovoj"), entry("R-5", "Viktor Lozovoi")])
    standing.keeper().settle()
    one = program.post("/match/default", {"queries": {"a": PERSON}}, "?limit=1").json()["responses"]["a"]
    assert len(one["results"]) == 1
    assert one["total"]["value"] == 3
    strict = program.post("/match/default", {"queries": {"a": NOBODY | PERSON}}, "?threshold=1").json()["responses"]["a"]
    assert not any(result["match"] for result in strict["results"] if result["score"] < 1)
    none = program.post("/match/default", {"queries": {"a": PERSON}}, "?threshold=0.99999&cutoff=0.99999").json()
    assert all(result["score"] >= 0.98 for result in none["responses"]["a"]["results"])


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("?include_dataset=proef", ["R-1"]),
        ("?include_dataset=tweede", ["R-9"]),
        ("?exclude_dataset=proef", ["R-9"]),
        ("?exclude_schema=Person", []),
        ("?exclude_schema=LegalEntity", []),
        ("?topics=sanction", ["R-9"]),
        ("?exclude_entity_ids=R-1", ["R-9"]),
        ("?exclude_entity_ids=R-1&exclude_entity_ids=tweede:R-9", []),
        ("?changed_since=2999-01-01", []),
        ("?changed_since=2001-01-01T00:00:00", ["R-1", "R-9"]),
    ],
)
def test_entries_are_narrowed_by_what_the_address_says(program: Program, query: str, ids: list[str]) -> None:
    load("tweede", [entry("R-9", "Viktor Andrejevitsj Lozovoj", birthDate="1968-04-17", topics="sanction")])
    found = program.post("/match/default", {"queries": {"a": PERSON}}, query)
    assert sorted(one["id"] for one in found.json()["responses"]["a"]["results"]) == ids


def test_one_list_is_a_data_set_of_its_own(program: Program) -> None:
    load("tweede", [entry("R-9", "Viktor Andrejevitsj Lozovoj")])
    found = program.post("/match/tweede", {"queries": {"a": PERSON}}).json()["responses"]["a"]["results"]
    assert [one["id"] for one in found] == ["R-9"]
    missing = program.post("/match/elders", {"queries": {"a": PERSON}})
    assert missing.status_code == 404
    assert "default, proef, tweede" in missing.json()["detail"]


def test_two_lists_with_the_same_id_are_kept_apart(program: Program) -> None:
    load("tweede", [entry("R-1", "Viktor Andrejevitsj Lozovoj")])
    found = program.post("/match/default", {"queries": {"a": PERSON}}).json()["responses"]["a"]["results"]
    assert sorted(one["id"] for one in found) == ["proef:R-1", "tweede:R-1"]
    assert {tuple(one["referents"]) for one in found} == {("R-1",)}
    assert program.get("/entities/tweede:R-1").json()["datasets"] == ["tweede"]
    assert "proef:R-1, tweede:R-1" in program.get("/entities/R-1").json()["detail"]


@pytest.mark.parametrize("name", ["best", "logic-v2", "logic-v1", "export-licence", "strict", "knowledge-security"])
def test_every_algorithm_that_is_told_answers_and_says_which_profile_did(program: Program, name: str) -> None:
    answer = program.post("/match/default", {"queries": {"a": PERSON}}, f"?algorithm={name}")
    assert [one["id"] for one in answer.json()["responses"]["a"]["results"]] == ["R-1"]
    told = {one["name"]: one["description"] for one in program.get("/algorithms").json()["algorithms"]}
    assert answer["x-algorithm"].split()[0] in told
    assert name in " ".join([*told, *told.values()])


@pytest.mark.parametrize(
    ("body", "query", "status", "says"),
    [
        ({"queries": {}}, "", 400, "queries"),
        ({"queries": {"a": None}}, "", 400, "queries"),
        ({}, "", 422, "queries"),
        ([], "", 422, "payload"),
        ("{", "", 400, "request body"),
        (b"\xff\xfe", "", 400, "request body"),
        ("[" * 100_000, "", 400, "request body"),
        ({"queries": {"a": {"schema": "Persoon", "properties": {"name": ["x"]}}}}, "", 400, "Person, Company"),
        ({"queries": {"a": {"properties": {}}}}, "", 422, "schema"),
        ({"queries": {"a": {"schema": "Person", "properties": []}}}, "", 422, "properties"),
        ({"queries": {"a": {"schema": "Person", "properties": {"name": [{"x": 1}]}}}}, "", 400, "a.name"),
        ({"queries": {"a": {"schema": "Person", "properties": {"name": ["x"] * 101}}}}, "", 400, "100 values"),
        ({"queries": {"a": {"schema": "Person", "properties": {"name": ["x" * 20_001]}}}}, "", 400, "20000"),
        ({"queries": {str(n): NOBODY for n in range(501)}}, "", 400, "at most 500"),
        ({"queries": {"a": NOBODY}, "weights": {"name_literal_match": 0.5}}, "", 400, "/algorithms"),
        ({"queries": {"a": NOBODY}, "config": {"nm_number_mismatch": 0.5}}, "", 400, "/algorithms"),
        ({"queries": {"a": NOBODY}}, "?algorithm=regression-v9", 400, "export-licence"),
        ({"queries": {"a": NOBODY}}, "?limit=501", 422, "limit"),
        ({"queries": {"a": NOBODY}}, "?limit=veel", 422, "limit"),
        ({"queries": {"a": NOBODY}}, "?threshold=1.5", 422, "threshold"),
        ({"queries": {"a": NOBODY}}, "?threshold=nan", 422, "threshold"),
        ({"queries": {"a": NOBODY}}, "?cutoff=-1", 422, "cutoff"),
        ({"queries": {"a": NOBODY}}, "?changed_since=gisteren", 400, "2026-11-24"),
        ({"queries": {"a": NOBODY}}, "?include_dataset=elders", 400, "proef"),
        ({"queries": {"a": NOBODY}}, "?exclude_schema=Mens", 400, "Person, Company"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else type(value).__name__,
)
def test_what_cannot_be_answered_is_refused_with_what_and_how(
    program: Program, body: Any, query: str, status: int, says: str
) -> None:
    answer = program.post("/match/default", body, query)
    assert answer.status_code == status, answer.content[:300]
    assert says in json.dumps(answer.json()["detail"])


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "\x00\u202e\ud800",
        "'; DROP TABLE x; --",
        "💥" * 50,
        "a" * 10_000,
        "lang " * 2_000,
        "Иван 王小明 محمد דוד 김철수 สมชาย Γιώργος გიორგი Արամ አበበ नरेन्द्र তপন ராம் తెలుగు ಕನ್ನಡ മലയാളം සිංහල ລາວ မြန်မာ ខ្មែរ",
        "".join(chr(first + 5) for first in range(0x0100, 0x3000, 0x80)),
        "\u0301" * 500,
    ],
    ids=lambda name: f"{len(name)}-{ord(name[0]) if name else 0}",
)
def test_any_text_is_answered(program: Program, name: str) -> None:
    answer = program.post("/match/default", {"queries": {"a": {"schema": "Thing", "properties": {"name": [name, 5, None]}}}})
    assert answer.json()["responses"]["a"]["status"] == 200
    asked = name.encode("utf-8", "replace").decode()
    assert program.get("/search/default", q=asked).status_code == (200 if clean(asked) else 400)


def test_a_name_longer_than_is_read_says_that_there_may_be_more(program: Program) -> None:
    long = {"schema": "Person", "properties": {"name": ["Viktor Andrejevitsj Lozovoj " + "en " * 3_000]}}
    total = program.post("/match/default", {"queries": {"a": long}}).json()["responses"]["a"]["total"]
    assert total["relation"] == "gte"


def test_a_search_finds_what_resembles_and_what_begins_so(program: Program) -> None:
    assert [one["id"] for one in program.get("/search/default", q="Viktor Lozovoi").json()["results"]] == ["R-1"]
    found = program.get("/search/default", q="baltv").json()
    assert [one["caption"] for one in found["results"]] == [BALTVEKTOR.caption]
    assert (found["limit"], found["offset"], found["total"]) == (10, 0, {"value": 1, "relation": "eq"})
    assert program.get("/search/default", q="baltv", schema="Person").json()["results"] == []
    assert program.get("/search/default", q="baltv", countries="ru").json()["total"]["value"] == 1
    assert program.get("/search/default", q="baltv", countries="fr").json()["total"]["value"] == 0
    assert program.get("/search/default", q="лозов").json()["results"][0]["id"] == "R-1"
    assert program.get("/search/default", q="baltv", offset=1).json()["results"] == []


def test_an_entry_is_read_by_the_id_of_a_result(program: Program) -> None:
    found = program.get("/entities/R-2").json()
    assert (found["caption"], found["datasets"]) == (VARNAKOV.caption, ["proef"])
    assert program.get("/entities/R-99").status_code == 404
    assert program.get("/entities/a/b").status_code == 404


def test_the_catalog_names_the_lists_with_their_digest(program: Program) -> None:
    body = program.get("/catalog").json()
    whole, one = body["datasets"]
    assert (whole["name"], whole["children"], whole["entity_count"]) == ("default", ["proef"], 3)
    assert (one["name"], one["digest"], one["index_current"]) == ("proef", lists.current().versions[0].digest, True)
    assert (body["current"], body["outdated"], body["index_stale"]) == (["proef"], [], False)


def test_a_new_list_answers_as_soon_as_it_is_taken_in_and_nothing_fails_meanwhile(program: Program) -> None:
    before = program.post("/match/default", {"queries": {"a": PERSON}})
    load("proef", [VARNAKOV])
    meanwhile = program.post("/match/default", {"queries": {"a": PERSON}})
    assert meanwhile.status_code == 200
    standing.keeper().settle()
    after = program.post("/match/default", {"queries": {"a": PERSON}})
    assert after.json()["responses"]["a"]["results"] == []
    assert before["x-lists-digest"] != after["x-lists-digest"] == lists.current().digest


def test_when_an_entry_came_and_changed_is_told_from_the_versions_kept(program: Program) -> None:
    standing.standing()
    changed = entry("R-1", LOZOVOJ.caption, birthDate="1969")
    load("proef", [changed, VARNAKOV, entry("R-7", "Nieuw Iemand")])
    standing.keeper().settle()
    old, moved, new = (program.get(f"/entities/{id}").json() for id in ("R-2", "R-1", "R-7"))
    assert old["first_seen"] == old["last_change"] == moved["first_seen"] < moved["last_change"] == new["first_seen"]
    since = new["first_seen"]
    found = program.client.post(
        f"{BASE}/match/default?changed_since={since.replace('+', '%2B')}",
        {"queries": {"a": {"schema": "Person", "properties": {"name": [LOZOVOJ.caption, VARNAKOV.caption]}}}},
        content_type="application/json",
    )
    assert [one["id"] for one in found.json()["responses"]["a"]["results"]] == ["R-1"]


def test_lists_that_cannot_be_read_leave_the_ones_before_answering(program: Program) -> None:
    standing.standing()
    (lists.folder() / "state.json").write_text("{")
    standing.keeper().settle()
    assert program.post("/match/default", {"queries": {"a": PERSON}}).status_code == 200


def test_openapi_tells_every_address_and_asks_nothing_outside(program: Program) -> None:
    told = Client().get("/api/openapi.json").json()
    assert {"/api/screening/match/{dataset}", "/api/screening/algorithms", "/api/screening/reconcile/{dataset}"} <= set(
        told["paths"]
    )
    assert "deprecated" in json.dumps(told["paths"]["/api/screening/match/{dataset}"])
    assert Client().get("/api/docs").status_code == 404
