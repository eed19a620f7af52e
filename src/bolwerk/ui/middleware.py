"""Errors of the house, raised anywhere in a view, become a page: what, where, how to mend. Never a stack trace."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from bolwerk.kernel import BolwerkError, Conflict, InvalidInput, MissingLaw, NotAllowed, NotFound
from bolwerk.ui.errors import error_page

STATUS: dict[type[BolwerkError], int] = {
    InvalidInput: 422,
    NotAllowed: 403,
    Conflict: 409,
    NotFound: 404,
    # The request is right and the house is whole; a row of law is missing. The service cannot answer now, and says so.
    MissingLaw: 503,
}


class PlainErrors:
    """Statuses: `STATUS`; any other BolwerkError is 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, BolwerkError):
            return None
        status = next((code for kind, code in STATUS.items() if isinstance(exception, kind)), 400)
        return error_page(request, status, exception.what, exception.mend, exception.where)
