"""The other kinds of application, to their end, with the letters that go out."""

from __future__ import annotations

from typing import Any

import pytest

from bolwerk.domains.export_control.live import applicant_facts, applications, checking, handling
from bolwerk.office.cases import selectors
from bolwerk.office.cases.models import Case
from bolwerk.office.cases.services import open_case
from bolwerk.office.documents import letters
from tests.domains.export_control.applying.world import EU_ANSWERS
from tests.domains.export_control.handling.world import Office, lane

pytestmark = pytest.mark.django_db
Sent = dict[str, dict[str, Any]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What each letter says, by template: read where it is handed over, and rendered by the tests that look at it."""
    found: Sent = {}
    from bolwerk.domains.export_control.app.handling import letters as made

    class Post:
        def enqueue(self, case: str, template: str, data: dict[str, Any], lang: str, key: str, at: str) -> None:
            found[template] = data

    monkeypatch.setattr(made, "make_letter", Post())
    return found


def rendered(sent: Sent, template: str) -> bytes:
    return letters.render(template, sent[template], "nl")


def opened(office: Office, kind: str, **answers: str) -> Case:
    """An application of another kind, as a form would hand it in: the form itself is not what is tried here."""
    draft = office.start(kind=kind, answers={"goods.class": "defence", **answers})
    case = open_case(
        f"export.{kind}", actor=office.person, organisation=office.company, subject="Proef (voorbeeld)",
        payload={"application": str(draft.pk), "kind": kind}, key=f"open-{kind}",
    )  # fmt: skip
    type(draft).objects.filter(pk=draft.pk).update(case=case, state="submitted")
    return case


def test_a_prior_authorisation_asks_four_bodies_and_the_six_heads(office: Office, sent: Sent) -> None:
    case = opened(office, "authorisation")
    office.act(case, "found_complete")
    office.judge(case)
    assert "Still ask advice of: public prosecutor" in office.why_not(case, "grant_proposed")
    for body in handling.consulting.MORALITY:
        office.answer(office.consult(case, body))
    assert office.why_not(case, "grant_proposed") == ""
    office.propose(case, proposal=handling.deciding.Proposal((), ("Meld wijzigingen.",), _none(), ""))
    office.act(case, "grant_decided", "approver")
    case = office.act(case, "authorisation_issued")
    assert rendered(sent, "export_authorisation").startswith(b"%PDF")
    review = selectors.state(case).term("review")
    assert review.running and review.due is not None and review.due.year == case.opened_at.year + 3


def test_a_programme_with_a_gap_is_not_authorised_and_bad_conduct_is_refused(office: Office) -> None:
    case = opened(office, "authorisation")
    office.act(case, "found_complete")
    for body in handling.consulting.MORALITY:
        office.answer(office.consult(case, body))
    office.judge(case, against=("icp.audits",))
    assert "programme is not complete" in office.why_not(case, "grant_proposed")
    office.judge(case, against=("authorisation.moral",))
    assert "obliges to refuse" in office.why_not(case, "grant_proposed")
    assert office.why_not(case, "refusal_proposed") == ""


def test_a_review_that_comes_round_needs_its_own_sheet(office: Office) -> None:
    case = opened(office, "authorisation")
    office.act(case, "found_complete")
    office.judge(case)
    for body in handling.consulting.MORALITY:
        office.answer(office.consult(case, body))
    office.propose(case, proposal=handling.deciding.Proposal((), (), _none(), ""))
    office.act(case, "grant_decided", "approver")
    office.act(case, "authorisation_issued")
    office.act(case, "review_begun")
    assert "Nothing was recorded for this review" in office.why_not(case, "review_proposed")
    office.judge(case)
    office.act(case, "review_proposed")
    office.act(case, "review_confirmed", "approver2")
    assert selectors.state(case).open_ids == ("held",)


@pytest.mark.parametrize("kind", ["advice", "confirmation"])
def test_an_answer_is_proposed_approved_and_sent(office: Office, sent: Sent, kind: str) -> None:
    case = opened(office, kind)
    office.act(case, "found_complete")
    office.act(case, "opinion_proposed", reason="Zo zien wij het.", outcome="negative")
    office.act(case, "opinion_decided", "approver")
    case = office.act(case, "opinion_notified")
    assert case.status == "closed"
    assert rendered(sent, f"export_{kind}").startswith(b"%PDF")


def test_a_refusal_sends_its_letters_with_the_grounds_the_hearing_and_the_appeal(office: Office, sent: Sent) -> None:
    case = office.received("IN")
    office.act(case, "found_complete")
    office.judge(case, against=("criterion.internal_repression",))
    office.act(case, "refusal_proposed", reason="Criterium 2.")
    office.act(case, "refusal_intended", "approver")
    assert rendered(sent, "export_hearing").startswith(b"%PDF")
    office.act(case, "hearing_held", reason="De aanvrager licht toe.")
    office.act(case, "refusal_decided", "approver", reason="Het risico blijft.")
    office.act(case, "refusal_notified")
    letter = sent["export_refusal"]
    said = " ".join(one["text"] for one in letter["reasons"])
    assert "Criterium 2." in said and "Het risico blijft." in said
    assert "De aanvrager licht toe." in letter["heard"] and "niet bevestigd" in letter["objection"][0]
    assert rendered(sent, "export_refusal").startswith(b"%PDF")


def test_a_closure_without_assessment_takes_two_people_too(office: Office, sent: Sent) -> None:
    case = office.received()
    office.act(case, "closure_proposed", reason="Geen vergunning nodig.")
    assert "role" in office.why_not(case, "closure_decided")
    case = office.act(case, "closure_decided", "approver", reason="Geen vergunning nodig.")
    assert case.status == "closed" and rendered(sent, "export_closure").startswith(b"%PDF")


def test_a_licence_goes_out_with_its_document_in_both_languages(office: Office, sent: Sent) -> None:
    office.granted(office.received())
    for lang in ("nl", "en"):
        assert letters.render("export_licence", sent["export_licence"], lang).startswith(b"%PDF")  # type: ignore[arg-type]
    assert letters.render("export_grant", sent["export_grant"], "nl").startswith(b"%PDF")


def test_a_prohibited_destination_is_reviewed_for_refusal(office: Office) -> None:
    case = office.received("RU")
    assert lane(case) == "refusal_review"
    office.act(case, "found_complete")
    assert office.why_not(case, "refusal_proposed") == ""


def _none() -> Any:
    from bolwerk.kernel import ALWAYS

    return ALWAYS


def test_an_authorisation_that_is_held_is_never_asked_again_and_ends_with_its_case(office: Office, sent: Sent) -> None:
    draft = office.start(answers={**EU_ANSWERS, "authorisation.held": "no"})
    assert applications.facts(draft)["authorisation.held"] is False
    case = opened(office, "authorisation")
    office.act(case, "found_complete")
    office.judge(case)
    for body in handling.consulting.MORALITY:
        office.answer(office.consult(case, body))
    office.propose(case, proposal=handling.deciding.Proposal((), (), _none(), ""))
    office.act(case, "grant_decided", "approver")
    assert applications.facts(draft)["authorisation.held"] is False
    office.act(case, "authorisation_issued")
    known = applications.known_facts(draft)["authorisation.held"]
    assert (known.value, known.origin) == (True, applicant_facts.REGISTER)
    asked = checking.questions(draft, draft.created_at.date())
    assert "authorisation.held" not in {fact.name for fact in asked.facts}
