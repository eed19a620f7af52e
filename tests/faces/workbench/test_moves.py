"""Moving a case on from its page: the form, the refusal with its reason, two people at once, a form sent twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bolwerk.faces.workbench.consequences import EFFECTS
from bolwerk.faces.workbench.views.case import ELSEWHERE
from bolwerk.office.cases import registry
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import Interest, Role
from tests.domains.investment.world import World
from tests.faces.workbench.test_queue import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def address(case: Case, move: str) -> str:
    return f"/werkbank/zaak/{case.reference}/zet/{move}/"


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of the form on the page, as a browser would send them."""
    text = page.content.decode()
    found = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', text):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and name[1] in ("key", "version"):
            found[name[1]] = value[1]
    return found


def kinds(case: Case) -> list[str]:
    return list(case.events.order_by("seq").values_list("kind", flat=True))


def test_a_move_is_confirmed_with_what_will_happen_and_then_made(world: World) -> None:
    case, client = world.submitted(), sign_in(world, "handler")
    page = client.get(address(case, "completion_requested"))
    text = page.content.decode()
    assert "Wat er gebeurt als u bevestigt" in text
    assert "Er vertrekt een brief" in text
    assert "Termijn &#x27;Aanvulling&#x27; begint" in text
    done = client.post(
        address(case, "completion_requested"),
        {**hidden(page), "missing": "- het projectplan\nde begroting", "reason": "Twee stukken ontbreken."},
        follow=True,
    )
    assert done.status_code == 200
    assert "Gedaan: Aanvulling vragen." in done.content.decode()
    event = case.events.get(kind="completion_requested")
    assert event.payload == {"missing": ["het projectplan", "de begroting"]}
    assert (event.reason, event.actor) == ("Twee stukken ontbreken.", world.people["handler"])


def test_a_move_without_its_reason_is_refused_at_the_field_and_nothing_typed_is_lost(world: World) -> None:
    case, client = world.submitted(), sign_in(world, "handler")
    page = client.get(address(case, "completion_requested"))
    refused = client.post(address(case, "completion_requested"), {**hidden(page), "missing": "het projectplan", "reason": ""})
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "Vul dit in." in text
    assert "het projectplan" in text
    assert case.events.count() == case.version


def test_sending_a_form_twice_is_the_same_as_once(world: World) -> None:
    case, client = world.submitted(), sign_in(world, "handler")
    sent = {**hidden(client.get(address(case, "declared_admissible"))), "reason": ""}
    for _ in range(2):
        assert client.post(address(case, "declared_admissible"), sent).status_code == 302
    assert kinds(case).count("declared_admissible") == 1


def test_when_somebody_was_first_both_versions_are_shown_and_the_text_is_kept(world: World) -> None:
    case, client = world.submitted(), sign_in(world, "handler")
    page = client.get(address(case, "declared_inadmissible"))
    case.refresh_from_db()
    before = case.version
    world.judge(case, "project.mainly_military", False, "handler2")
    sent = {**hidden(page), "reason": "De aanvraag is niet ondertekend."}
    conflict = client.post(address(case, "declared_inadmissible"), sent)
    text = conflict.content.decode()
    assert conflict.status_code == 409
    assert f"U werkte op versie {before}" in text
    assert "Oordeel gegeven" in text
    assert "De aanvraag is niet ondertekend." in text
    again = client.post(address(case, "declared_inadmissible"), {**sent, **hidden(conflict)})
    assert again.status_code == 302
    assert kinds(case)[-1] == "declared_inadmissible"


def test_what_cannot_be_done_says_why_on_the_page_and_on_its_own_address(world: World) -> None:
    case, client = world.submitted(works_started="ja"), sign_in(world, "handler")
    page = client.get(f"/werkbank/zaak/{case.reference}/").content.decode()
    assert "Kan nu niet" in page
    assert "Dit doet een aanvrager." in page
    refused = client.get(address(case, "declared_admissible")).content.decode()
    assert "Dit kan nu niet" in refused
    assert "Bevestig" not in refused
    sent = client.post(address(case, "declared_admissible"), {"key": "k", "version": str(case.version), "reason": ""})
    assert sent.status_code == 403
    assert case.events.count() == case.version


def test_who_has_an_interest_reads_why_he_cannot_act_and_can_withdraw_a_mistake(world: World) -> None:
    case, client = world.submitted(), sign_in(world, "handler")
    at = f"/werkbank/zaak/{case.reference}/belang/"
    page = client.get(at)
    assert client.post(at, {**hidden(page), "about": "organisation", "reason": ""}).status_code == 422
    client.post(at, {**hidden(page), "about": "organisation", "reason": "Mijn zus werkt er."})
    text = client.get(f"/werkbank/zaak/{case.reference}/").content.decode()
    assert "U handelt niet in dit dossier" in text
    assert "U hebt een belang" in text
    assert (
        client.post(address(case, "declared_admissible"), {"key": "k", "version": str(case.version), "reason": ""}).status_code
        == 403
    )
    mine = Interest.objects.get()
    stranger = sign_in(world, "handler2")
    assert stranger.get(f"/werkbank/belang/{mine.pk}/intrekken/").status_code == 404
    back = f"/werkbank/belang/{mine.pk}/intrekken/?dossier={case.reference}"
    client.post(back, {**hidden(client.get(back)), "reason": "Verkeerde organisatie."})
    mine.refresh_from_db()
    assert mine.withdrawn_at is not None
    assert "U handelt niet" not in client.get(f"/werkbank/zaak/{case.reference}/").content.decode()


def test_an_auditor_reads_everything_and_moves_nothing(world: World) -> None:
    world.people["auditor"] = world.person("auditor", Role.AUDITOR)
    case, client = world.submitted(), sign_in(world, "auditor")
    page = client.get(f"/werkbank/zaak/{case.reference}/")
    assert page.status_code == 200
    assert 'class="button" href="/werkbank/zaak' not in page.content.decode()
    assert (
        client.post(address(case, "declared_admissible"), {"key": "k", "version": str(case.version), "reason": ""}).status_code
        == 403
    )


def test_a_fact_is_judged_by_name_with_reasons(world: World) -> None:
    case, client = world.submitted(), sign_in(world, "handler")
    at = f"/werkbank/zaak/{case.reference}/oordeel/project.mainly_military/"
    page = client.get(at)
    bare = client.post(at, {**hidden(page), "value": "no", "motivation": " "})
    assert bare.status_code == 422
    assert client.post(at, {**hidden(page), "value": "misschien", "motivation": "Omdat."}).status_code == 422
    assert client.post(at, {**hidden(page), "value": "no", "motivation": "Het is een kijker."}).status_code == 302
    text = client.get(f"/werkbank/zaak/{case.reference}/").content.decode()
    assert "oordeel van handler (voorbeeld)" in text
    story = client.get(f"/werkbank/zaak/{case.reference}/?deel=tijdlijn").content.decode()
    assert "Het is een kijker." in story


def test_a_number_that_is_none_is_refused_with_how_to_mend_it(world: World) -> None:
    case, client = world.submitted(), sign_in(world, "handler")
    at = f"/werkbank/zaak/{case.reference}/oordeel/company.site_energy/"
    refused = client.post(at, {**hidden(client.get(at)), "value": "veel", "motivation": "Meter."})
    assert refused.status_code == 422
    assert "veel" in refused.content.decode()


def test_a_paper_is_taken_in_by_what_it_is(world: World) -> None:
    case, client = world.submitted(), sign_in(world, "handler")
    at = f"/werkbank/zaak/{case.reference}/stuk/"
    given = {"kind": "projectplan", "audience": "internal"}
    wrong = client.post(at, {**hidden(client.get(at)), **given, "file": SimpleUploadedFile("plan.pdf", b"MZ not a pdf")})
    assert wrong.status_code == 422
    pdf = SimpleUploadedFile("plan.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    assert client.post(at, {**hidden(client.get(at)), **given, "file": pdf}).status_code == 302
    page = client.get(f"/werkbank/zaak/{case.reference}/?deel=stukken").content.decode()
    assert "plan.pdf" in page
    assert "/stukken/" in page


def test_a_note_is_recorded_and_told_in_the_timeline(world: World) -> None:
    case, client = world.submitted(), sign_in(world, "handler")
    at = f"/werkbank/zaak/{case.reference}/notitie/question_asked/"
    assert client.post(at, {**hidden(client.get(at)), "reason": "Wie leidt het project?"}).status_code == 302
    assert "Wie leidt het project?" in client.get(f"/werkbank/zaak/{case.reference}/?deel=tijdlijn").content.decode()


def test_what_another_page_makes_is_not_made_here(world: World) -> None:
    case, client = world.submitted(), sign_in(world, "handler")
    assert client.get(address(case, "application_ranked")).status_code == 403
    assert client.get(f"/werkbank/zaak/{case.reference}/notitie/review_given/").status_code == 403
    assert client.get(address(case, "geen_stap")).status_code == 404
    assert client.get("/werkbank/zaak/INV-1999-0001/").status_code == 404


def test_every_effect_of_a_move_is_told_before_it_is_made() -> None:
    moves = {kind for one in registry.all_registered() for kind in one.effects if kind in one.procedure.move_of}
    assert moves - set(ELSEWHERE) - set(EFFECTS) == set()


def test_an_award_tells_the_money_before_and_is_decided_by_a_second_person(world: World) -> None:
    case = world.submitted()
    world.act(case, "declared_admissible", "handler")
    world.judge(case, "project.mainly_military", False)
    world.act(case, "esac_found_unneeded", "handler", reason="Civiel.")
    world.review(case, "very_good")
    assert world.to_ranked_list()["award"] == [case.reference]
    handler, approver = sign_in(world, "handler"), sign_in(world, "approver")
    page = approver.get(address(case, "award_decided"))
    assert "135.000 euro wordt vastgelegd" in page.content.decode().replace("\xa0", " ")
    sent = {**hidden(page), "reason": ""}
    assert handler.post(address(case, "award_decided"), {**sent, "key": "other"}).status_code == 403
    assert approver.post(address(case, "award_decided"), sent).status_code == 302
    case.refresh_from_db()
    assert ",award_to_notify," in case.steps
