"""The addresses of supervision, included by the workbench; all names begin with `supervision_`."""

from django.urls import path

from bolwerk.faces.workbench.supervision import audits, outreach, reports, times

urlpatterns = [
    path("doorlooptijden/", times.times, name="supervision_times"),
    path("verslagen/", reports.listed, name="supervision_reports"),
    path("verslagen/<str:name>/", reports.one, name="supervision_report"),
    path("verslagen/<str:name>/<str:file>", reports.file, name="supervision_report_file"),
    path("toezicht/", audits.plan, name="supervision_plan"),
    path("toezicht/<str:reference>/", audits.findings, name="supervision_findings"),
    path("toezicht/<str:reference>/opgelost/<int:number>/", audits.solve, name="supervision_solve"),
    path("begeleiding/", outreach.listed, name="supervision_outreach"),
    path("begeleiding/<str:reference>/", outreach.contact, name="supervision_contact"),
]
