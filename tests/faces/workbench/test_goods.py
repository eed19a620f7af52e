"""Goods on the workbench: found with earlier decisions beside them, decided with a reason, replaced, and closed to others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bolwerk.domains.export_control.live import Classification
from bolwerk.office.identity.models import Role
from tests.domains.investment.world import World
from tests.faces.workbench.test_moves import hidden
from tests.faces.workbench.test_queue import sign_in

pytestmark = pytest.mark.django_db
HERE, FORM = "/werkbank/goederen/", "/werkbank/goederen/beslissing/"


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    settings.HOME = tmp_path
    return World()


def send(world: World, address: str = FORM, who: str = "handler", **typed: str) -> Any:
    client = sign_in(world, who)
    form = {"description": "Nachtkijker (voorbeeld)", "outcome": "listed", "code": "ML15", "reason": "Gezien."}
    return client.post(address, {**hidden(client.get(address)), **form, **typed})


def test_a_decision_is_recorded_and_shown_beside_goods_like_it(world: World) -> None:
    assert send(world).status_code == 302
    text = sign_in(world, "handler").get(HERE, {"vraag": "nachtkijkers"}).content.decode()
    assert "eerder beslist" in text
    assert "Gezien." in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"code": "ML99"}, "loopt van ML1 tot ML22"),
        ({"code": ""}, "De code ontbreekt"),
        ({"outcome": "not_listed"}, "Laat de code leeg"),
        ({"reason": ""}, "Vul dit in."),
        ({"cn": "12"}, "geen GN-code"),
        ({"outcome": "misschien"}, "Kies een van de mogelijkheden"),
    ],
    ids=["code", "no-code", "on-no-list", "reason", "cn", "outcome"],
)
def test_a_wrong_decision_is_refused_in_the_form_and_stays_as_typed(world: World, typed: dict[str, str], told: str) -> None:
    refused = send(world, **typed)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert told in text
    assert "Nachtkijker (voorbeeld)" in text
    assert not Classification.objects.exists()


def test_a_decision_about_a_line_of_a_case_is_replaced_and_both_stay_readable(world: World) -> None:
    case = world.submitted()
    about = {"case_reference": case.reference, "line": "1"}
    assert send(world, **about).status_code == 302
    first = Classification.objects.get()
    assert (first.case, first.line) == (case, 1)
    again = send(world, **about)
    assert again.status_code == 422
    assert "al beslist" in again.content.decode()
    assert send(world, f"{FORM}?vervangt={first.pk}", code="6A002", **about).status_code == 302
    text = sign_in(world, "handler").get(HERE).content.decode()
    assert "vervangen" in text
    assert "6A002" in text


def test_sent_twice_it_is_recorded_once(world: World) -> None:
    client = sign_in(world, "handler")
    form = {**hidden(client.get(FORM)), "description": "Iets", "outcome": "not_listed", "reason": "Gezien."}
    assert [client.post(FORM, form).status_code for _ in range(2)] == [302, 302]
    assert Classification.objects.count() == 1


def test_only_who_handles_goods_sees_or_decides(world: World) -> None:
    world.people["outsider"] = world.person("outsider", Role.APPLICANT)
    client = sign_in(world, "outsider")
    assert client.get(HERE).status_code == 403
    assert client.post(FORM, {"description": "x"}).status_code == 403
    approver = sign_in(world, "approver")
    assert approver.get(HERE).status_code == 200
    assert approver.get(FORM).status_code == 403
    assert sign_in(world, "handler").get(HERE, {"zaak": "EXP-1900-0001"}).status_code == 404


def test_a_question_that_cannot_be_is_told(world: World) -> None:
    refused = sign_in(world, "handler").get(HERE, {"vraag": "ML23"})
    assert refused.status_code == 422
    assert "van voor 2012" in refused.content.decode()
