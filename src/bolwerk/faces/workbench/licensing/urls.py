"""The addresses of the handling of export applications, included by the workbench; all names begin with `licensing_`."""

from django.urls import path

from bolwerk.faces.workbench.licensing.views import advice, denials, lanes, notes, proposal, register, sheet

_CASE = "zaak/<str:reference>/"
urlpatterns = [
    path("sporen/", lanes.overview, name="licensing_lanes"),
    path("landen/", notes.countries, name="licensing_countries"),
    path("landen/<str:country>/", notes.country, name="licensing_country"),
    path("weigeringen/", register.register, name="licensing_register"),
    path("weigeringen/toevoegen/", register.add, name="licensing_register_add"),
    path("weigeringen/bestand/", register.upload, name="licensing_register_file"),
    path(_CASE + "spoor/", lanes.lane, name="licensing_lane"),
    path(_CASE + "minister/", lanes.minister, name="licensing_minister"),
    path(_CASE + "herscreening/", lanes.rescreen, name="licensing_rescreen"),
    path(_CASE + "toets/", sheet.sheet, name="licensing_sheet"),
    path(_CASE + "weigeringen/", denials.denials, name="licensing_denials"),
    path(_CASE + "weigeringen/motivering/", denials.reason, name="licensing_denial_reason"),
    path(_CASE + "weigeringen/<int:pk>/", denials.judge, name="licensing_denial"),
    path(_CASE + "advies/", advice.advice, name="licensing_advice"),
    path(_CASE + "voorstel/", proposal.proposal, name="licensing_proposal"),
    path(_CASE + "verschil/", proposal.difference, name="licensing_difference"),
    path(_CASE + "vingerafdruk/", proposal.fingerprint, name="licensing_fingerprint"),
]
