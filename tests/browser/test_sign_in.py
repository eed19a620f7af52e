"""Signing in with Chromium: each page accessible, whole and within the content policy; two steps from start to end."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache

from bolwerk.office.identity.demo import PASSWORD, create_accounts
from bolwerk.ui import sign_in_settings

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db(transaction=True)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WORKBENCH = "/stijl/werkbank/"
PERSON = "auditor@bolwerk.example"


class Visitor:
    """A person at a browser: goes somewhere, looks at the page, fills in and sends."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, f"{address}/aanmelden/"
        self.refused: list[str] = []
        page.on("console", lambda said: self.refused.append(said.text) if "Content Security" in said.text else None)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def send(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"#id_{name}", value)
        self.page.click("main form button")
        self.look()

    def look(self) -> None:
        from axe_playwright_python.sync_playwright import Axe

        where = self.page.url
        if "/aanmelden/" not in where:
            return
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
        assert not [(one["id"], one["nodes"][0]["html"]) for one in found], where
        assert not self.refused, where
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
        if self.page.evaluate("document.documentElement.lang") == "nl":
            assert not re.findall(r".*\b(?:je|jij|jouw)\b.*", self.page.inner_text("body"), re.IGNORECASE), where


@pytest.fixture
def house(settings: Any) -> Iterator[None]:
    for name in ("ACCOUNT_ADAPTER", "ACCOUNT_FORMS", "MFA_ADAPTER", "MFA_FORMS"):
        setattr(settings, name, getattr(sign_in_settings, name))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEMO = True
    cache.clear()
    create_accounts(PASSWORD)
    yield
    cache.clear()


def visitor(chromium: Any, address: str, width: int, theme: str, lang: str, **more: Any) -> Visitor:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **more)
    context.add_cookies([{"name": "django_language", "value": lang, "url": address}])
    return Visitor(context.new_page(), address)


def one_time_code(secret: str) -> str:
    """The six digits of RFC 6238 for this half minute, as an app on a telephone makes them."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(("width", "theme", "lang"), [(360, "light", "nl"), (1280, "dark", "en")])
def test_every_page_of_sign_in_holds(live_server: Any, chromium: Any, width: int, theme: str, lang: str) -> None:
    person = visitor(chromium, live_server.url, width, theme, lang)
    for path in ("signup/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "inactive/"):
        person.go(path)
    person.go(f"login/?next={WORKBENCH}")
    person.send()
    person.send(login="geen", password="x")
    person.page.click(f"text={PERSON}")
    person.look()
    person.send()
    assert person.page.url.endswith(WORKBENCH)
    for path in ("password/change/", "email/", "2fa/", "reauthenticate/", "logout/"):
        person.go(path)
    person.send()
    person.go("2fa/")
    assert "login" in person.page.url


@pytest.mark.usefixtures("house")
def test_two_steps_are_switched_on_used_and_switched_off(live_server: Any, chromium: Any) -> None:
    person = visitor(chromium, live_server.url, 360, "light", "nl")
    person.go(f"login/?email={PERSON}&next={WORKBENCH}")
    person.send()
    person.go("email/")
    person.page.click("[name=action_send]")
    person.look()
    link = re.search(r"http\S+", str(mail.outbox[-1].body))
    assert link
    person.page.goto(link.group(0))
    person.send()
    person.go("2fa/")
    person.page.click("main a.button")
    person.look()
    if "reauthenticate" in person.page.url:
        person.send(password=PASSWORD)
    person.send(code="000000")
    assert "Deze code klopt niet" in person.page.inner_text("main")
    person.send(code=one_time_code(person.page.inner_text("code.key")))
    codes = [code.inner_text() for code in person.page.locator(".codes code").all()]
    assert len(codes) == 10
    person.go("2fa/recovery-codes/generate/")
    person.go("logout/")
    person.send()
    person.go(f"login/?email={PERSON}&next={WORKBENCH}")
    person.send()
    assert "authenticate" in person.page.url
    person.send(code=codes[0])
    assert person.page.url.endswith(WORKBENCH)
    person.go("2fa/totp/deactivate/")
    if "reauthenticate" in person.page.url:
        field = "code" if person.page.locator("#id_code").count() else "password"
        person.send(**{field: codes[1] if field == "code" else PASSWORD})
    person.send()
    person.go("2fa/")
    assert "Staat uit" in person.page.inner_text("main")


@pytest.mark.usefixtures("house")
def test_without_javascript_one_signs_in_opens_the_menu_and_signs_out(live_server: Any, chromium: Any) -> None:
    person = visitor(chromium, live_server.url, 360, "light", "nl", java_script_enabled=False)
    page = person.page
    page.goto(f"{person.address}login/?next={WORKBENCH}")
    page.click(f"text={PERSON}")
    page.click("main form button")
    assert page.url.endswith(WORKBENCH)
    page.click(".menu summary")
    assert "Auditor" in page.inner_text(".menu__panel")
    page.click(".menu__panel >> text=Meld af")
    page.goto(f"{person.address}2fa/")
    assert "login" in page.url
