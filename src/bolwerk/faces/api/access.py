"""Who calls: a key in the header or, for programs that can send none, in the address; or nobody, where the house is open.

Cookies count for nothing here, so no page elsewhere can ask in the name of somebody who is signed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from ninja.security.base import AuthBase

from bolwerk.faces.api import limits
from bolwerk.faces.api.answers import Refused
from bolwerk.kernel import Text
from bolwerk.office.identity import policies, tokens

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

_SCHEME = re.compile(r"^(?:bearer|apikey|token)\s+", re.I)
_NO_KEY = Text("Dit vraagt een sleutel.", "This asks for a key.")
_WRONG = Text("Deze sleutel werkt niet (meer).", "This key does not work (any more).")
_HOW = Text(
    "Stuur hem mee als 'Authorization: Bearer …' of als ?api_key=…; u maakt er een onder /api/sleutels/.",
    "Send it as 'Authorization: Bearer …' or as ?api_key=…; you make one at /api/sleutels/.",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. `token` None: anonymous."""

    user: User | None
    token: int | None


class Key(AuthBase):
    """The account of the key, when a row of the policy table lets it do `operation`; where the house is open, also nobody."""

    openapi_type: ClassVar[str] = "http"
    openapi_scheme: ClassVar[str] = "bearer"

    def __init__(self, operation: str, *, open_to_all: bool) -> None:
        super().__init__()
        self.operation, self.open_to_all = operation, open_to_all

    def __call__(self, request: HttpRequest) -> Any:
        given = key_in(request)
        address = f"ip:{request.META.get('REMOTE_ADDR', '')}"
        if not given:
            limits.admit(address, settings.API_RATE_ANONYMOUS)
            if self.open_to_all and settings.API_OPEN:
                return Caller(None, None)
            raise Refused(401, _NO_KEY, _HOW, {"WWW-Authenticate": "Bearer"})
        token = tokens.found(given)
        if token is None:
            limits.admit(address, settings.API_RATE_ANONYMOUS)
            raise Refused(401, _WRONG, _HOW, {"WWW-Authenticate": "Bearer"})
        limits.admit(f"user:{token.user_id}", settings.API_RATE_SIGNED)
        policies.require(token.user, self.operation)
        return Caller(token.user, token.pk)


def key_in(request: HttpRequest) -> str:
    header = request.headers.get("Authorization", "").strip()
    return (_SCHEME.sub("", header) or request.GET.get("api_key", "")).strip()[:200]


def caller_of(request: HttpRequest) -> Caller:
    found: Caller = request.auth  # type: ignore[attr-defined]
    return found


MATCH = Key("screening.match", open_to_all=True)
RECORD = Key("screening.view", open_to_all=False)
