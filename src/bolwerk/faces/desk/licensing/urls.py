"""The addresses of licences, below `/vergunningen/`; their names stand in `desk:`, and begin with `licensing`."""

from django.urls import path

from bolwerk.faces.desk.licensing import begin, need, papers, parts, sending

urlpatterns = [
    path("", begin.overview, name="licensing"),
    path("nodig/", need.question, name="licensing-need"),
    path("nodig/terug/", need.back, name="licensing-need-back"),
    path("nodig/wijzig/<str:fact>/", need.change, name="licensing-need-change"),
    path("nodig/opnieuw/", need.restart, name="licensing-need-restart"),
    path("nodig/uitkomst/", need.outcome_page, name="licensing-outcome"),
    path("beginnen/", begin.start, name="licensing-start"),
    path("<uuid:pk>/", parts.draft, name="licensing-draft"),
    path("<uuid:pk>/deel/<slug:part>/", parts.part, name="licensing-part"),
    path("<uuid:pk>/deel/goods/tabel/", parts.table, name="licensing-table"),
    path("<uuid:pk>/deel/parties/eerder/", parts.earlier, name="licensing-earlier"),
    path("<uuid:pk>/verklaring/<slug:kind>/<str:mark>.pdf", papers.certificate, name="licensing-certificate"),
    path("<uuid:pk>/stuk/<uuid:paper>/", papers.download, name="licensing-paper"),
    path("<uuid:pk>/stuk/<uuid:paper>/weg/", papers.remove, name="licensing-paper-remove"),
    path("<uuid:pk>/indienen/", sending.submit, name="licensing-submit"),
    path("<uuid:pk>/ingediend/", sending.submitted, name="licensing-submitted"),
    path("<uuid:pk>/lezen/", sending.read, name="licensing-read"),
    path("<uuid:pk>/aanvullen/", sending.reopen, name="licensing-reopen"),
    path("<uuid:pk>/intrekken/", sending.withdraw, name="licensing-withdraw"),
    path("<uuid:pk>/verwijderen/", sending.delete, name="licensing-delete"),
    path("<uuid:pk>/kopie/", sending.copy, name="licensing-copy"),
]
