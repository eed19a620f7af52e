"""The pages of supervision, reports and guidance: who may see them, what they do, what they say when something is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from bolwerk.domains.export_control.live import Edition, audits, editions
from bolwerk.office.cases import registry
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from tests.domains.export_control.licences.world import GRANTING, TODAY, World

BENCH = "/werkbank/"
PAGES = ("doorlooptijden/", "verslagen/", "toezicht/", "begeleiding/")
LAST = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield World()
    registry.forget(GRANTING.id)


def client(world: World, name: str, language: str = "nl") -> Client:
    found = Client(headers={"accept-language": language})
    found.force_login(world[name])
    return found


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("name", "status"), [("handler", 200), ("coordinator", 200), ("auditor", 200), ("customs", 403), ("applicant", 403)]
)
def test_who_opens_the_pages(world: World, page: str, name: str, status: int) -> None:
    world.licence(instrument="global_transfer")
    for language in ("nl", "en"):
        assert client(world, name, language).get(BENCH + page).status_code == status


def test_a_report_is_drawn_up_published_by_another_and_then_public(world: World) -> None:
    handler, anyone = client(world, "handler"), Client()
    sent = {"kind": "month", "start": f"{LAST:%d/%m/%Y}", "reason": "", "key": "k1"}
    answer = handler.post(f"{BENCH}verslagen/", sent)
    edition = Edition.objects.get()
    assert answer.status_code == 302 and handler.get(answer.url).status_code == 200
    public = f"/plan/uitvoer/{edition.name}/"
    assert anyone.get(public).status_code == 404
    case = edition.case
    cases.act(case.pk, "report_published", actor=world["approver"], key="p", version=None)
    assert anyone.get("/plan/uitvoer/").status_code == anyone.get(public).status_code == 200
    for name in edition.files:
        assert anyone.get(public + name).content == editions.files.make(edition, name[3:], name[:2])  # type: ignore[arg-type]
    assert anyone.get(f"{public}fr.csv").status_code == anyone.get(f"{public}nl.exe").status_code == 404


@pytest.mark.parametrize(
    ("kind", "start"),
    [("month", "gisteren"), ("", "01/01/2026"), ("month", "02/01/2026"), ("year", f"01/01/{TODAY.year}")],
    ids=["no day", "no kind", "not a first", "not over"],
)
def test_a_wrong_period_comes_back_with_what_was_typed(world: World, kind: str, start: str) -> None:
    answer = client(world, "handler").post(f"{BENCH}verslagen/", {"kind": kind, "start": start, "reason": "", "key": "k"})
    assert answer.status_code == 422 and start in answer.content.decode()
    assert not Edition.objects.exists()


def test_an_audit_is_planned_and_its_findings_are_recorded(world: World) -> None:
    world.licence(instrument="global_transfer")
    handler = client(world, "handler")
    wrong = handler.post(f"{BENCH}toezicht/", {"kbo": "123", "why": "eerste audit", "key": "a"})
    assert wrong.status_code == 422 and "eerste audit" in wrong.content.decode()
    assert handler.post(f"{BENCH}toezicht/", {"kbo": world.holder.kbo, "why": "eerste audit", "key": "b"}).status_code == 302
    case = Case.objects.get(procedure="export.audit")
    for move in ("audit_announced", "audit_visited"):
        cases.act(case.pk, move, actor=world["handler"], reason="omdat", key=move, version=None)
    page = f"{BENCH}toezicht/{case.reference}/"
    lacking = handler.post(page, {"head": "training", "severity": "", "text": "Niemand is opgeleid", "key": "c"})
    assert lacking.status_code == 422 and "Niemand is opgeleid" in lacking.content.decode()
    handler.post(page, {"head": "training", "severity": "serious", "text": "Niemand is opgeleid", "key": "d"})
    assert [one.text for one in audits.findings(case)] == ["Niemand is opgeleid"]
    assert handler.get(f"{BENCH}zaak/{case.reference}/").status_code == 200
    assert (
        client(world, "auditor").post(page, {"head": "training", "severity": "remark", "text": "x", "key": "e"}).status_code
        == 403
    )
    assert handler.get(f"{BENCH}toezicht/AUD-1999-0001/").status_code == 404


def test_a_company_asks_for_guidance_and_the_service_records_the_contact(world: World) -> None:
    desk = client(world, "applicant")
    page = "/vergunningen/mijn/begeleiding/"
    assert desk.get(page).status_code == 200
    assert desk.post(page, {"organisation": world.holder.kbo, "question": "", "key": "a"}).status_code == 422
    assert desk.post(page, {"organisation": world.holder.kbo, "question": "Help", "key": "b"}, follow=True).status_code == 200
    assert desk.post(page, {"organisation": world.holder.kbo, "question": "Nog", "key": "c"}).status_code == 422
    case = Case.objects.get(procedure="export.outreach")
    handler = client(world, "handler")
    place = f"{BENCH}begeleiding/{case.reference}/"
    assert handler.post(place, {"way": "visit", "text": "Langs geweest", "key": "d"}, follow=True).status_code == 200
    assert case.events.get(kind="contact_recorded").payload["way"] == "visit"
    assert handler.get(f"{BENCH}begeleiding/").status_code == 200


def test_a_period_of_lead_times_that_does_not_exist_is_the_year(world: World) -> None:
    answer = client(world, "handler").get(f"{BENCH}doorlooptijden/?dagen=veel")
    assert answer.context["start"] == date.fromordinal(TODAY.toordinal() - 365)
