"""The plan as a page: true about what is known, searchable, as of any day."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from bolwerk.plan import load
from tests.faces.monitor.reading import text_of

pytestmark = pytest.mark.django_db


def test_every_measure_is_there_and_says_that_it_has_no_data(client: Client) -> None:
    answer = client.get("/plan/")
    page = text_of(answer)
    for measure in load().measures:
        assert f"{measure.code} {measure.title.nl}" in page
    assert "Over 188 zijn er nog geen gegevens" in page
    assert answer.context["totals"].late == 0


def test_a_step_in_a_case_shows_on_the_next_request(client: Client, running: SimpleNamespace) -> None:
    assert "2 geleverd" in text_of(client.get("/plan/2.1/"))


def test_before_the_first_record_nothing_is_known(client: Client, running: SimpleNamespace) -> None:
    assert "Over 188 zijn er nog geen gegevens" in text_of(client.get("/plan/?op=2025-05-19"))
    assert "Over 188 zijn er nog geen gegevens" not in text_of(client.get("/plan/?op=2025-05-20"))


def test_before_the_plan_the_page_says_that_there_was_none(client: Client) -> None:
    assert "bestond het plan nog niet" in text_of(client.get("/plan/?op=2025-04-03"))
    assert "bestond het plan nog niet" not in text_of(client.get("/plan/?op=2025-04-04"))


@pytest.mark.parametrize("raw", ["gisteren", "2026-02-30", "9999-01-01", "<script>"])
def test_a_day_that_cannot_be_is_refused_and_kept_as_typed(client: Client, raw: str) -> None:
    answer = client.get("/plan/", {"op": raw})
    assert answer.status_code == 422
    assert answer.context["form"]["op"].value() == raw
    assert b"<script>'" not in answer.content
    assert answer.context["form"].errors["op"]


def test_search_finds_words_inside_words_and_without_accents(client: Client) -> None:
    assert "2.1-a" in text_of(client.get("/plan/?q=oproep"))
    assert text_of(client.get("/plan/?q=onderzoek")) != text_of(client.get("/plan/?q=onderzoeksprojecten"))
    assert client.get("/plan/?q=coordin").context["found"] == client.get("/plan/?q=COÖRDIN").context["found"] > 0


def test_what_is_not_found_says_so(client: Client) -> None:
    page = text_of(client.get("/plan/?q=eenhoorn"))
    assert "Niets gevonden" in page
    assert "0 beloften in 0 maatregelen" in page


def test_filters_narrow_to_the_commitments_asked_for(client: Client, running: SimpleNamespace) -> None:
    plan = load()
    answer = client.get("/plan/", {"hoofdstuk": "2", "soort": "money"})
    wanted = sum(c.kind == "money" for m in plan.domain("2").measures for c in m.commitments)
    assert answer.context["found"] == wanted > 0
    delivered = client.get("/plan/", {"stand": "delivered"})
    shown = [one.promise.id for d in delivered.context["chapters"] for m in d.measures for one in m.commitments]
    assert shown == ["1.1-g", "2.1-a", "2.1-b"]


def test_filtering_by_owner_shows_only_what_is_his(client: Client) -> None:
    owner = load().measure("2.1").owners[0]
    answer = client.get("/plan/", {"eigenaar": owner.id})
    for chapter in answer.context["chapters"]:
        for view in chapter.measures:
            assert all(owner in one.promise.owners for one in view.commitments)
    assert answer.context["found"] > 0


def test_a_choice_that_does_not_exist_is_an_error_and_not_an_empty_page(client: Client) -> None:
    answer = client.get("/plan/", {"soort": "wens"})
    assert answer.status_code == 422
    assert "Deze keuze bestaat niet" in text_of(answer)


def test_the_page_reads_in_english(client: Client) -> None:
    page = text_of(client.get("/plan/", headers={"Accept-Language": "en"}))
    assert "Of the 188 commitments in 34 measures" in page
    assert "no data yet" in page
    assert "nog geen gegevens" not in page


@pytest.mark.parametrize(
    "address", ["/plan/", "/plan/2.1/", "/plan/geld/", "/plan/termijnen/", "/plan/verslag/", "/plan/verschil/"]
)
def test_a_page_needs_few_queries(
    client: Client, running: SimpleNamespace, address: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        client.get(address)
