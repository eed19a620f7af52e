"""Every page of the desk answers, in both languages, within its budget of questions to the database."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.faces.desk.here import Here, browser, text

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25
# The live price looks up the size of each partner anew; these pages work it out.
PRICED = ("/kosten/", "/bedrag/", "/indienen/", "/dossiers/")
MOST_QUERIES_PRICED = 50
OPEN = (
    "/",
    "/check/",
    "/check/opladen/",
    "/oproepen/",
    "/oproepen/open-now/",
    "/oproepen/defence-test/",
    "/uitvoerplichten/",
    "/over/",
    "/over/toegankelijkheid/",
    "/over/privacy/",
)


def _is_whole(page: str) -> None:
    assert "<h1" in page
    assert not re.search(r">\s*None\s*<|\(None|None\)", page)
    assert "Text(" not in page


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("address", OPEN)
def test_whoever_passes_by_can_read_the_open_pages(here: Here, address: str, lang: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = browser(lang).get(address)
    assert response.status_code == 200
    _is_whole(text(response))
    assert f'<html lang="{lang}"' in text(response)
    assert len(asked) <= MOST_QUERIES


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_pages_of_a_draft_and_its_case_are_whole(here: Here, lang: str) -> None:
    draft, client = here.drafted(lang)
    pages = [f"/aanvragen/{draft.pk}/{tail}" for tail in ("", "partners/", "kosten/", "bedrag/", "indienen/", "stoppen/")]
    pages += [f"/aanvragen/{draft.pk}/deel/{part}/" for part in ("project", "impact", "use", "enterprise", "collaboration")]
    pages += ["/", "/oproepen/open-now/beginnen/", "/organisaties/toevoegen/", f"/organisaties/{draft.applicant.kbo}/"]
    case = here.submitted()
    other = here.signed_in(case.opened_by, lang)
    for who, address in [
        *((client, page) for page in pages),
        (other, "/"),
        (other, f"/dossiers/{case.reference}/"),
        (other, f"/dossiers/{case.reference}/vraag/"),
        (other, f"/dossiers/{case.reference}/document/"),
        (other, f"/dossiers/{case.reference}/uitvoer/"),
        (other, f"/dossiers/{case.reference}/stap/withdrawn/"),
        (other, f"/aanvragen/{case.application.pk}/ingediend/"),
    ]:
        with CaptureQueriesContext(connection) as asked:
            response = who.get(address)
        assert response.status_code == 200, address
        _is_whole(text(response))
        most = MOST_QUERIES_PRICED if any(part in address for part in PRICED) else MOST_QUERIES
        assert len(asked) <= most, f"{address}: {len(asked)}"


def test_the_home_page_lists_open_calls_with_their_last_day(here: Here) -> None:
    page = text(browser().get("/"))
    assert "Open oproep (voorbeeld)" in page
    assert "23.59" in page
    assert "/oproepen/defence-test/" not in page


def test_the_home_page_of_an_applicant_says_what_is_missing_and_what_runs(here: Here) -> None:
    company = here.company()
    _, client = here.applicant_of(company)
    client.post("/oproepen/open-now/beginnen/", {"organisation": company.pk, "title": "Zeilboot (voorbeeld)", "key": "k1"})
    page = text(client.get("/"))
    assert "Zeilboot (voorbeeld)" in page
    assert "punten" in page


def test_a_visitor_sees_what_the_general_page_on_export_rests_on(here: Here) -> None:
    page = text(browser().get("/uitvoerplichten/"))
    assert "Wapenhandeldecreet art. 8" in page
