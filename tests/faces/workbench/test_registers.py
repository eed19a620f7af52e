"""The registers on the workbench: what is known and why, who may change it, and what a wrong value is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from bolwerk.domains.investment import live
from bolwerk.faces.workbench.graph import MOST, draw
from bolwerk.kernel import Money, NotAllowed
from bolwerk.office.identity.models import Interest, Role
from bolwerk.office.registers import ownership, selectors
from bolwerk.office.registers.models import Membership, Organisation, SizeFact
from tests.domains.investment.world import World, kbo
from tests.faces.workbench.test_moves import hidden
from tests.faces.workbench.test_queue import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def send(client: Client, organisation: Organisation, form: str, **typed: str) -> Any:
    at = f"/werkbank/organisaties/{organisation.kbo}/{form}/"
    return client.post(at, {**hidden(client.get(at)), "why": "Nagekeken.", **typed})


def owner(name: str, **other: str) -> dict[str, str]:
    given = {"owner": name, "owner_kind": "organisation", "capital": "60", "votes": "60", "valid_from": "01/01/2025"}
    return {**given, **other}


def test_an_organisation_shows_its_data_its_size_step_by_step_its_room_and_its_history(world: World) -> None:
    company = world.company("Lichtveld (voorbeeld)")
    case = world.submitted(company)
    text = sign_in(world, "handler").get(f"/werkbank/organisaties/{company.kbo}/").content.decode().replace("\xa0", " ")
    for part in ("kleine onderneming", "opgegeven door de organisatie", "300.000 euro", case.reference, "Geschiedenis"):
        assert part in text


def test_the_size_is_told_on_a_chosen_day_and_stays_open_without_figures(world: World) -> None:
    company = world.company()
    client = sign_in(world, "handler")
    text = client.get(f"/werkbank/organisaties/{company.kbo}/", {"dag": "2020-01-01"}).content.decode()
    assert "nog niet bekend" in text
    wrong = client.get(f"/werkbank/organisaties/{company.kbo}/", {"dag": "ooit"})
    assert wrong.status_code == 200
    assert "is geen datum" in wrong.content.decode()


def test_figures_of_a_year_are_recorded_and_corrected_with_a_reason(world: World) -> None:
    company, client = world.company(), sign_in(world, "handler")
    given = {"year": "2022", "headcount": "31,5", "turnover": "4.000.000", "balance": "", "source": "register"}
    assert send(client, company, "grootte", **given).status_code == 302
    fact = SizeFact.objects.get(organisation=company, year=2022)
    assert (fact.headcount, fact.turnover_cents, fact.balance_cents) == (Decimal("31.50"), 400_000_000, None)
    page = client.get(f"/werkbank/organisaties/{company.kbo}/grootte/?jaar=2022").content.decode()
    assert "4.000.000" in page
    assert "Nagekeken." in client.get(f"/werkbank/organisaties/{company.kbo}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"headcount": "-3"}, "Dit cijfer is negatief."),
        ({"turnover": "veel"}, "is geen bedrag in euro"),
        ({"headcount": "ongeveer"}, "is geen getal"),
        ({"year": "2199"}, "nog niet afgesloten"),
        ({"why": ""}, "Vul dit in."),
    ],
)
def test_a_wrong_figure_is_refused_in_the_form_and_stays_as_typed(world: World, typed: dict[str, str], told: str) -> None:
    company, client = world.company(), sign_in(world, "handler")
    given = {"year": "2022", "headcount": "31", "turnover": "", "balance": "", "source": "register", **typed}
    refused = send(client, company, "grootte", **given)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert told in text
    assert all(value in text for value in typed.values())


def test_earlier_aid_of_another_service_takes_room_and_is_refused_when_it_cannot_be(world: World) -> None:
    company, client = world.company(), sign_in(world, "handler")
    aid = {"amount": "40.000", "granted_on": "01/03/2026", "authority": "Stad Gent", "instrument": "de_minimis", "case": ""}
    given = {**aid, "source": "declared"}
    assert send(client, company, "steun", **given).status_code == 302
    page = f"/werkbank/organisaties/{company.kbo}/"
    text = client.get(page, {"dag": "2026-06-01"}).content.decode().replace("\xa0", " ")
    assert "260.000 euro" in text
    assert "Stad Gent" in text
    for wrong, told in (
        ({"amount": "-5"}, "bedrag"),
        ({"granted_on": "ooit"}, "datum"),
        ({"case": "INV-1900-0001"}, "geen dossier van"),
    ):
        answer = send(client, company, "steun", **{**given, **wrong})
        assert answer.status_code == 422
        assert told in answer.content.decode()


def test_aid_for_the_same_costs_leaves_less_room_for_this_call(world: World) -> None:
    company, client = world.company(), sign_in(world, "handler")
    case = world.submitted(company)
    given = {"amount": "35.000", "granted_on": "01/03/2025", "authority": "Stad Gent", "instrument": "state_aid"}
    assert send(client, company, "steun", **given, case=case.reference, source="declared").status_code == 302
    priced = live.price(case.application, world.at.date())
    assert priced.most == Money.euro(100_000)
    with pytest.raises(NotAllowed, match="allow at most €100,000"):
        world.act(case, "declared_admissible", "handler")


def test_a_circle_of_control_is_refused_with_the_chain_named(world: World) -> None:
    one, two = world.company("Eerste (voorbeeld)"), world.company("Tweede (voorbeeld)")
    ownership.add_link(two, owner=one, capital=Decimal(60), votes=Decimal(60), valid_from=date(2024, 1, 1), actor=None)
    refused = send(sign_in(world, "handler"), one, "eigenaar", **owner(str(two.kbo)))
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "kring" in text
    assert "Eerste (voorbeeld) &gt; Tweede (voorbeeld) &gt; Eerste (voorbeeld)" in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (owner("0400000099"), "geen geldig ondernemingsnummer"),
        (owner(kbo(3_999_999)), "staat niet in het register"),
        (owner("Fonds (voorbeeld)", votes="160"), "geen percentage"),
        (owner("Fonds (voorbeeld)", valid_from="gisteren"), "is geen datum"),
    ],
)
def test_a_wrong_owner_is_refused_with_what_to_do(world: World, typed: dict[str, str], told: str) -> None:
    company = world.company()
    refused = send(sign_in(world, "handler"), company, "eigenaar", **typed)
    assert refused.status_code == 422
    assert told in refused.content.decode()
    assert not company.owners.exists()


def test_owners_together_hold_no_more_than_a_hundred_percent(world: World) -> None:
    company, client = world.company(), sign_in(world, "handler")
    assert send(client, company, "eigenaar", **owner("Fonds Een (voorbeeld)")).status_code == 302
    refused = send(client, company, "eigenaar", **owner("Fonds Twee (voorbeeld)"))
    assert refused.status_code == 422
    assert "120" in refused.content.decode()


def test_an_owner_is_ended_and_a_member_added_and_ended(world: World) -> None:
    company, client = world.company(), sign_in(world, "handler")
    send(client, company, "eigenaar", **owner("Fonds (voorbeeld)", owner_kind="venture_capital"))
    link = company.owners.get()
    assert send(client, company, f"eigenaar/{link.pk}/einde", on="2024-01-01").status_code == 422
    assert send(client, company, f"eigenaar/{link.pk}/einde", on="2025-06-30").status_code == 302
    who = world.person("nieuw", Role.APPLICANT)
    assert send(client, company, "lid", email="niemand@test.example", role="contact").status_code == 422
    assert send(client, company, "lid", email=who.email, role="director").status_code == 302
    member = Membership.objects.get(user=who)
    assert send(client, company, "lid", email=who.email, role="director").status_code == 422
    assert send(client, company, f"lid/{member.pk}/einde", on=str(member.valid_from)).status_code == 302


def test_an_organisation_is_added_once_with_a_number_that_is_right(world: World) -> None:
    client, at = sign_in(world, "handler"), "/werkbank/organisaties/nieuw/"
    given = {"name": "Nieuw (voorbeeld)", "source": "register", "why": "Uit de KBO."}
    assert client.post(at, {"key": "a", **given, "kbo": "0400.000.001"}).status_code == 422
    assert client.post(at, {"key": "a", **given, "kbo": kbo(3_900_001)}).status_code == 302
    again = client.post(at, {"key": "b", **given, "kbo": kbo(3_900_001)})
    assert again.status_code == 422
    assert "staat al in het register" in again.content.decode()
    found = client.get("/werkbank/zoeken/", {"q": "nieuw"}).content.decode()
    assert kbo(3_900_001) in found


def test_who_may_not_change_the_register_reads_why(world: World) -> None:
    company = world.company()
    world.people["auditor"] = world.person("auditor", Role.AUDITOR)
    page = sign_in(world, "auditor").get(f"/werkbank/organisaties/{company.kbo}/").content.decode()
    assert "U kunt hier niets wijzigen" in page
    assert send(sign_in(world, "auditor"), company, "grootte", year="2022").status_code == 403
    Interest.objects.create(user=world.people["handler"], organisation=company, reason="Familie.")
    tied = sign_in(world, "handler").get(f"/werkbank/organisaties/{company.kbo}/").content.decode()
    assert "U hebt een belang" in tied
    assert sign_in(world, "reviewer1").get("/werkbank/organisaties/").status_code == 403


def test_the_drawing_puts_owners_above_and_what_is_owned_below() -> None:
    world = World()
    top, middle, low = (world.company(f"{name} (voorbeeld)") for name in ("Boven", "Midden", "Onder"))
    for owned, holder in ((middle, top), (low, middle)):
        ownership.add_link(owned, owner=holder, capital=Decimal(60), votes=Decimal(60), valid_from=date(2024, 1, 1), actor=None)
    drawing = draw(selectors.ownership_graph(middle, date(2025, 6, 1)))
    assert drawing is not None
    places = {box.lines[0]: box.y for box in drawing.boxes}
    assert places["Boven (voorbeeld)"] < places["Midden (voorbeeld)"] < places["Onder (voorbeeld)"]
    assert [box.lines[0] for box in drawing.boxes if box.self_] == ["Midden (voorbeeld)"]
    assert all(line.controls for line in drawing.lines)
    assert draw(selectors.ownership_graph(world.company(), date(2025, 6, 1))) is None
    assert len(drawing.boxes) < MOST
