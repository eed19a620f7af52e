"""Reports, lead times, supervision and guidance in Chromium: no barrier, no overflow, wide and narrow, light and dark."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bolwerk.domains.export_control.live import audits, editions, outreach
from bolwerk.office.cases import registry
from bolwerk.office.cases import services as cases
from tests.browser.conftest import NARROW, WIDE, Visit
from tests.domains.export_control.licences.world import GRANTING, TODAY, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAST = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    yield World()
    registry.forget(GRANTING.id)


@pytest.mark.parametrize(
    ("width", "language", "dark"), [(WIDE, "nl", False), (NARROW, "en", True)], ids=["wide-nl", "narrow-en"]
)
def test_the_pages_have_no_barrier(visit: Callable[..., Visit], world: World, width: int, language: str, dark: bool) -> None:
    world.licence(instrument="global_transfer")
    world.licence()
    end = (TODAY.replace(day=28) + timedelta(days=7)).replace(day=1)
    edition = editions.draw_up("month", TODAY.replace(day=1), actor=world["handler"], key="m", on=end)
    cases.act(edition.case_id, "report_published", actor=world["approver"], key="p", version=None)
    audit = audits.plan(world.holder, why="eerste", actor=world["handler"], key="a")
    for move in ("audit_announced", "audit_visited"):
        cases.act(audit.pk, move, actor=world["handler"], reason="omdat", key=move, version=None)
    audits.record(audit, "training", "serious", "Niemand is opgeleid (voorbeeld).", actor=world["handler"], key="f")
    company = outreach.ask(world.other, "Valt onze drone onder de wet? (voorbeeld)", actor=world["stranger"], key="o")
    outreach.record(company, "visit", "Langs geweest (voorbeeld).", actor=world["handler"], key="c")
    pages = {
        "handler": (
            "/werkbank/doorlooptijden/",
            "/werkbank/verslagen/",
            f"/werkbank/verslagen/{edition.name}/",
            "/werkbank/toezicht/",
            f"/werkbank/toezicht/{audit.reference}/",
            "/werkbank/begeleiding/",
            f"/werkbank/begeleiding/{company.reference}/",
        ),
        "applicant": ("/vergunningen/mijn/begeleiding/", "/plan/uitvoer/", f"/plan/uitvoer/{edition.name}/"),
    }
    for name, places in pages.items():
        seen = visit(width, user=world[name], language=language, dark=dark)
        for place in places:
            seen.go(place)
            if os.environ.get("SHOTS"):
                seen.page.screenshot(path=Path(os.environ["SHOTS"]) / f"{width}{place.replace('/', '_')}.png", full_page=True)
            assert seen.barriers() == [], place
            assert seen.overflow() <= 0, place
            assert seen.complaints == [], place
