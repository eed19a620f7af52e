"""What a person typed, kept when a request fails: nothing typed is lost, and no secret is shown."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError

_SECRET = ("password", "csrf", "token", "secret")
# Whole names: `code` is that of two-step sign-in; a `postcode` is nobody's secret.
_LEFT_OUT = {"code", "key", "version", "next"}


def typed_values(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """(field, text) of each text field of a POST, in order. Secrets and machine fields are left out."""
    if request.method != "POST":
        return ()
    try:
        return tuple(_rows(request))
    except (RequestDataTooBig, SuspiciousOperation, UnreadablePostError):
        return ()


def _rows(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        short = name.lower()
        if short in _LEFT_OUT or any(word in short for word in _SECRET):
            continue
        for value in values:
            if isinstance(value, str) and value.strip():
                yield name, value
