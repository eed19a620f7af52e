"""The addresses of licences and embargoes, included by the workbench; all names begin with `holding_`."""

from django.urls import path

from bolwerk.faces.workbench.holding import bans, customs, licences, measures

_ONE = "vergunningen/<str:reference>/"
_EMBARGO = "embargo/<str:reference>/"
urlpatterns = [
    path("vergunningen/", licences.register, name="holding_register"),
    path("vergunningen/bestand/", customs.file, name="holding_file"),
    path(_ONE, licences.licence, name="holding_licence"),
    path(_ONE + "afschrijving/", customs.write_off, name="holding_write_off"),
    path(_ONE + "afschrijving/<int:number>/terug/", customs.take_back, name="holding_take_back"),
    path(_ONE + "maatregel/<slug:kind>/", measures.take, name="holding_measure"),
    path(_ONE + "maatregel/<int:measure>/einde/", measures.end, name="holding_end_measure"),
    path(_ONE + "brief/<int:number>.pdf", measures.letter, name="holding_letter"),
    path("embargo/", bans.embargoes, name="holding_embargoes"),
    path(_EMBARGO, bans.embargo, name="holding_embargo"),
    path(_EMBARGO + "stap/<slug:kind>/", bans.step, name="holding_embargo_step"),
]
