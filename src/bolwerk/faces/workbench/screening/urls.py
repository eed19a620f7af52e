"""The addresses of the screening desk, under `/werkbank/screening/`: names begin with `screening_`."""

from django.urls import path

from bolwerk.faces.workbench.screening.views import alerts, lists, names, runs

urlpatterns = [
    path("", alerts.queue, name="screening_queue"),
    path("melding/<uuid:pk>/", alerts.alert, name="screening_alert"),
    path("melding/<uuid:pk>/heropenen/", alerts.reopen, name="screening_reopen"),
    path("partij/<uuid:pk>/", alerts.subject, name="screening_subject"),
    path("lijsten/", lists.lists, name="screening_lists"),
    path("lijsten/inladen/", lists.upload, name="screening_upload"),
    path("lijsten/opnieuw/", lists.rescreen, name="screening_rescreen"),
    path("lijsten/<str:name>/", lists.history, name="screening_list"),
    path("runs/", runs.runs, name="screening_runs"),
    path("runs/<int:number>/", runs.run, name="screening_run"),
    path("runs/<int:number>/bewijs.json", runs.receipt, name="screening_receipt"),
    path("naam/", names.name, name="screening_name"),
]
