"""The ranked list: the envelope holds, the order is explained, the reserve list is fair."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolwerk.kernel import InvalidInput, Money, Text
from bolwerk.office.calls.ranking import Candidate, Fit, OrderStep, Place, RankingRule, draw, rank

STEPS = (
    OrderStep("score", Text("hogere score", "higher score")),
    OrderStep("axis:impact", Text("hogere impact", "higher impact")),
    OrderStep("submitted", Text("vroeger ingediend", "submitted earlier"), highest_first=False),
)
RULE = RankingRule(STEPS)
STOP = RankingRule(STEPS, Fit.STOP_AT_FIRST)


def asks(name: str, euro: int, score: int, impact: int = 0, submitted: int = 0, passes: bool = True) -> Candidate:
    return Candidate(name, Money.euro(euro), passes, {"score": score, "axis:impact": impact, "submitted": submitted})


def places(ranked: object) -> dict[str, str]:
    return {position.candidate.id: position.place.value for position in ranked.positions}  # type: ignore[attr-defined]


def test_higher_scores_come_first_and_money_runs_out() -> None:
    ranked = rank([asks("a", 60, 1), asks("b", 60, 3), asks("c", 40, 2)], Money.euro(100), RULE)
    assert [position.candidate.id for position in ranked.positions] == ["b", "c", "a"]
    assert places(ranked) == {"b": "award", "c": "award", "a": "reserve"}
    assert (ranked.granted, ranked.left) == (Money.euro(100), Money.euro(0))


def test_the_next_that_fits_passes_one_that_does_not() -> None:
    given_ = [asks("a", 90, 3), asks("b", 20, 2), asks("c", 10, 1)]
    assert places(rank(given_, Money.euro(100), RULE)) == {"a": "award", "b": "reserve", "c": "award"}


def test_stopping_at_the_first_that_does_not_fit_leaves_all_below_on_the_reserve_list() -> None:
    given_ = [asks("a", 90, 3), asks("b", 20, 2), asks("c", 10, 1)]
    ranked = rank(given_, Money.euro(100), STOP)
    assert places(ranked) == {"a": "award", "b": "reserve", "c": "reserve"}
    assert "budget" in ranked.positions[2].why[-1].text.nl


def test_no_partial_grant_unless_the_call_has_it() -> None:
    given_ = [asks("a", 90, 3), asks("b", 20, 2), asks("c", 5, 1)]
    ranked = rank(given_, Money.euro(100), RankingRule(STEPS, partial=True))
    assert places(ranked) == {"a": "award", "b": "partial", "c": "reserve"}
    assert (ranked.positions[1].granted, ranked.left) == (Money.euro(10), Money.euro(0))


def test_ties_follow_the_announced_steps_in_order() -> None:
    late, early, strong = asks("late", 1, 2, 1, 20), asks("early", 1, 2, 1, 10), asks("strong", 1, 2, 2, 30)
    ranked = rank([late, early, strong], Money.euro(100), RULE)
    assert [position.candidate.id for position in ranked.positions] == ["strong", "early", "late"]
    assert ranked.positions[1].why[0].text.en == "Number 2: Equal on higher score; after number 1 because of: higher impact."
    assert "submitted earlier" in ranked.positions[2].why[0].text.en


def test_equal_on_all_rules_says_that_the_file_number_decides() -> None:
    ranked = rank([asks("b", 1, 2), asks("a", 1, 2)], Money.euro(100), RULE)
    assert [position.candidate.id for position in ranked.positions] == ["a", "b"]
    assert "dossiernummer" in ranked.positions[1].why[0].text.nl


def test_what_failed_has_no_rank_and_a_reason() -> None:
    ranked = rank([asks("a", 1, 9, passes=False), asks("b", 1, 0)], Money.euro(100), RULE)
    assert [(p.candidate.id, p.rank, p.place) for p in ranked.positions] == [("b", 1, Place.AWARD), ("a", None, Place.FAILED)]


def test_an_exact_fit_fits() -> None:
    assert places(rank([asks("a", 100, 1)], Money.euro(100), RULE)) == {"a": "award"}


@pytest.mark.parametrize("euro", [0, -5])
def test_an_amount_of_zero_or_less_is_refused(euro: int) -> None:
    with pytest.raises(InvalidInput):
        rank([asks("a", euro, 1)], Money.euro(100), RULE)


def test_a_negative_budget_and_a_double_are_refused() -> None:
    with pytest.raises(InvalidInput):
        rank([asks("a", 1, 1)], Money.euro(-1), RULE)
    with pytest.raises(InvalidInput):
        rank([asks("a", 1, 1), asks("a", 2, 1)], Money.euro(1), RULE)


def test_a_missing_value_for_the_order_is_named() -> None:
    with pytest.raises(InvalidInput, match="higher impact"):
        rank([replace(asks("a", 1, 1), values={"score": 1, "submitted": 2})], Money.euro(1), RULE)


def test_drawing_takes_those_of_the_reserve_that_fit_in_their_own_order() -> None:
    reserve = rank([asks("a", 90, 4), asks("b", 50, 3), asks("c", 30, 2), asks("d", 20, 1)], Money.euro(90), RULE).at(
        Place.RESERVE
    )
    assert [p.candidate.id for p in draw(reserve, Money.euro(40), RULE)] == ["c"]
    assert [p.candidate.id for p in draw(reserve, Money.euro(40), STOP)] == []
    assert all(p.drawn for p in draw(reserve, Money.euro(100), RULE))


def test_a_rule_reads_back_as_it_was_written() -> None:
    assert RankingRule.read(STOP.as_json()) == STOP


candidates = st.lists(
    st.builds(
        asks,
        st.text("abcdefgh", min_size=1, max_size=3),
        st.integers(1, 80),
        st.integers(-5, 6),
        st.integers(-3, 3),
        st.integers(0, 3),
        st.booleans(),
    ),
    unique_by=lambda candidate: candidate.id,
    max_size=12,
)
rules = st.builds(RankingRule, st.just(STEPS), st.sampled_from(Fit), st.booleans())
rooms = st.integers(0, 200).map(Money.euro)


@given(candidates, rooms, rules)
def test_the_envelope_is_never_passed_and_every_cent_is_accounted_for(
    found: list[Candidate], room: Money, rule: RankingRule
) -> None:
    ranked = rank(found, room, rule)
    assert Money.sum(p.granted for p in ranked.positions) == ranked.granted <= room
    assert ranked.granted + ranked.left == room
    assert {p.candidate.id for p in ranked.positions} == {candidate.id for candidate in found}
    assert all(p.granted == p.candidate.amount for p in ranked.at(Place.AWARD))
    assert all(p.why for p in ranked.positions)


@given(candidates, rooms, rules, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_given_changes_nothing(
    found: list[Candidate], room: Money, rule: RankingRule, chance: random.Random
) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert rank(shuffled, room, rule) == rank(found, room, rule)


@given(candidates, rooms, rules)
def test_taking_out_a_reserve_application_changes_nothing_above_it(
    found: list[Candidate], room: Money, rule: RankingRule
) -> None:
    ranked = rank(found, room, rule)
    for gone in ranked.at(Place.RESERVE):
        again = rank([c for c in found if c.id != gone.candidate.id], room, rule)
        above = (gone.rank or 0) - 1
        assert again.positions[:above] == ranked.positions[:above]


@given(candidates, rooms)
def test_without_leaping_nobody_on_reserve_stands_above_an_award(found: list[Candidate], room: Money) -> None:
    seen = [position.place for position in rank(found, room, STOP).positions]
    awards = [n for n, place in enumerate(seen) if place is Place.AWARD]
    reserve = [n for n, place in enumerate(seen) if place is Place.RESERVE]
    assert not awards or not reserve or max(awards) < min(reserve)


@given(candidates, rooms, rooms, rules)
def test_a_draw_never_takes_more_than_came_free(found: list[Candidate], room: Money, free: Money, rule: RankingRule) -> None:
    reserve = rank(found, room, rule).at(Place.RESERVE)
    assert Money.sum(p.granted for p in draw(reserve, free, rule)) <= free
