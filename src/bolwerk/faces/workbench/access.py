"""Who comes in at all, and how one object is reached. Every view says here what it needs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponseBase

from bolwerk.domains.investment.live import one_page
from bolwerk.kernel import NotAllowed, NotFound, Text
from bolwerk.office.cases import selectors
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Role

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

STAFF = tuple(role.value for role in Role if role is not Role.APPLICANT)
_CLOSED = Text("De werkbank is voor medewerkers.", "The workbench is for officials.")
_MEND = Text("Uw eigen dossiers vindt u op de startpagina.", "You find your own cases on the home page.")
View = Callable[..., HttpResponseBase]


def for_staff(view: View) -> View:
    """Signed in, and with a role in the house. What belongs to the person is read once, not once a question."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = user_of(request)
        prefetch_related_objects([user], "role_grants", "memberships", "interests")
        if not user.has_role(*STAFF):
            raise NotAllowed(_CLOSED, where="werkbank", mend=_MEND)
        with one_page() if request.method == "GET" else nullcontext():
            return view(request, *args, **kwargs)

    return cast("View", login_required(guarded))


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)


def case_for(request: HttpRequest, reference: str) -> Case:
    """The case, when this person may see it; what the policies look at is fetched with it. Raises `NotFound`, `NotAllowed`."""
    case = selectors.get(reference)
    prefetch_related_objects(
        [case], "application__partners", "application__assignments", "advice_requests__bench", "consultation"
    )
    policies.require(user_of(request), "case.view", case)
    return case


def none_such(where: str) -> NotFound:
    return NotFound(
        Text("Dit bestaat niet.", "There is no such thing."),
        where=where,
        mend=Text("Ga terug en kies het opnieuw.", "Go back and choose it again."),
    )
