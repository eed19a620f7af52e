"""The pages on which an export application is handled: what each shows, what each form does, and what it says when wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bolwerk.domains.export_control.app.licences.models import Licence
from bolwerk.domains.export_control.live import handling
from bolwerk.office.cases.models import Case
from bolwerk.office.screening import lists
from tests.domains.export_control.handling.world import Office, kinds, lane
from tests.office.screening import world as screening

pytestmark = pytest.mark.django_db
HANDLER_PAGES = (
    "zaak/{ref}/",
    "zaak/{ref}/?deel=tijdlijn",
    "zaak/{ref}/?deel=procedure",
    "zaak/{ref}/?deel=partijen",
    "zaak/{ref}/spoor/",
    "zaak/{ref}/minister/",
    "zaak/{ref}/herscreening/",
    "zaak/{ref}/toets/",
    "zaak/{ref}/weigeringen/",
    "zaak/{ref}/advies/",
    "zaak/{ref}/voorstel/",
    "zaak/{ref}/verschil/",
    "zaak/{ref}/vingerafdruk/",
    "sporen/",
    "landen/",
    "landen/IN/",
    "weigeringen/",
    "weigeringen/toevoegen/",
    "weigeringen/bestand/",
    "",
)
CSV = (
    b"member_state;reference;denied_on;country;consignee;end_user;goods;codes;criteria\n"
    b"DE;BAFA-1;2025-02-03;IN;;Nordlicht Optik GmbH (voorbeeld);Warmtebeeldcamera voor voertuigen;ML15.d;7\n"
)


@pytest.fixture(autouse=True)
def _nothing_held() -> Iterator[None]:
    lists._held.clear()
    yield
    lists._held.clear()


@pytest.fixture
def office(db: None, home: Path) -> Office:
    screening.load("proef", screening.LIST)
    return Office()


def as_(office: Office, who: str) -> Client:
    client = Client()
    client.force_login(office.people[who])
    return client


def page(client: Client, path: str, **data: Any) -> Any:
    return client.get(f"/werkbank/{path}", data)


def send(client: Client, path: str, **data: Any) -> Any:
    """Post a form with the hidden values that its page carries, and what it was filled with."""
    shown = client.get(f"/werkbank/{path}").content.decode()
    found = re.findall(r'<input type="hidden" name="(key|version)" value="([^"]*)"', shown)
    return client.post(f"/werkbank/{path}", {**dict(found), **data})


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_page_opens_for_a_handler(office: Office, lang: str) -> None:
    case = office.received("IN")
    client = as_(office, "handler")
    client.cookies["django_language"] = lang
    for path in HANDLER_PAGES:
        response = page(client, path.format(ref=case.reference))
        assert response.status_code == 200, path
        assert "style=" not in response.content.decode(), path


def test_the_case_opens_on_its_handling_and_the_queue_names_its_lane(office: Office) -> None:
    case = office.received("IN")
    client = as_(office, "handler")
    shown = text(page(client, f"zaak/{case.reference}/"))
    assert "buiten de EU: nazicht op conflict" in shown and "de minister" in shown
    assert "spoor: buiten de EU" in text(page(client, ""))


def test_a_handler_raises_the_lane_on_its_page_and_needs_a_reason(office: Office) -> None:
    case = office.received()
    client, path = as_(office, "handler"), f"zaak/{case.reference}/spoor/"
    assert send(client, path, lane="reinforced", reason="").status_code == 422
    assert send(client, path, lane="reinforced", reason="grote waarde").status_code == 302
    assert lane(case) == "reinforced"


def test_the_sheet_is_saved_half_and_whole_and_keeps_what_was_typed(office: Office) -> None:
    case = office.received()
    office.act(case, "found_complete")
    client, path = as_(office, "handler"), f"zaak/{case.reference}/toets/"
    wrong = send(client, path, **{"reason-criterion.diversion": "Ik weet het nog niet zeker"})
    assert wrong.status_code == 422 and "Ik weet het nog niet zeker" in wrong.content.decode()
    half = {"value-criterion.diversion": "no", "reason-criterion.diversion": "Vaste klant", "evidence-criterion.diversion": ""}
    assert send(client, path, **half).status_code == 302
    assert handling.sheets.latest(case).outcome == "incomplete"
    against = {"value-criterion.essential_security": "yes", "reason-criterion.essential_security": "Risico"}
    refused = send(client, path, **half, **against)
    assert refused.status_code == 422 and "hoort bewijs" in refused.content.decode()
    assert send(client, path, **half, **against, **{"evidence-criterion.essential_security": "nota 4"}).status_code == 302
    assert handling.sheets.latest(case).outcome == "weigh"


def test_two_handlers_in_one_sheet_see_both_versions(office: Office) -> None:
    case = office.received()
    office.act(case, "found_complete")
    path = f"/werkbank/zaak/{case.reference}/toets/"
    office.judge(case)
    late = as_(office, "handler2").post(
        path, {"key": "late", "version": "0", "value-criterion.diversion": "yes", "reason-criterion.diversion": "Mijn tekst",
               "evidence-criterion.diversion": "stuk 2"}
    )  # fmt: skip
    assert late.status_code == 409
    assert "Mijn tekst" in late.content.decode() and "Nagekeken (proef)." in late.content.decode()


def test_the_whole_path_is_walked_on_the_pages_by_two_people(office: Office) -> None:
    case = office.received()
    handler, approver = as_(office, "handler"), as_(office, "approver")
    zaak = f"zaak/{case.reference}/"
    assert send(handler, f"{zaak}zet/found_complete/").status_code == 302
    fields = {}
    for line in handling.sheets.asked(case):
        fields |= {f"value-{line.fact}": "no", f"reason-{line.fact}": "Nagekeken."}
    assert send(handler, f"{zaak}toets/", **fields).status_code == 302
    grant = {"take-1": "on", "quantity-1": "10", "value-1": "40.000", "valid_from": "01/12/2026", "valid_until": "30/11/2028",
             "validity_source": "gewoonte (proef)", "conditions": "Meld elke levering.", "reason": "In orde."}  # fmt: skip
    too_much = send(handler, f"{zaak}voorstel/", **{**grant, "quantity-1": "13"})
    assert too_much.status_code == 422 and "Gevraagd is 12" in too_much.content.decode()
    assert send(handler, f"{zaak}voorstel/", **grant).status_code == 302
    told = text(page(approver, f"{zaak}zet/grant_decided/"))
    assert "Afgeven en verzenden" in told
    assert send(approver, f"{zaak}zet/grant_decided/").status_code == 302
    assert "begint te leven" in text(page(handler, f"{zaak}zet/licence_issued/"))
    assert send(handler, f"{zaak}zet/licence_issued/").status_code == 302
    licence = Licence.objects.get(granted_by=case)
    assert [line.quantity for line in licence.lines.all()] == [10]
    shown = send(handler, f"{zaak}vingerafdruk/", typed=handling.letters.fingerprint(licence))
    assert "Dit klopt" in text(shown)
    wrong = send(handler, f"{zaak}vingerafdruk/", typed="aaaa-bbbb")
    assert "Dit klopt niet" in text(wrong)


def test_denials_are_read_from_a_file_judged_and_consulted(office: Office) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = office.received("IN")
    office.act(case, "found_complete")
    client, zaak = as_(office, "handler"), f"zaak/{case.reference}/"
    bad = CSV.replace(b"2025-02-03", b"31/02/2025")
    refused = send(client, "weigeringen/bestand/", file=SimpleUploadedFile("weigeringen.csv", bad))
    assert refused.status_code == 422 and "denied_on" in refused.content.decode()
    assert send(client, "weigeringen/bestand/", file=SimpleUploadedFile("weigeringen.csv", CSV)).status_code == 302
    shown = text(page(client, f"{zaak}weigeringen/"))
    assert "BAFA-1" in shown and "dezelfde code: ML15D" in shown and "eindgebruiker" in shown
    denial = handling.Denial.objects.get()
    judged = client.post(
        f"/werkbank/{zaak}weigeringen/{denial.pk}/", {"key": "j", "identical": "yes", "reason": "Dezelfde koper"}
    )
    assert judged.status_code == 302
    assert "niet geraadpleegd" in text(page(client, f"{zaak}weigeringen/"))
    asked = send(
        client, f"{zaak}advies/", body="member_state", denial=str(denial.pk), question="Waarom weigerde u?", shared="goods"
    )
    assert asked.status_code == 302 and "external_advice_asked" in kinds(case)


def test_advice_that_lacks_a_name_or_question_says_so(office: Office) -> None:
    case = office.received()
    client = as_(office, "handler")
    response = send(client, f"zaak/{case.reference}/advies/", body="team", question="Wat is dit?")
    assert response.status_code == 422 and "Wat is dit?" in response.content.decode()


def test_an_adviser_sees_what_was_asked_and_nothing_else(office: Office) -> None:
    case = office.received("IN")
    asked = office.consult(case, "team", body_name="Techniek", adviser=office.people["adviser"], shared=["goods"])
    client = as_(office, "adviser")
    shown = text(page(client, f"zaak/{asked.case.reference}/"))
    assert "Kent u deze partij" in shown and "Warmtebeeldcamera" in shown
    assert "Nordlicht" not in shown
    assert page(client, f"zaak/{case.reference}/").status_code == 403
    assert page(as_(office, "adviser2"), f"zaak/{asked.case.reference}/").status_code == 403
    answer = send(
        client,
        f"zaak/{asked.case.reference}/zet/consultation_answered/",
        outcome="conditional",
        conditions="Geen lens",
        reason="OK",
    )
    assert answer.status_code == 302
    assert "gunstig onder voorwaarden" in text(page(as_(office, "handler"), f"zaak/{case.reference}/advies/"))


def test_country_notes_are_kept_in_versions_and_stand_beside_the_criterion(office: Office) -> None:
    client = as_(office, "handler")
    note = {
        "country": "in",
        "topic": "c7",
        "text": "Omleiding gemeld (voorbeeld).",
        "source": "rapport X",
        "valid_from": "01/01/2026",
    }
    assert send(client, "landen/", **note).status_code == 302
    assert send(client, "landen/", **{**note, "country": "India"}).status_code == 422
    assert send(client, "landen/IN/", **{**note, "text": "Verbeterd (voorbeeld)."}).status_code == 302
    shown = text(page(client, "landen/IN/"))
    assert "Verbeterd (voorbeeld)." in shown and "Eerdere versies (1)" in shown
    case = office.received("IN")
    office.act(case, "found_complete")
    assert "Verbeterd (voorbeeld)." in text(page(client, f"zaak/{case.reference}/toets/"))


def test_an_approver_reads_the_sheet_and_cannot_write_it(office: Office) -> None:
    case = office.assessed(office.received())
    client = as_(office, "approver")
    shown = page(client, f"zaak/{case.reference}/toets/")
    assert shown.status_code == 200 and "Bewaar een nieuwe versie" not in shown.content.decode()
    response = client.post(f"/werkbank/zaak/{case.reference}/toets/", {"key": "x", "version": "1"})
    assert response.status_code == 403


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"a;b\n1;2\n", "lid;été\n".encode("cp1252")], ids=["empty", "binary", "head", "latin"]
)
def test_a_file_that_is_no_list_of_denials_is_refused_with_what_is_wrong(office: Office, content: bytes) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = send(as_(office, "handler"), "weigeringen/bestand/", file=SimpleUploadedFile("x.csv", content))
    assert response.status_code == 422
    assert not handling.Denial.objects.exists()


def test_another_kind_of_case_has_no_lane_page(office: Office) -> None:
    case = Case.objects.create(
        reference="INV-2026-0001", procedure="subsidy.development", procedure_version="2025-1", subject="Proef",
        opened_at="2026-01-05T10:00:00Z",
    )  # fmt: skip
    assert page(as_(office, "handler"), f"zaak/{case.reference}/spoor/").status_code == 404


def test_every_effect_in_the_handling_is_told_before_it_happens() -> None:
    from bolwerk.domains.export_control.law.procedures import PROCEDURES
    from bolwerk.faces.workbench.consequences import EFFECTS
    from bolwerk.faces.workbench.views.case import ELSEWHERE
    from bolwerk.office.cases import registry

    mine = {procedure.id for procedure in PROCEDURES}
    found = [one for one in registry.all_registered() if one.procedure.id in mine]
    moves = {kind for one in found for kind in one.effects if kind in one.procedure.move_of}
    assert len(found) == len(PROCEDURES) and moves
    assert moves - set(ELSEWHERE) - set(EFFECTS) == set()


def test_a_completion_stops_the_clock_and_shows_what_changed(office: Office) -> None:
    from bolwerk.domains.export_control.live import applications, applying
    from bolwerk.office.cases import selectors

    case = office.received()
    client, zaak = as_(office, "handler"), f"zaak/{case.reference}/"
    sent = send(client, f"{zaak}zet/completion_requested/", missing="Het doel\nDe route", reason="Onvolledig")
    assert sent.status_code == 302
    assert case.events.get(kind="completion_requested").payload["missing"] == ["Het doel", "De route"]
    assert selectors.state(case).term("decision").suspended_since is not None
    application = applications.of_case(case)
    applying.reopen(application.pk, actor=office.person)
    version = applications.version(application, "end-use")
    use = {**applications.typed(application, "end-use"), "use": "Alleen voor zoekacties op zee (voorbeeld)."}
    applying.save_part(application.pk, "end-use", use, actor=office.person, version=version)
    office.sign(applications.get(application.pk))
    office.submit(applications.get(application.pk), key="second", reason="Doel aangevuld.")
    assert selectors.state(case).term("decision").suspended_since is None
    assert kinds(case).count("parties_screened") == 2
    shown = page(client, f"{zaak}verschil/").content.decode()
    assert "<ins>Alleen voor zoekacties op zee (voorbeeld).</ins>" in shown and "<del>Inbouw" in shown
