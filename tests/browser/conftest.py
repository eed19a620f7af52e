"""A running house and a Chromium to look at it with. Marked `browser`: only `.ci/run` drives it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the browser tests need playwright")

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NARROW, WIDE = 360, 1280
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests: the Chromium of the system when it is there, else that of playwright."""
    # Playwright runs a loop in this thread; the database is only used between its calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        found = {"executable_path": CHROMIUM} if Path(CHROMIUM).exists() else {}
        browser = playwright.chromium.launch(args=ARGUMENTS, **found)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page of the house as somebody sees it. `complaints` are errors of the console: a blocked script, a missing file."""

    page: Page
    address: str
    complaints: list[str]

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def barriers(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA, each with its rule and where."""
        found = Axe().run(self.page, options={"runOnly": RULES}).response["violations"]
        return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.fixture
def visit(live_server: Any, chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """`visit(width, user=…, dark=…, language=…, scripts=…)` opens a window; every request must stay in the house."""
    contexts = []

    def open_window(
        width: int = WIDE, *, user: Any = None, dark: bool = False, language: str = "nl", scripts: bool = True
    ) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale="en-GB" if language == "en" else "nl-BE",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        seen = Visit(page, live_server.url, [])
        page.on("console", lambda message: _hear(seen, message))
        page.on("request", lambda request: _stay_home(seen, request.url))
        return seen

    yield open_window
    for context in contexts:
        context.close()


def _hear(seen: Visit, message: ConsoleMessage) -> None:
    """A page may rightly answer 4xx; the browser calls that an error too."""
    if message.type == "error" and "status of 4" not in message.text:
        seen.complaints.append(message.text)


def _stay_home(seen: Visit, url: str) -> None:
    if not url.startswith((seen.address, "data:")):
        seen.complaints.append(f"request outside the house: {url}")
