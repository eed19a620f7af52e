"""Signing in speaks plain Dutch and English, holds off who guesses, keeps where one was going, opens a demonstration."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from bolwerk.office.identity.demo import PASSWORD, create_accounts
from bolwerk.office.identity.models import User

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db, pytest.mark.usefixtures("signing_in")]
LOGIN = "/aanmelden/login/"
SECRET = "een lange zin 1"
PAGES = ["login/", "signup/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "inactive/"]
OWN_PAGES = ["logout/", "password/change/", "email/", "2fa/", "reauthenticate/"]


@pytest.fixture
def user() -> User:
    return User.objects.create_user("els@voorbeeld.be", SECRET, name="Els (voorbeeld)")


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", " ", html))


def sign_in(client: Client, password: str, email: str = "els@voorbeeld.be", **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


@pytest.mark.parametrize("page", PAGES)
def test_every_page_before_signing_in_speaks_both_languages_and_says_u(client: Client, page: str) -> None:
    said = {}
    for lang in ("nl", "en"):
        client.cookies["django_language"] = lang
        answer = client.get(f"/aanmelden/{page}")
        assert answer.status_code == 200
        said[lang] = words(answer.content.decode())
    assert said["nl"] != said["en"]
    assert not re.search(r"\b(je|jij|jouw|jullie)\b", said["nl"], re.IGNORECASE)


@pytest.mark.parametrize("page", OWN_PAGES)
def test_every_page_of_an_account_speaks_both_languages_and_says_u(client: Client, user: User, page: str) -> None:
    sign_in(client, SECRET)
    for lang, menu in (("nl", "Meld af"), ("en", "Sign out")):
        client.cookies["django_language"] = lang
        said = words(client.get(f"/aanmelden/{page}").content.decode())
        assert menu in said
        assert lang == "en" or not re.search(r"\b(je|jij|jouw|jullie)\b", said, re.IGNORECASE)


def test_a_wrong_password_says_what_is_wrong_and_keeps_where_one_was_going(client: Client, user: User) -> None:
    html = sign_in(client, "fout", next="/stijl/werkbank/").content.decode()
    assert "horen niet samen" in html
    assert 'value="els@voorbeeld.be"' in html
    assert 'value="/stijl/werkbank/"' in html
    assert sign_in(client, SECRET, next="/stijl/werkbank/").headers["Location"] == "/stijl/werkbank/"


def test_after_signing_in_nobody_is_led_out_of_the_house(client: Client, user: User) -> None:
    assert "elsewhere" not in sign_in(client, SECRET, next="https://elsewhere.example/").headers["Location"]


def test_five_wrong_tries_lock_that_account_alone_and_say_how_long(client: Client, user: User) -> None:
    User.objects.create_user("an@voorbeeld.be", SECRET, name="An (voorbeeld)")
    for _ in range(5):
        assert "horen niet samen" in sign_in(client, "fout").content.decode()
    answer = sign_in(client, SECRET)
    assert answer.status_code == 200
    assert "Wacht 15 minuten" in answer.content.decode()
    client.cookies["django_language"] = "en"
    assert "Wait 15 minutes" in sign_in(client, SECRET).content.decode()
    assert sign_in(Client(), SECRET, "an@voorbeeld.be").status_code == 302


def test_a_weak_password_is_refused_in_our_words(client: Client) -> None:
    known = {"email": "nieuw@voorbeeld.be"}
    short = client.post("/aanmelden/signup/", {**known, "password1": "kort", "password2": "kort"}).content.decode()
    assert "minstens 12 tekens" in short
    assert "This password" not in short
    differ = client.post("/aanmelden/signup/", {**known, "password1": SECRET, "password2": SECRET + "2"}).content.decode()
    assert "De twee wachtwoorden verschillen" in differ
    bad = client.post("/aanmelden/signup/", {"email": "geen", "password1": SECRET, "password2": SECRET}).content.decode()
    assert "Dit is geen e-mailadres" in bad


def test_a_forgotten_password_is_made_anew_through_the_mail(client: Client, user: User) -> None:
    client.post("/aanmelden/password/reset/", {"email": user.email})
    message = mail.outbox[0]
    assert message.subject == "Bolwerk: kies een nieuw wachtwoord"
    link = re.search(r"http://testserver(\S+)", message.body)
    assert link
    page = client.get(link.group(1), follow=True)
    new = "een andere lange zin"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(client, new, next="/stijl/").headers["Location"] == "/stijl/"
    assert "werkt niet meer" in Client().get(link.group(1), follow=True).content.decode()


def test_who_has_no_account_gets_the_same_page_and_a_mail_that_says_so(client: Client) -> None:
    answer = client.post("/aanmelden/password/reset/", {"email": "niemand@voorbeeld.be"}, follow=True)
    assert "Als we dit e-mailadres kennen" in answer.content.decode()
    assert "geen account" in mail.outbox[0].subject


def test_a_demonstration_shows_its_accounts_and_fills_in_the_one_chosen(client: Client, signing_in: Any) -> None:
    signing_in.DEMO = True
    create_accounts()
    html = client.get(f"{LOGIN}?email=auditor@bolwerk.example&next=/stijl/").content.decode()
    assert f"<code>{PASSWORD}</code>" in html
    assert 'value="auditor@bolwerk.example"' in html
    assert "?email=beslisser%40bolwerk.example&amp;next=%2Fstijl%2F" in html
    assert sign_in(client, PASSWORD, "auditor@bolwerk.example", next="/stijl/").status_code == 302


def test_only_a_fictional_account_is_filled_in_and_only_in_a_demonstration(client: Client, signing_in: Any) -> None:
    assert PASSWORD not in client.get(f"{LOGIN}?email=auditor@bolwerk.example").content.decode()
    signing_in.DEMO = True
    html = client.get(f"{LOGIN}?email=els@voorbeeld.be").content.decode()
    assert 'value="els@voorbeeld.be"' not in html
    assert f'value="{PASSWORD}"' not in html


@pytest.mark.parametrize(
    ("email", "role", "there", "away"),
    [
        ("behandelaar@bolwerk.example", "Dossierbehandelaar", 'href="/werkbank/"', 'href="/check/"'),
        ("aanvrager@bolwerk.example", "Aanvrager", 'href="/check/"', 'href="/werkbank/"'),
    ],
)
def test_the_menu_names_the_person_and_role_and_leads_where_the_role_works(
    client: Client, email: str, role: str, there: str, away: str
) -> None:
    create_accounts()
    sign_in(client, PASSWORD, email)
    html = client.get("/stijl/").content.decode()
    menu = html[html.index('class="menu"') : html.index("</details>", html.index('class="menu"'))]
    assert email in menu
    assert role in menu
    assert "/taal/setlang/" in menu
    assert "/stijl/thema/" in menu
    assert there in html
    assert away not in html
