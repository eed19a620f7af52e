"""The addresses of the monitor, under `/plan/`. The code of a measure comes last: it fits any word."""

from django.urls import path

from bolwerk.faces.monitor.views import attest, exports, files, law, plan

app_name = "monitor"
urlpatterns = [
    path("", plan.overview, name="plan"),
    path("verschil/", plan.difference, name="difference"),
    path("geld/", plan.money, name="money"),
    path("termijnen/", plan.deadlines, name="deadlines"),
    path("woorden/", plan.glossary, name="glossary"),
    path("verslag/", plan.report, name="report"),
    path("toekenningen/", plan.awards, name="awards"),
    path("toekenningen.csv", files.awards_csv, name="awards-csv"),
    path("toekenningen.json", files.awards_json, name="awards-json"),
    path("termijnen.ics", files.calendar, name="calendar"),
    path("uitvoer/", exports.listed, name="exports"),
    path("uitvoer/<str:name>/", exports.one, name="export"),
    path("uitvoer/<str:name>/<str:file>", exports.file, name="export-file"),
    path("stand.csv", files.standing_csv, name="standing-csv"),
    path("stand.json", files.standing_json, name="standing-json"),
    path("regels/", law.rules, name="rules"),
    path("regels/<str:id>/", law.rule, name="rule"),
    path("procedures/<str:id>/", law.procedure, name="procedure"),
    path("verklaringen/", attest.attestations, name="attestations"),
    path("verklaringen/nieuw/", attest.give, name="attest"),
    path("verklaringen/<int:id>/bevestigen/", attest.confirm, name="confirm"),
    path("<str:code>/", plan.measure, name="measure"),
]
