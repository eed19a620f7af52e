"""The page of a measure: five numbers with their parts, evidence without names, and how it runs."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from bolwerk.faces.monitor import serving
from bolwerk.office.identity.models import User
from bolwerk.plan import load
from tests.faces.monitor.reading import links_of, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", [measure.code for measure in load().measures])
def test_every_measure_has_a_page_with_all_its_commitments(client: Client, code: str) -> None:
    answer = client.get(f"/plan/{code}/")
    page = text_of(answer)
    assert answer.status_code == 200
    for commitment in load().measure(code).commitments:
        assert f"{commitment.id} {commitment.text.nl}" in page


def test_a_measure_that_is_not_there_says_which_are(client: Client) -> None:
    answer = client.get("/plan/9.99/")
    assert answer.status_code == 404
    assert "2.1" in text_of(answer)


def test_the_five_numbers_come_with_their_parts(client: Client, running: SimpleNamespace) -> None:
    page = text_of(client.get("/plan/2.1/", {"op": running.day.isoformat()}))
    assert "2 van 13 beloften" in page
    assert "10.000.000" in page
    assert "4.000.000" in page
    assert "Laatste boeking op 20 november 2025" in page
    assert "56 dagen oud" in page


def test_unknown_money_is_said_to_be_unknown_and_not_zero(client: Client) -> None:
    page = text_of(client.get("/plan/2.1/"))
    assert "Onbekend is niet nul" in page
    assert "0 euro" not in page.replace("10.000.000 euro", "")


def test_the_timing_is_shown_as_written_and_as_read(client: Client) -> None:
    page = text_of(client.get("/plan/2.1/"))
    assert "“lancering voorjaar 2025”" in page
    assert "De grenzen zijn onze afspraak." in page
    assert "20 juni 2025" in page
    assert "afgeleid" in page


def test_a_figure_leads_to_its_lines_in_the_text(client: Client) -> None:
    assert "van 50% naar maximaal 60% regel 284-288" in text_of(client.get("/plan/2.1/"))


def test_anyone_sees_the_evidence_as_counts_and_days(client: Client, running: SimpleNamespace) -> None:
    answer = client.get("/plan/2.1/")
    page = text_of(answer)
    assert "Bewijs (1)" in page
    assert "20 mei 2025" in page
    for secret in (running.case.reference, str(running.case.pk), "Geheim project", running.organisation.name):
        assert secret not in answer.content.decode()


def test_who_may_see_the_case_gets_a_link(client: Client, running: SimpleNamespace, handler: User) -> None:
    client.force_login(handler)
    assert f"/werkbank/zaak/{running.case.reference}/" in links_of(client.get("/plan/2.1/"))


def test_the_applicant_gets_a_link_to_his_own_case_on_the_desk(
    client: Client, running: SimpleNamespace, applicant: User
) -> None:
    client.force_login(applicant)
    assert f"/dossiers/{running.case.reference}/" in links_of(client.get("/plan/2.1/"))


def test_another_applicant_gets_no_link(client: Client, running: SimpleNamespace, person: Callable[..., User]) -> None:
    client.force_login(person("ander@example.be", "applicant"))
    assert running.case.reference not in client.get("/plan/2.1/").content.decode()


def test_a_target_in_cents_reads_in_euro(client: Client, running: SimpleNamespace) -> None:
    page = text_of(client.get("/plan/2.1/"))
    assert "10.000.000 euro. Het doel is ten minste 10.000.000 euro." in page
    assert "eurocent" not in page


def test_what_serves_a_measure_follows_from_the_data(client: Client) -> None:
    assert [p.id for p in serving.procedures_of("2.1")] == ["subsidy.development", "subsidy.research"]
    assert "esac.advice" in [p.id for p in serving.procedures_of("1.1")]
    assert serving.procedures_of("7.1") == ()
    assert {rule.id for rule in serving.rules_of("2.1")} >= {"aid.rate", "aid.admissible"}
    links = links_of(client.get("/plan/2.1/"))
    assert "/plan/procedures/subsidy.research/" in links
    assert "/plan/regels/aid.rate/" in links


def test_a_measure_that_the_text_names_is_tied_both_ways() -> None:
    assert "3.1" in [tie.measure.code for tie in serving.ties_of("2.1")]
    assert "2.1" in [tie.measure.code for tie in serving.ties_of("3.1")]
    assert serving.ties_of("7.1") == ()
