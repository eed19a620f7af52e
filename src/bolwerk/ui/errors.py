"""The error pages, for the middleware and as Django's handlers (`handler400 = "bolwerk.ui.errors.bad_request"`, and so on).

For an htmx request the answer is the message alone, aimed at the top of the page, so that the form stays as it was.
"""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from bolwerk.kernel import BolwerkError, Text

TITLES: dict[int, Text] = {
    400: Text("Dit verzoek kunnen we niet lezen", "We cannot read this request"),
    403: Text("Dit mag niet", "This is not allowed"),
    404: Text("Deze pagina is er niet", "This page is not here"),
    409: Text("Iemand was u voor", "Somebody was ahead of you"),
    413: Text("Dit is te groot", "This is too large"),
    422: Text("Er klopt iets niet", "Something is not right"),
    500: Text("Er ging iets mis bij ons", "Something went wrong on our side"),
    503: Text("Hier kunnen we nu niet op antwoorden", "We cannot answer this now"),
}


def error_page(request: HttpRequest, status: int, what: Text, mend: Text, where: str = "") -> HttpResponse:
    """The page of an error with its status. Shows what was typed, so that none of it is lost."""
    values = {"status": status, "title": TITLES.get(status, TITLES[400]), "what": what, "mend": mend, "where": where}
    values["back"] = _back(request)
    htmx = request.headers.get("HX-Request") == "true"
    body = render_to_string("ui/error_fragment.html" if htmx else "ui/error.html", values, request)
    response = HttpResponse(body, status=status)
    if htmx:
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:top"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when it was too much."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return error_page(
            request,
            413,
            Text("Wat u stuurt is te groot om te bewaren.", "What you send is too large to keep."),
            Text(
                "Ga terug en stuur kleinere bestanden, of ze één voor één.", "Go back and send smaller files, or one at a time."
            ),
        )
    return error_page(
        request,
        400,
        Text("Uw browser stuurde iets wat we niet begrijpen.", "Your browser sent something we do not understand."),
        Text("Ga terug, laad de pagina opnieuw en probeer het nog eens.", "Go back, load the page again and try once more."),
    )


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        403,
        Text("U heeft geen toegang tot deze pagina.", "You have no access to this page."),
        Text("Meld u aan met een account dat dit wel mag.", "Sign in with an account that may see it."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, BolwerkError):
        return error_page(request, 404, exception.what, exception.mend, exception.where)
    return error_page(
        request,
        404,
        Text("Er staat niets op dit adres.", "There is nothing at this address."),
        Text("Kijk het adres na, of ga naar de startpagina.", "Check the address, or go to the home page."),
        request.path,
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For `CSRF_FAILURE_VIEW`: mostly a page left open too long, or cookies that are off."""
    return error_page(
        request,
        403,
        Text("De beveiliging van deze pagina is verlopen.", "The protection of this page has expired."),
        Text(
            "Ga terug en laad de pagina opnieuw. Wat u typte staat hieronder: u kunt het overnemen. Cookies moeten aan staan.",
            "Go back and load the page again. What you typed is below, to copy. Cookies must be on.",
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Leans on nothing that may be broken: no database, no session, no user."""
    body = render_to_string("500.html", {"failed": request})
    return HttpResponse(body, status=500)


def _back(request: HttpRequest) -> str:
    """The page the person came from, when it is ours; else the start."""
    came_from = request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}/"
    return came_from if came_from.startswith(own) else "/"
