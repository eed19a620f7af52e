"""Who may enter the lab: signed in, and allowed by the policy table."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from bolwerk.office.identity import policies

View = Callable[..., HttpResponse]


def for_analysts(view: View) -> View:
    """A page of the lab: sign in first, then the policy `lab.use`."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        policies.require(request.user, "lab.use")
        return view(request, *args, **given)

    return guarded
