"""The screening desk in the workbench: what a screener sees, decides, loads and looks up."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import User
from bolwerk.office.screening import lists, services
from bolwerk.office.screening.models import Alert, Decision, Run, Watched
from tests.office.screening.world import BALTVEKTOR, VARNAKOV, entry, load, subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
DESK = "/werkbank/screening/"


def client_of(user: User) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(user)
    return client


def watch(*names: str, case: Case | None = None, profile: str = "export-licence") -> None:
    for name in names:
        key = f"watch:{name}:{case}"
        services.screen([subject(f"proef:{name}", name)], case=case, profile=profile, why="", actor=None, key=key)


def page_of(alert: Alert) -> str:
    return f"{DESK}melding/{alert.pk}/"


def hidden(page: Any) -> dict[str, str]:
    """The key and version of the form that decides."""
    text = page.content.decode()
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', text)[0] for name in ("key", "version")}


def test_the_queue_shows_what_blocks_a_case_near_its_term_first(case: Case, screener: User) -> None:
    watch("Viktor Andrejevitsj Lozovoj")
    Case.objects.update(next_due=date(2026, 12, 1))
    watch("Oleg Varnakow", case=case)
    found = client_of(screener).get(DESK).content.decode()
    assert found.index("Oleg Varnakow") < found.index("Viktor Andrejevitsj Lozovoj")
    assert "TRY-2026-0001" in found


def test_the_filter_stands_in_the_address(screener: User) -> None:
    watch("Viktor Lozovoj", "Oleg Petrovitsj Varnakov")
    found = client_of(screener).get(DESK + "?q=varnak").content.decode()
    assert "Oleg Petrovitsj Varnakov" in found
    assert "Viktor Lozovoj" not in found
    assert "Niets voldoet aan dit filter" in client_of(screener).get(DESK + "?lijst=nooit&q=%00").content.decode()


def test_an_alert_shows_both_names_word_by_word_with_words_for_the_differences(screener: User) -> None:
    watch("Oleg Petrovitsj Warnakow", profile="strict")
    found = client_of(screener).get(page_of(Alert.objects.get())).content.decode()
    marked = re.findall(r'aligned__word">([^<]+)<', found)
    assert marked[:2] == ["gelijk", "gelijk"]
    assert marked[2] in ("andere spelling", "klinkt gelijk")
    assert "1974-11-02" in found


def test_deciding_goes_on_to_the_next_alert_and_then_says_that_the_queue_is_empty(screener: User) -> None:
    watch("Viktor Lozovoj", "Oleg Petrovitsj Varnakov")
    client = client_of(screener)
    first, other = Alert.objects.all()
    sent = {**hidden(client.get(page_of(first))), "usual": ["birth"], "reason": "", "outcome": "false_hit"}
    done = client.post(page_of(first), sent)
    assert (done.status_code, str(other.pk) in done.url) == (302, True)
    assert Decision.objects.get().reason == "De geboortedatum is een andere."
    sent = {**hidden(client.get(page_of(other))), "reason": "Vorige week gebeld", "outcome": "true_hit"}
    assert "De wachtrij is leeg" in client.post(page_of(other), sent, follow=True).content.decode()


def test_leafing_through_the_queue_passes_every_alert(screener: User) -> None:
    watch("Viktor Lozovoj", "Oleg Petrovitsj Varnakov", "Baltvektor Elektronika AO")
    load("tweede", (entry("T-1", "Viktor Lozovoj"),))
    services.rescreen(actor=None, key="r")
    client, seen = client_of(screener), []
    alert = Alert.objects.all()[0]
    for _ in range(Alert.objects.count()):
        seen.append(str(alert.pk))
        (there,) = re.findall(r'melding/([0-9a-f-]+)/[^"]*" data-key="n"', client.get(page_of(alert)).content.decode())
        alert = Alert.objects.get(pk=there)
    assert sorted(seen) == sorted(map(str, Alert.objects.values_list("pk", flat=True)))
    assert str(alert.pk) == seen[0]


def test_deciding_without_a_reason_is_refused_and_nothing_typed_is_lost(screener: User) -> None:
    watch("Viktor Lozovoj")
    client, alert = client_of(screener), Alert.objects.get()
    sent = {**hidden(client.get(page_of(alert))), "reason": "", "expires": "31/12/2099", "outcome": "false_hit"}
    refused = client.post(page_of(alert), sent)
    assert refused.status_code == 422
    assert "Er ontbreekt een reden" in refused.content.decode()
    assert "31/12/2099" in refused.content.decode()


@pytest.mark.parametrize(
    "bad",
    [{"outcome": "nooit"}, {"outcome": ""}, {"expires": "gisteren"}, {"expires": "01/01/2001"}, {"version": "x"}],
    ids=str,
)
def test_bad_input_gets_a_clear_answer_and_decides_nothing(screener: User, bad: dict[str, str]) -> None:
    watch("Viktor Lozovoj")
    client, alert = client_of(screener), Alert.objects.get()
    sent = {**hidden(client.get(page_of(alert))), "reason": "Omdat het zo is", "outcome": "false_hit", **bad}
    refused = client.post(page_of(alert), sent)
    assert refused.status_code == 422
    assert "Omdat het zo is" in refused.content.decode()
    assert not Decision.objects.exists()


def test_who_comes_second_sees_the_first_decision_and_keeps_what_he_typed(screener: User, coordinator: User) -> None:
    watch("Viktor Lozovoj", profile="strict")
    alert = Alert.objects.get()
    client = client_of(coordinator)
    services.decide(alert.pk, "false_hit", reason="Andere dag", actor=screener, key="d1")
    sent = {**hidden(client.get(page_of(alert))), "reason": "Ik zag een litteken", "outcome": "true_hit", "version": "0"}
    refused = client.post(page_of(alert), sent)
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "Intussen is over deze melding beslist door screener" in text
    assert "Ik zag een litteken" in text
    assert "Andere dag" in text
    assert client.post(page_of(alert), {**sent, **hidden(refused)}).status_code == 302


def test_the_second_hand_sees_what_the_first_decided_and_the_first_cannot_confirm(screener: User, second: User) -> None:
    watch("Viktor Lozovoj", profile="strict")
    alert = Alert.objects.get()
    services.decide(alert.pk, "false_hit", reason="Andere dag", actor=screener, key="d1")
    assert "een tweede persoon beslist" in client_of(screener).get(page_of(alert)).content.decode()
    queue = client_of(second).get(DESK + "?staat=tweede").content.decode()
    assert "Viktor Lozovoj" in queue
    assert "Andere dag" in client_of(second).get(page_of(alert)).content.decode()


def test_alike_alerts_of_one_party_are_decided_with_one_reason(screener: User) -> None:
    load("tweede", (entry("T-1", "Viktor Lozovoj"),))
    watch("Viktor Lozovoj")
    party, client = Watched.objects.get(), client_of(screener)
    page = client.get(f"{DESK}partij/{party.pk}/")
    alerts = list(Alert.objects.all())
    assert len(alerts) == 2
    sent = {"key": hidden_key(page), "reason": "Zelfde naam, andere man", "outcome": "false_hit"}
    assert client.post(page.request["PATH_INFO"], sent).status_code == 422, "nothing was ticked"
    sent |= {"alert": [str(one.pk) for one in alerts], **{f"version-{one.pk}": "0" for one in alerts}}
    assert client.post(page.request["PATH_INFO"], sent).status_code == 302
    assert set(Alert.objects.values_list("state", flat=True)) == {"false_hit"}


def hidden_key(page: Any) -> str:
    return re.findall(r'name="key" value="([^"]*)"', page.content.decode())[0]


def test_a_changed_entry_shows_what_changed_and_what_was_decided_before(screener: User) -> None:
    watch("Viktor Lozovoj")
    services.decide(Alert.objects.get().pk, "false_hit", reason="Andere dag", actor=screener, key="d1")
    load("proef", (entry("R-1", "Viktor Andrejevitsj Lozovoj", birthDate="1969", country="ru"), VARNAKOV, BALTVEKTOR))
    client = client_of(screener)
    assert "1 partijen wachten" in client.get(DESK + "lijsten/").content.decode()
    client.post(DESK + "lijsten/opnieuw/", {"key": "k"})
    found = client.get(page_of(Alert.objects.get(state="open"))).content.decode()
    assert "<del>1968-04-17</del>" in found
    assert "<ins>1969</ins>" in found
    assert "Andere dag" in found


def test_a_decision_is_taken_back_with_a_reason(screener: User) -> None:
    watch("Viktor Lozovoj")
    alert = Alert.objects.get()
    services.decide(alert.pk, "false_hit", reason="Andere dag", actor=screener, key="d1")
    client, address = client_of(screener), f"{page_of(alert)}heropenen/"
    assert client.post(address, {"again-key": "k", "again-version": "1", "again-reason": ""}).status_code == 422
    assert client.post(address, {"again-key": "k", "again-version": "1", "again-reason": "Nieuw paspoort"}).status_code == 302
    assert Alert.objects.get().state == "open"


def test_one_name_by_hand_is_shown_and_not_kept_unless_asked(screener: User) -> None:
    client = client_of(screener)
    address = DESK + "naam/?naam=Oleg+Varnakov&soort=Person&profiel=strict"
    assert "Oleg Petrovitsj Varnakov" in client.get(address).content.decode()
    assert not Watched.objects.exists()
    client.post(address, {"key": "k", "why": "Vraag van een collega", "case": ""})
    assert Watched.objects.get().caption == "Oleg Varnakov"
    assert client.post(address, {"key": "k2", "why": "x", "case": "NIET-1"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("naam=", "Vul dit in"),
        ("naam=Jan&land=Atlantis", "Dit land kennen we niet"),
        ("naam=Jan&geboren=ooit", "Schrijf een jaar"),
        ("naam=Jan&nummer=12345", "soort:nummer"),
        ("naam=" + "x" * 501, "te lang"),
        ("naam=Jan&profiel=nooit", ""),
        ("naam=Jan%00Piet", ""),
        ("naam=%F0%9F%98%80%F0%9F%98%80", ""),
    ],
    ids=lambda value: str(value)[:30],
)
def test_odd_input_for_one_name_gets_an_answer(screener: User, query: str, told: str) -> None:
    page = client_of(screener).get(f"{DESK}naam/?{query}")
    assert page.status_code in (200, 422)
    assert told in page.content.decode()


def upload(client: Client, name: str, content: bytes, file: str = "lijst.csv", **more: str) -> Any:
    sent = {"key": f"k{len(content)}", "name": name, "format": "", **more, "file": SimpleUploadedFile(file, content)}
    return client.post(DESK + "lijsten/inladen/", sent, follow=True)


def test_a_list_is_loaded_by_upload_and_stands_in_the_record(screener: User) -> None:
    client = client_of(screener)
    page = upload(client, "eigen", b"id,name\n1,Jan Proefpersoon (voorbeeld)\n")
    assert "De lijst &#x27;eigen&#x27; is in gebruik: 1 vermeldingen." in page.content.decode()
    assert Run.objects.get(kind="list_put").actor == screener
    assert "eigen" in client.get(DESK + "runs/").content.decode()
    assert "Jan Proefpersoon" not in client.get(DESK + "lijsten/eigen/").content.decode()
    upload(client, "eigen", b"id,name\n1,Jan Proefpersoon (voorbeeld)\n2,An Nieuw (voorbeeld)\n")
    assert "<ins>An Nieuw (voorbeeld)</ins>" in client.get(DESK + "lijsten/eigen/").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("eigen", b"id,name\n1,\n", "lijst.csv"),
        ("eigen", b"\x00\x01\x02", ""),
        ("eigen", b"", "leeg"),
        ("Met Spaties", b"id,name\n1,Jan\n", "kan geen naam van een lijst zijn"),
        ("proef", b"id,name\n1,Jan\n", "afgebroken"),
    ],
    ids=["no name", "binary", "empty", "bad name", "shrunk"],
)
def test_a_damaged_list_is_refused_and_what_is_in_force_stays(screener: User, name: str, content: bytes, told: str) -> None:
    before = lists.current().versions
    page = upload(client_of(screener), name, content)
    assert page.status_code in (409, 422)
    assert told in page.content.decode()
    assert "/tmp" not in page.content.decode()
    assert lists.current().versions == before
    assert not Run.objects.exists()


def test_a_run_shows_its_receipt_and_gives_it_as_json(screener: User) -> None:
    watch("Viktor Lozovoj")
    run, client = Run.objects.get(), client_of(screener)
    assert "klopt met zijn vingerafdruk" in client.get(f"{DESK}runs/{run.pk}/").content.decode()
    given = json.loads(client.get(f"{DESK}runs/{run.pk}/bewijs.json").content)
    assert given == {"digest": run.digest, "receipt": run.receipt}
    assert client.get(f"{DESK}runs/999999/").status_code == 404


def test_without_lists_the_desk_says_that_a_screening_proves_nothing(screener: User, home: Any) -> None:
    (home / "lists" / "state.json").unlink()
    assert "Er zijn geen lijsten ingeladen" in client_of(screener).get(DESK).content.decode()


PAGES = ("", "naam/", "lijsten/", "lijsten/proef/", "runs/")


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_there_in_both_languages(screener: User, page: str) -> None:
    watch("Viktor Lozovoj")
    for language in ("nl", "en"):
        client = client_of(screener)
        client.cookies["django_language"] = language
        assert client.get(DESK + page).status_code == 200


@pytest.mark.parametrize("role", ["applicant", "reviewer", "committee_member", "analyst"])
def test_who_has_no_business_here_does_not_come_in(person: Callable[..., User], role: str) -> None:
    watch("Viktor Lozovoj")
    client = client_of(person("x@example.be", role))
    for page in ("", "lijsten/", "runs/", "naam/?naam=Jan", f"melding/{Alert.objects.get().pk}/"):
        assert client.get(DESK + page).status_code == 403
    assert client.post(DESK + "lijsten/opnieuw/", {"key": "k"}).status_code == 403


def test_a_handler_sees_the_alerts_of_his_team_and_decides_none(case: Case, handler: User) -> None:
    watch("Viktor Lozovoj", case=case)
    client, alert = client_of(handler), Alert.objects.get()
    page = client.get(page_of(alert))
    assert "Dit mag alleen een screener" in page.content.decode()
    refused = client.post(page_of(alert), {"key": "k", "version": "0", "reason": "Zo", "outcome": "false_hit"})
    assert refused.status_code == 403
    assert not Decision.objects.exists()
