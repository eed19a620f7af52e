"""The page of a case: every part of it, in both languages, by anybody who may see it."""

from __future__ import annotations

import pytest
from django.test import Client

from bolwerk.faces.workbench import knowledge
from bolwerk.faces.workbench.views.case import tabs_of
from tests.domains.investment.world import World
from tests.faces.workbench.test_queue import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def part(client: Client, reference: str, name: str) -> str:
    page = client.get(f"/werkbank/zaak/{reference}/", {"deel": name})
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_part_opens_in_both_languages(world: World, lang: str) -> None:
    case = world.submitted()
    client = sign_in(world, "handler")
    client.cookies["django_language"] = lang
    for name, label in tabs_of(case).items():
        text = part(client, case.reference, name)
        assert f'lang="{lang}"' in text
        assert label.in_(lang) in text
        assert "Text(nl=" not in text


def test_each_fact_shows_its_value_and_where_it_comes_from(world: World) -> None:
    case = world.submitted()
    text = part(sign_in(world, "handler"), case.reference, "feiten")
    for origin in (
        "uit de registers",
        "verklaard door de aanvrager",
        "afgeleid uit de aanvraag",
        "te beoordelen door een ambtenaar",
    ):
        assert origin in text
    assert "135.000" in text


def test_the_rules_of_all_fields_answer_over_the_facts_with_source_and_what_would_change_it(world: World) -> None:
    case = world.submitted()
    text = part(sign_in(world, "handler"), case.reference, "regels")
    assert "hoogstens 135.000" in text
    assert "45 %" in text
    assert "kleine onderneming" in text
    assert "Geeft het ESAC advies over dit project?" in text
    assert "GBER art. 25" in text
    assert "Wat zou dit veranderen?" in text


def test_what_is_told_of_a_case_stands_under_the_measures_it_is_about(world: World) -> None:
    case = world.submitted()
    application = knowledge.subject_of(case)
    assert application is not None
    on = knowledge.day_of(application)
    found = knowledge.answers(knowledge.known(application, on), on)
    assert [measure.code for measure in found] == ["1.1", "2.1"]
    told = [answer for measure in found for answer in measure.answers]
    assert any(answer.question.nl.startswith("Hoeveel procent van de kosten") for answer in told)
    assert len({answer.question for answer in told}) == len(told)


def test_the_term_tells_its_law_and_what_a_suspension_today_would_do(world: World) -> None:
    case = world.submitted()
    text = part(sign_in(world, "handler"), case.reference, "feiten")
    assert "Waarom deze termijn?" in text
    assert "Na de termijn:" in text
    assert "Beslissing (gewone termijn)" in text


def test_the_timeline_tells_who_did_what_when_and_why_with_its_place_in_the_log(world: World) -> None:
    case = world.submitted()
    world.act(case, "completion_requested", "handler", reason="De begroting ontbreekt.", missing=["begroting"])
    text = part(sign_in(world, "approver"), case.reference, "tijdlijn")
    event = case.events.get(kind="completion_requested")
    assert "Aanvulling vragen" in text
    assert "De begroting ontbreekt." in text
    assert "handler (voorbeeld)" in text
    assert event.hash[:10] in text


def test_the_case_of_the_committee_and_the_case_that_asked_lead_to_each_other(world: World) -> None:
    from bolwerk.domains.ethics import live as ethics

    ethics.install(world.people["coordinator"])
    case = world.submitted(goods_on_military_list="ja")
    world.act(case, "declared_admissible", "handler")
    world.judge(case, "project.mainly_military", True)
    world.act(case, "esac_advice_requested", "handler", reason="Militair.")
    referred = ethics.referred(case)
    assert referred is not None
    client = sign_in(world, "handler")
    assert referred.case.reference in part(client, case.reference, "feiten")
    asked = part(client, referred.case.reference, "feiten")
    assert case.reference in asked
    assert "verklaard door de aanvrager" in asked


def test_the_diagram_marks_the_step_and_the_procedure_can_be_taken_along(world: World) -> None:
    case = world.submitted()
    client = sign_in(world, "handler")
    assert '<g id="nu"' in part(client, case.reference, "procedure")
    text = client.get(f"/werkbank/zaak/{case.reference}/procedure.md").content.decode()
    assert text.startswith("# Subsidie voor een ontwikkelingsproject")
    assert client.get(f"/werkbank/zaak/{case.reference}/procedure.bpmn").content.startswith(b"<?xml")


def test_a_day_that_cannot_be_read_is_the_day_of_submission(world: World) -> None:
    case = world.submitted()
    page = sign_in(world, "handler").get(f"/werkbank/zaak/{case.reference}/?deel=regels&dag=31-31-2025")
    assert page.status_code == 200
    assert "2 juni 2025" in page.content.decode().replace("\xa0", " ")


def test_somebody_of_another_case_does_not_see_this_one(world: World) -> None:
    case = world.submitted()
    refused = sign_in(world, "reviewer1").get(f"/werkbank/zaak/{case.reference}/")
    assert refused.status_code == 403
    assert "U bent hiervoor niet aangesteld." in refused.content.decode()
