"""How a board carries out one form: the service does it whole, or the page comes back with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bolwerk.faces.workbench.forms import HouseForm
from bolwerk.kernel import BolwerkError, Text
from bolwerk.ui.formats import say
from bolwerk.ui.middleware import STATUS

UNREAD = 422
"""The status of a page whose form could not be read."""


def attempt(form: HouseForm, do: Callable[[], Any], names: Mapping[str, str] | None = None) -> int:
    """0 when `form` was right and `do` went through; else the status of the page that shows what is wrong.

    `names` says which field a service means by the place it names.
    """
    if not form.is_valid():
        return UNREAD
    try:
        do()
    except BolwerkError as error:
        form.refuse(error, names)
        return status_of(error)
    return 0


def status_of(error: BolwerkError) -> int:
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)


def done(request: HttpRequest, told: Text, to: str, *args: Any) -> HttpResponse:
    """Say what happened, on the page `to`."""
    messages.success(request, say(told))
    return redirect(f"workbench:{to}", *args)
