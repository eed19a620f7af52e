"""Quorum, mix, majority and ties at their edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bolwerk.kernel import Text
from bolwerk.office.advice.tally import Area, Base, Choice, Member, Result, Rules, Share, Tie, tally

HALF, MORE_THAN_HALF, TWO_THIRDS = Share(1, 2), Share(1, 2, more_than=True), Share(2, 3)
FOR, CON, AGAINST, ABSTAIN = Choice.FOR, Choice.CONDITIONS, Choice.AGAINST, Choice.ABSTAIN


def bench(count: int, *, recused: int = 0, expertise: str = "ethics", chair: int | None = None) -> list[Member]:
    fields = frozenset({expertise})
    return [Member(str(n), f"m{n}", fields, recused=n >= count - recused, chair=n == chair) for n in range(count)]


def rules(**more: object) -> Rules:
    return Rules(**{"quorum": HALF, "areas": (), "majority": MORE_THAN_HALF, **more})  # type: ignore[arg-type]


def votes(*choices: Choice) -> dict[str, Choice]:
    return {str(n): choice for n, choice in enumerate(choices)}


def test_half_of_six_is_a_quorum_and_two_is_not() -> None:
    assert tally(bench(6), votes(FOR, FOR, FOR), rules()).result is Result.POSITIVE
    short = tally(bench(6), votes(FOR, FOR), rules())
    assert (short.result, short.quorum) == (Result.NONE, False)
    assert short.why[0].text.nl == "Quorum niet bereikt: 2 van 6 leden stemden; nodig is minstens 1/2, en minstens 1."


def test_more_than_half_of_six_is_four() -> None:
    strict = rules(quorum=MORE_THAN_HALF)
    assert not tally(bench(6), votes(FOR, FOR, FOR), strict).quorum
    assert tally(bench(6), votes(FOR, FOR, FOR, FOR), strict).quorum


def test_recused_members_leave_the_base_unless_the_rules_keep_them() -> None:
    members = bench(6, recused=2)
    assert tally(members, votes(FOR, FOR), rules()).quorum
    assert not tally(members, votes(FOR, FOR), rules(recused_count=True)).quorum


def test_a_floor_of_members_holds_beside_the_share() -> None:
    assert not tally(bench(3), votes(FOR, FOR), rules(quorum_at_least=3)).quorum


def test_abstentions_count_for_the_quorum_and_not_for_the_votes_cast() -> None:
    found = tally(bench(4), votes(FOR, ABSTAIN, ABSTAIN), rules())
    assert (found.quorum, found.result) == (True, Result.POSITIVE)
    assert tally(bench(4), votes(FOR, ABSTAIN, ABSTAIN), rules(base=Base.VOTERS)).result is Result.NONE


def test_everyone_recused_or_nobody_there_is_no_advice() -> None:
    assert tally(bench(3, recused=3), votes(FOR, FOR, FOR), rules()).result is Result.NONE
    assert tally([], {}, rules()).result is Result.NONE
    assert tally(bench(3), {}, rules(quorum=Share(0, 1), quorum_at_least=0)).result is Result.NONE


def test_a_vote_of_a_recused_member_or_a_stranger_does_not_count() -> None:
    found = tally(bench(3, recused=1), votes(AGAINST, FOR, FOR) | {"stranger": FOR}, rules())
    assert (found.counts[FOR], found.counts[AGAINST]) == (1, 1)


def test_missing_expertise_among_voters_is_named() -> None:
    areas = (Area("ethics", Text("ethiek", "ethics")), Area("law", Text("recht", "law")))
    found = tally(bench(3), votes(FOR, FOR, FOR), rules(areas=areas))
    assert (found.result, found.mix) == (Result.NONE, False)
    assert found.why[1].text.en == "Expertise is missing: law."


def test_the_mix_is_looked_for_among_voters_and_not_among_those_who_stayed_away() -> None:
    members = [*bench(3), Member("law", "lawyer", frozenset({"law"}))]
    areas = (Area("law", Text("recht", "law")),)
    assert not tally(members, votes(FOR, FOR, FOR), rules(areas=areas)).mix
    assert tally(members, votes(FOR, FOR) | {"law": AGAINST}, rules(areas=areas)).mix


@pytest.mark.parametrize(
    ("tie", "result"), [(Tie.POSITIVE, Result.POSITIVE), (Tie.NEGATIVE, Result.NEGATIVE), (Tie.NONE, Result.NONE)]
)
def test_a_tie_follows_its_rule(tie: Tie, result: Result) -> None:
    assert tally(bench(4), votes(FOR, FOR, AGAINST, AGAINST), rules(tie=tie)).result is result


@pytest.mark.parametrize(
    ("chair", "result"), [(0, Result.POSITIVE), (1, Result.NEGATIVE), (2, Result.NONE), (None, Result.NONE)]
)
def test_the_chair_breaks_a_tie_only_with_a_vote_of_its_own(chair: int | None, result: Result) -> None:
    assert tally(bench(3, chair=chair), votes(FOR, AGAINST, ABSTAIN), rules(tie=Tie.CHAIR)).result is result


def test_conditions_stand_when_the_advice_needs_their_votes() -> None:
    assert tally(bench(3), votes(FOR, CON, AGAINST), rules()).result is Result.CONDITIONAL
    assert tally(bench(4), votes(FOR, FOR, FOR, CON), rules()).result is Result.POSITIVE
    assert tally(bench(2), votes(CON, CON), rules()).result is Result.CONDITIONAL


def test_a_qualified_majority_that_neither_side_reaches_is_no_advice() -> None:
    assert tally(bench(5), votes(FOR, FOR, FOR, AGAINST, AGAINST), rules(majority=TWO_THIRDS)).result is Result.NONE
    assert tally(bench(3), votes(FOR, FOR, AGAINST), rules(majority=TWO_THIRDS)).result is Result.POSITIVE


def test_a_majority_of_all_entitled_is_not_reached_by_the_present_alone() -> None:
    entitled = rules(base=Base.ENTITLED, majority=MORE_THAN_HALF)
    assert tally(bench(6), votes(FOR, FOR, FOR), entitled).result is Result.NONE
    assert tally(bench(6), votes(FOR, FOR, FOR, FOR), entitled).result is Result.POSITIVE


def test_only_abstentions_is_no_advice_even_when_a_tie_is_positive() -> None:
    assert tally(bench(2), votes(ABSTAIN, ABSTAIN), rules(tie=Tie.POSITIVE)).result is Result.NONE


def test_rules_read_back_as_they_were_written_and_refuse_gaps() -> None:
    whole = rules(areas=(Area("a", Text.same("a"), 2),), tie=Tie.CHAIR, base=Base.VOTERS, quorum_at_least=3, recused_count=True)
    assert Rules.read(whole.as_json()) == whole
    with pytest.raises(ValueError, match="quorum"):
        Rules.read({"areas": []})


choices = st.lists(st.sampled_from(Choice), max_size=9)


@given(choices, st.integers(0, 3), st.sampled_from(Tie), st.sampled_from(Base))
def test_no_advice_without_quorum_and_every_outcome_has_its_reasons(
    cast: list[Choice], away: int, tie: Tie, base: Base
) -> None:
    found = tally(bench(len(cast) + away), votes(*cast), rules(tie=tie, base=base))
    assert found.result is Result.NONE or (found.quorum and found.mix)
    assert len(found.why) == (3 if found.quorum and found.mix else 2)


@given(choices, st.sampled_from(Base))
def test_turning_a_vote_against_never_makes_the_advice_better(cast: list[Choice], base: Base) -> None:
    order = [Result.NEGATIVE, Result.NONE, Result.CONDITIONAL, Result.POSITIVE]
    before = tally(bench(len(cast)), votes(*cast), rules(tie=Tie.NEGATIVE, base=base)).result
    for n, choice in enumerate(cast):
        if choice is not ABSTAIN:
            after = tally(
                bench(len(cast)), votes(*cast[:n], AGAINST, *cast[n + 1 :]), rules(tie=Tie.NEGATIVE, base=base)
            ).result
            assert order.index(after) <= order.index(before)
