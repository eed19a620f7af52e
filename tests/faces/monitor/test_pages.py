"""Money, deadlines, differences, rules, procedures, words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from bolwerk.domains import book, procedures
from bolwerk.faces.monitor import house
from bolwerk.faces.monitor.deadlines import deadlines
from bolwerk.kernel import Money
from bolwerk.plan import load, load_glossary
from tests.faces.monitor.reading import links_of, text_of

pytestmark = pytest.mark.django_db

ALL_RULES = list(book().rules)
ALL_PROCEDURES = [procedure.id for procedure in procedures()]


def test_an_envelope_shows_its_course_up_to_the_day(client: Client, running: SimpleNamespace) -> None:
    view = client.get("/plan/geld/", {"op": "2025-12-01"}).context["envelopes"][0]
    assert view.planned == Money.euro(10_000_000)
    assert view.now == (Money.euro(10_000_000), Money.euro(4_000_000), Money(0))
    assert [str(label.nl) for label, _ in view.committed] == ["K2 25", "K3 25", "K4 25"]
    assert [amount for _, amount in view.committed] == [0, 0, 4_000_000]


def test_before_the_first_booking_money_is_unknown(client: Client, running: SimpleNamespace) -> None:
    answer = client.get("/plan/geld/", {"op": "2025-05-19"})
    assert answer.context["envelopes"][0].now == (None, None, None)
    assert "Tot die dag is er niets geboekt" in text_of(answer)


def test_amounts_of_the_text_stand_with_their_lines_and_without_a_sum(client: Client) -> None:
    page = text_of(client.get("/plan/geld/"))
    assert "Budget van de oproep 10.000.000 euro 279-280" in page
    assert "we tellen ze niet op" in page


def test_a_difference_shows_only_what_moved(client: Client, running: SimpleNamespace) -> None:
    answer = client.get("/plan/verschil/", {"van": "2025-06-01", "tot": "2025-12-01"})
    moved = {row.measure.code: row for row in answer.context["moved"]}
    assert {label.nl: amount for label, amount in moved["2.1"].money} == {"vastgelegd": Money.euro(4_000_000)}
    assert "7.1" not in moved


def test_a_difference_of_a_commitment_shows_both_states(client: Client, running: SimpleNamespace) -> None:
    page = text_of(client.get("/plan/verschil/", {"van": "2025-05-01", "tot": "2025-06-01"}))
    before, after = page.index("Nog geen gegevens"), page.index("Bereikt op 20 mei 2025")
    assert before < after


def test_a_quiet_period_says_that_nothing_changed(client: Client) -> None:
    assert "Niets veranderd" in text_of(client.get("/plan/verschil/", {"van": "2025-01-01", "tot": "2025-02-01"}))


def test_two_days_in_the_wrong_order_are_refused_and_kept(client: Client) -> None:
    answer = client.get("/plan/verschil/", {"van": "2025-06-01", "tot": "2025-05-01"})
    assert answer.status_code == 422
    assert "Wissel ze om" in text_of(answer)
    assert answer.context["form"]["van"].value() == "2025-06-01"


def test_a_passed_deadline_without_data_is_not_called_late(client: Client) -> None:
    answer = client.get("/plan/termijnen/")
    page = text_of(answer)
    assert answer.context["passed"]
    assert "te laat ·" not in page
    assert "dagen te laat" not in page


def test_deadlines_come_in_order_and_cover_every_dated_commitment() -> None:
    found = deadlines()
    assert [one.day for one in found] == sorted(one.day for one in found)
    dated = {c.id for c in load().commitments if c.timing and c.timing.deadline}
    assert {promise.id for one in found for promise in one.promises} == dated


@pytest.mark.parametrize("id", ALL_RULES)
def test_every_rule_has_a_page_with_rows_sources_and_tests(client: Client, id: str) -> None:
    answer = client.get(f"/plan/regels/{id}/")
    page = text_of(answer)
    rule = house.rule(id)[2]
    assert rule.question.nl in page
    for row in rule.rows:
        assert row.id in page
        assert row.citation is None or str(row.citation) in page
    assert f"{len(rule.tests)} gevallen die altijd zo moeten uitkomen" in page


def test_a_formula_shows_the_figures_of_law_it_reads(client: Client) -> None:
    page = text_of(client.get("/plan/regels/aid.rate/"))
    assert "GBER art. 25(5)(b)" in page
    assert "rate.base" in page
    assert "afgeleid" in page
    assert "Andere lezing" in page


def test_a_rule_that_is_not_there_says_so(client: Client) -> None:
    assert client.get("/plan/regels/aid.magic/").status_code == 404


@pytest.mark.parametrize("id", ALL_PROCEDURES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_procedure_is_drawn_and_told(client: Client, id: str, language: str) -> None:
    answer = client.get(f"/plan/procedures/{id}/", headers={"Accept-Language": language})
    procedure = house.procedure(id)
    page = text_of(answer)
    assert b"<svg" in answer.content
    for step in procedure.steps:
        assert step.label.in_(language) in page
    for term in procedure.terms:
        assert term.label.in_(language) in page


def test_the_glossary_holds_every_word(client: Client) -> None:
    page = text_of(client.get("/plan/woorden/"))
    for term in load_glossary():
        assert term.name.nl in page
        assert term.symbol in page


@pytest.mark.parametrize(
    "address",
    ["/plan/", "/plan/2.1/", "/plan/geld/", "/plan/verschil/?van=2025-01-01", "/plan/toekenningen/", "/plan/termijnen/"],
)
def test_every_link_within_the_plan_leads_somewhere(client: Client, running: SimpleNamespace, address: str) -> None:
    for link in {href.split("#")[0] for href in links_of(client.get(address)) if href.startswith("/plan/")}:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("address", ["/plan/", "/plan/2.1/", "/plan/stand.json", "/plan/verslag/"])
def test_pages_are_to_look_at_only(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
