"""The desk in Chromium: no barriers, one column on a phone, nothing inline, and an application made without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bolwerk.office.calls.models import Application
from tests.browser.conftest import NARROW, WIDE, Visit
from tests.faces.desk.here import Here

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN_PAGES = ["/", "/check/", "/check/opladen/", "/oproepen/", "/oproepen/open-now/", "/uitvoerplichten/", "/over/"]
OPEN_PAGES += ["/over/toegankelijkheid/", "/over/privacy/"]


def pages_of(here: Here) -> tuple[object, list[str]]:
    """Somebody with a full draft and a case that asks for a completion, and every page they have."""
    draft = here.draft(here.company())
    user = draft.started_by
    case = here.submitted()
    case = here.act(case, "completion_requested", "handler", reason="Het plan ontbreekt.")
    user.memberships.create(organisation=case.organisation, valid_from=here.at.date())
    mine = [
        "",
        "deel/project/",
        "deel/use/",
        "deel/enterprise/",
        "partners/",
        "kosten/?rij=1",
        "bedrag/",
        "indienen/",
        "stoppen/",
    ]
    pages = ["/", "/oproepen/open-now/beginnen/", "/organisaties/toevoegen/", f"/organisaties/{draft.applicant.kbo}/"]
    pages += [f"/aanvragen/{draft.pk}/{tail}" for tail in mine]
    pages += [
        f"/dossiers/{case.reference}/{tail}" for tail in ("", "stap/completion_received/", "vraag/", "document/", "uitvoer/")
    ]
    pages += [f"/aanvragen/{case.application.pk}/ingediend/"]
    return user, pages


def begin_check(seen: Visit) -> None:
    seen.go("/check/")
    seen.page.click("button[value=without]")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_barrier_or_breaks_the_policy(visit: Callable[..., Visit], dark: bool) -> None:
    here = Here()
    user, pages = pages_of(here)
    found = {}
    for who, paths in ((None, OPEN_PAGES), (user, pages)):
        seen = visit(WIDE, user=who, dark=dark)
        if who is None:
            begin_check(seen)
            paths = [*paths, "/check/?vraag=call.regime", "/check/uitkomst/"]
        for path in paths:
            page = seen.go(path)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found[path] = seen.barriers()
        assert seen.complaints == []
    assert {path: barriers for path, barriers in found.items() if barriers} == {}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_fits_a_narrow_screen(visit: Callable[..., Visit], language: str) -> None:
    here = Here()
    user, pages = pages_of(here)
    wide = {}
    for who, paths in ((None, OPEN_PAGES), (user, pages)):
        seen = visit(NARROW, user=who, language=language)
        for path in paths:
            seen.go(path)
            wide[path] = seen.overflow()
    assert {path: pixels for path, pixels in wide.items() if pixels > 0} == {}


def test_the_whole_way_works_without_scripts(visit: Callable[..., Visit]) -> None:
    """From the check to a submitted application, by somebody whose organisation is in the register."""
    here = Here()
    company = here.company()
    user = here.applicant(company)
    seen = visit(NARROW, user=user, scripts=False)
    page = seen.go("/check/")
    page.check("[name=about][value=investment]")
    page.fill("#id_kbo", str(company.kbo))
    page.click("button[value=with]")
    for _ in range(3):
        page.click("button[value=pass]")
    page.click("text=Toon wat nu al geldt")
    assert page.url.endswith("/check/uitkomst/")
    page.click("text=Begin een aanvraag")
    page.fill("#id_title", "Kijker (voorbeeld)")
    if page.query_selector("#id_organisation_0"):
        page.check("#id_organisation_0")
    page.click("main button.button >> text=Begin")
    application = Application.objects.get(title="Kijker (voorbeeld)")
    page.goto(f"{seen.address}/aanvragen/{application.pk}/deel/impact/")
    page.fill("#id_need", "Defensie zoekt mensen in rook.")
    page.fill("#id_value", "Vijf jobs.")
    page.click("button[value=next]")
    assert page.url.endswith("/deel/use/")
    page.goto(f"{seen.address}/aanvragen/{application.pk}/kosten/")
    page.select_option("[name='1-category']", "experimental")
    page.select_option("[name='1-kind']", "personnel")
    page.fill("[name='1-amount']", "100.000")
    page.click("button[value=add]")
    assert page.query_selector("[name='2-amount']") is not None
    assert "100.000" in page.inner_text("main")
    page.goto(f"{seen.address}/aanvragen/{application.pk}/indienen/")
    assert "Dit ontbreekt nog" in page.inner_text("main")
    assert seen.complaints == []


def test_a_full_draft_is_submitted_without_scripts(visit: Callable[..., Visit]) -> None:
    here = Here()
    draft = here.draft(here.company())
    seen = visit(NARROW, user=draft.started_by, scripts=False)
    page = seen.go(f"/aanvragen/{draft.pk}/indienen/")
    page.check("#id_declared")
    page.click("text=Dien in")
    draft.refresh_from_db()
    assert draft.case is not None
    assert draft.case.reference in page.inner_text("main")
    page.click("text=Uw plichten bij uitvoer")
    assert "Wat wij nog niet weten" in page.inner_text("main") or "Wat u moet doen" in page.inner_text("main")


def test_a_bridge_engineer_does_the_check_on_a_phone_without_scripts(visit: Callable[..., Visit]) -> None:
    """A few questions on roads only, one subject skipped, and an outcome that fits the screen."""
    answers = {"corridor.mode": "road", "structure.axle": "short", "intervention.kind": "strengthen"}
    seen = visit(NARROW, scripts=False)
    page = seen.go("/check/")
    page.check("[name=about][value=infrastructure]")
    page.click("button[value=without]")
    asked = []
    while not page.url.endswith("/check/uitkomst/"):
        name = page.get_attribute("[name=fact]", "value") or ""
        asked.append(name)
        assert seen.overflow() == 0, name
        if name == "intervention.in_gip":
            page.click("text=Sla dit onderwerp over")
            continue
        page.check(f"[name=answer][value={answers.get(name, 'no')}]")
        page.click("button[value=answer]")
    assert asked == ["corridor.mode", "structure.axle", "intervention.kind", "intervention.in_gip"]
    told = page.inner_text("main")
    assert "Kan het konvooi over of onder dit kunstwerk?" in told
    assert "Nog open: uw antwoord telt" in told
    assert "Begin een aanvraag" not in told
    assert seen.overflow() == 0
    page.click("text=Ga verder met een ander bestand")
    assert seen.complaints == []


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_long_outcome_has_no_barrier_and_fits(visit: Callable[..., Visit], width: int) -> None:
    """The outcome of a volunteer with much to do, every fold open."""
    answers = {"volunteer.wants": "yes", "volunteer.age": "15", "training.done": "none"}
    seen = visit(width)
    page = seen.go("/check/")
    page.check("[name=about][value=resilience]")
    page.click("button[value=without]")
    for _ in range(12):
        name = page.get_attribute("[name=fact]", "value") or ""
        choice = f"[name=answer][value='{answers.get(name, 'no')}']"
        if page.query_selector(choice):
            page.check(choice)
        elif name in answers:
            page.fill("[name=answer]", answers[name])
        else:
            page.click("button[value=pass]")
            continue
        page.click("button[value=answer]")
    assert seen.barriers() == []
    page = seen.go("/check/uitkomst/")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert seen.barriers() == []
    assert seen.overflow() == 0
    assert seen.complaints == []
