"""The screening desk in Chromium: no barriers, narrow and wide, light and dark, by keyboard alone and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bolwerk.office.identity.models import RoleGrant, User
from bolwerk.office.screening import services
from bolwerk.office.screening.models import Alert, Decision, Run
from tests.browser.conftest import NARROW, WIDE, Visit
from tests.office.screening.conftest import _nothing_held
from tests.office.screening.world import LIST, load, subject

__all__ = ["_nothing_held"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = "/werkbank/screening/"


@pytest.fixture
def screener(transactional_db: None, settings: Any) -> User:
    """A screener, with two alerts that wait."""
    user = User.objects.create_user("screener@voorbeeld.example", name="Sanne Screening (voorbeeld)")
    RoleGrant.objects.create(user=user, role="screener", valid_from=date(2020, 1, 1))
    load("proef", LIST)
    parties = [subject("p:1", "Viktor Lozovoj", country="ru"), subject("p:2", "Oleg Petrovitsj Varnakov")]
    services.screen(parties, case=None, profile="export-licence", why="", actor=None, key="k")
    return user


def pages() -> list[str]:
    alert = Alert.objects.all()[0]
    return [
        DESK,
        f"{DESK}melding/{alert.pk}/",
        f"{DESK}partij/{alert.subject_id}/",
        f"{DESK}lijsten/",
        f"{DESK}lijsten/proef/",
        f"{DESK}runs/",
        f"{DESK}runs/{Run.objects.all()[0].pk}/",
        f"{DESK}naam/?naam=Viktor+Lozovoj&soort=Person&profiel=strict",
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_barrier(visit: Callable[..., Visit], screener: User, dark: bool) -> None:
    seen = visit(WIDE, user=screener, dark=dark)
    for page in pages():
        seen.go(page)
        assert seen.barriers() == [], page
    assert seen.complaints == []


def test_every_page_fits_a_narrow_screen(visit: Callable[..., Visit], screener: User) -> None:
    seen = visit(NARROW, user=screener)
    for page in pages():
        seen.go(page)
        assert seen.overflow() == 0, page


def test_a_screener_decides_by_keyboard_alone(visit: Callable[..., Visit], screener: User) -> None:
    page = visit(WIDE, user=screener).go(DESK)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/melding/**")
    first = page.url
    page.keyboard.press("n")
    page.wait_for_function("before => location.href !== before", arg=first)
    page.keyboard.press("1")
    page.keyboard.press("r")
    page.keyboard.type("Vorige week nog gebeld.")
    page.keyboard.press("Tab")
    second = page.url
    page.keyboard.press("v")
    page.wait_for_function("before => location.href !== before", arg=second)
    assert Decision.objects.get().reason == "De geboortedatum is een andere. Vorige week nog gebeld."


def test_a_screener_decides_without_scripts(visit: Callable[..., Visit], screener: User) -> None:
    page = visit(WIDE, user=screener, scripts=False).go(DESK)
    page.click("main tbody th a")
    page.fill("textarea[name=reason]", "Een ander mens.")
    page.click("button[value=false_hit]")
    assert "vals alarm" in page.inner_text("#messages")
    assert Decision.objects.get().kind == "false_hit"
