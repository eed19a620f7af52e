"""The boards of calls and money: made, read, published, appropriated, by who may."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bolwerk.kernel import Money
from bolwerk.office.calls.models import Call, Publication
from bolwerk.office.cases.models import Case
from bolwerk.office.ledger.models import Entry, Envelope
from tests.domains.ethics.world import EsacWorld

NEW = {
    "key": "k1",
    "code": "defensie-2026",
    "title_nl": "Oproep 2026 (voorbeeld)",
    "title_en": "Call 2026 (example)",
    "opens": "01/02/2026",
    "closes": "30/06/2026",
    "envelope": "vlaio-defence",
    "basis": "aid",
    "least": "25.000",
    "most": "1.000.000",
    "reviewers": "3",
    "advance": "40",
    "interim": "40",
    "final": "20",
}


def awarded(world: EsacWorld, admitted: Callable[..., Case], **kwargs: Any) -> Case:
    case = admitted(**kwargs)
    world.review(case, "very_good")
    world.to_ranked_list()
    return world.act(case, "award_decided", "approver")


def test_a_coordinator_makes_a_call_and_lands_on_its_board(world: EsacWorld, visit: Any) -> None:
    answer = visit("coordinator").post("/werkbank/oproepen/nieuw/", NEW, follow=True)
    assert answer.status_code == 200
    call = Call.objects.get(code="defensie-2026")
    assert (call.least_cents, call.most_cents) == (2_500_000, 100_000_000)
    assert [part.percent for part in call.instalment_scheme] == [40, 40, 20]
    page = answer.content.decode()
    assert "Oproep 2026" in page
    assert "1.000.000" in page


def test_a_call_closes_when_its_last_day_is_over(world: EsacWorld, visit: Any) -> None:
    visit("coordinator").post("/werkbank/oproepen/nieuw/", NEW)
    assert Call.objects.get(code="defensie-2026").closes_at.isoformat() == "2026-06-30T22:00:00+00:00"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"final": "30"}, "110 %"),
        ({"closes": "01/01/2026"}, "sluiten voor ze opent"),
        ({"opens": "31/02/2026"}, "31/02/2026"),
        ({"least": "veel"}, "geen bedrag"),
        ({"least": "2.000.000"}, "bedragen van de oproep"),
        ({"code": "met spaties"}, "alleen letters"),
        ({"reviewers": "0"}, "van 1 tot 9"),
        ({"title_en": ""}, "Vul dit in"),
        ({"envelope": "geen"}, "Kies een van de mogelijkheden"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    world: EsacWorld, visit: Any, change: dict[str, str], told: str
) -> None:
    answer = visit("coordinator").post("/werkbank/oproepen/nieuw/", NEW | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert "Oproep 2026 (voorbeeld)" in page
    assert not Call.objects.filter(code="defensie-2026").exists()


def test_the_same_code_with_other_days_is_a_conflict_that_keeps_the_form(world: EsacWorld, visit: Any) -> None:
    client = visit("coordinator")
    client.post("/werkbank/oproepen/nieuw/", NEW)
    answer = client.post("/werkbank/oproepen/nieuw/", NEW | {"closes": "31/07/2026", "key": "k2"})
    assert answer.status_code == 409
    assert "31/07/2026" in answer.content.decode()


@pytest.mark.parametrize("who", ["reviewer1", "approver", "member1"])
def test_who_may_not_make_a_call_is_told_why(world: EsacWorld, visit: Any, who: str) -> None:
    answer = visit(who).post("/werkbank/oproepen/nieuw/", NEW)
    assert answer.status_code == 403
    assert "Dit mag alleen een" in answer.content.decode()
    assert not Call.objects.filter(code="defensie-2026").exists()


def test_an_applicant_does_not_come_in(world: EsacWorld, visit: Any) -> None:
    applicant = world.applicant(world.company())
    for page in ("oproepen/", "beoordelingen/", "comite/", "comite/samenstelling/", "geld/"):
        assert visit(applicant).get(f"/werkbank/{page}").status_code == 403


def test_the_board_counts_cases_by_step_and_shows_the_money(world: EsacWorld, visit: Any, admitted: Any) -> None:
    awarded(world, admitted, costs=600_000)
    page = visit("handler", "en").get("/werkbank/oproepen/defence-test/").content.decode()
    assert "Notify the award" in page
    assert "€9,730,000" in page
    assert "unconfirmed" in page


def test_moving_the_closing_with_an_old_version_is_a_conflict_that_keeps_the_day(world: EsacWorld, visit: Any) -> None:
    client, at = visit("handler"), "/werkbank/oproepen/defence-test/sluiting/"
    assert client.post(at, {"key": "a", "version": "1", "closes": "15/10/2025"}).status_code == 302
    late = client.post(at, {"key": "b", "version": "1", "closes": "20/10/2025"})
    assert late.status_code == 409
    assert "20/10/2025" in late.content.decode()
    assert "15 oktober 2025" in late.content.decode().replace("\xa0", " ")
    again = client.post(at, {"key": "c", "version": "2", "closes": "20/10/2025"})
    assert again.status_code == 302


def test_an_award_above_the_threshold_must_be_published_and_is_marked_once(world: EsacWorld, visit: Any, admitted: Any) -> None:
    case = awarded(world, admitted, costs=600_000)
    client = visit("handler")
    page = client.get("/werkbank/oproepen/defence-test/").content.decode()
    assert "Ik heb ze gepubliceerd" in page
    assert "GBER art. 9" in page
    at = f"/werkbank/oproepen/defence-test/publicatie/{case.application.pk}/"
    early = client.post(at, {"key": "early", "place": "https://voorbeeld.be/steun"})
    assert early.status_code == 403
    assert "https://voorbeeld.be/steun" in early.content.decode(), "refused before the award was notified; kept what was typed"
    world.act(case, "award_notified", "handler")
    for _ in range(2):
        assert client.post(at, {"key": "p", "place": "https://voorbeeld.be/steun"}).status_code == 302
    assert Publication.objects.get().place == "https://voorbeeld.be/steun"
    assert case.events.filter(kind="award_published").count() == 1
    assert client.post(at, {"key": "q", "place": ""}).status_code == 422


def test_an_award_below_the_threshold_is_not_in_the_list(world: EsacWorld, visit: Any, admitted: Any) -> None:
    awarded(world, admitted, costs=100_000)
    assert "Nog geen toekenning die gepubliceerd moet worden" in (
        visit("handler").get("/werkbank/oproepen/defence-test/").content.decode()
    )


def test_awards_leave_as_csv_and_as_360giving(world: EsacWorld, visit: Any, admitted: Any) -> None:
    awarded(world, admitted, costs=600_000)
    client = visit("handler")
    table = client.get("/werkbank/oproepen/defence-test/toekenningen.csv").content.decode()
    assert "270000.00" in table
    grants = json.loads(client.get("/werkbank/oproepen/defence-test/toekenningen.json").content)["grants"]
    assert [grant["amountAwarded"] for grant in grants] == [270_000]
    assert visit("reviewer1").get("/werkbank/oproepen/defence-test/toekenningen.csv").status_code == 403


def test_a_coordinator_appropriates_once_and_the_room_is_exact(world: EsacWorld, visit: Any) -> None:
    client, at = visit("coordinator"), "/werkbank/geld/vlaio-defence/toewijzing/"
    typed = {"key": "m", "amount": "1.000,01", "reason": "Besluit (voorbeeld)", "sure": "on"}
    for _ in range(2):
        assert client.post(at, typed).status_code == 302
    assert Envelope.objects.get(code="vlaio-defence").room == Money(1_000_000_000 + 100_001)
    page = client.get("/werkbank/geld/vlaio-defence/").content.decode().replace("\xa0", " ")
    assert "10.001.000,01 euro" in page


@pytest.mark.parametrize("change", [{"amount": "-5"}, {"amount": "0"}, {"amount": "1,234,5"}, {"reason": ""}, {"sure": ""}])
def test_a_wrong_appropriation_moves_nothing(world: EsacWorld, visit: Any, change: dict[str, str]) -> None:
    typed = {"key": "m", "amount": "1.000", "reason": "Besluit (voorbeeld)", "sure": "on"} | change
    answer = visit("coordinator").post("/werkbank/geld/vlaio-defence/toewijzing/", typed)
    assert answer.status_code == 422
    assert Entry.objects.count() == 1


def test_only_who_may_appropriates(world: EsacWorld, visit: Any) -> None:
    typed = {"key": "m", "amount": "1.000", "reason": "Besluit", "sure": "on"}
    assert visit("handler").post("/werkbank/geld/vlaio-defence/toewijzing/", typed).status_code == 403
    assert visit("reviewer1").get("/werkbank/geld/").status_code == 403
    assert Entry.objects.count() == 1


def test_what_is_still_to_be_paid_stands_with_its_instalment(world: EsacWorld, visit: Any, admitted: Any) -> None:
    case = awarded(world, admitted)
    page = visit("approver").get("/werkbank/geld/").content.decode().replace("\xa0", " ")
    assert case.reference in page
    assert "54.000 euro" in page
    world.act(case, "award_notified", "handler")
    applicant = case.application.started_by
    for move, who in (("agreement_signed", applicant), ("instalment_claimed", applicant), ("instalment_approved", "handler")):
        world.act(case, move, who)
    assert "te betalen" in visit("approver").get("/werkbank/geld/vlaio-defence/").content.decode()


def test_the_entries_leave_as_csv_with_their_case(world: EsacWorld, visit: Any, admitted: Any) -> None:
    case = awarded(world, admitted)
    lines = visit("handler", "en").get("/werkbank/geld/vlaio-defence/boekingen.csv").content.decode().splitlines()
    assert len(lines) == 3
    assert case.reference in lines[2]
    assert "135000.00" in lines[2]


@pytest.mark.parametrize("page", ["oproepen/geen/", "geld/geen/", "oproepen/geen/rangschikking/"])
def test_what_does_not_exist_is_told_so(world: EsacWorld, visit: Any, page: str) -> None:
    assert visit("handler").get(f"/werkbank/{page}").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(world: EsacWorld, client: Any) -> None:
    assert client.get("/werkbank/oproepen/").status_code == 302
