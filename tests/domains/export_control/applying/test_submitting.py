"""From draft to case: complete, once, frozen; completed on request; withdrawn; and nobody else's hands on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from bolwerk.domains.export_control.app.applying import checking
from bolwerk.domains.export_control.live import Application, DraftConflict, Incomplete, applications, applying, last_changes
from bolwerk.kernel import Conflict, InvalidInput, NotAllowed, NotFound
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case
from bolwerk.office.documents.models import Document
from bolwerk.office.identity.models import AccessLog
from tests.domains.export_control.applying.world import EU_ANSWERS, LINE, TODAY, Upload, World


def test_a_full_application_opens_one_case_with_its_papers_in_it(world: World) -> None:
    sent = world.submit(world.full())
    case = sent.case
    assert case is not None and case.reference.startswith("EXP-")
    assert (case.procedure, case.organisation) == ("export.licence", world.company)
    payload = case.events.earliest("seq").payload
    assert (
        payload["application"] == str(sent.pk)
        and payload["instrument"] == "individual_transfer"
        and payload["measure"] == "1.2"
    )
    assert [one.kind for one in Document.objects.filter(case=case)] == ["end_user_certificate"]
    assert applications.of_case(case) == sent and sent.state == "submitted" and sent.edition == 1


def test_the_rows_of_a_submission_are_exact(world: World) -> None:
    sent = world.submit(world.full())
    [line] = applications.lines(sent)
    assert (line.quantity, line.cents, line.code, line.cn) == (Decimal(12), 48_000_50, "ML15.d", "90275000")
    roles = {party.role: party for party in applications.parties(sent)}
    assert set(roles) == {"applicant", "consignee", "end_user"}
    assert roles["end_user"].identifiers == {"vatCode": "DE123456789"} and roles["end_user"].aliases == [
        "Nordlicht",
        "Nordlicht Optics",
    ]
    use = applications.end_use(sent)
    assert use is not None and (use.country, use.sector) == ("DE", "civil")


def test_the_same_key_again_gives_the_same_case(world: World) -> None:
    draft = world.full()
    first, again = world.submit(draft, key="once"), world.submit(draft, key="once")
    assert first.case == again.case and Case.objects.count() == 1
    with pytest.raises(Conflict):
        applying.submit(world.full().pk, actor=world.person, key="once", version=1)


def test_nobody_submits_a_sentence_he_never_saw(world: World) -> None:
    draft = world.full()
    seen = draft.version
    applying.save_part(draft.pk, "end-use", {"contract": "PO-18"}, actor=world.colleague, version=1)
    with pytest.raises(DraftConflict):
        applying.submit(draft.pk, actor=world.person, key="k", version=seen)
    assert Case.objects.count() == 0


def test_an_empty_draft_says_everything_that_it_lacks(world: World) -> None:
    draft = world.start()
    with pytest.raises(Incomplete) as error:
        world.submit(draft)
    parts = {finding.part for finding in error.value.findings}
    assert parts == {"route", "parties", "goods", "end-use"}
    assert Case.objects.count() == 0 and applications.get(draft.pk).state == "draft"


def test_what_was_submitted_is_written_once_and_for_all(world: World) -> None:
    sent = world.submit(world.full())
    for table in ("submission", "party", "goodsline", "enduse"):
        for statement in (f"UPDATE export_control_{table} SET edition = 9", f"DELETE FROM export_control_{table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    with pytest.raises(NotAllowed):
        applying.save_rows(sent.pk, "goods", [], actor=world.person, version=1)
    with pytest.raises(NotAllowed):
        applying.delete_draft(sent.pk, actor=world.person)


def test_the_snapshot_says_what_the_rules_said_that_day(world: World) -> None:
    found = applications.submission(world.submit(world.full()))
    assert found is not None and len(found.digest) == 64
    said = found.snapshot["law"]["said"]
    assert (
        said["export.licence_needed"] == "yes, apply for a licence first"
        and said["export.instrument"] == "an individual licence"
    )
    assert found.snapshot["goods"][0]["quantity"] == "12"


# --- completing -------------------------------------------------------------------------------------------------------


def asked_to_complete(world: World) -> Application:
    sent = world.submit(world.full())
    assert sent.case is not None
    cases.act(sent.case.pk, "completion_requested", actor=world.handler, reason="Welk model?", key="ask", version=None)
    return applying.reopen(sent.pk, actor=world.person)


def test_a_completion_makes_a_new_edition_and_keeps_the_old(world: World) -> None:
    sent = asked_to_complete(world)
    assert sent.state == "completing" and [line.quantity for line in applications.lines(sent)] == [Decimal(12)]
    rows = [dict(row) | {"quantity": "10"} for row in applications.rows(sent, "goods")]
    applying.save_rows(sent.pk, "goods", rows, actor=world.person, version=1)
    assert [line.quantity for line in applications.lines(sent)] == [Decimal(12)], "the handler still sees what was submitted"
    world.sign(sent)
    done = world.submit(applications.get(sent.pk), key="second", reason="Tien in plaats van twaalf.")
    assert (done.edition, done.state) == (2, "submitted")
    assert [line.quantity for line in applications.lines(done)] == [Decimal(10)]
    assert done.goods_rows.filter(edition=1).get().quantity == Decimal(12)
    assert done.case is not None and done.case.events.latest("seq").kind in ("completion_received", "document_added")
    changed = {(one.what.en, one.name.en): (one.was, one.now) for one in last_changes(done)}
    assert changed["Goods", "Quantity"] == ("12", "10") and ("Goods", "Description") not in changed
    marks = {tuple(done.party_rows.filter(edition=n).values_list("mark", flat=True)) for n in (1, 2)}
    assert len(marks) == 1, "a party keeps its name for the screening"


def test_nothing_is_completed_that_was_not_asked(world: World) -> None:
    sent = world.submit(world.full())
    with pytest.raises(NotAllowed):
        applying.reopen(sent.pk, actor=world.person)


def test_withdrawing_ends_the_case(world: World) -> None:
    sent = world.submit(world.full())
    gone = applying.withdraw(sent.pk, actor=world.person, reason="De klant zag ervan af.", key="w")
    assert gone.state == "withdrawn" and gone.case is not None and gone.case.status == "closed"
    assert (
        applying.withdraw(sent.pk, actor=world.person, reason="nog eens", key="w2").withdrawn_reason == "De klant zag ervan af."
    )


def test_a_draft_is_thrown_away_and_leaves_nothing(world: World) -> None:
    draft = world.full()
    applying.delete_draft(draft.pk, actor=world.person)
    with pytest.raises(NotFound):
        applications.get(draft.pk)


def test_a_copy_brings_everything_but_the_papers(world: World) -> None:
    sent = world.submit(world.full())
    copy = applying.copy(sent.pk, title="Camera's naar Kiel (voorbeeld)", actor=world.colleague, key="copy")
    assert copy.state == "draft" and copy.answers == sent.answers and copy.attachments.count() == 0
    assert [line.description for line in applications.lines(copy)] == [LINE["description"]]
    missing = {finding.field.split(":")[0] for finding in checking.findings(copy, TODAY)}
    assert missing == {"end_user_certificate"}


# --- signing off ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("parties", {"address": "Andere straat 2"}),
        ("goods", {"quantity": "13"}),
        ("goods", {"description": "Iets anders (voorbeeld)"}),
    ],
    ids=["party", "quantity", "goods"],
)
def test_a_change_after_signing_asks_for_a_new_signature(world: World, part: str, change: dict[str, str]) -> None:
    draft = world.full()
    rows = [dict(row) for row in applications.rows(draft, part)]
    rows[-1] |= change
    applying.save_rows(draft.pk, part, rows, actor=world.person, version=applications.version(draft, part))
    [finding] = checking.findings(applications.get(draft.pk), TODAY)
    assert finding.part == "papers" and "getekend voor andere gegevens" in finding.what.nl
    with pytest.raises(Incomplete):
        world.submit(draft)
    world.sign(draft)
    assert checking.findings(applications.get(draft.pk), TODAY) == ()


def test_a_certificate_without_signatory_is_not_signed_off(world: World) -> None:
    draft = world.full()
    draft.attachments.update(signatory="", signed_on=None, signed_digest="")
    assert "niet bevestigd" in checking.findings(draft, TODAY)[0].what.nl
    paper = draft.attachments.get()
    with pytest.raises(InvalidInput):
        applying.confirm_signed(paper.pk, signatory="Greta", signed_on=date(2099, 1, 1), actor=world.person)
    applying.confirm_signed(paper.pk, signatory="Greta Grün", signed_on=date(2026, 11, 1), actor=world.person)
    assert checking.findings(applications.get(draft.pk), TODAY) == ()


def test_a_damaged_or_foreign_file_is_refused(world: World) -> None:
    draft = world.start()
    for name, content in (("a.exe", b"MZ"), ("leeg.pdf", b""), ("vals.pdf", b"geen pdf")):
        with pytest.raises(InvalidInput):
            applying.attach(draft.pk, Upload(name, content), kind="other", actor=world.person, key=name)
    assert draft.attachments.count() == 0


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_only_who_acts_for_the_applicant_writes(world: World) -> None:
    draft = world.full()
    doings: dict[str, Any] = {
        "save": lambda who: applying.save_part(draft.pk, "end-use", {"contract": "x"}, actor=who, version=1),
        "rows": lambda who: applying.save_rows(draft.pk, "goods", [], actor=who, version=1),
        "answers": lambda who: applying.save_answers(draft.pk, {"goods.class": "none"}, actor=who, version=0),
        "attach": lambda who: applying.attach(draft.pk, Upload("a.pdf"), kind="other", actor=who, key="a"),
        "submit": lambda who: applying.submit(draft.pk, actor=who, key="s", version=draft.version),
        "withdraw": lambda who: applying.withdraw(draft.pk, actor=who, reason="x", key="w"),
        "delete": lambda who: applying.delete_draft(draft.pk, actor=who),
        "copy": lambda who: applying.copy(draft.pk, title="x", actor=who, key="c"),
    }
    for name, do in doings.items():
        for who in (world.stranger, world.handler):
            before = AccessLog.objects.count()
            with pytest.raises(NotAllowed):
                do(who)
            assert AccessLog.objects.count() > before, f"the refusal of {name} is logged"
    assert Case.objects.count() == 0


def test_nobody_applies_for_an_organisation_of_another(world: World) -> None:
    with pytest.raises(NotAllowed):
        applying.start("advice", applicant=world.company, title="x", actor=world.stranger, key="k")


def test_two_people_in_one_part_see_both_versions(world: World) -> None:
    draft = world.full()
    applying.save_part(draft.pk, "end-use", {"contract": "PO-A"}, actor=world.person, version=1)
    with pytest.raises(DraftConflict) as error:
        applying.save_part(draft.pk, "end-use", {"contract": "PO-B"}, actor=world.colleague, version=1)
    assert error.value.fields == ("contract",)
    assert (error.value.yours["contract"], error.value.theirs["contract"]) == ("PO-B", "PO-A")


def test_answers_that_an_official_judges_are_refused(world: World) -> None:
    draft = world.start()
    with pytest.raises(InvalidInput):
        applying.save_answers(draft.pk, {"enduse.concern": "no"}, actor=world.person, version=0)
    assert "enduse.concern" not in world.start(answers={**EU_ANSWERS, "enduse.concern": "no"}).answers
