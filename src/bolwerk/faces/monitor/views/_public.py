"""Every page of the monitor asks the policy table first; anyone may look."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bolwerk.office.identity import policies

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A page to look at: GET and HEAD, for who may see the monitor."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        policies.require(request.user, "monitor.view")
        return view(request, *args, **given)

    return guarded
