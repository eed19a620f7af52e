"""Licences in Chromium: an exporter makes a simple application without scripts, and no page on the way has a barrier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bolwerk.domains.export_control.live import Application, Licence, WriteOff
from bolwerk.kernel import local_day
from bolwerk.office.cases import registry
from bolwerk.office.screening import lists
from tests.browser.conftest import NARROW, WIDE, Visit
from tests.domains.export_control.applying.world import BUYER, END_USE, EU_ANSWERS, LINE, PDF, World, register_small
from tests.domains.export_control.handling.world import Office
from tests.office.screening import world as screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_PAGES = 30
"""Pages that a simple application may take from the first question to the confirmation: ten seconds each is five minutes."""


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    made = register_small()
    yield
    for name in made:
        registry.forget(name)


def clean(seen: Visit, place: str) -> None:
    assert seen.barriers() == [], place
    assert seen.overflow() <= 0, place
    assert seen.complaints == [], place


def answer(seen: Visit) -> int:
    """Answer "do I need a licence" to its end; gives how many questions there were."""
    page = seen.go("/vergunningen/nodig/")
    for number in range(MOST_PAGES):
        if page.url.endswith("/uitkomst/"):
            return number
        name = page.input_value("input[name=fact]")
        if name not in EU_ANSWERS:
            page.click("button[value=pass]")
            continue
        if page.locator("select[name=answer]").count():
            page.select_option("select[name=answer]", EU_ANSWERS[name])
        else:
            page.check(f"input[name=answer][value={EU_ANSWERS[name]}]")
        page.click("button[value=answer]")
    raise AssertionError("the questions do not end")


@pytest.mark.parametrize(("width", "language"), [(WIDE, "nl"), (NARROW, "en")], ids=["wide-nl", "narrow-en"])
def test_an_exporter_finishes_a_simple_application_in_few_pages(
    visit: Callable[..., Visit], tmp_path: Path, width: int, language: str
) -> None:
    world = World()
    # axe itself is a script: the pages are judged in a window with scripts, and walked in one without.
    judge = visit(width, user=world.person, language=language)
    seen = visit(width, user=world.person, language=language, scripts=False)
    pages = answer(seen) + 1
    seen.page.click("a[href*='vergunning=individual_transfer']")
    seen.page.check("input[name=organisation]")
    seen.page.fill("input[name=title]", "Camera's naar Hamburg (voorbeeld)")
    seen.page.click("form.form button.button")
    draft = Application.objects.get()
    home = f"/vergunningen/{draft.pk}/"
    seen.go(f"{home}deel/parties/")
    for role in ("consignee", "end_user"):
        seen.page.check(f"input[name='2-roles'][value={role}]")
    for name in ("name", "address"):
        seen.page.fill(f"input[name='2-{name}']", str(BUYER[name]))
    seen.page.select_option("select[name='2-country']", "DE")
    seen.page.click("button[value=next]")
    for name in ("description", "code", "quantity", "value"):
        seen.page.fill(f"input[name='1-{name}']", LINE[name])
    seen.page.click("button[value=next]")
    seen.page.fill("textarea[name=use]", END_USE["use"])
    seen.page.check("input[name=sector][value=civil]")
    seen.page.click("button[value=next]")
    signed = tmp_path / "getekend.pdf"
    signed.write_bytes(PDF)
    seen.page.fill("input[name=signatory]", "Greta Grün (voorbeeld)")
    seen.page.fill("input[name=signed_on]", "20/11/2026")
    seen.page.set_input_files("section.paper input[type=file]", str(signed))
    seen.page.click("section.paper button.button")
    for place in (
        "",
        "deel/route/",
        "deel/parties/",
        "deel/goods/",
        "deel/end-use/",
        "deel/papers/",
        "indienen/",
        "verwijderen/",
    ):
        judge.go(home + place)
        clean(judge, place)
    seen.go(f"{home}indienen/")
    seen.page.check("input[name=declared]")
    seen.page.click("form.form button.button")
    assert seen.page.url.endswith("/ingediend/")
    # Start, parties, goods, end use, papers, checking: six pages after the questions.
    assert pages + 7 <= MOST_PAGES
    for place in ("ingediend/", "lezen/", "intrekken/"):
        judge.go(home + place)
        clean(judge, place)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_open_pages_of_licences_have_no_barrier(visit: Callable[..., Visit], dark: bool) -> None:
    for width in (WIDE, NARROW):
        seen = visit(width, dark=dark)
        for place in ("/vergunningen/", "/vergunningen/nodig/"):
            seen.go(place)
            clean(seen, place)
        answer(seen)
        clean(seen, "/vergunningen/nodig/uitkomst/")


def test_what_is_wrong_with_a_row_has_no_barrier_either(visit: Callable[..., Visit]) -> None:
    world = World()
    draft = world.start()
    seen = visit(NARROW, user=world.person)
    seen.go(f"/vergunningen/{draft.pk}/deel/goods/")
    seen.page.fill("input[name='1-description']", "Iets (voorbeeld)")
    seen.page.fill("input[name='1-code']", "ML99")
    seen.page.click("button[value=next]")
    clean(seen, "goods")


def test_a_handler_takes_it_to_issue_with_a_hit_decided_by_a_screener_and_customs_writes_off(
    visit: Callable[..., Visit], home: Path
) -> None:
    """Each with their own page, without scripts; the sheet and the proposal are filled in by the services they stand on."""
    lists._held.clear()
    screening.load("proef", screening.LIST)
    office = Office()
    case = office.received(buyer="Baltvektor Elektronika GmbH")
    at = f"/werkbank/zaak/{case.reference}/"

    def step(who: str, move: str) -> None:
        seen = visit(WIDE, user=office.people[who], scripts=False)
        page = seen.go(f"{at}zet/{move}/")
        page.click("main form button[type=submit], main form button.button")
        case.refresh_from_db()
        assert case.events.latest("seq").kind == move or case.events.filter(kind=move).exists(), page.inner_text("main")

    step("handler", "found_complete")
    office.judge(case)
    assert office.why_not(case, "grant_proposed"), "an undecided hit stands in the way"
    judge = visit(NARROW, user=office.people["screener"])
    page = visit(WIDE, user=office.people["screener"], scripts=False).go("/werkbank/screening/")
    page.click("main tbody th a")
    judge.go(page.url.removeprefix(page.url.split("/werkbank")[0]))
    clean(judge, "alert")
    page.fill("textarea[name=reason]", "Een ander bedrijf: ander land en ander nummer.")
    page.click("button[value=false_hit]")
    assert office.why_not(case, "grant_proposed") == ""
    office.propose(case)
    step("approver", "grant_decided")
    step("handler", "licence_issued")
    licence = Licence.objects.get(granted_by=case)
    customs = office.official("douane", "customs")
    judge = visit(WIDE, user=customs)
    page = visit(NARROW, user=customs, scripts=False).go(f"/werkbank/vergunningen/{licence.reference}/")
    judge.go(f"/werkbank/vergunningen/{licence.reference}/")
    clean(judge, "licence")
    page.select_option("select[name=line]", "1")
    page.select_option("select[name=party]", str(licence.parties.get(role="consignee").pk))
    today = local_day(licence.case.opened_at)
    for name, value in {
        "quantity": "2",
        "value": "8000",
        "day": f"{today:%d/%m/%Y}",
        "document": "26BEH000000017",
    }.items():
        page.fill(f"input[name={name}]", value)
    page.click("form[action*='afschrijving'] button[type=submit], form[action*='afschrijving'] button.button")
    assert WriteOff.objects.get(licence=licence).by == "customs", page.inner_text("main")
