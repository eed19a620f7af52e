"""Pages elsewhere, such as OpenRefine, may ask with a key: no cookie counts here, so nothing leaks to them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

_UNDER = "/api/screening/"


class Crossing:
    """Middleware: CORS for the interface alone; whatever else there is stays closed to other origins."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(_UNDER):
            return self.get_response(request)
        asking = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = HttpResponse(status=204) if asking else self.get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        response["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Accept-Language"
        response["Access-Control-Expose-Headers"] = "x-batch-size, x-algorithm, x-lists-digest, Retry-After"
        if response.get("Cache-Control") is None:
            response["Cache-Control"] = "no-store"
        return response
