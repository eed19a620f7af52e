"""Signing in without losing what was typed: a form sent after the session ended is kept, and comes back after signing in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url

from bolwerk.domains.investment.live import one_page
from bolwerk.office.identity.models import User

P = ParamSpec("P")
KEPT = "desk_kept"
MOST_KEPT = 400_000
"""Characters of one form that wait for its person to sign in."""

View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(view: View[P]) -> View[P]:
    """Only for whoever signed in. Others sign in first; a form they sent waits for them, under its own address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            with one_page() if request.method == "GET" else nullcontext():
                return view(request, *args, **kwargs)
        if request.method == "POST":
            typed = request.POST.copy()
            typed.pop("csrfmiddlewaretoken", None)
            body = typed.urlencode()
            if len(body) <= MOST_KEPT:
                request.session[KEPT] = {"path": request.path, "body": body}
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))

    return cast(View[P], guarded)


def kept(request: HttpRequest) -> QueryDict | None:
    """What was typed on this very page before signing in; given once."""
    found: dict[str, Any] = request.session.get(KEPT) or {}
    if request.method != "GET" or found.get("path") != request.path:
        return None
    del request.session[KEPT]
    return QueryDict(found["body"])


def user_of(request: HttpRequest) -> User:
    """The person who signed in; only behind `signed_in`."""
    return cast(User, request.user)
