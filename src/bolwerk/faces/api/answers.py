"""Errors as programs expect them: a status and `detail`, which says what is wrong, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import get_language

from bolwerk.kernel import BolwerkError, Text


class Refused(Exception):
    """An answer that is no result."""

    def __init__(self, status: int, what: Text, mend: Text, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(what.en)
        self.status, self.what, self.mend, self.headers = status, what, mend, dict(headers or {})

    def in_(self, lang: str) -> str:
        return f"{self.what.in_(lang)} {self.mend.in_(lang)}"


def lang_of(request: HttpRequest) -> str:
    """Programs speak English unless they ask for Dutch."""
    asked = request.headers.get("Accept-Language", "")
    return "nl" if asked and (get_language() or "").startswith("nl") else "en"


def detail(request: HttpRequest, error: Refused | BolwerkError) -> str:
    return error.in_(lang_of(request))


def unknown(what: Text, given: str, known: list[str], status: int = 400) -> Refused:
    """Something was named that is not there: what there is."""
    name = given if len(given) <= 80 else given[:80] + "…"
    choices = ", ".join(known) or "-"
    return Refused(
        status,
        Text("{what} '{name}' is er niet.", "There is no {what} '{name}'.").format(what=what, name=name),
        Text("Kies uit: {choices}.", "Choose from: {choices}.").format(choices=choices),
    )
