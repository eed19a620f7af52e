"""A committee from appointment to advice: interests, substitutes, scores, votes, quorum, what the case gets to know."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from bolwerk.kernel import BolwerkError, Conflict, InvalidInput, NotAllowed, Text
from bolwerk.office.advice import selectors, services
from bolwerk.office.advice.errors import NoValidAdvice, Recused
from bolwerk.office.advice.models import Advice, AdviceRequest, AspectScore, SeatEvent, Vote
from bolwerk.office.advice.tally import Area, Choice, Result, Rules, Share
from bolwerk.office.cases.models import CaseEvent
from bolwerk.office.identity.models import Interest
from bolwerk.office.registers.models import Membership
from tests.office.advice.chamber import ASKED, ASPECTS, SCALE, START, Chamber

LATER = ASKED + timedelta(days=10)


def give(chamber: Chamber, **more: object) -> Advice:
    request = chamber.fresh()
    given = {"text": "Het advies.", "actor": chamber.chair.user, "key": "give", "version": request.version, **more}
    return services.give_advice(request.pk, **given)  # type: ignore[arg-type]


def test_a_seat_runs_for_the_term_and_its_history_is_kept(chamber: Chamber) -> None:
    assert chamber.jurist.ends_on == date(2028, 12, 31)
    services.renew_seat(chamber.jurist.pk, until=date(2032, 12, 31), actor=chamber.coordinator)
    services.end_seat(chamber.jurist.pk, on=date(2026, 5, 1), actor=chamber.coordinator, reason="Andere taak.")
    assert list(chamber.jurist.history.values_list("kind", flat=True)) == ["appointed", "renewed", "ended"]
    with pytest.raises(DatabaseError), transaction.atomic():
        SeatEvent.objects.all().delete()


def test_appointing_is_for_coordinators_with_known_expertise_and_one_seat_at_a_time(chamber: Chamber) -> None:
    user = chamber.person("new@example.be", "committee_member")
    with pytest.raises(NotAllowed):
        services.appoint(chamber.committee, user, expertise=["law"], starts_on=START, actor=chamber.handler)
    with pytest.raises(InvalidInput, match="cooking"):
        services.appoint(chamber.committee, user, expertise=["cooking"], starts_on=START, actor=chamber.coordinator)
    with pytest.raises(InvalidInput, match="already"):
        later = START + timedelta(days=5)
        services.appoint(chamber.committee, chamber.jurist.user, expertise=[], starts_on=later, actor=chamber.coordinator)
    with pytest.raises(InvalidInput):
        ends = START - timedelta(days=1)
        services.appoint(chamber.committee, user, expertise=[], starts_on=START, ends_on=ends, actor=chamber.coordinator)
    again = services.appoint(chamber.committee, chamber.jurist.user, expertise=[], starts_on=START, actor=chamber.coordinator)
    assert again.pk == chamber.jurist.pk


def test_a_question_is_put_once_and_noted_in_the_case(chamber: Chamber) -> None:
    again = services.ask_advice(
        chamber.committee, chamber.case, question="Is dit verantwoord?", actor=chamber.handler, key="ask", at=ASKED
    )
    assert again.pk == chamber.request.pk
    event = CaseEvent.objects.get(kind="question_asked")
    assert (event.payload["committee"], event.payload["binding"]) == ("trial-committee", True)
    with pytest.raises(NotAllowed, match="already"):
        services.ask_advice(chamber.committee, chamber.case, question="Nog eens?", actor=chamber.handler, key="other", at=ASKED)


def test_scoring_and_voting_wait_for_the_declaration_and_voting_for_the_scores(chamber: Chamber) -> None:
    user = chamber.jurist.user
    with pytest.raises(NotAllowed, match="interest"):
        services.score_aspect(chamber.request.pk, "ethics", 1, motivation="m", actor=user)
    services.declare_interest(chamber.request.pk, actor=user, interest=False)
    services.score_aspect(chamber.request.pk, "ethics", 1, motivation="m", actor=user)
    with pytest.raises(NotAllowed, match="security"):
        services.cast_vote(chamber.request.pk, Choice.FOR, motivation="m", actor=user)


@pytest.mark.parametrize(
    ("aspect", "score", "motivation"),
    [("ethics", 2, "m"), ("taste", 1, "m"), ("ethics", 1, "  "), ("ethics", 1, "x" * 10_000_000)],
)
def test_a_score_off_the_scale_without_motivation_or_far_too_long_is_refused(
    chamber: Chamber, aspect: str, score: int, motivation: str
) -> None:
    services.declare_interest(chamber.request.pk, actor=chamber.jurist.user, interest=False)
    with pytest.raises(InvalidInput):
        services.score_aspect(chamber.request.pk, aspect, score, motivation=motivation, actor=chamber.jurist.user)


def test_a_new_score_comes_after_the_old_one_and_the_same_again_adds_nothing(chamber: Chamber) -> None:
    chamber.ready(chamber.jurist)
    chamber.ready(chamber.jurist)
    services.score_aspect(chamber.request.pk, "ethics", -1, motivation="Bij nader inzien.", actor=chamber.jurist.user)
    assert list(AspectScore.objects.filter(aspect="ethics").values_list("score", flat=True)) == [1, -1]
    assert selectors.aspects_of(chamber.fresh(), LATER.date())[0].scores == (-1,)


def test_only_those_on_the_bench_take_part(chamber: Chamber) -> None:
    latecomer = chamber.person("late@example.be", "committee_member")
    services.appoint(chamber.committee, latecomer, expertise=["law"], starts_on=START, actor=chamber.coordinator)
    for stranger in (latecomer, chamber.handler):
        with pytest.raises(NotAllowed):
            services.declare_interest(chamber.request.pk, actor=stranger, interest=False)


def test_who_declares_an_interest_is_out_for_good_and_must_say_why(chamber: Chamber) -> None:
    with pytest.raises(InvalidInput):
        services.declare_interest(chamber.request.pk, actor=chamber.jurist.user, interest=True)
    services.declare_interest(chamber.request.pk, actor=chamber.jurist.user, interest=True, explanation="Was hun raadsman.")
    services.declare_interest(chamber.request.pk, actor=chamber.jurist.user, interest=False)
    with pytest.raises(Recused):
        services.score_aspect(chamber.request.pk, "ethics", 1, motivation="m", actor=chamber.jurist.user)


def test_an_interest_known_from_the_registers_recuses_without_being_declared(chamber: Chamber) -> None:
    Interest.objects.create(user=chamber.jurist.user, organisation=chamber.organisation, reason="aandelen")
    Membership.objects.create(user=chamber.engineer.user, organisation=chamber.organisation)
    for seat in (chamber.jurist, chamber.engineer):
        services.declare_interest(chamber.request.pk, actor=seat.user, interest=False)
        with pytest.raises(Recused):
            services.score_aspect(chamber.request.pk, "ethics", 1, motivation="m", actor=seat.user)


def test_a_vote_given_before_an_interest_came_out_no_longer_counts(chamber: Chamber) -> None:
    chamber.vote(chamber.jurist, Choice.FOR)
    services.declare_interest(chamber.request.pk, actor=chamber.jurist.user, interest=True, explanation="Net vernomen.")
    assert selectors.outcome_of(chamber.fresh(), LATER.date()).counts[Choice.FOR] == 0


def test_the_substitute_votes_for_a_seat_whose_holder_does_not_and_never_beside_it(chamber: Chamber) -> None:
    chamber.vote(chamber.substitute, Choice.AGAINST)
    outcome = selectors.outcome_of(chamber.fresh(), LATER.date())
    assert (outcome.entitled, outcome.counts[Choice.AGAINST]) == (3, 1)
    chamber.vote(chamber.engineer, Choice.FOR)
    outcome = selectors.outcome_of(chamber.fresh(), LATER.date())
    assert (outcome.counts[Choice.AGAINST], outcome.counts[Choice.FOR]) == (0, 1)


def test_the_expertise_of_a_substitute_counts_for_the_mix(chamber: Chamber) -> None:
    services.declare_interest(chamber.request.pk, actor=chamber.jurist.user, interest=True, explanation="x")
    chamber.vote(chamber.chair, Choice.FOR)
    chamber.vote(chamber.engineer, Choice.FOR)
    assert "law" in selectors.outcome_of(chamber.fresh(), LATER.date()).why[1].text.en
    services.declare_interest(chamber.request.pk, actor=chamber.engineer.user, interest=True, explanation="x")
    chamber.vote(chamber.substitute, Choice.FOR)
    assert selectors.outcome_of(chamber.fresh(), LATER.date()).result is Result.POSITIVE


def test_no_advice_without_quorum_or_mix_and_it_says_what_is_missing(chamber: Chamber) -> None:
    chamber.vote(chamber.chair, Choice.FOR)
    with pytest.raises(NoValidAdvice) as refused:
        give(chamber)
    assert "1 van 3" in refused.value.what.nl
    chamber.vote(chamber.engineer, Choice.FOR)
    with pytest.raises(NoValidAdvice, match="law"):
        give(chamber)


def test_the_advice_freezes_the_tally_blocks_or_frees_and_is_given_once(chamber: Chamber) -> None:
    assert selectors.blocks(chamber.case, "trial-committee") is not None
    for seat in (chamber.chair, chamber.jurist):
        chamber.vote(seat, Choice.AGAINST)
    version = chamber.fresh().version
    advice = give(chamber, version=version)
    assert give(chamber, version=version) == advice
    assert (advice.result, advice.binding, advice.tally["counts"]["against"]) == ("negative", True, 2)
    assert selectors.blocks(chamber.case, "trial-committee") == Text(
        "Het bindende advies is ongunstig.", "The binding advice is negative."
    )
    for late in (
        lambda: services.cast_vote(chamber.request.pk, Choice.FOR, motivation="m", actor=chamber.jurist.user),
        lambda: give(chamber, key="other"),
        lambda: services.withdraw_request(chamber.request.pk, actor=chamber.handler, reason="x", key="w"),
    ):
        with pytest.raises(NotAllowed):
            late()
    with pytest.raises(DatabaseError), transaction.atomic():
        Advice.objects.update(result="positive")
    with pytest.raises(DatabaseError), transaction.atomic():
        Vote.objects.all().delete()


def test_conditions_of_the_votes_that_carry_it_stand_in_the_advice(chamber: Chamber) -> None:
    chamber.vote(chamber.chair, Choice.FOR)
    chamber.vote(chamber.jurist, Choice.CONDITIONS, "Geen export buiten de EU.")
    advice = give(chamber)
    assert (advice.result, advice.conditions) == ("conditional", "Geen export buiten de EU.")
    assert selectors.blocks(chamber.case, "trial-committee") is None


def test_a_vote_with_conditions_names_them(chamber: Chamber) -> None:
    chamber.ready(chamber.jurist)
    with pytest.raises(InvalidInput):
        services.cast_vote(chamber.request.pk, Choice.CONDITIONS, motivation="m", actor=chamber.jurist.user)


def test_the_chair_closes_and_only_on_what_it_read(chamber: Chamber) -> None:
    chamber.vote(chamber.chair, Choice.FOR)
    chamber.vote(chamber.jurist, Choice.FOR)
    with pytest.raises(NotAllowed, match="chair"):
        give(chamber, actor=chamber.jurist.user)
    with pytest.raises(Conflict):
        give(chamber, version=chamber.fresh().version - 1)
    services.add_minority_note(chamber.request.pk, "Ik zie het anders.", actor=chamber.jurist.user)
    assert give(chamber).request.minority_notes.count() == 1


def test_when_the_case_refuses_the_record_no_advice_was_given(chamber: Chamber) -> None:
    AdviceRequest.objects.filter(pk=chamber.request.pk).update(record={"given": {"move": "awarded"}})
    chamber.vote(chamber.chair, Choice.FOR)
    chamber.vote(chamber.jurist, Choice.FOR)
    with pytest.raises(BolwerkError), transaction.atomic():
        give(chamber)
    assert (Advice.objects.count(), chamber.fresh().state) == (0, "open")


def test_a_change_of_rules_does_not_touch_what_was_asked_before(chamber: Chamber) -> None:
    stricter = Rules(Share(1, 1), (Area("ethics", Text.same("ethics")),), Share(1, 1))
    services.create_committee(
        "trial-committee", Text("Proef", "Trial"), rules=stricter, aspects=ASPECTS[:1], scale=SCALE, actor=chamber.coordinator
    )
    chamber.vote(chamber.chair, Choice.FOR)
    chamber.vote(chamber.jurist, Choice.FOR)
    assert give(chamber).result == "positive"


def test_what_each_member_still_has_to_do_is_shown(chamber: Chamber) -> None:
    services.declare_interest(chamber.request.pk, actor=chamber.chair.user, interest=False)
    services.declare_interest(chamber.request.pk, actor=chamber.engineer.user, interest=True, explanation="x")
    chamber.vote(chamber.substitute, Choice.FOR)
    todo = {standing.seat.pk: standing.next for standing in selectors.standings(chamber.fresh(), LATER.date())}
    assert todo == {
        chamber.chair.pk: "score",
        chamber.jurist.pk: "declare",
        chamber.engineer.pk: "",
        chamber.substitute.pk: "",
    }
    assert list(selectors.requests_of(chamber.jurist.user)) == [chamber.request]


def test_the_composition_names_who_sits_and_what_is_missing(chamber: Chamber) -> None:
    found = selectors.composition(chamber.committee, date(2025, 6, 1))
    assert [row.name for row in found.rows] == ["chair", "engineer", "jurist", "substitute"]
    assert found.rows[3].substitute_for == "engineer"
    assert (found.mix, [count for _, count in found.per_area]) == (True, [1, 1, 1])
    services.end_seat(chamber.jurist.pk, on=date(2025, 6, 30), actor=chamber.coordinator, reason="Weg.")
    assert not selectors.composition(chamber.committee, date(2025, 7, 1)).mix
    assert selectors.composition(chamber.committee, date(2025, 6, 30)).mix
