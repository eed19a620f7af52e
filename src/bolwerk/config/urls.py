"""The addresses of the house. Each face owns its own part."""

from django.urls import include, path
from django.views.generic import RedirectView

handler400 = "bolwerk.ui.errors.bad_request"
handler403 = "bolwerk.ui.errors.denied"
handler404 = "bolwerk.ui.errors.not_found"
handler500 = "bolwerk.ui.errors.server_error"

urlpatterns = [
    path("", include("bolwerk.faces.desk.urls")),
    path("werkbank/", include("bolwerk.faces.workbench.urls")),
    path("plan/", include("bolwerk.faces.monitor.urls")),
    path("lab/", include("bolwerk.faces.lab.urls")),
    path("api/", include("bolwerk.faces.api.urls")),
    path("api/", include("bolwerk.faces.api.interface")),
    path("stukken/", include("bolwerk.office.documents.urls")),
    path("aanmelden/", include("allauth.urls")),
    path("taal/", include("django.conf.urls.i18n")),
    path("stijl/", include("bolwerk.ui.urls")),
    path("favicon.ico", RedirectView.as_view(url="/static/bolwerk/favicon.svg", permanent=True)),
]
