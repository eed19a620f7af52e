"""The addresses of the holder's pages, included by the desk under `/vergunningen/mijn/`."""

from django.urls import path

from bolwerk.faces.desk.holding import asking, exports, guidance, pages, reports

_ONE = "<str:reference>/"
urlpatterns = [
    path("", pages.mine, name="holding"),
    path("vergunningen.csv", exports.as_csv, name="holding-csv"),
    path("agenda.ics", exports.as_ical, name="holding-ical"),
    path("embargo/", pages.embargoes, name="holding-embargoes"),
    path("begeleiding/", guidance.ask, name="holding-guidance"),
    path("registreren/", asking.choose, name="holding-choose"),
    path("registreren/<str:reference>/eerste-gebruik/", asking.first_use, name="holding-first-use"),
    path("registreren/<slug:general>/", asking.register, name="holding-register"),
    path(_ONE, pages.licence, name="holding-licence"),
    path(_ONE + "gebruik/", asking.use, name="holding-use"),
    path(_ONE + "verslag/<slug:duty>/", reports.report, name="holding-report"),
    path(_ONE + "vraag/<slug:kind>/", asking.change, name="holding-change"),
]
