"""Pages of the house: the style guide in both languages, errors that help, the choice of colours."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from bolwerk.kernel import Citation
from bolwerk.plan import load_sources
from bolwerk.ui.parts import source_url
from bolwerk.ui.sources import plan_address

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db]


@pytest.mark.parametrize(("lang", "words"), [("nl", "Stijlgids"), ("en", "Style guide")])
@pytest.mark.parametrize("url", ["/stijl/", "/stijl/werkbank/"])
def test_the_style_guide_is_there_without_inline_style_or_script(client: Client, lang: str, words: str, url: str) -> None:
    client.cookies["django_language"] = lang
    html = client.get(url).content.decode()
    assert f'<html lang="{lang}"' in html
    assert words in html or url.endswith("werkbank/")
    assert not re.search(r"<[^>]+\s(style|on\w+)=", html)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", html))
    identities = re.findall(r'\sid="([^"]+)"', html)
    assert len(identities) == len(set(identities)) or url == "/stijl/"


@pytest.mark.parametrize(
    ("kind", "status"), [("InvalidInput", 422), ("NotAllowed", 403), ("Conflict", 409), ("NotFound", 404), ("MissingLaw", 503)]
)
def test_an_error_of_the_house_has_its_status_and_says_what_where_and_how_to_mend(
    client: Client, kind: str, status: int
) -> None:
    answer = client.post(f"/fout/{kind}/", {"motivation": "Mijn lange <tekst>", "password1": "geheim123", "postcode": "9000"})
    html = answer.content.decode()
    assert answer.status_code == status
    for words in ("Dit is &lt;fout&gt;.", "veld", "Doe dit.", "Mijn lange &lt;tekst&gt;", "9000"):
        assert words in html
    assert "geheim123" not in html


def test_an_error_for_htmx_is_a_message_at_the_top_and_leaves_the_form(client: Client) -> None:
    answer = client.post("/fout/Conflict/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#messages"
    assert b"<html" not in answer.content


def test_an_accident_shows_no_trace_and_keeps_what_was_typed() -> None:
    answer = Client(raise_request_exception=False).post("/stuk/", {"text": "bewaar mij"})
    assert answer.status_code == 500
    assert b"bewaar mij" in answer.content
    assert b"geheim" not in answer.content
    assert b"Traceback" not in answer.content


def test_an_unknown_address_says_so_in_the_language_of_the_reader(client: Client) -> None:
    client.cookies["django_language"] = "en"
    answer = client.get("/nergens/")
    assert answer.status_code == 404
    assert "nothing at this address" in answer.content.decode()


def test_the_way_back_never_leaves_the_house(client: Client) -> None:
    html = client.get("/nergens/", headers={"Referer": "https://elsewhere.example/x"}).content.decode()
    assert "elsewhere.example" not in html


def test_colours_are_kept_and_lead_back_only_within_the_house(client: Client) -> None:
    answer = client.post("/stijl/thema/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert 'data-theme="dark"' in client.get("/stijl/").content.decode()
    assert client.post("/stijl/thema/", {"theme": "pink"}).status_code == 422


def test_the_sources_say_what_was_read_and_mark_a_link_that_leaves_the_house(client: Client) -> None:
    html = client.get("/stijl/bronnen/").content.decode()
    assert 'id="gber"' in html
    assert "CELEX 32014R0651" in html
    assert "eur-lex.europa.eu" in html
    linked = sum(bool(source.url) for source in load_sources())
    assert html.count('rel="external noreferrer"') == html.count("u verlaat Bolwerk") == linked > 3
    assert "Geen bron." in html


@pytest.mark.parametrize(
    ("cited", "leads"), [("GBER art. 25(5)", "/stijl/bronnen/#gber"), ("call placeholder", "#call-setting")]
)
def test_a_citation_leads_to_its_source(cited: str, leads: str) -> None:
    assert source_url(Citation.read(cited)).endswith(leads)


def test_the_plan_leads_to_its_measure() -> None:
    assert plan_address(Citation("VDP", "2.1, r. 120")) == "/plan/2.1/"
    assert plan_address(Citation("VDP", "inleiding")) == "/plan/"
