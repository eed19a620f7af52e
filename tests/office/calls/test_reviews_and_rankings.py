"""Three reviewers without an interest, a list decided by two people, awards within it, and their publication."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from bolwerk.kernel import Calendar, Conflict, Duration, InvalidInput, Money, NotAllowed
from bolwerk.office.calls import selectors, services
from bolwerk.office.calls.errors import DraftConflict, Incomplete, InvalidReview
from bolwerk.office.calls.models import Application, Assignment, Award, RankingList, Review
from bolwerk.office.calls.ranking import Place
from bolwerk.office.calls.scoring import Mark
from bolwerk.office.identity.models import Interest
from bolwerk.office.registers.models import Membership
from tests.office.calls.world import LATE, World

AFTER = LATE + timedelta(days=30)


def approved(world: World, key: str = "list", **more: object) -> RankingList:
    ranking = services.propose_ranking(world.call.pk, actor=world.handler, key=key, at=AFTER, **more)  # type: ignore[arg-type]
    services.decide_ranking(ranking.pk, actor=world.approver, approved=True, at=AFTER)
    return ranking


def places(ranking: RankingList) -> dict[str, str]:
    titles = {str(a.pk): a.title for a in Application.objects.all()}
    return {titles[p.candidate.id]: p.place.value for p in selectors.ranked_positions(ranking)}


def test_a_reviewer_with_an_interest_is_refused_when_asked_and_when_writing(world: World) -> None:
    application = world.submitted()
    reviewer, other, third = world.reviewers
    Interest.objects.create(user=reviewer, organisation=application.applicant, reason="Adviseur")
    with pytest.raises(NotAllowed, match="interest"):
        services.assign_reviewer(application.pk, reviewer, actor=world.handler)
    Membership.objects.create(user=third, organisation=application.applicant)
    with pytest.raises(NotAllowed, match="Acts for"):
        services.assign_reviewer(application.pk, third, actor=world.handler)
    assignment = services.assign_reviewer(application.pk, other, actor=world.handler)
    Interest.objects.create(user=other, case_id=application.case_id, reason="Zus werkt er")
    with pytest.raises(NotAllowed, match="interest"):
        services.save_review(assignment.pk, {}, actor=other, version=1)


def test_only_reviewers_are_asked_once_and_only_for_what_was_submitted(world: World) -> None:
    application = world.submitted()
    first = services.assign_reviewer(application.pk, world.reviewers[0], actor=world.handler)
    assert services.assign_reviewer(application.pk, world.reviewers[0], actor=world.handler).pk == first.pk
    with pytest.raises(NotAllowed):
        services.assign_reviewer(application.pk, world.approver, actor=world.handler)
    with pytest.raises(NotAllowed):
        services.assign_reviewer(world.draft()[0].pk, world.reviewers[0], actor=world.handler)
    with pytest.raises(NotAllowed):
        services.assign_reviewer(application.pk, world.reviewers[1], actor=world.reviewers[0])


def test_suggestions_follow_expertise_and_put_interests_last(world: World) -> None:
    application = world.submitted()
    a, b, c = world.reviewers
    services.set_expertise(b, ["radar"], actor=world.handler)
    Interest.objects.create(user=a, organisation=application.applicant, reason="x")
    found = selectors.suggest_reviewers(application, world.reviewers)
    assert [s.reviewer.id for s in found] == [str(b.pk), str(c.pk), str(a.pk)]
    assert found[-1].excluded is not None


def test_a_half_filled_sheet_is_kept_and_cannot_be_submitted(world: World) -> None:
    application, reviewer = world.submitted(), world.reviewers[0]
    assignment = services.assign_reviewer(application.pk, reviewer, actor=world.handler)
    saved = services.save_review(assignment.pk, {"q1": {"mark": "critical", "motivation": ""}}, actor=reviewer, version=1)
    with pytest.raises(InvalidReview) as refused:
        services.submit_review(saved.pk, actor=reviewer, key="r", version=saved.version)
    assert [problem.where for problem in refused.value.problems] == ["q1", "q2", "i1", "i2"]
    assert Assignment.objects.get(pk=saved.pk).draft["scores"]["q1"]["mark"] == "critical"


def test_bad_marks_unknown_criteria_and_other_peoples_sheets_are_refused(world: World) -> None:
    application, (a, b, _) = world.submitted(), world.reviewers
    sheet = services.assign_reviewer(application.pk, a, actor=world.handler)
    for scores in (
        {"q1": {"mark": "great"}},
        {"zz": {"mark": "good"}},
        {"q1": {"mark": "good", "motivation": "x" * 10_000_000}},
    ):
        with pytest.raises(InvalidInput):
            services.save_review(sheet.pk, scores, actor=a, version=1)
    with pytest.raises(NotAllowed):
        services.save_review(sheet.pk, {}, actor=b, version=1)


def test_a_sheet_in_two_windows_shows_both(world: World) -> None:
    application, reviewer = world.submitted(), world.reviewers[0]
    sheet = services.assign_reviewer(application.pk, reviewer, actor=world.handler)
    services.save_review(sheet.pk, {"q1": {"mark": "good", "motivation": ""}}, actor=reviewer, version=1)
    with pytest.raises(DraftConflict) as conflict:
        services.save_review(sheet.pk, {"q1": {"mark": "critical", "motivation": ""}}, actor=reviewer, version=1)
    assert conflict.value.fields == ("q1",)


def test_a_submitted_review_is_locked_and_a_reopened_one_comes_beside_it(world: World) -> None:
    application, reviewer = world.submitted(), world.reviewers[0]
    sheet = world.review(application, reviewer)
    with pytest.raises(NotAllowed):
        services.save_review(sheet.pk, {}, actor=reviewer, version=sheet.version)
    services.reopen_review(sheet.pk, actor=world.handler, reason="Las de bijlage niet.")
    assert selectors.reviews_missing(application) == 3
    world.review(application, reviewer, q1="very_good")
    assert [(r.number, r.after_reason) for r in Review.objects.order_by("number")] == [(1, ""), (2, "Las de bijlage niet.")]
    assert selectors.marks_of(application)[str(reviewer.pk)]["q1"] is Mark.VERY_GOOD
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.filter(number=1).delete()


def test_submitting_a_review_again_with_its_key_gives_one_review(world: World) -> None:
    application, reviewer = world.submitted(), world.reviewers[0]
    sheet = world.review(application, reviewer)
    review = sheet.reviews.get()
    assert services.submit_review(sheet.pk, actor=reviewer, key=review.key, version=1) == review
    with pytest.raises(Conflict):
        services.submit_review(sheet.pk, actor=world.reviewers[1], key=review.key, version=1)


def test_a_reviewer_who_steps_back_no_longer_counts(world: World) -> None:
    application = world.reviewed("A", 30_000)
    sheet = application.assignments.first()
    assert sheet is not None
    services.end_assignment(sheet.pk, actor=sheet.reviewer, reason="Toch een belang.")
    assert selectors.reviews_missing(application) == 1
    assert list(selectors.work_of(sheet.reviewer)) == []


def test_divergent_reviews_show_in_the_calibration_and_hold_the_ranking_until_a_consensus(world: World) -> None:
    application = world.submitted("A")
    world.review(application, world.reviewers[0], q1="critical")
    with pytest.raises(NotAllowed):
        services.record_consensus(application.pk, "q1", Mark.GOOD, reason="x", actor=world.handler, key="early")
    world.review(application, world.reviewers[1])
    world.review(application, world.reviewers[2], i1="very_good")
    assert selectors.calibration(world.call).applications[0].split_verdict
    with pytest.raises(Incomplete) as refused:
        services.propose_ranking(world.call.pk, actor=world.handler, key="k", at=AFTER)
    assert [finding.field for finding in refused.value.findings] == ["q1"]
    services.record_consensus(application.pk, "q1", Mark.REASONABLE, reason="Samen besproken.", actor=world.handler, key="c")
    services.record_consensus(application.pk, "q1", Mark.REASONABLE, reason="Samen besproken.", actor=world.handler, key="c")
    assert selectors.panel_of(application).scored.total == -1
    assert approved(world).positions[0]["place"] == "award"


def test_the_list_respects_the_envelope_and_needs_a_second_person(world: World) -> None:
    world.reviewed("A", 60_000, q1="very_good")
    world.reviewed("B", 50_000)
    world.reviewed("C", 40_000, q2="reasonable")
    world.reviewed("D", 30_000, i2="critical")
    with pytest.raises(NotAllowed):
        services.propose_ranking(world.call.pk, actor=world.handler, key="k", at=LATE - timedelta(days=2))
    ranking = services.propose_ranking(world.call.pk, actor=world.handler, key="k", at=AFTER)
    assert services.propose_ranking(world.call.pk, actor=world.handler, key="k", at=AFTER).pk == ranking.pk
    assert places(ranking) == {"A": "award", "B": "reserve", "C": "award", "D": "failed"}
    with pytest.raises(NotAllowed):
        services.decide_ranking(ranking.pk, actor=world.handler, approved=True)
    with pytest.raises(InvalidInput):
        services.decide_ranking(ranking.pk, actor=world.approver, approved=False)
    first = services.decide_ranking(ranking.pk, actor=world.approver, approved=True)
    assert services.decide_ranking(ranking.pk, actor=world.approver, approved=True) == first
    with pytest.raises(Conflict):
        services.decide_ranking(ranking.pk, actor=world.approver, approved=False, reason="toch niet")


def test_who_proposed_a_list_does_not_decide_on_it_even_as_approver(world: World) -> None:
    both = world.person("both@example.be", "handler", "approver")
    world.reviewed("A", 60_000)
    ranking = services.propose_ranking(world.call.pk, actor=both, key="k", at=AFTER)
    with pytest.raises(NotAllowed, match="second person"):
        services.decide_ranking(ranking.pk, actor=both, approved=True)


def test_an_approver_with_an_interest_in_one_applicant_does_not_decide_on_the_list(world: World) -> None:
    application = world.reviewed("A", 60_000)
    ranking = services.propose_ranking(world.call.pk, actor=world.handler, key="k", at=AFTER)
    Interest.objects.create(user=world.approver, organisation=application.applicant, reason="aandelen")
    with pytest.raises(NotAllowed, match="interest"):
        services.decide_ranking(ranking.pk, actor=world.approver, approved=True)


def test_missing_reviews_hold_the_ranking_and_are_named(world: World) -> None:
    world.review(world.submitted("Half"), world.reviewers[0])
    with pytest.raises(Incomplete) as refused:
        services.propose_ranking(world.call.pk, actor=world.handler, key="k", at=AFTER)
    assert "1 van 3" in refused.value.findings[0].what.nl


def test_an_award_follows_the_approved_list_and_never_passes_it(world: World) -> None:
    a, b = world.reviewed("A", 60_000, q1="very_good"), world.reviewed("B", 50_000)
    with pytest.raises(NotAllowed):
        services.record_award(a.pk, actor=world.approver, key="a")
    approved(world)
    with pytest.raises(NotAllowed, match="reserve"):
        services.record_award(b.pk, actor=world.approver, key="b")
    with pytest.raises(NotAllowed):
        services.record_award(a.pk, actor=world.approver, key="a", amount=Money.euro(60_001))
    award = services.record_award(a.pk, actor=world.approver, key="a", at=AFTER)
    assert services.record_award(a.pk, actor=world.approver, key="a", at=AFTER) == award
    assert [amount for _, amount in selectors.award_plan(award)] == [Money.euro(24_000), Money.euro(24_000), Money.euro(12_000)]
    with pytest.raises(NotAllowed):
        services.record_award(a.pk, actor=world.approver, key="other")
    with pytest.raises(NotAllowed):
        services.propose_ranking(world.call.pk, actor=world.handler, key="again", at=AFTER)
    with pytest.raises(NotAllowed):
        services.withdraw_application(a.pk, actor=a.started_by, reason="x")


def test_when_an_award_ends_the_next_on_the_reserve_list_moves_up_after_a_second_decision(world: World) -> None:
    a, b = world.reviewed("A", 60_000, q1="very_good"), world.reviewed("B", 50_000)
    approved(world)
    services.record_award(a.pk, actor=world.approver, key="a")
    with pytest.raises(NotAllowed, match="fits"):
        services.draw_from_reserve(world.call.pk, actor=world.handler, key="d", reason="r", room=Money.euro(49_999))
    services.end_award(a.pk, actor=world.approver, reason="Afstand gedaan.")
    second = services.draw_from_reserve(world.call.pk, actor=world.handler, key="d", reason="Afstand van A.")
    assert places(second) == {"A": "ended", "B": "award"}
    with pytest.raises(NotAllowed):
        services.record_award(b.pk, actor=world.approver, key="b")
    services.decide_ranking(second.pk, actor=world.approver, approved=True)
    assert services.record_award(b.pk, actor=world.approver, key="b").from_reserve
    position = selectors.place_of(b)
    assert position is not None
    assert position.place is Place.AWARD
    assert "reservelijst" in position.why[-1].text.nl


def test_awards_over_the_threshold_are_published_within_the_term(world: World) -> None:
    a, b = world.reviewed("=SOM(A1)", 60_000), world.reviewed("B", 30_000, q1="reasonable")
    approved(world)
    services.record_award(a.pk, actor=world.approver, key="a", at=AFTER)
    services.record_award(b.pk, actor=world.approver, key="b", at=AFTER)
    terms = {"threshold": Money.euro(30_000), "within": Duration.months(6), "calendar": Calendar()}
    (row,) = selectors.publications(on=date(2025, 12, 31), **terms)  # type: ignore[arg-type]
    assert (row.due, row.late, row.published_on) == (date(2026, 1, 1), False, None)
    assert selectors.publications(on=date(2026, 1, 2), **terms)[0].late  # type: ignore[arg-type]
    services.publish_award(a.pk, place="https://example.org/steun", actor=world.handler, at=AFTER + timedelta(days=9))
    (row,) = selectors.publications(on=date(2026, 1, 2), **terms)  # type: ignore[arg-type]
    assert (row.late, row.published_on) == (False, date(2025, 7, 10))
    grant = selectors.as_360giving([row], funder_id="BE-KBO-0000000097", funder_name="Fonds (voorbeeld)")["grants"][0]  # type: ignore[index]
    required = {
        "id",
        "title",
        "description",
        "currency",
        "amountAwarded",
        "awardDate",
        "recipientOrganization",
        "fundingOrganization",
    }
    assert required <= set(grant)
    assert json.loads(json.dumps(grant))["amountAwarded"] == 60_000
    head, line = list(csv.reader(io.StringIO(selectors.as_csv([row]))))
    assert (line[1], line[head.index("bedrag in euro")], line[head.index("voorbeeld")]) == ("'=SOM(A1)", "60000.00", "ja")


def test_the_database_itself_refuses_to_change_a_list_or_an_award(world: World) -> None:
    a = world.reviewed("A", 60_000)
    ranking = approved(world)
    services.record_award(a.pk, actor=world.approver, key="a")
    for queryset in (RankingList.objects.filter(pk=ranking.pk), Award.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            queryset.delete()


def test_lists_take_few_queries_however_long_they_are(world: World, django_assert_max_num_queries: object) -> None:
    for title in "ABCD":
        world.reviewed(title, 30_000)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert len(selectors.candidates(world.call)) == 4
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        assert len(selectors.calibration(world.call).applications) == 4
    people = [world.person(f"extra{n}@example.be", "reviewer") for n in range(6)]
    application = Application.objects.first()
    assert application is not None
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert len(selectors.suggest_reviewers(application, people)) == 6


def test_a_review_by_somebody_who_turns_out_to_have_an_interest_holds_the_ranking(world: World) -> None:
    application = world.reviewed("A", 30_000)
    Interest.objects.create(user=world.reviewers[0], organisation=application.applicant, reason="aandelen")
    with pytest.raises(NotAllowed, match=r"reviewer0.*has an interest"):
        services.propose_ranking(world.call.pk, actor=world.handler, key="k", at=AFTER)
    sheet = application.assignments.get(reviewer=world.reviewers[0])
    services.end_assignment(sheet.pk, actor=world.handler, reason="Belang.")
    world.review(application, world.person("fourth@example.be", "reviewer"))
    assert places(approved(world)) == {"A": "award"}


def test_no_list_is_made_on_more_money_than_the_envelope_has(world: World) -> None:
    world.reviewed("A", 30_000)
    with pytest.raises(InvalidInput, match="only"):
        services.propose_ranking(world.call.pk, actor=world.handler, key="k", room=Money.euro(100_001), at=AFTER)
    ranking = services.propose_ranking(world.call.pk, actor=world.handler, key="k", room=Money.euro(29_999), at=AFTER)
    assert places(ranking) == {"A": "reserve"}
