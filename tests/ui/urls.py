"""The addresses the tests of the design system use."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from bolwerk.kernel import Conflict, InvalidInput, MissingLaw, NotAllowed, NotFound, Text

KINDS = {kind.__name__: kind for kind in (InvalidInput, NotAllowed, Conflict, NotFound, MissingLaw)}


def fail(request: HttpRequest, kind: str) -> HttpResponse:
    raise KINDS[kind](Text("Dit is <fout>.", "This is <wrong>."), where="veld", mend=Text("Doe dit.", "Do this."))


def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("geheim")


urlpatterns = [
    path("stijl/", include("bolwerk.ui.urls")),
    path("taal/", include("django.conf.urls.i18n")),
    path("aanmelden/", include("allauth.urls")),
    path("fout/<kind>/", fail),
    path("stuk/", crash),
]
handler400 = "bolwerk.ui.errors.bad_request"
handler403 = "bolwerk.ui.errors.denied"
handler404 = "bolwerk.ui.errors.not_found"
handler500 = "bolwerk.ui.errors.server_error"
