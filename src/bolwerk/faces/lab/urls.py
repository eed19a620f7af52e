"""The addresses of the lab, under `/lab/`."""

from django.urls import path

from bolwerk.faces.lab.views import home, leadtime, rules

app_name = "lab"
urlpatterns = [
    path("", home.home, name="home"),
    path("doorlooptijd/", leadtime.leadtime, name="leadtime"),
    path("doorlooptijd.csv", leadtime.leadtime_csv, name="leadtime-csv"),
    path("regels/", rules.listed, name="rules"),
    path("regels/<str:id>/", rules.sandbox, name="sandbox"),
]
