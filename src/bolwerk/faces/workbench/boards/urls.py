"""The addresses of the boards, included by the workbench under `/werkbank/`; all names begin with `board_`."""

from django.urls import path

from bolwerk.faces.workbench.boards.views import calls, committee, composition, money, ranking, reviews

_CALL = "oproepen/<slug:code>/"
_SHEET = "beoordelingen/blad/<int:pk>/"
_REQUEST = "comite/<uuid:pk>/"
_SEAT = "comite/samenstelling/<int:pk>/"
_ENVELOPE = "geld/<str:code>/"
urlpatterns = [
    path("oproepen/", calls.calls, name="board_calls"),
    path("oproepen/nieuw/", calls.new_call, name="board_call_new"),
    path(_CALL, calls.call, name="board_call"),
    path(_CALL + "sluiting/", calls.move_closing, name="board_closing"),
    path(_CALL + "publicatie/<uuid:application>/", calls.publish, name="board_publish"),
    path(_CALL + "toekenningen.csv", calls.awards_csv, name="board_awards_csv"),
    path(_CALL + "toekenningen.json", calls.awards_json, name="board_awards_json"),
    path(_CALL + "ijking/", reviews.calibration, name="board_calibration"),
    path(_CALL + "ijking/<uuid:application>/", reviews.consensus, name="board_consensus"),
    path(_CALL + "rangschikking/", ranking.ranking, name="board_ranking"),
    path(_CALL + "rangschikking/voorstel/", ranking.propose, name="board_propose"),
    path(_CALL + "rangschikking/<int:number>/beslissing/", ranking.decide, name="board_decide"),
    path(_CALL + "rangschikking/uitvoering/", ranking.apply, name="board_apply"),
    path(_CALL + "rangschikking/reserve/", ranking.draw, name="board_draw"),
    path(_CALL + "rangschikking/toekenning/", ranking.award, name="board_award"),
    path("beoordelingen/", reviews.reviews, name="board_reviews"),
    path("beoordelingen/aanvraag/<uuid:application>/", reviews.assign, name="board_assign"),
    path(_SHEET, reviews.sheet, name="board_sheet"),
    path(_SHEET + "heropening/", reviews.reopen, name="board_reopen"),
    path(_SHEET + "einde/", reviews.unassign, name="board_unassign"),
    path("comite/", committee.committee, name="board_committee"),
    path("comite/samenstelling/", composition.composition, name="board_composition"),
    path("comite/samenstelling/benoeming/", composition.appoint, name="board_appoint"),
    path("comite/samenstelling/verslag.pdf", composition.report_pdf, name="board_composition_pdf"),
    path("comite/samenstelling/mededeling/", composition.reported, name="board_reported"),
    path(_SEAT + "verlenging/", composition.renew, name="board_renew"),
    path(_SEAT + "einde/", composition.end_seat, name="board_end_seat"),
    path(_REQUEST, committee.advice, name="board_request"),
    path(_REQUEST + "belang/", committee.declare, name="board_declare"),
    path(_REQUEST + "scores/", committee.score, name="board_score"),
    path(_REQUEST + "stem/", committee.vote, name="board_vote"),
    path(_REQUEST + "minderheid/", committee.minority, name="board_minority"),
    path(_REQUEST + "advies/", committee.give, name="board_give"),
    path("geld/", money.money, name="board_money"),
    path(_ENVELOPE, money.envelope, name="board_envelope"),
    path(_ENVELOPE + "toewijzing/", money.appropriate, name="board_appropriate"),
    path(_ENVELOPE + "boekingen.csv", money.entries_csv, name="board_entries_csv"),
]
