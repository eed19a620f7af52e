"""What every page knows: its language and theme, where a person may go, and whether this is a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from bolwerk.kernel import Text
from bolwerk.office.identity.models import Role
from bolwerk.ui.formats import lang

THEME_COOKIE = "bolwerk_theme"
THEMES: dict[str, Text] = {
    "system": Text("zoals uw toestel", "as your device"),
    "light": Text("licht", "light"),
    "dark": Text("donker", "dark"),
}
_STAFF = frozenset(
    {"handler", "committee_member", "reviewer", "approver", "coordinator", "auditor", "screener", "adviser", "customs"}
)

_LAB = _STAFF - {"committee_member", "reviewer", "screener", "adviser", "customs"} | {"analyst"}
_KEYS = frozenset({"screener", "coordinator", "handler", "approver", "auditor"})
_START = ("/aanvragen/", "/dossiers/", "/organisaties/", "/uitnodigingen/")
"""Pages of the desk that are reached from its first page."""


@dataclass(frozen=True, slots=True)
class Link:
    label: Text
    url: str
    current: bool


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(THEME_COOKIE, "system")
    return chosen if chosen in THEMES else "system"


def house(request: HttpRequest) -> dict[str, Any]:
    """For templates: `lang`, `other_lang`, `theme`, `next_theme`, `demo`, `nav`, `roles`, `here`."""
    theme, language, roles = theme_of(request), lang(), _roles(request)
    signed_in = bool(getattr(getattr(request, "user", None), "is_authenticated", False))
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
        "nav": _nav(request, bool(_STAFF & roles), bool(_LAB & roles)),
        "roles": tuple(role.text for role in Role if role.value in roles) if signed_in else (),
        "interests_url": _address("workbench:interests") if _STAFF & roles else "",
        "keys_url": _address("api_pages:keys") if _KEYS & roles else "",
        "sources_url": _address("ui:sources"),
        "here": request.get_full_path() if request.method == "GET" else request.path,
    }


def _roles(request: HttpRequest) -> frozenset[str]:
    return frozenset(getattr(getattr(request, "user", None), "roles", ()) or ())


def _address(name: str) -> str:
    """The address of a page that another part may offer; "" when it does not."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _nav(request: HttpRequest, staff: bool, analyst: bool) -> tuple[Link, ...]:
    """The faces this person has. Only ever a way in: each page decides for itself who may see it."""
    if staff:
        pages = [(Text("Werkbank", "Workbench"), "/werkbank/")]
    else:
        pages = [(Text("Doe de check", "Do the check"), "/check/"), (Text("Oproepen", "Calls"), "/oproepen/")]
        if "applicant" in _roles(request):
            pages.append((Text("Mijn vergunningen", "My licences"), "/vergunningen/mijn/"))
    pages.append((Text("Het plan", "The plan"), "/plan/"))
    if analyst:
        pages.append((Text("Lab", "Lab"), "/lab/"))
    path = request.path
    start = Link(Text("Start", "Home"), "/", path == "/" or path.startswith(_START))
    return (start, *(Link(label, url, path.startswith(url)) for label, url in pages))
