"""Drafts: begun with what the check knows, saved wrong or right, two versions side by side, submitted once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bolwerk.office.calls import services as calls
from bolwerk.office.calls.models import Application, Call, Partner
from bolwerk.office.identity.models import Role
from bolwerk.office.registers.models import Membership, Organisation
from tests.domains.investment.world import kbo
from tests.faces.desk.here import Here, browser, text


def started(here: Here) -> tuple[Application, Any, Organisation]:
    company = here.company()
    user, client = here.applicant_of(company)
    application = calls.start_application(here.call.pk, applicant=company, title="Kijker (voorbeeld)", actor=user, key="s1")
    return application, client, company


def test_a_draft_begins_with_the_answers_of_the_check(here: Here) -> None:
    company = here.company()
    _, client = here.applicant_of(company)
    client.post("/check/organisatie/", {"action": "without"})
    for fact, raw in (("works.started", "no"), ("weapon.kind", "none"), ("trade.eu", "yes")):
        client.post("/check/", {"fact": fact, "answer": raw, "action": "answer"})
    client.post("/oproepen/open-now/beginnen/", {"organisation": company.pk, "title": "Zeil (voorbeeld)", "key": "k"})
    draft = Application.objects.get(title="Zeil (voorbeeld)")
    typed = {row.section: row.typed for row in draft.sections.all()}
    assert typed["enterprise"]["works_started"] == "nee"
    assert typed["use"]["weapon_kind"] == "none"
    assert typed["use"]["trade_eu"] == "ja"
    page = text(client.get(f"/aanvragen/{draft.pk}/deel/project/"))
    assert "Ingevuld uit: het register" in page


def test_a_closed_call_cannot_be_begun_and_what_was_typed_stays(here: Here) -> None:
    company = here.company()
    _, client = here.applicant_of(company)
    typed = {"organisation": company.pk, "title": "Te laat (voorbeeld)", "key": "k"}
    response = client.post("/oproepen/defence-test/beginnen/", typed)
    assert response.status_code == 422
    assert "gesloten" in text(response)
    assert "Te laat (voorbeeld)" in text(response)


def test_a_wrong_date_is_told_at_its_field_and_everything_is_kept(here: Here) -> None:
    draft, client, _ = started(here)
    address = f"/aanvragen/{draft.pk}/deel/project/"
    typed = {"summary": "Een kijker.", "starts_on": "31/02/2026", "months": "-3", "version": "1"}
    response = client.post(address, typed)
    page = text(response)
    assert response.status_code == 422
    assert "is geen datum" in page
    assert "31/02/2026" in page
    assert 'href="#id_starts_on"' in page
    assert draft.sections.get(section="project").typed["summary"] == "Een kijker."


def test_a_field_of_ten_megabytes_is_told_and_saves_nothing_else_over(here: Here) -> None:
    draft, client, _ = started(here)
    before = draft.sections.get(section="project").version
    response = client.post(
        f"/aanvragen/{draft.pk}/deel/project/", {"summary": "x" * 10_000_000, "goal": "Bewaar mij", "version": before}
    )
    assert response.status_code == 422
    assert "Kort de tekst in" in text(response)
    assert "Bewaar mij" in text(response)
    assert draft.sections.get(section="project").version == before


def test_two_people_in_one_part_see_both_versions_and_lose_none(here: Here) -> None:
    draft, client, company = started(here)
    colleague = here.person("colleague", Role.APPLICANT)
    Membership.objects.create(user=colleague, organisation=company, valid_from=here.at.date())
    version = draft.sections.get(section="project").version
    address = f"/aanvragen/{draft.pk}/deel/project/"
    here.signed_in(colleague).post(address, {"summary": "Versie van de collega", "version": version, "action": "save"})
    response = client.post(address, {"summary": "Mijn versie", "version": version, "action": "save"})
    page = text(response)
    assert response.status_code == 409
    assert "Mijn versie" in page
    assert "Versie van de collega" in page
    assert draft.sections.get(section="project").typed["summary"] == "Versie van de collega"
    client.post(address, {"summary": "Mijn versie", "version": version + 1, "action": "save"})
    assert draft.sections.get(section="project").typed["summary"] == "Mijn versie"


def test_what_was_typed_after_the_session_ended_comes_back_after_signing_in(here: Here) -> None:
    draft, _, _ = started(here)
    visitor = browser()
    address = f"/aanvragen/{draft.pk}/deel/project/"
    response = visitor.post(address, {"summary": "Niet verliezen", "version": "1"})
    assert response.status_code == 302
    assert f"next={address}" in response.headers["Location"]
    visitor.force_login(draft.started_by)
    page = text(visitor.get(address))
    assert "Niet verliezen" in page
    assert "Wat u typte, is terug" in page
    assert "Niet verliezen" not in text(visitor.get(address))


def test_costs_are_kept_wrong_or_right_and_priced_when_they_are_right(here: Here) -> None:
    draft, client, _ = started(here)
    lead = str(draft.partners.get(lead=True).pk)
    row = {"1-partner": lead, "1-category": "experimental", "1-kind": "personnel", "1-amount": "-5", "1-description": "team"}
    address = f"/aanvragen/{draft.pk}/kosten/"
    wrong = client.post(address, {**row, "version": 0, "action": "save"})
    assert wrong.status_code == 422
    assert "meer dan nul" in text(wrong)
    assert 'value="-5"' in text(wrong)
    right = client.post(address, {**row, "1-amount": "100.000", "version": 1, "action": "add"}, follow=True)
    assert "Lijn 2" in text(right)
    first = text(right).split("<fieldset", 1)[0].rsplit("<form", 1)[1]
    assert 'value="save"' in first  # what the Enter key presses
    page = text(client.get(address))
    assert "100.000" in page
    gone = client.post(address, {**row, "1-amount": "100.000", "version": 2, "action": "remove-1"}, follow=True)
    assert "Lijn 2" not in text(gone)
    assert draft.sections.get(section="costs").typed == {"rows": []}


def test_the_amount_page_shows_how_the_most_is_worked_out(here: Here) -> None:
    draft, client = here.drafted(costs=300_000)
    page = text(client.get(f"/aanvragen/{draft.pk}/bedrag/"))
    assert "135.000\xa0euro" in page
    assert "45 %" in page
    assert "Wat zou dit veranderen?" in page
    response = client.post(f"/aanvragen/{draft.pk}/bedrag/", {"requested": "-1", "version": draft.version})
    assert response.status_code == 422
    assert "negatief" in text(response)
    client.post(f"/aanvragen/{draft.pk}/bedrag/", {"requested": "200.000", "version": draft.version})
    assert "meer dan de regels toelaten" in text(client.get(f"/aanvragen/{draft.pk}/bedrag/"))


def test_the_overview_links_every_finding_to_its_field(here: Here) -> None:
    draft, client, _ = started(here)
    page = text(client.get(f"/aanvragen/{draft.pk}/indienen/"))
    assert f"/aanvragen/{draft.pk}/deel/project/#id_summary" in page
    assert f"/aanvragen/{draft.pk}/deel/use/#id_goods_on_military_list_0" in page
    assert 'name="declared"' not in page


def test_submitting_needs_the_declaration_and_happens_once(here: Here) -> None:
    draft, client = here.drafted()
    address = f"/aanvragen/{draft.pk}/indienen/"
    refused = client.post(address, {"key": "one", "version": draft.version})
    assert refused.status_code == 422
    assert "Vink aan" in text(refused)
    sent = {"key": "one", "version": draft.version, "declared": "on"}
    first = client.post(address, sent)
    assert first.headers["Location"] == reverse("desk:submitted", args=[draft.pk])
    assert client.post(address, sent).headers["Location"] == first.headers["Location"]
    draft.refresh_from_db()
    assert draft.case is not None
    page = text(client.get(first.headers["Location"]))
    assert draft.case.reference in page
    assert "Verwacht tegen" in page


def test_a_draft_is_kept_and_can_be_saved_after_the_call_closed(here: Here) -> None:
    draft, client = here.drafted()
    Call.objects.filter(pk=here.call.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    page = text(client.get(f"/aanvragen/{draft.pk}/indienen/"))
    assert "De oproep is gesloten" in page
    assert 'name="declared"' not in page
    sent = client.post(f"/aanvragen/{draft.pk}/indienen/", {"key": "k", "version": draft.version, "declared": "on"})
    assert sent.status_code == 422
    assert "gesloten" in text(sent)
    row = draft.sections.get(section="impact")
    saved = client.post(f"/aanvragen/{draft.pk}/deel/impact/", {"need": "Later", "value": "Vijf", "version": row.version})
    assert saved.status_code == 302
    assert draft.sections.get(section="impact").typed["need"] == "Later"


def test_a_partner_is_invited_by_number_and_accepts(here: Here) -> None:
    draft, client, _ = started(here)
    partner = here.company()
    _, other = here.applicant_of(partner)
    assert client.post(f"/aanvragen/{draft.pk}/partners/", {"kbo": "123"}).status_code == 422
    client.post(f"/aanvragen/{draft.pk}/partners/", {"kbo": str(partner.kbo)})
    assert other.get(f"/aanvragen/{draft.pk}/").status_code == 403
    assert "Doe mee" in text(other.get("/"))
    other.post(f"/uitnodigingen/{Partner.objects.get(organisation=partner).pk}/aanvaarden/")
    assert other.get(f"/aanvragen/{draft.pk}/").status_code == 200


def test_nobody_sees_or_touches_the_draft_of_another_organisation(here: Here) -> None:
    draft, _ = here.drafted()
    _, stranger = here.applicant_of(here.company())
    for tail in ("", "deel/project/", "partners/", "kosten/", "bedrag/", "indienen/", "ingediend/", "stoppen/"):
        response = stranger.get(f"/aanvragen/{draft.pk}/{tail}")
        assert response.status_code == 403, tail
        assert draft.title not in text(response)
    for tail in ("deel/project/", "partners/", "kosten/", "bedrag/", "indienen/", "stoppen/"):
        assert stranger.post(f"/aanvragen/{draft.pk}/{tail}", {"version": 1, "reason": "x"}).status_code == 403, tail
    assert draft.title not in text(stranger.get("/"))
    assert stranger.get(f"/organisaties/{draft.applicant.kbo}/").status_code == 403


def test_somebody_becomes_contact_of_a_new_organisation_but_not_of_one_in_use(here: Here) -> None:
    draft, _ = here.drafted()
    user = here.person("newcomer", Role.APPLICANT)
    client = here.signed_in(user)
    refused = client.post("/organisaties/toevoegen/", {"kbo": str(draft.applicant.kbo)})
    assert refused.status_code == 422
    assert not user.memberships.exists()
    number = kbo(5_111_111)
    assert "Wij kennen dit nummer nog niet" in text(client.post("/organisaties/toevoegen/", {"kbo": number}))
    client.post("/organisaties/toevoegen/", {"kbo": number, "name": "Nieuw (voorbeeld)"})
    assert user.memberships.get().organisation.kbo == number
    assert client.get(f"/organisaties/{number}/").status_code == 200


def test_an_invited_organisation_is_joined_by_the_link_of_its_invitation_only(here: Here) -> None:
    draft, client, _ = started(here)
    partner = here.company()
    client.post(f"/aanvragen/{draft.pk}/partners/", {"kbo": str(partner.kbo)})
    user = here.person("invited", Role.APPLICANT)
    newcomer = here.signed_in(user)
    assert newcomer.post("/organisaties/toevoegen/", {"kbo": str(partner.kbo)}).status_code == 422
    link = str(Partner.objects.get(organisation=partner).pk)
    newcomer.post("/organisaties/toevoegen/", {"kbo": str(partner.kbo), "invitation": link})
    assert user.memberships.get().organisation == partner


def test_the_figures_of_a_year_settle_the_size(here: Here) -> None:
    company = here.company(staff=20)
    _, client = here.applicant_of(company)
    address = f"/organisaties/{company.kbo}/"
    wrong = client.post(address, {"year": "2025", "headcount": "-1", "turnover": "-5", "balance": "1"})
    assert wrong.status_code == 422
    assert "negatief" in text(wrong)
    client.post(address, {"year": "2025", "headcount": "21,5", "turnover": "3.000.000", "balance": "2.000.000"})
    assert company.sizes.get(year=2025).turnover_cents == 300_000_000


def test_the_link_of_an_invitation_survives_signing_in(here: Here) -> None:
    response = browser().get("/organisaties/toevoegen/?uitnodiging=abc")
    assert response.status_code == 302
    assert "uitnodiging%3Dabc" in response.headers["Location"]
