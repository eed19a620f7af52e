"""The addresses of the desk, at the root of the house."""

from django.urls import include, path

from bolwerk.faces.desk.views import calls, cases, check, drafts, money, organisations, pages

app_name = "desk"
urlpatterns = [
    path("", pages.home, name="home"),
    path("check/", check.question, name="check"),
    path("check/organisatie/", check.organisation, name="check-organisation"),
    path("check/terug/", check.back, name="check-back"),
    path("check/opnieuw/", check.restart, name="check-restart"),
    path("check/wijzig/<str:fact>/", check.change, name="check-change"),
    path("check/uitkomst/", check.outcome, name="check-outcome"),
    path("check/dossier.toml", check.download, name="check-download"),
    path("check/opladen/", check.upload, name="check-upload"),
    path("vergunningen/", include("bolwerk.faces.desk.licensing.urls")),
    path("oproepen/", calls.overview, name="calls"),
    path("oproepen/<slug:code>/", calls.detail, name="call"),
    path("oproepen/<slug:code>/beginnen/", calls.start, name="start"),
    path("organisaties/toevoegen/", organisations.add, name="organisation-add"),
    path("organisaties/<str:kbo>/", organisations.detail, name="organisation"),
    path("uitnodigingen/<uuid:pk>/aanvaarden/", drafts.accept, name="accept"),
    path("aanvragen/<uuid:pk>/", drafts.draft, name="draft"),
    path("aanvragen/<uuid:pk>/deel/<slug:section>/", drafts.section, name="section"),
    path("aanvragen/<uuid:pk>/partners/", drafts.partners, name="partners"),
    path("aanvragen/<uuid:pk>/kosten/", money.costs, name="costs"),
    path("aanvragen/<uuid:pk>/bedrag/", money.amount, name="amount"),
    path("aanvragen/<uuid:pk>/indienen/", drafts.submit, name="submit"),
    path("aanvragen/<uuid:pk>/ingediend/", drafts.submitted, name="submitted"),
    path("aanvragen/<uuid:pk>/stoppen/", drafts.withdraw, name="withdraw"),
    path("dossiers/<str:reference>/", cases.case, name="case"),
    path("dossiers/<str:reference>/stap/<slug:move>/", cases.move, name="move"),
    path("dossiers/<str:reference>/vraag/", cases.ask, name="ask"),
    path("dossiers/<str:reference>/document/", cases.document, name="document"),
    path("dossiers/<str:reference>/uitvoer/", cases.duties, name="duties"),
    path("dossiers/<str:reference>/uitvoer.pdf", cases.duties_pdf, name="duties-pdf"),
    path("uitvoerplichten/", pages.duties, name="export"),
    path("over/", pages.about, name="about"),
    path("over/toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("over/privacy/", pages.privacy, name="privacy"),
]
