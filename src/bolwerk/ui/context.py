"""What every page knows: its language and theme, where a person may go, and whether this is a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from bolwerk.kernel import Text
from bolwerk.ui.formats import lang

THEME_COOKIE = "bolwerk_theme"
THEMES: dict[str, Text] = {
    "system": Text("zoals uw toestel", "as your device"),
    "light": Text("licht", "light"),
    "dark": Text("donker", "dark"),
}
_STAFF = frozenset({"handler", "committee_member", "reviewer", "approver", "coordinator", "auditor"})


@dataclass(frozen=True, slots=True)
class Link:
    label: Text
    url: str
    current: bool


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(THEME_COOKIE, "system")
    return chosen if chosen in THEMES else "system"


def house(request: HttpRequest) -> dict[str, Any]:
    """For templates: `lang`, `other_lang`, `theme`, `next_theme`, `demo`, `nav`, `here`."""
    theme, language = theme_of(request), lang()
    names = list(THEMES)
    following = names[(names.index(theme) + 1) % len(names)]
    return {
        "lang": language,
        "other_lang": "nl" if language == "en" else "en",
        "theme": theme,
        "theme_label": THEMES[theme],
        "next_theme": following,
        "next_theme_label": THEMES[following],
        "demo": settings.DEMO,
        "nav": _nav(request),
        "here": request.get_full_path() if request.method == "GET" else request.path,
    }


def _nav(request: HttpRequest) -> tuple[Link, ...]:
    """The faces this person has. Only ever a way in: each page decides for itself who may see it."""
    path = request.path
    staff = bool(_STAFF & frozenset(getattr(getattr(request, "user", None), "roles", ()) or ()))
    elsewhere = path.startswith(("/werkbank/", "/plan/", "/stijl/", "/aanmelden/"))
    links = [Link(Text("Start", "Home"), "/", not elsewhere)]
    if staff:
        links.append(Link(Text("Werkbank", "Workbench"), "/werkbank/", path.startswith("/werkbank/")))
    links.append(Link(Text("Het plan", "The plan"), "/plan/", path.startswith("/plan/")))
    return tuple(links)
