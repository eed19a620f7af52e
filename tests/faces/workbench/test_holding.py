"""Licences on the workbench: the register, customs, measures and embargoes, each for whom the policy lets in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bolwerk.domains.export_control.app.licences.file import COLUMNS
from bolwerk.domains.export_control.app.licences.models import Embargo, WriteOff
from bolwerk.domains.export_control.app.licences.terms import PartyTerms
from bolwerk.office.cases import registry
from tests.domains.export_control.licences.test_measures import hear
from tests.domains.export_control.licences.test_writing_off import use
from tests.domains.export_control.licences.world import GRANTING, PARTIES, World, days

BENCH = "/werkbank/vergunningen/"
BANS = "/werkbank/embargo/"


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


@pytest.mark.parametrize(
    ("name", "status"),
    [("handler", 200), ("approver", 200), ("coordinator", 200), ("auditor", 200), ("customs", 200), ("applicant", 403)],
)
def test_who_sees_the_register_and_a_licence(world: World, name: str, status: int) -> None:
    licence = world.licence()
    client = sign_in(world, name)
    for page in (BENCH, f"{BENCH}{licence.reference}/", BANS):
        assert client.get(page).status_code == status, page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_opens_in_both_languages(world: World, language: str) -> None:
    licence = world.licence()
    client = sign_in(world, "approver", language)
    client.post(BANS, {"country": "NO", "months": "3", "reason": "Oorlog", "key": "e"})
    embargo = Embargo.objects.get()
    for page in (BENCH, f"{BENCH}{licence.reference}/", BANS, f"{BANS}{embargo.case.reference}/", "/werkbank/"):
        answer = client.get(page)
        assert answer.status_code == 200 and f'lang="{language}"' in text_of(answer), page
    assert client.get(f"{BENCH}VRG-1999-0001/").status_code == 404
    assert client.get(f"{BANS}EMB-1999-0001/").status_code == 404
    letter = licence.case.events.get(kind="embargoed")
    assert client.get(f"{BENCH}{licence.reference}/brief/{letter.seq}.pdf").content.startswith(b"%PDF")
    assert client.get(f"{BENCH}{licence.reference}/brief/1.pdf").status_code == 404


def test_the_register_is_searched_by_words_state_kind_and_country(world: World) -> None:
    first = world.licence()
    second = world.licence(instrument="global_transfer", parties=[PartyTerms("consignee", "Sverige AB (voorbeeld)", "SE")])
    client = sign_in(world, "handler")
    for query, found, hidden in (
        ("text=fjord", first, second),
        ("text=sverige+pantser", second, first),
        ("country=se", second, first),
        ("instrument=global_transfer", second, first),
        (f"text={first.reference.lower()}", first, second),
    ):
        shown = text_of(client.get(f"{BENCH}?{query}"))
        assert found.reference in shown and hidden.reference not in shown, query
    assert "Niets gevonden" in text_of(client.get(f"{BENCH}?state=withdrawn"))
    assert client.get(f"{BENCH}?state=%00&page=999&instrument=<x>").status_code == 200


def _declaration(world: World, **given: str) -> dict[str, str]:
    row = {"line": "1", "quantity": "2", "value": "100", "day": days(0).isoformat(), "document": "26BE1", "key": world.key()}
    return {**row, **given}


def test_customs_writes_off_and_takes_back(world: World) -> None:
    licence, client = world.licence(), sign_in(world, "customs")
    party, address = str(licence.parties.get().pk), f"{BENCH}{licence.reference}/afschrijving/"
    for given, told in (({"quantity": "11"}, "kan nog"), ({"quantity": "x"}, "geen getal"), ({"day": "1/1/2001"}, "gold de")):
        answer = client.post(address, _declaration(world, party=party, **given))
        assert answer.status_code in (403, 422) and told in text_of(answer) and "26BE1" in text_of(answer)
    assert client.post(address, _declaration(world, party=party)).status_code == 302
    entry = WriteOff.objects.get()
    back = f"{address}{entry.pk}/terug/"
    assert client.post(back, {"reason": "", "key": "b0"}).status_code == 422
    assert client.post(back, {"reason": "Verkeerde lijn", "key": "b1"}).status_code == 302
    assert client.post(back, {"reason": "Nog eens", "key": "b2"}).status_code == 403
    assert licence.lines.get(number=1).used_e4 == 0


def test_a_handler_does_not_write_off_and_customs_takes_no_measure(world: World) -> None:
    licence = world.licence()
    address = f"{BENCH}{licence.reference}/"
    refused = sign_in(world, "handler").post(
        f"{address}afschrijving/", _declaration(world, party=str(licence.parties.get().pk))
    )
    assert refused.status_code == 403
    customs = sign_in(world, "customs")
    for kind in ("hearing_invited", "suspended_urgently", "withdrawn"):
        sent = {"reason": "x", "days": "3", "day": days(3).isoformat(), "key": world.key()}
        assert customs.post(f"{address}maatregel/{kind}/", sent).status_code == 403
    licence.refresh_from_db()
    assert licence.state == "in_force" and not WriteOff.objects.exists()


def test_a_file_is_written_off_whole_or_its_faults_are_told(world: World) -> None:
    licence, client = world.licence(), sign_in(world, "customs")
    row = [licence.reference, "1", PARTIES[0].name, "1", "5,00", days(0).isoformat(), "26BE9"]
    good, bad = ";".join(row), ";".join([*row[:3], "99", *row[4:6], "26BE10"])
    address = f"{BENCH}bestand/"

    def give(*lines: str, key: str) -> object:
        content = "\n".join((";".join(COLUMNS), *lines)).encode()
        return client.post(address, {"file": SimpleUploadedFile("a.csv", content), "key": key})

    answer = give(good, bad, key="een")
    assert answer.status_code == 422 and "kan nog" in text_of(answer) and not WriteOff.objects.exists()  # type: ignore[attr-defined]
    assert give(good, key="twee").status_code == 302  # type: ignore[attr-defined]
    assert WriteOff.objects.count() == 1
    assert client.post(address, {"key": "leeg"}).status_code == 422
    assert sign_in(world, "handler").get(address).status_code == 403


def test_a_suspension_after_a_hearing_by_two_hands_with_its_letter(world: World) -> None:
    licence = world.licence()
    address = f"{BENCH}{licence.reference}/"
    handler, approver = sign_in(world, "handler"), sign_in(world, "approver")
    refused = approver.post(f"{address}maatregel/suspended/", {"reason": "Doorverkoop", "key": "s0"})
    assert refused.status_code == 403 and "eerst gehoord" in text_of(refused) and "Doorverkoop" in text_of(refused)
    invited = {"reason": "Doorverkoop", "day": days(7).isoformat(), "key": "h1"}
    assert handler.post(f"{address}maatregel/hearing_invited/", invited).status_code == 302
    assert handler.post(f"{address}maatregel/heard/", {"reason": "Hij ontkent", "key": "h2"}).status_code == 302
    until = {"reason": "Doorverkoop", "until": days(20).isoformat(), "key": "s1"}
    assert approver.post(f"{address}maatregel/suspended/", until).status_code == 302
    licence.refresh_from_db()
    assert licence.state == "suspended"
    letter = licence.case.events.get(kind="suspended")
    assert approver.get(f"{address}brief/{letter.seq}.pdf").content.startswith(b"%PDF")
    measure = licence.measures.get()
    assert approver.post(f"{address}maatregel/{measure.pk}/einde/", {"reason": "Bewezen", "key": "e1"}).status_code == 302
    licence.refresh_from_db()
    assert licence.state == "in_force"


@pytest.mark.parametrize(
    ("given", "told"), [({"days": "61"}, "zo lang"), ({"days": "0"}, ""), ({"days": "veel"}, "geheel getal")]
)
def test_an_urgent_suspension_beyond_the_law_comes_back(world: World, given: dict[str, str], told: str) -> None:
    licence, client = world.licence(), sign_in(world, "approver")
    sent = {"reason": "Melding van de politie", "key": "u", **given}
    answer = client.post(f"{BENCH}{licence.reference}/maatregel/suspended_urgently/", sent)
    assert answer.status_code in (403, 422)
    assert told in text_of(answer) and "Melding van de politie" in text_of(answer)
    licence.refresh_from_db()
    assert licence.state == "in_force"


def test_a_withdrawal_shows_everywhere_and_stops_customs(world: World) -> None:
    licence = world.licence()
    hear(world, licence)
    address = f"{BENCH}{licence.reference}/"
    assert (
        sign_in(world, "approver").post(f"{address}maatregel/withdrawn/", {"reason": "Fraude", "key": "w"}).status_code == 302
    )
    customs = sign_in(world, "customs")
    assert "ingetrokken" in text_of(customs.get(address))
    late = customs.post(f"{address}afschrijving/", _declaration(world, party=str(licence.parties.get().pk)))
    assert late.status_code == 403 and not WriteOff.objects.exists()


@pytest.mark.parametrize(
    "given",
    [{"country": "Noorwegen"}, {"country": "4%"}, {"months": "7"}, {"goods": "<b>"}, {"reason": ""}, {"months": "x"}],
    ids=str,
)
def test_an_embargo_that_cannot_be_comes_back_with_what_was_typed(world: World, given: dict[str, str]) -> None:
    sent = {
        "country": "NO",
        "months": "6",
        "goods": "ML1, ML2",
        "end_users": "Ministerie\nPolitie",
        "reason": "Oorlog",
        "key": "e",
    }
    answer = sign_in(world, "approver").post(BANS, {**sent, **given})
    assert answer.status_code in (403, 422) and "Politie" in text_of(answer)
    assert not Embargo.objects.exists()


def test_an_embargo_is_declared_told_renewed_and_lifted(world: World) -> None:
    licence, client = world.licence(), sign_in(world, "coordinator")
    assert client.post(BANS, {"country": "no", "months": "6", "reason": "Oorlog", "key": "e"}).status_code == 302
    licence.refresh_from_db()
    assert licence.state == "suspended"
    address = f"{BANS}{Embargo.objects.get().case.reference}/"
    assert "Nog niet meegedeeld" in text_of(client.get(address))
    for kind, more in (("told_parliament", {}), ("published", {}), ("renewed", {"months": "6"}), ("lifted", {})):
        assert client.post(f"{address}stap/{kind}/", {"reason": "Zoals beslist", "key": kind, **more}).status_code == 302, kind
    licence.refresh_from_db()
    assert licence.state == "in_force" and Embargo.objects.get().ended_on is not None
    assert client.post(f"{address}stap/lifted/", {"reason": "Nog eens", "key": "x"}).status_code in (403, 409)
    assert sign_in(world, "handler").post(BANS, {"country": "NO", "months": "6", "reason": "x", "key": "h"}).status_code == 403


def test_a_note_without_its_measure_is_refused_and_no_fault_of_the_house(world: World) -> None:
    licence = world.licence()
    use(world, licence)
    client = sign_in(world, "approver")
    address = f"/werkbank/zaak/{licence.reference}/"
    answer = client.post(f"{address}notitie/measure_ended/", {"reason": "x", "key": "n", "version": "9"})
    assert answer.status_code < 500
    odd = {"reason": "x", "days": "veel", "key": "m", "version": str(licence.case.version)}
    assert client.post(f"{address}zet/suspended_urgently/", odd).status_code < 500
    licence.refresh_from_db()
    assert licence.state == "in_force"
