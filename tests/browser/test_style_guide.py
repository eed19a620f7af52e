"""The style guide in Chromium: accessible, whole at both widths, nothing the content policy refuses."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db(transaction=True)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_the_style_guide_holds_in_both_languages_themes_and_widths(live_server: Any, chromium: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for width in (360, 1280):
        for theme in ("light", "dark"):
            for lang in ("nl", "en"):
                context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
                context.add_cookies([{"name": "django_language", "value": lang, "url": live_server.url}])
                for path in ("/stijl/", "/stijl/werkbank/", "/stijl/bronnen/", "/fout/Conflict/"):
                    page = context.new_page()
                    refused: list[str] = []
                    page.on(
                        "console",
                        lambda said, refused=refused: refused.append(said.text) if "Content Security" in said.text else None,
                    )
                    page.goto(live_server.url + path)
                    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
                    where = (width, theme, lang, path)
                    assert not [(v["id"], v["nodes"][0]["html"]) for v in found], where
                    assert not refused, where
                    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
                context.close()


def test_the_keyboard_skips_to_the_content_and_walks_the_queue(live_server: Any, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto(live_server.url + "/stijl/werkbank/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#inhoud"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert "INV-2026-0138" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
