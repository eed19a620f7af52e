"""The boards of the workbench in Chromium: no barriers, light and dark, narrow and wide, whole without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bolwerk.office.advice.models import AspectScore
from bolwerk.office.calls import kits, services
from bolwerk.office.calls.models import Assignment, Review
from tests.browser.conftest import NARROW, WIDE, Visit
from tests.domains.ethics.world import EsacWorld
from tests.faces.boards.test_cost import pages
from tests.faces.boards.test_reviews import differ, on_the_list, ranked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings: Any, transactional_db: None) -> EsacWorld:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody types a password here
    return EsacWorld()


def signed_in(world: EsacWorld, name: str) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(world.people[name])
    return client


def under_review(world: EsacWorld) -> Any:
    case = world.submitted()
    world.act(case, "declared_admissible", "handler")
    world.judge(case, "project.mainly_military", False)
    return world.act(case, "esac_found_unneeded", "handler", reason="Civiel.")


@pytest.fixture
def addresses(world: EsacWorld) -> list[tuple[str, str]]:
    """Every board with something on it: a list with awards, reviewers who differ, a sheet that is open, a vote that runs."""
    ranked(world, 3)
    on_the_list(signed_in(world, "handler"), signed_in(world, "approver"))
    differ(world, under_review(world))
    case = under_review(world)
    sheet = services.assign_reviewer(case.application.pk, world.people["reviewer1"], actor=world.people["handler"])
    _, _, scoring = world.scoring()
    _, _, declaring = world.invited()
    return [
        *pages(world),
        ("reviewer1", f"/werkbank/beoordelingen/blad/{sheet.pk}/"),
        ("handler", f"/werkbank/beoordelingen/aanvraag/{case.application.pk}/"),
        ("member3", f"/werkbank/comite/{scoring.pk}/"),
        ("member3", f"/werkbank/comite/{declaring.pk}/"),
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_board_has_a_barrier_or_breaks_the_policy(
    visit: Callable[..., Visit], world: EsacWorld, addresses: list[tuple[str, str]], dark: bool
) -> None:
    found, complaints = {}, []
    for who in dict.fromkeys(who for who, _ in addresses):
        seen = visit(WIDE, user=world.people[who], dark=dark)
        for path in (path for name, path in addresses if name == who):
            page = seen.go(path)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found[f"{who} {path}"] = seen.barriers()
        complaints += seen.complaints
    assert {path: barriers for path, barriers in found.items() if barriers} == {}
    assert complaints == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_board_fits_a_narrow_screen(
    visit: Callable[..., Visit], world: EsacWorld, addresses: list[tuple[str, str]], language: str
) -> None:
    wide = {}
    for who in dict.fromkeys(who for who, _ in addresses):
        seen = visit(NARROW, user=world.people[who], language=language)
        for path in (path for name, path in addresses if name == who):
            seen.go(path)
            if seen.overflow() > 0:
                wide[f"{who} {path}"] = seen.overflow()
    assert wide == {}


def test_a_review_is_written_and_submitted_without_scripts(visit: Callable[..., Visit], world: EsacWorld) -> None:
    case = under_review(world)
    reviewer = world.people["reviewer1"]
    sheet = services.assign_reviewer(case.application.pk, reviewer, actor=world.people["handler"])
    page = visit(WIDE, user=reviewer, scripts=False).go(f"/werkbank/beoordelingen/blad/{sheet.pk}/")
    for criterion in kits.get("defence").scheme.criteria:
        page.check(f'input[name="mark-{criterion.id}"][value="good"]')
    page.click('button[value="save"]')
    assert not Assignment.objects.get().locked
    page.click('button[value="submit"]')
    assert page.get_by_text("Uw beoordeling is ingediend.").is_visible()
    assert Review.objects.count() == 1


def test_a_member_declares_scores_and_reads_on_without_scripts(visit: Callable[..., Visit], world: EsacWorld) -> None:
    _, case, request = world.scoring()
    page = visit(NARROW, user=world.people["member2"], scripts=False).go(f"/werkbank/comite/{request.pk}/")
    for aspect in request.aspect_list:
        page.check(f'input[name="score-{aspect.id}"][value="1"]')
        page.fill(f'textarea[name="motivation-{aspect.id}"]', "Weegt voor.")
    page.get_by_role("button", name="Bewaar mijn scores").click()
    assert page.get_by_text("Uw scores zijn bewaard.").is_visible()
    assert AspectScore.objects.count() == 6
    assert case.reference in page.content()


def test_an_error_leads_by_its_link_to_the_field(visit: Callable[..., Visit], world: EsacWorld) -> None:
    page = visit(WIDE, user=world.people["coordinator"]).go("/werkbank/oproepen/nieuw/")
    page.fill('input[name="code"]', "met spaties")
    page.get_by_role("button", name="Maak de oproep").click()
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "code"
    assert page.input_value('input[name="code"]') == "met spaties"
