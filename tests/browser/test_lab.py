"""The lab in Chromium: no barriers, no outside request, narrow screens, and a reform tried out without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bolwerk.office.identity.models import Role, User
from tests.browser.conftest import NARROW, WIDE, Visit
from tests.domains.investment.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SANDBOX = "/lab/regels/aid.collaboration/"
PAGES = ["/lab/", "/lab/doorlooptijd/", "/lab/regels/", SANDBOX]


@pytest.fixture
def analyst() -> User:
    return World().person("analyst", Role.ANALYST)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_barrier_or_breaks_the_policy(visit: Callable[..., Visit], analyst: User, dark: bool) -> None:
    seen = visit(WIDE, user=analyst, dark=dark)
    found = {}
    for path in PAGES:
        page = seen.go(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found[path] = seen.barriers()
    assert {path: barriers for path, barriers in found.items() if barriers} == {}
    assert seen.complaints == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_fits_a_narrow_screen(visit: Callable[..., Visit], analyst: User, language: str) -> None:
    seen = visit(NARROW, user=analyst, language=language)
    wide = {}
    for path in PAGES:
        seen.go(path)
        wide[path] = seen.overflow()
    assert {path: pixels for path, pixels in wide.items() if pixels > 0} == {}


def test_a_reform_is_tried_taken_along_and_brought_back_without_scripts(
    visit: Callable[..., Visit], analyst: User, tmp_path: Path
) -> None:
    seen = visit(WIDE, user=analyst, scripts=False)
    page = seen.go(SANDBOX)
    page.locator("input[value='70']").fill("60")
    page.click("button[value=toon]")
    assert "van 2304 gevallen komen anders uit" in page.inner_text("main")
    with page.expect_download() as taken:
        page.click("button[value=bestand]")
    file = tmp_path / "reform.md"
    taken.value.save_as(file)
    assert 'amend = "aid.collaboration"' in file.read_text("utf-8")
    page = seen.go(SANDBOX)
    page.set_input_files("input[type=file]", file)
    page.click("button[value=lees]")
    assert page.locator("input[value='60']").count() == 1


def test_a_wrong_cell_is_told_beside_it_and_keeps_what_was_typed(visit: Callable[..., Visit], analyst: User) -> None:
    seen = visit(NARROW, user=analyst)
    page = seen.go(SANDBOX)
    page.locator("input[value='2026-12-31']").first.fill("2026-02-30")
    page.click("button[value=toon]")
    assert page.locator("[aria-invalid=true]").input_value() == "2026-02-30"
    assert seen.overflow() <= 0
    assert seen.barriers() == []
