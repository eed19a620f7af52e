"""The holder's pages: what is left, what is owed, what can be asked; wrong input comes back with what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client

from bolwerk.domains.export_control.app.licences import bans, registering
from bolwerk.domains.export_control.app.licences.models import ChangeRequest, Licence, Registration, Report, WriteOff
from bolwerk.domains.export_control.app.licences.terms import LineTerms
from bolwerk.kernel import Period
from bolwerk.office.cases import registry
from bolwerk.office.cases import services as cases
from tests.domains.export_control.licences.test_writing_off import use
from tests.domains.export_control.licences.world import GRANTING, PARTIES, World, days

MINE = "/vergunningen/mijn/"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    yield World()
    registry.forget(GRANTING.id)


def sign_in(world: World, name: str, language: str = "nl") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(world[name])
    return client


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def test_the_page_shows_what_is_left_until_when_and_the_next_duty(world: World) -> None:
    licence = world.licence()
    use(world, licence, "3.5")
    yearly = world.licence(instrument="dual_use_global", valid=Period(days(-400), days(300)))
    shown = text_of(sign_in(world, "applicant").get(MINE))
    assert "<strong>6,5</strong>" in shown and licence.reference in shown
    assert f"{MINE}{yearly.reference}/verslag/" in shown
    assert "te laat" in shown
    assert "niet bevestigd" in shown


def test_a_stranger_sees_nothing_of_it_and_is_told_why(world: World) -> None:
    licence = world.licence()
    client = sign_in(world, "stranger")
    assert licence.reference not in text_of(client.get(MINE))
    for path in ("", "gebruik/", "vraag/return/", "verslag/law-report_use-2025-01-01/"):
        assert client.get(f"{MINE}{licence.reference}/{path}").status_code == 403
    assert Client().get(MINE).status_code == 302


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_opens_in_both_languages(world: World, language: str) -> None:
    licence = world.licence(instrument="dual_use_global", valid=Period(days(-400), days(300)), conditions=["Niet doorverkopen"])
    use(world, licence, "2", day=days(-300))
    duty = "verslag/law-report_use-" + Licence.objects.get().valid_from.replace().isoformat()
    client = sign_in(world, "applicant", language)
    pages = [
        MINE,
        f"{MINE}{licence.reference}/",
        f"{MINE}{licence.reference}/gebruik/",
        f"{MINE}registreren/",
        f"{MINE}embargo/",
    ]
    pages += [f"{MINE}{licence.reference}/vraag/{kind}/" for kind in ("amendment", "extension", "renewal", "return")]
    pages += [f"{MINE}registreren/{id}/" for id in ("EU001", "EU007", "repair")]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert f'lang="{language}"' in text_of(answer)
    assert client.get(f"{MINE}{licence.reference}/{duty}/").status_code == 404
    assert client.get(f"{MINE}VRG-1999-0001/").status_code == 404
    assert client.get(f"{MINE}registreren/EU099/").status_code == 404
    assert client.get(f"{MINE}{licence.reference}/vraag/verkoop/").status_code == 404


def _use(world: World, licence: Licence, **given: str) -> dict[str, str]:
    party = str(licence.parties.get().pk)
    row = {"line": "1", "party": party, "quantity": "1,5", "value": "12,50", "day": days(0).strftime("%d/%m/%Y")}
    return {**row, "document": "CMR 7", "key": world.key(), **given}


def test_use_is_written_down_once_also_when_sent_twice(world: World) -> None:
    licence, client = world.licence(), sign_in(world, "applicant")
    sent = _use(world, licence)
    for _ in (1, 2):
        assert client.post(f"{MINE}{licence.reference}/gebruik/", sent).status_code == 302
    entry = WriteOff.objects.get()
    assert (entry.quantity, entry.cents, entry.by) == (Decimal("1.5"), 1250, "holder")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"quantity": "veel"}, "geen getal"),
        ({"quantity": "999"}, "kan nog"),
        ({"quantity": "1.000,0"}, "zonder punt voor duizend"),
        ({"quantity": "-1"}, "boven nul"),
        ({"value": "12,345"}, "geen bedrag"),
        ({"day": "gisteren"}, "gisteren"),
        ({"day": "01/01/2001"}, "gold de vergunning niet"),
        ({"document": ""}, "Vul dit in"),
        ({"line": "77"}, "77"),
        ({"party": "<script>"}, "&lt;script&gt;"),
    ],
    ids=str,
)
def test_wrong_use_comes_back_with_what_was_typed(world: World, given: dict[str, str], told: str) -> None:
    licence, client = world.licence(), sign_in(world, "applicant")
    answer = client.post(f"{MINE}{licence.reference}/gebruik/", _use(world, licence, **given))
    assert answer.status_code == 422
    shown = text_of(answer)
    assert told in shown
    assert "CMR 7" in shown or given.get("document") == ""
    assert not WriteOff.objects.exists()


def report_page(world: World) -> tuple[Licence, str]:
    licence = world.licence(
        instrument="dual_use_global", valid=Period(days(-400), days(300)), lines=[LineTerms(1, "Modules", quantity=Decimal(50))]
    )
    use(world, licence, "12.25", day=days(-300), cents=99_95)
    shown = text_of(sign_in(world, "applicant").get(MINE))
    found = re.search(rf"{MINE}{licence.reference}/verslag/[^\"]+", shown)
    assert found
    return licence, found[0]


def test_a_report_is_filled_in_sent_and_corrected_with_the_difference(world: World) -> None:
    licence, page = report_page(world)
    client, name = sign_in(world, "applicant"), f"1-{licence.parties.get().pk}"
    shown = text_of(client.get(page))
    assert 'value="12,25"' in shown and 'value="99,95"' in shown
    sent = {f"q-{name}": "12,25", f"v-{name}": "99,95", "remark": "", "key": "r1"}
    for _ in (1, 2):
        assert client.post(page, sent).status_code == 302
    assert Report.objects.count() == 1
    again = {**sent, f"q-{name}": "12", "key": "r2"}
    assert "al ingediend" in text_of(client.post(page, again)), "somebody else sent it meanwhile"
    again["correcting"] = "1"
    assert client.post(page, again).status_code == 422, "a correction says why"
    assert client.post(page, {**again, "remark": "Een kwart bleef hier"}).status_code == 302
    shown = text_of(client.get(page))
    assert "12,25 stuks" in shown and "12 stuks" in shown and "Verschil met het vorige verslag" in shown


@pytest.mark.parametrize(
    ("amount", "value"), [("twaalf", "1"), ("1", "een euro"), ("", "5"), ("0,00001", "1"), ("-3", "")], ids=str
)
def test_a_report_that_cannot_be_read_is_not_lost(world: World, amount: str, value: str) -> None:
    licence, page = report_page(world)
    name = f"1-{licence.parties.get().pk}"
    sent = {f"q-{name}": amount, f"v-{name}": value, "remark": "mijn opmerking", "key": "r"}
    answer = sign_in(world, "applicant").post(page, sent)
    assert answer.status_code == 422 and "mijn opmerking" in text_of(answer)
    assert not Report.objects.exists()


def test_a_nil_report_is_one_click(world: World) -> None:
    licence = world.licence(instrument="dual_use_global", valid=Period(days(-400), days(300)))
    client = sign_in(world, "applicant")
    page = re.search(rf"{MINE}{licence.reference}/verslag/[^\"]+", text_of(client.get(MINE)))
    assert page and "nulverslag" in text_of(client.get(page[0]))
    assert client.post(page[0], {"key": "n"}).status_code == 302
    assert Report.objects.get().nil


def test_a_change_is_asked_and_the_licence_says_that_it_waits(world: World) -> None:
    licence, client = world.licence(), sign_in(world, "applicant")
    page = f"{MINE}{licence.reference}/vraag/extension/"
    wrong = client.post(page, {"until": days(-5).isoformat(), "why": "Meer tijd nodig", "key": "a"})
    assert wrong.status_code == 422 and "Meer tijd nodig" in text_of(wrong)
    assert client.post(page, {"until": days(90).isoformat(), "why": "Meer tijd nodig", "key": "b"}).status_code == 302
    request = ChangeRequest.objects.get()
    assert request.case.reference in text_of(client.get(f"{MINE}{licence.reference}/"))


def test_an_amendment_shows_the_present_ceilings_and_takes_new_ones(world: World) -> None:
    licence, client = world.licence(), sign_in(world, "applicant")
    page = f"{MINE}{licence.reference}/vraag/amendment/"
    assert 'value="2,5"' in text_of(client.get(page))
    sent = {"lines.1.quantity": "12", "lines.1.value": "1000000", "lines.2.quantity": "2,5", "why": "Meer", "key": "a"}
    assert client.post(page, sent).status_code == 302
    assert ChangeRequest.objects.get().wanted["lines"][0]["quantity"] == "12"


def test_the_extension_of_a_dual_use_licence_shows_both_readings(world: World) -> None:
    licence = world.licence(instrument="dual_use_individual")
    shown = text_of(sign_in(world, "applicant").get(f"{MINE}{licence.reference}/vraag/extension/"))
    assert "Hoogstens 2 jaar" in shown and "Hoogstens 3 jaar" in shown and "niet bevestigd" in shown


def test_a_general_licence_is_registered_after_its_conditions(world: World) -> None:
    client, page = sign_in(world, "applicant"), f"{MINE}registreren/EU008/"
    every = re.findall(r'name="confirmed" value="([a-z_]+)"', text_of(client.get(page)))
    sent = {"organisation": world.holder.kbo, "first_use": days(20).isoformat(), "confirmed": every, "key": "x"}
    for given in ({"confirmed": every[:1]}, {"first_use": days(3).isoformat()}, {"first_use": "ooit"}, {"organisation": "9"}):
        assert client.post(page, {**sent, **given}).status_code == 422
    assert not Registration.objects.exists()
    assert client.post(page, sent).status_code == 302
    assert "EU008" in text_of(client.get(MINE))


def test_the_first_use_of_a_registered_licence_is_notified_once(world: World) -> None:
    client = sign_in(world, "applicant")
    case = registering.register(
        world.holder,
        "EU001",
        first_use=days(1),
        confirmed=[one.id for one in registering.conditions("EU001", days(0))],
        actor=world["applicant"],
        key="r",
        on=days(0),
    )
    page = f"{MINE}registreren/{case.reference}/eerste-gebruik/"
    sent = {"first_use": days(0).isoformat(), "where": "Software naar Japan", "key": "f"}
    assert "Software naar Japan" in text_of(client.post(page, sent)), "not before it is registered"
    cases.act(case.pk, "registration_accepted", actor=world["handler"], key="a", version=None)
    assert client.post(page, {**sent, "first_use": "ooit"}).status_code == 422
    for _ in (1, 2):
        assert client.post(page, sent).status_code == 302
    assert client.post(page, {**sent, "key": "g"}).status_code == 422
    assert case.events.get(kind="first_use_told").payload["late"] is False
    assert sign_in(world, "stranger").get(page).status_code == 403


def test_the_table_and_the_calendar_have_every_licence_and_day(world: World) -> None:
    name = "=2+2 (voorbeeld)"
    licence = world.licence(instrument="dual_use_global", valid=Period(days(-400), days(300)), lines=[LineTerms(1, name)])
    client = sign_in(world, "applicant")
    rows = text_of(client.get(f"{MINE}vergunningen.csv")).splitlines()
    assert len(rows) == 2 and licence.reference in rows[1] and "'=2+2" in rows[1], "no formula reaches a spreadsheet"
    calendar = client.get(f"{MINE}agenda.ics")
    lines = text_of(calendar).split("\r\n")
    assert calendar["Content-Type"].startswith("text/calendar") and lines[0] == "BEGIN:VCALENDAR"
    assert f"DTSTART;VALUE=DATE:{days(300):%Y%m%d}" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") >= 3


def test_officials_have_no_name_on_the_desk(world: World) -> None:
    licence = world.licence()
    use(world, licence)
    shown = text_of(sign_in(world, "applicant").get(f"{MINE}{licence.reference}/"))
    assert "customs (voorbeeld)" not in shown and "de douane" in shown


def test_an_embargo_is_on_the_web_for_everyone_and_on_my_page(world: World) -> None:
    licence = world.licence()
    bans.declare("NO", months=3, reason="Oorlog (voorbeeld)", actor=world["approver"], key="e")
    assert "Oorlog (voorbeeld)" in text_of(Client().get(f"{MINE}embargo/"))
    client = sign_in(world, "applicant")
    assert "Niet gebruiken" in text_of(client.get(MINE))
    assert client.get(f"{MINE}{licence.reference}/gebruik/").status_code == 403
    assert PARTIES[0].name in text_of(client.get(f"{MINE}{licence.reference}/"))
