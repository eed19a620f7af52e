"""The boards of reviews, calibration and ranking: score, differ, agree, rank, decide, carry out, award."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bolwerk.kernel import Money
from bolwerk.office.calls import kits, selectors, services
from bolwerk.office.calls.models import Assignment, Award, Consensus, RankingList, Review
from bolwerk.office.cases import services as case_services
from bolwerk.office.cases.models import Case
from bolwerk.office.identity.models import Interest
from bolwerk.office.ledger.models import Envelope
from tests.domains.ethics.world import EsacWorld

CRITERIA = [criterion.id for criterion in kits.get("defence").scheme.criteria]
RANKING = "/werkbank/oproepen/defence-test/rangschikking/"


def sheet(mark: str = "good", version: int = 1, **more: str) -> dict[str, str]:
    words = "" if mark == "good" else "Omdat het zo is."
    typed = {f"mark-{c}": mark for c in CRITERIA} | {f"motivation-{c}": words for c in CRITERIA}
    return typed | {"key": "s1", "version": str(version), "remarks": ""} | more


@pytest.fixture
def assignment(world: EsacWorld, admitted: Any) -> Assignment:
    case = admitted()
    return services.assign_reviewer(case.application.pk, world.people["reviewer1"], actor=world.people["handler"])


def test_a_handler_asks_a_reviewer_who_then_finds_it_among_the_work(world: EsacWorld, visit: Any, admitted: Any) -> None:
    case = admitted()
    at = f"/werkbank/beoordelingen/aanvraag/{case.application.pk}/"
    client = visit("handler")
    assert "Kent 0 van 1 onderwerpen" in client.get(at).content.decode()
    answer = client.post(at, {"key": "k", "reviewer": str(world.people["reviewer2"].pk), "due": "01/12/2026"}, follow=True)
    assert "reviewer2 (voorbeeld)" in answer.content.decode()
    assert "Kijker (voorbeeld)" in visit("reviewer2").get("/werkbank/beoordelingen/").content.decode()


def test_who_has_an_interest_cannot_be_asked_and_the_page_says_why(world: EsacWorld, visit: Any, admitted: Any) -> None:
    case = admitted()
    reviewer = world.people["reviewer3"]
    Interest.objects.create(user=reviewer, organisation=case.organisation, reason="Aandeelhouder (voorbeeld).")
    at = f"/werkbank/beoordelingen/aanvraag/{case.application.pk}/"
    page = visit("handler").get(at).content.decode()
    assert "Gaf een belang op bij dit project." in page
    assert f'value="{reviewer.pk}"' not in page
    assert visit("handler").post(at, {"key": "k", "reviewer": str(reviewer.pk)}).status_code == 422
    assert not Assignment.objects.exists()


def test_a_half_filled_sheet_is_kept(world: EsacWorld, visit: Any, assignment: Assignment) -> None:
    client, at = visit("reviewer1"), f"/werkbank/beoordelingen/blad/{assignment.pk}/"
    typed = {"key": "s", "version": "1", "mark-goal": "very_good", "motivation-goal": "Nieuw.", "do": "save"}
    page = client.post(at, typed, follow=True).content.decode()
    assert "Nieuw." in page
    assert f"1 / {len(CRITERIA)}" in page
    assert "+1" in page


def test_submitting_a_sheet_that_lacks_something_names_each_criterion_and_keeps_what_was_typed(
    world: EsacWorld, visit: Any, assignment: Assignment
) -> None:
    typed = sheet(do="submit") | {"mark-goal": "very_good", "mark-risk": "", "motivation-approach": "Goed plan."}
    answer = visit("reviewer1").post(f"/werkbank/beoordelingen/blad/{assignment.pk}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "heeft een motivering nodig" in page
    assert "nog geen score" in page
    assert "Goed plan." in page
    assert not Review.objects.exists()


def test_a_submitted_sheet_is_locked_until_a_handler_reopens_it_with_a_reason(
    world: EsacWorld, visit: Any, assignment: Assignment
) -> None:
    reviewer, handler, at = visit("reviewer1"), visit("handler"), f"/werkbank/beoordelingen/blad/{assignment.pk}/"
    assert reviewer.post(at, sheet("very_good", do="submit")).status_code == 302
    assert "geslaagd" in reviewer.get(at).content.decode()
    assert reviewer.post(at, sheet("critical", 2, key="s2", do="submit")).status_code == 403
    assert handler.post(f"{at}heropening/", {"key": "r", "reason": ""}).status_code == 422
    assert handler.post(f"{at}heropening/", {"key": "r", "reason": "Verkeerde aanvraag gelezen."}).status_code == 302
    assert "Verkeerde aanvraag gelezen." in reviewer.get(at).content.decode()
    version = Assignment.objects.get().version
    assert reviewer.post(at, sheet("critical", version, key="s3", do="submit")).status_code == 302
    assert [review.number for review in Review.objects.order_by("number")] == [1, 2]
    assert "niet geslaagd" in reviewer.get(at).content.decode()


def test_a_sheet_saved_in_two_windows_shows_both_versions_and_loses_neither(
    world: EsacWorld, visit: Any, assignment: Assignment
) -> None:
    client, at = visit("reviewer1"), f"/werkbank/beoordelingen/blad/{assignment.pk}/"
    client.post(at, sheet("very_good", do="save", **{"motivation-goal": "Eerste venster."}))
    answer = client.post(at, sheet("reasonable", 1, do="save", key="s2", **{"motivation-goal": "Tweede venster."}))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Eerste venster." in page
    assert "Tweede venster." in page
    current = Assignment.objects.get()
    assert current.draft["scores"]["goal"]["motivation"] == "Eerste venster."
    assert f'name="version" value="{current.version}"' in page


def test_a_sheet_is_of_its_reviewer_alone(world: EsacWorld, visit: Any, assignment: Assignment) -> None:
    at = f"/werkbank/beoordelingen/blad/{assignment.pk}/"
    visit("reviewer1").post(at, sheet("reasonable", do="save", **{"motivation-goal": "Geheim ontwerp."}))
    assert visit("reviewer2").get(at).status_code == 403
    seen = visit("handler").get(at)
    assert seen.status_code == 200
    assert "Geheim ontwerp." not in seen.content.decode()
    assert visit("handler").post(at, sheet("good", 2, do="save")).status_code == 403


def test_a_reviewer_who_is_taken_off_no_longer_counts(world: EsacWorld, visit: Any, assignment: Assignment) -> None:
    reviewer, at = visit("reviewer1"), f"/werkbank/beoordelingen/blad/{assignment.pk}/"
    reviewer.post(at, sheet("good", do="submit"))
    assert visit("handler").post(f"{at}einde/", {"key": "e", "reason": "Belang ontdekt."}).status_code == 302
    assert selectors.marks_of(assignment.application) == {}


def differ(world: EsacWorld, case: Case) -> None:
    """Two reviewers are glad, the third finds one criterion critical."""
    for n in range(1, 4):
        reviewer = world.people[f"reviewer{n}"]
        given = services.assign_reviewer(case.application.pk, reviewer, actor=world.people["handler"])
        marks = {c: {"mark": "very_good", "motivation": f"Sterk, zegt {n}."} for c in CRITERIA}
        if n == 3:
            marks["risk"] = {"mark": "critical", "motivation": "Onhaalbaar."}
        saved = services.save_review(given.pk, marks, actor=reviewer, version=given.version)
        services.submit_review(given.pk, actor=reviewer, key=f"review:{given.pk}", version=saved.version)


def test_calibration_marks_who_must_talk_and_a_consensus_settles_it(world: EsacWorld, visit: Any, admitted: Any) -> None:
    case = admitted()
    differ(world, case)
    client, at = visit("handler"), "/werkbank/oproepen/defence-test/ijking/"
    page = client.get(at).content.decode()
    assert "De ene beoordelaar laat het project slagen, de andere niet." in page
    assert "Onhaalbaar." in page
    assert "strenger" in page
    form = {"key": "c", "criterion": "risk", "mark": "good", "reason": "Het plan B overtuigde."}
    assert client.post(f"{at}{case.application.pk}/", form | {"reason": ""}).status_code == 422
    done = client.post(f"{at}{case.application.pk}/", form, follow=True)
    assert "Het plan B overtuigde." in done.content.decode()
    assert Consensus.objects.get().mark == "good"
    assert selectors.panel_of(case.application).unsettled == ()


def test_a_reviewer_does_not_see_the_calibration(world: EsacWorld, visit: Any) -> None:
    assert visit("reviewer1").get("/werkbank/oproepen/defence-test/ijking/").status_code == 403


@pytest.fixture
def scarce(settings: Any, db: None) -> EsacWorld:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return EsacWorld(money=Money.euro(200_000))


def ranked(world: EsacWorld, number: int = 2) -> list[Case]:
    cases = []
    for _ in range(number):
        case = world.submitted()
        world.act(case, "declared_admissible", "handler")
        world.judge(case, "project.mainly_military", False)
        world.act(case, "esac_found_unneeded", "handler", reason="Civiel.")
        cases.append(world.review(case, "very_good"))
    return cases


def on_the_list(client: Any, approver: Any) -> None:
    assert client.post(f"{RANKING}voorstel/", {"key": "p", "room": "", "reason": ""}).status_code == 302
    assert approver.post(f"{RANKING}1/beslissing/", {"key": "d", "approved": "yes"}).status_code == 302
    assert "Wat er met elk dossier gebeurde" in client.post(f"{RANKING}uitvoering/", {"key": "u"}).content.decode()


def login(world: EsacWorld, name: str) -> Any:
    client = Client()
    client.force_login(world.people[name])
    return client


def test_from_proposal_to_award_with_the_line_where_the_budget_ends(scarce: EsacWorld) -> None:
    cases = ranked(scarce)
    handler, approver = login(scarce, "handler"), login(scarce, "approver")
    on_the_list(handler, approver)
    page = approver.get(RANKING).content.decode().replace("\xa0", " ")
    assert "Hier is het budget op." in page
    assert "reservelijst" in page
    assert "65.000 euro" in page
    first = next(case for case in cases if "deciding_award" in Case.objects.get(pk=case.pk).steps)
    first.refresh_from_db()
    chosen = {"key": "a", "case": f"{first.pk}:{first.version}"}
    for _ in range(2):
        answer = approver.post(f"{RANKING}toekenning/", chosen)
        assert "Toegekend" in answer.content.decode()
    assert Award.objects.count() == 1
    assert Envelope.objects.get(code="vlaio-defence").room == Money.euro(65_000)


def test_carrying_out_twice_says_that_it_was_done(scarce: EsacWorld) -> None:
    ranked(scarce)
    handler, approver = login(scarce, "handler"), login(scarce, "approver")
    on_the_list(handler, approver)
    assert "Was al uitgevoerd" in handler.post(f"{RANKING}uitvoering/", {"key": "again"}).content.decode()


def test_one_award_that_fails_stops_no_other(world: EsacWorld) -> None:
    cases = ranked(world)
    handler, approver = login(world, "handler"), login(world, "approver")
    on_the_list(handler, approver)
    pairs = [f"{case.pk}:{Case.objects.get(pk=case.pk).version}" for case in cases]
    stale = pairs[0].rsplit(":", 1)[0] + ":1"
    page = approver.post(f"{RANKING}toekenning/", {"key": "a", "case": [stale, pairs[1]]}).content.decode()
    assert "U werkte op versie 1" in page
    assert "Toegekend" in page
    assert Award.objects.count() == 1


def test_who_proposed_the_list_does_not_decide_and_reads_why(world: EsacWorld) -> None:
    ranked(world, 1)
    handler = world.people["handler"]
    handler.role_grants.create(role="approver")
    handler.forget_roles()
    client = login(world, "handler")
    client.post(f"{RANKING}voorstel/", {"key": "p"})
    assert "een tweede persoon beslist" in client.get(RANKING).content.decode()
    assert client.post(f"{RANKING}1/beslissing/", {"key": "d", "approved": "yes"}).status_code == 403
    assert not hasattr(RankingList.objects.get(), "decision")


def test_refusing_a_list_needs_a_reason(world: EsacWorld) -> None:
    ranked(world, 1)
    login(world, "handler").post(f"{RANKING}voorstel/", {"key": "p"})
    approver = login(world, "approver")
    assert approver.post(f"{RANKING}1/beslissing/", {"key": "d", "approved": "no"}).status_code == 422
    done = approver.post(f"{RANKING}1/beslissing/", {"key": "d", "approved": "no", "reason": "Er ontbreekt een dossier."})
    assert done.status_code == 302


def test_the_list_leaves_out_who_is_not_ready_only_knowingly(world: EsacWorld) -> None:
    ready = ranked(world, 1)[0]
    world.submitted()
    client = login(world, "handler")
    assert client.post(f"{RANKING}voorstel/", {"key": "p"}).status_code == 422
    assert client.post(f"{RANKING}voorstel/", {"key": "p", "without": "on"}).status_code == 302
    listed = [row["application"] for row in RankingList.objects.get().positions]
    assert listed == [str(ready.application.pk)]


def test_marks_that_are_not_settled_are_named_before_there_is_a_list(world: EsacWorld, admitted: Any) -> None:
    case = admitted()
    differ(world, case)
    world.act(case, "reviews_closed", "handler")
    answer = login(world, "handler").post(f"{RANKING}voorstel/", {"key": "p"})
    assert answer.status_code == 422
    assert "verschillen over" in answer.content.decode()


def test_room_that_comes_free_goes_to_the_reserve_after_a_new_decision(scarce: EsacWorld) -> None:
    cases = ranked(scarce)
    handler, approver = login(scarce, "handler"), login(scarce, "approver")
    on_the_list(handler, approver)
    assert handler.post(f"{RANKING}reserve/", {"key": "r", "reason": "Proberen."}).status_code == 403
    first = next(case for case in cases if "deciding_award" in Case.objects.get(pk=case.pk).steps)
    moves = (("award_decided", "approver"), ("award_notified", "handler"), ("withdrawn", ""))
    for move, who in moves:
        actor = scarce.people[who] if who else first.application.started_by
        case_services.act(first.pk, move, actor=actor, reason="Andere plannen.", key=move, version=None)
    assert handler.post(f"{RANKING}reserve/", {"key": "r2", "reason": "Een toekenning viel weg."}).status_code == 302
    assert approver.post(f"{RANKING}2/beslissing/", {"key": "d2", "approved": "yes"}).status_code == 302
    handler.post(f"{RANKING}uitvoering/", {"key": "u2"})
    other = next(case for case in cases if case.pk != first.pk)
    other.refresh_from_db()
    assert ",deciding_award," in other.steps


def test_only_an_approver_awards(world: EsacWorld) -> None:
    cases = ranked(world, 1)
    handler, approver = login(world, "handler"), login(world, "approver")
    on_the_list(handler, approver)
    case = Case.objects.get(pk=cases[0].pk)
    assert handler.post(f"{RANKING}toekenning/", {"key": "a", "case": f"{case.pk}:{case.version}"}).status_code == 403
    assert approver.post(f"{RANKING}toekenning/", {"key": "a"}).status_code == 422
    assert approver.post(f"{RANKING}toekenning/", {"key": "a", "case": "onzin"}).status_code == 422
    assert not Award.objects.exists()
