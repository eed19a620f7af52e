"""The workbench, under `/werkbank/`. The boards (calls, reviews, committee, money) bring their own addresses."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from bolwerk.faces.workbench.views import actions, case, facts, goods, queue, registers

app_name = "workbench"
_CASE = "zaak/<str:reference>/"
_BOARDS = "bolwerk.faces.workbench.boards"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", queue.queue, name="queue"),
    path("screening/", include("bolwerk.faces.workbench.screening.urls")),
    path("", include("bolwerk.faces.workbench.licensing.urls")),
    path("", include("bolwerk.faces.workbench.supervision.urls")),
    path("zoeken/", queue.search, name="search"),
    path("uitleg/", queue.explained, name="explained"),
    path(_CASE, case.show, name="case"),
    path(_CASE + "procedure.md", case.procedure_text, name="procedure-text"),
    path(_CASE + "procedure.bpmn", case.procedure_bpmn, name="procedure-bpmn"),
    path(_CASE + "zet/<str:move>/", actions.move, name="move"),
    path(_CASE + "notitie/<str:kind>/", actions.note, name="note"),
    path(_CASE + "stuk/", actions.upload, name="upload"),
    path(_CASE + "belang/", actions.interest, name="interest"),
    path(_CASE + "oordeel/<str:fact>/", facts.judge, name="judge"),
    path("belang/<int:pk>/intrekken/", actions.withdraw_interest, name="interest-withdraw"),
    path("", include("bolwerk.faces.workbench.holding.urls")),
    path("goederen/", goods.goods, name="goods"),
    path("goederen/beslissing/", goods.decide, name="goods-decide"),
    path("organisaties/", registers.organisations, name="organisations"),
    path("organisaties/nieuw/", registers.add_organisation, name="organisation-add"),
    path("organisaties/<str:kbo>/", registers.organisation, name="organisation"),
    path("organisaties/<str:kbo>/gegevens/", registers.edit_organisation, name="organisation-edit"),
    path("organisaties/<str:kbo>/grootte/", registers.record_size, name="size"),
    path("organisaties/<str:kbo>/steun/", registers.add_aid, name="aid"),
    path("organisaties/<str:kbo>/eigenaar/", registers.add_owner, name="owner"),
    path("organisaties/<str:kbo>/eigenaar/<int:pk>/einde/", registers.end_owner, name="owner-end"),
    path("organisaties/<str:kbo>/lid/", registers.add_member, name="member"),
    path("organisaties/<str:kbo>/lid/<int:pk>/einde/", registers.end_member, name="member-end"),
]
if find_spec(_BOARDS) and find_spec(f"{_BOARDS}.urls"):
    urlpatterns.append(path("", include(f"{_BOARDS}.urls")))
