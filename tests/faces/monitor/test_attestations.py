"""Attestations in the browser: who may give, who may confirm, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from bolwerk.faces.monitor import house
from bolwerk.office.identity.models import User
from bolwerk.office.progress.models import Attestation
from tests.faces.monitor.reading import text_of

pytestmark = pytest.mark.django_db

NEW = "/plan/verklaringen/nieuw/"
LIST = "/plan/verklaringen/"


def typed(**changes: str) -> dict[str, str]:
    today = house.today()
    values = {
        "key": "a-key",
        "commitment": "7.1-a",
        "delivery": "under_way",
        "statement_nl": "De werken zijn aanbesteed.",
        "statement_en": "The works were tendered.",
        "source": "Bestek 2026/7 (voorbeeld)",
        "on": today.isoformat(),
        "until": (today + timedelta(days=90)).isoformat(),
    }
    return values | changes


def given(client: Client, by: User) -> Attestation:
    client.force_login(by)
    client.post(NEW, typed())
    return Attestation.objects.get()


def test_one_gives_and_another_confirms_and_then_it_counts(client: Client, handler: User, approver: User) -> None:
    row = given(client, handler)
    assert "nog geen gegevens" in text_of(client.get("/plan/?q=7.1-a"))
    client.force_login(approver)
    client.post(f"{LIST}{row.pk}/bevestigen/")
    page = text_of(client.get("/plan/7.1/"))
    assert "De werken zijn aanbesteed." in page
    assert "Bestek 2026/7 (voorbeeld)" in page
    assert "Dit rust op een verklaring, niet op een register." in page


def test_a_visitor_must_sign_in_to_give_one(client: Client) -> None:
    assert client.get(NEW).status_code == 302
    assert client.post(NEW, typed()).status_code == 302
    assert not Attestation.objects.exists()


def test_an_applicant_is_refused_with_a_reason(client: Client, applicant: User) -> None:
    client.force_login(applicant)
    answer = client.post(NEW, typed())
    assert answer.status_code == 403
    assert "Dit mag alleen een dossierbehandelaar of coördinator" in text_of(answer)
    assert not Attestation.objects.exists()


def test_who_gave_it_sees_why_he_cannot_confirm(client: Client, coordinator: User) -> None:
    row = given(client, coordinator)
    assert "U hebt dit zelf voorbereid" in text_of(client.get(LIST))
    assert client.post(f"{LIST}{row.pk}/bevestigen/").status_code == 403
    row.refresh_from_db()
    assert row.confirmed_by is None


def test_what_a_register_tells_comes_before_an_attestation(
    client: Client, running: SimpleNamespace, handler: User, approver: User
) -> None:
    client.force_login(handler)
    client.post(NEW, typed(commitment="2.1-a", delivery="not_begun"))
    client.force_login(approver)
    client.post(f"{LIST}{Attestation.objects.get().pk}/bevestigen/")
    shown = client.get("/plan/2.1/").context["view"].commitments[0]
    assert shown.promise.id == "2.1-a"
    assert shown.standing.delivery == "delivered"
    assert shown.standing.attestation is None


def test_the_public_sees_neither_names_nor_what_is_not_confirmed(client: Client, handler: User, approver: User) -> None:
    row = given(client, handler)
    assert "De werken zijn aanbesteed." not in text_of(Client().get(LIST))
    client.force_login(approver)
    client.post(f"{LIST}{row.pk}/bevestigen/")
    page = text_of(Client().get(LIST))
    assert "De werken zijn aanbesteed." in page
    assert handler.get_full_name() not in page
    assert approver.get_full_name() not in page


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("source", ""),
        ("on", "gisteren"),
        ("until", "morgen"),
        ("until", "2020-01-01"),
        ("until", "2090-01-01"),
        ("commitment", "99-z"),
        ("delivery", "not_assessed"),
        ("statement_en", ""),
        ("statement_nl", "x" * 501),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(client: Client, handler: User, field: str, wrong: str) -> None:
    client.force_login(handler)
    answer = client.post(NEW, typed(**{field: wrong}))
    form = answer.context["form"]
    assert answer.status_code == 422
    assert list(form.errors) == [field]
    for name, value in typed(**{field: wrong}).items():
        assert form[name].value() == value
    assert not Attestation.objects.exists()


def test_sending_the_form_twice_keeps_one(client: Client, handler: User) -> None:
    client.force_login(handler)
    client.post(NEW, typed())
    client.post(NEW, typed())
    assert Attestation.objects.count() == 1


def test_the_same_form_with_other_words_is_a_conflict_that_keeps_what_was_typed(client: Client, handler: User) -> None:
    client.force_login(handler)
    client.post(NEW, typed())
    answer = client.post(NEW, typed(statement_nl="Iets anders."))
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form["statement_nl"].value() == "Iets anders."
    assert form["key"].value() != "a-key"


def test_the_form_reads_in_english(client: Client, handler: User) -> None:
    client.force_login(handler)
    page = text_of(client.post(NEW, typed(until=""), headers={"Accept-Language": "en"}))
    assert "What shows it?" in page
    assert "Fill this in." in page
    assert "Waaruit" not in page
