"""The workbench in Chromium: no barriers, no inline code, usable narrow, by keyboard, and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bolwerk.office.cases.models import Case
from bolwerk.office.search.services import reindex
from tests.browser.conftest import NARROW, WIDE, Visit
from tests.domains.investment.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PARTS = ("feiten", "regels", "tijdlijn", "stukken", "partijen", "procedure")


@pytest.fixture
def world() -> World:
    world = World()
    world.submitted(world.company("Lichtveld (voorbeeld)"))
    world.act(world.submitted(), "completion_requested", "handler", reason="Het plan ontbreekt.", missing=["plan"])
    reindex()
    return world


def pages() -> list[str]:
    case = Case.objects.select_related("organisation").order_by("reference")[0]
    assert case.organisation is not None
    at, organisation = f"/werkbank/zaak/{case.reference}/", f"/werkbank/organisaties/{case.organisation.kbo}/"
    return [
        "/werkbank/",
        "/werkbank/?toon=alle&klok=laat",
        "/werkbank/?voor=morgen",
        "/werkbank/zoeken/?q=lichtveld",
        "/werkbank/zoeken/?q=eenhoorn",
        "/werkbank/uitleg/",
        *(f"{at}?deel={part}" for part in PARTS),
        f"{at}zet/completion_requested/",
        f"{at}zet/award_decided/",
        f"{at}notitie/question_asked/",
        f"{at}oordeel/project.mainly_military/",
        f"{at}stuk/",
        f"{at}belang/",
        "/werkbank/organisaties/",
        "/werkbank/organisaties/nieuw/",
        organisation,
        *(f"{organisation}{form}/" for form in ("gegevens", "grootte", "eigenaar", "lid")),
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_barrier_or_breaks_the_policy(visit: Callable[..., Visit], world: World, dark: bool) -> None:
    seen = visit(WIDE, user=world.people["handler"], dark=dark)
    found = {}
    for path in pages():
        page = seen.go(path)
        page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        found[path] = seen.barriers()
    assert {path: barriers for path, barriers in found.items() if barriers} == {}
    assert seen.complaints == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_fits_a_narrow_window(visit: Callable[..., Visit], world: World, language: str) -> None:
    seen = visit(NARROW, user=world.people["handler"], language=language)
    wide = {}
    for path in pages():
        seen.go(path)
        wide[path] = seen.overflow()
    assert {path: by for path, by in wide.items() if by > 0} == {}


def test_the_queue_is_walked_with_j_and_opened_with_enter(visit: Callable[..., Visit], world: World) -> None:
    page = visit(WIDE, user=world.people["handler"]).go("/werkbank/?toon=team")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("tbody a").first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/werkbank/zaak/{first}/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"


def test_a_move_is_made_without_scripts_and_a_refusal_keeps_what_was_typed(visit: Callable[..., Visit], world: World) -> None:
    case = Case.objects.order_by("reference")[0]
    page = visit(WIDE, user=world.people["handler"], scripts=False).go(f"/werkbank/zaak/{case.reference}/")
    page.get_by_role("link", name="Aanvulling vragen").click()
    page.get_by_label("Wat ontbreekt er?").fill("de begroting")
    page.get_by_role("button", name="Bevestig: Aanvulling vragen").click()
    assert page.get_by_label("Wat ontbreekt er?").input_value() == "de begroting"
    page.get_by_label("Waarom?").fill("Zonder begroting kan het niet.")
    page.get_by_role("button", name="Bevestig: Aanvulling vragen").click()
    assert "Gedaan: Aanvulling vragen." in page.content()
    assert "Wachten op aanvulling" in page.content()
