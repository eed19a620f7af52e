"""The monitor in Chromium: no barriers, no outside request, no inline code, and all of it without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bolwerk.faces.monitor import house
from bolwerk.office.identity.models import User
from bolwerk.office.progress.models import Attestation
from tests.browser.conftest import NARROW, WIDE, Visit
from tests.faces.monitor.conftest import _from_nothing, running
from tests.office.cases.people import applicant, approver, handler, organisation, person

__all__ = ["_from_nothing", "applicant", "approver", "handler", "organisation", "person", "running"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/plan/",
    "/plan/?q=steun",
    "/plan/?q=eenhoorn",
    "/plan/?op=gisteren",
    "/plan/2.1/",
    "/plan/7.1/",
    "/plan/geld/",
    "/plan/termijnen/",
    "/plan/verschil/?van=2025-01-01",
    "/plan/toekenningen/",
    "/plan/regels/",
    "/plan/regels/aid.rate/",
    "/plan/regels/esac.triage/",
    "/plan/procedures/subsidy.research/",
    "/plan/verklaringen/",
    "/plan/woorden/",
    "/plan/verslag/",
]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_barrier_or_breaks_the_policy(visit: Callable[..., Visit], running: SimpleNamespace, dark: bool) -> None:
    seen = visit(WIDE, dark=dark)
    found = {}
    for path in PAGES:
        page = seen.go(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found[path] = seen.barriers()
    assert {path: barriers for path, barriers in found.items() if barriers} == {}
    assert seen.complaints == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_fits_a_narrow_screen(visit: Callable[..., Visit], running: SimpleNamespace, language: str) -> None:
    seen = visit(NARROW, language=language)
    wide = {}
    for path in PAGES:
        seen.go(path)
        wide[path] = seen.overflow()
    assert {path: pixels for path, pixels in wide.items() if pixels > 0} == {}


def test_a_visitor_without_scripts_finds_a_promise_and_its_evidence_on_a_day(
    visit: Callable[..., Visit], running: SimpleNamespace
) -> None:
    page = visit(NARROW, scripts=False).go("/plan/")
    page.get_by_label("Zoek in het plan").fill("aparte oproep")
    page.get_by_label("Stand op").fill("2025-12-01")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="2.1-a").click()
    promise = page.locator("[id='2.1-a']")
    assert "op=2025-12-01" in page.url
    assert "Bereikt op 20 mei 2025" in promise.inner_text()
    promise.get_by_text("Bewijs (1)").click()
    assert promise.get_by_role("row", name="oproep geopend").is_visible()


def test_the_keyboard_alone_reaches_the_plan(visit: Callable[..., Visit]) -> None:
    page = visit(WIDE).go("/plan/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"


def test_two_people_without_scripts_make_an_attestation_count(
    visit: Callable[..., Visit], handler: User, approver: User
) -> None:
    page = visit(WIDE, user=handler, scripts=False).go("/plan/verklaringen/nieuw/?belofte=7.1-a")
    page.get_by_label("bezig").check()
    page.get_by_label("Uw verklaring in het Nederlands").fill("De werken zijn aanbesteed.")
    page.get_by_label("Uw verklaring in het Engels").fill("The works were tendered.")
    page.get_by_label("Waaruit blijkt dat?").fill("Bestek 2026/7 (voorbeeld)")
    page.get_by_role("button", name="Bewaar de verklaring").click()
    assert page.get_by_label("Uw verklaring in het Nederlands").input_value() == "De werken zijn aanbesteed."
    page.get_by_label("Geldt tot en met").fill((house.today() + timedelta(days=90)).isoformat())
    page.get_by_role("button", name="Bewaar de verklaring").click()
    assert page.get_by_text("Ze telt zodra een collega ze bevestigt").is_visible()

    second = visit(WIDE, user=approver, scripts=False).go("/plan/verklaringen/")
    second.get_by_role("button", name="Bevestig").click()
    assert second.get_by_text("De verklaring is bevestigd en telt nu mee.").is_visible()
    assert Attestation.objects.get().confirmed_by == approver
    assert Attestation.objects.get().until > house.today()


def test_the_form_and_the_list_of_the_house_have_no_barrier(visit: Callable[..., Visit], handler: User) -> None:
    seen = visit(WIDE, user=handler)
    page = seen.go("/plan/verklaringen/nieuw/")
    assert seen.barriers() == []
    page.get_by_role("button", name="Bewaar de verklaring").click()
    assert seen.barriers() == []
    assert seen.complaints == []
