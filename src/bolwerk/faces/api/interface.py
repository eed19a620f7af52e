"""The interface as a whole: its parts, how errors are told, and that pages elsewhere may ask with a key."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from bolwerk.faces.api.answers import Refused, detail
from bolwerk.faces.api.routes import match, reconcile, record, system
from bolwerk.kernel import BolwerkError, Conflict, InvalidInput, NotAllowed, NotFound, Text

_STATUS: tuple[tuple[type[BolwerkError], int], ...] = (
    (InvalidInput, 400),
    (NotAllowed, 403),
    (Conflict, 409),
    (NotFound, 404),
)
_TOO_BIG = Refused(
    413,
    Text("Dit verzoek is te groot.", "This request is too large."),
    Text("Stuur minder vragen tegelijk.", "Send fewer questions at once."),
)

api = NinjaAPI(
    title="Bolwerk screening",
    version="1",
    description="Names against the lists in force. Clients of yente and OpenRefine work as they are. See docs/api.md.",
    docs_url=None,
    urls_namespace="api",
)
for part in (match, system, record, reconcile):
    api.add_router("/screening", part.router)


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    answer = api.create_response(request, {"detail": detail(request, error)}, status=error.status)
    for name, value in error.headers.items():
        answer[name] = value
    return answer


def of_the_house(request: HttpRequest, error: BolwerkError) -> HttpResponse:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 503)
    return api.create_response(request, {"detail": detail(request, error)}, status=status)


def ill_formed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Where in the request, and what is wrong there; not what was sent."""
    told = [{"loc": list(map(str, one["loc"])), "msg": one["msg"], "type": one["type"]} for one in error.errors]
    return api.create_response(request, {"detail": told}, status=422)


def plain(request: HttpRequest, error: HttpError) -> HttpResponse:
    return api.create_response(request, {"detail": error.message}, status=error.status_code)


def too_big(request: HttpRequest, error: Exception) -> HttpResponse:
    return refused(request, _TOO_BIG)


api.exception_handler(Refused)(refused)
api.exception_handler(BolwerkError)(of_the_house)
api.exception_handler(ValidationError)(ill_formed)
api.exception_handler(HttpError)(plain)
for kind in (RequestDataTooBig, TooManyFieldsSent):
    api.add_exception_handler(kind, partial(too_big))


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address under the interface at which nothing stands."""
    return refused(
        request,
        Refused(
            404,
            Text("Er staat niets op dit adres.", "There is nothing at this address."),
            Text("De adressen staan in /api/openapi.json.", "The addresses are in /api/openapi.json."),
        ),
    )


urlpatterns = [path("", api.urls), re_path(r"^(?P<rest>.*)$", nowhere)]
