"""The applicant's case: what they read and do, and what stays with the service until it is told."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from bolwerk.domains.investment import live
from bolwerk.office.calls.models import Call
from bolwerk.office.cases.models import Case
from bolwerk.office.documents.models import Document
from tests.faces.desk.here import Here, text

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


def test_a_completion_is_sent_with_its_file_in_one_step(here: Here) -> None:
    case = here.act(here.submitted(), "completion_requested", "handler", reason="Het plan ontbreekt.")
    client = here.signed_in(case.opened_by)
    page = text(client.get(f"/dossiers/{case.reference}/"))
    assert "Wij wachten op uw aanvulling." in page
    assert "Het plan ontbreekt." in page
    address = f"/dossiers/{case.reference}/stap/completion_received/"
    sent = {"reason": "Hier is het.", "key": "c1", "version": case.version, "file": SimpleUploadedFile("plan.pdf", PDF)}
    assert client.post(address, sent).status_code == 302
    case.refresh_from_db()
    assert ",admissibility," in case.steps
    document = Document.objects.get(case=case)
    assert document.name in text(client.get(f"/dossiers/{case.reference}/"))
    assert case.events.latest("seq").payload["documents"][0]["document"] == str(document.pk)


def test_a_file_of_a_wrong_type_is_told_keeps_the_text_and_moves_nothing(here: Here) -> None:
    case = here.act(here.submitted(), "completion_requested", "handler", reason="Het plan ontbreekt.")
    client = here.signed_in(case.opened_by)
    sent = {
        "reason": "Hier is het.",
        "key": "c1",
        "version": case.version,
        "file": SimpleUploadedFile("plan.exe", b"MZ\x90\x00 program"),
    }
    response = client.post(f"/dossiers/{case.reference}/stap/completion_received/", sent)
    assert response.status_code == 422
    assert "Hier is het." in text(response)
    case.refresh_from_db()
    assert ",completion," in case.steps
    assert not Document.objects.exists()


def test_a_case_that_moved_on_shows_what_happened_and_keeps_the_text(here: Here) -> None:
    case = here.act(here.submitted(), "completion_requested", "handler", reason="Het plan ontbreekt.")
    client, version = here.signed_in(case.opened_by), case.version
    client.post(f"/dossiers/{case.reference}/vraag/", {"reason": "Tot wanneer?", "key": "q"})
    sent = {"reason": "Mijn aanvulling", "key": "c", "version": version, "file": SimpleUploadedFile("plan.pdf", PDF)}
    response = client.post(f"/dossiers/{case.reference}/stap/completion_received/", sent)
    page = text(response)
    assert response.status_code == 409
    assert "Mijn aanvulling" in page
    assert "Vraag gesteld" in page
    assert not Document.objects.exists()


def test_a_step_that_cannot_be_made_now_is_refused_with_a_reason(here: Here) -> None:
    case = here.submitted()
    client = here.signed_in(case.opened_by)
    response = client.get(f"/dossiers/{case.reference}/stap/objection_lodged/")
    assert response.status_code == 403
    assert "kan nu niet" in text(response)


def test_a_decision_is_not_read_before_it_is_notified(here: Here) -> None:
    case = here.submitted()
    client = here.signed_in(case.opened_by)
    here.act(case, "declared_inadmissible", "handler", reason="GEHEIM: niet volledig.")
    here.act(case, "exclusion_decided", "approver", reason="GEHEIM: niet volledig.")
    page = text(client.get(f"/dossiers/{case.reference}/"))
    assert "GEHEIM" not in page
    assert "eiger" not in page.replace("weigering zonder", "")
    assert "Wij bereiden de beslissing voor." in page
    assert "Wij bereiden de beslissing voor." in text(client.get("/"))
    here.act(case, "refusal_notified", "handler", reason="Uw aanvraag was niet volledig.")
    page = text(client.get(f"/dossiers/{case.reference}/"))
    assert "Uw aanvraag is geweigerd" in page
    assert "Dien bezwaar in" in page


def test_a_judgement_of_an_official_stays_out_of_the_timeline(here: Here) -> None:
    case = here.submitted()
    here.judge(case, "project.mainly_military", True)
    page = text(here.signed_in(case.opened_by).get(f"/dossiers/{case.reference}/"))
    assert "Zie het dossier." not in page


def test_a_question_and_a_document_of_the_applicant_come_into_the_case(here: Here) -> None:
    case = here.submitted()
    client = here.signed_in(case.opened_by)
    client.post(f"/dossiers/{case.reference}/vraag/", {"reason": "Wanneer hoor ik iets?", "key": "q"})
    client.post(f"/dossiers/{case.reference}/document/", {"key": "d", "file": SimpleUploadedFile("plan.pdf", PDF)})
    page = text(client.get(f"/dossiers/{case.reference}/"))
    assert "Wanneer hoor ik iets?" in page
    assert "plan.pdf" in page
    bad = client.post(f"/dossiers/{case.reference}/document/", {"key": "e", "file": SimpleUploadedFile("x.pdf", b"geen pdf")})
    assert bad.status_code == 422


def test_the_duties_on_export_are_shown_from_what_is_known_and_told_once(here: Here) -> None:
    case = here.submitted(
        goods_on_military_list="ja", trade_outside_eu="ja", goods_sensitive="nee", goods_other_military_use="nee"
    )
    client = here.signed_in(case.opened_by)
    for _ in range(2):
        page = text(client.get(f"/dossiers/{case.reference}/uitvoer/"))
    assert "Wapenhandeldecreet art. 8" in page
    assert case.events.filter(kind="export_duties_told").count() == 1
    assert here.signed_in(here.people["handler"]).get(f"/dossiers/{case.reference}/uitvoer/").status_code == 200
    pdf = client.get(f"/dossiers/{case.reference}/uitvoer.pdf")
    assert pdf.content.startswith(b"%PDF-")


def test_from_award_to_the_balance_the_applicant_does_their_part(here: Here) -> None:
    case = here.submitted()
    Call.objects.filter(pk=here.call.pk).update(closes_at=here.at)
    here.act(case, "declared_admissible", "handler")
    here.judge(case, "project.mainly_military", False)
    here.act(case, "esac_found_unneeded", "handler", reason="Civiel.")
    here.review(case, "very_good")
    here.to_ranked_list_now()
    here.act(case, "award_decided", "approver")
    client = here.signed_in(case.opened_by)
    assert "Toegekende steun" not in text(client.get(f"/dossiers/{case.reference}/"))
    here.act(case, "award_notified", "handler")
    page = text(client.get(f"/dossiers/{case.reference}/"))
    assert "Toegekende steun" in page
    for move in ("agreement_signed", "instalment_claimed"):
        case.refresh_from_db()
        sent = {"reason": "", "key": move, "version": case.version}
        assert client.post(f"/dossiers/{case.reference}/stap/{move}/", sent).status_code == 302, move
    case.refresh_from_db()
    assert ",claimed," in case.steps
    assert live.award_of(case) is not None


def test_a_case_can_be_withdrawn_with_a_reason(here: Here) -> None:
    case = here.submitted()
    client = here.signed_in(case.opened_by)
    address = f"/dossiers/{case.reference}/stap/withdrawn/"
    assert client.post(address, {"reason": " ", "key": "w", "version": case.version}).status_code == 422
    client.post(address, {"reason": "Andere plannen.", "key": "w", "version": case.version})
    case.refresh_from_db()
    assert case.status == Case.Status.CLOSED


def test_nobody_sees_or_moves_the_case_of_another_organisation(here: Here) -> None:
    case = here.submitted()
    _, stranger = here.applicant_of(here.company())
    for tail in ("", "stap/withdrawn/", "vraag/", "document/", "uitvoer/", "uitvoer.pdf"):
        response = stranger.get(f"/dossiers/{case.reference}/{tail}")
        assert response.status_code == 403, tail
        assert case.subject not in text(response)
    sent = {"reason": "x", "key": "x", "version": case.version}
    for tail in ("stap/withdrawn/", "vraag/", "document/"):
        assert stranger.post(f"/dossiers/{case.reference}/{tail}", sent).status_code == 403, tail
    assert case.reference not in text(stranger.get("/"))
    case.refresh_from_db()
    assert case.status == Case.Status.OPEN


def test_the_case_of_the_committee_reads_as_a_case_of_the_applicant_too(here: Here) -> None:
    case = here.submitted()
    here.act(case, "declared_admissible", "handler")
    here.judge(case, "project.mainly_military", True)
    here.act(case, "esac_advice_requested", "handler", reason="Hoofdzakelijk militair.")
    advice = Case.objects.get(reference__startswith="ESAC")
    client = here.signed_in(case.opened_by)
    page = text(client.get(f"/dossiers/{advice.reference}/"))
    assert "Het ESAC bekijkt uw project." in page
    assert "Het ESAC geeft advies over uw project." in text(client.get(f"/dossiers/{case.reference}/"))
    assert client.get(f"/dossiers/{advice.reference}/uitvoer/").status_code == 403
