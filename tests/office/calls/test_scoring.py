"""Criterion scores, their sums and thresholds, and the panel together."""

import pytest

from bolwerk.kernel import InvalidInput, Text
from bolwerk.office.calls.scoring import Axis, Criterion, Mark, Scheme, Score, assess, panel, problems


def scheme(per_axis: int = 5) -> Scheme:
    criteria = [
        Criterion(f"{axis}{n}", axis, Text.same(f"{axis}{n}")) for axis in ("quality", "impact") for n in range(per_axis)
    ]
    axes = (Axis("quality", Text("kwaliteit", "quality"), -3), Axis("impact", Text.same("impact"), -3))
    return Scheme("s", "1", Text.same("s"), axes, tuple(criteria), -5)


def marks(**given: Mark) -> dict[str, Mark]:
    return {criterion.id: given.get(criterion.id, Mark.GOOD) for criterion in scheme().criteria}


def bad(quality: int, impact: int) -> dict[str, Mark]:
    names = [f"quality{n}" for n in range(quality)] + [f"impact{n}" for n in range(impact)]
    return marks(**dict.fromkeys(names, Mark.REASONABLE))


def test_all_good_passes_with_zero() -> None:
    result = assess(scheme(), marks())
    assert (result.passes, result.total) == (True, 0)


def test_one_critical_mark_fails_whatever_the_sum() -> None:
    given = dict.fromkeys(marks(), Mark.VERY_GOOD) | {"quality0": Mark.CRITICAL}
    result = assess(scheme(), given)
    assert not result.passes
    assert result.critical == ("quality0",)
    assert "kritische" in result.why[0].text.nl


@pytest.mark.parametrize(
    ("quality", "impact", "passes"), [(3, 2, True), (4, 0, False), (0, 4, False), (3, 3, False), (2, 3, True), (3, 0, True)]
)
def test_axes_and_total_have_their_own_floor(quality: int, impact: int, passes: bool) -> None:
    assert assess(scheme(), bad(quality, impact)).passes is passes


def test_the_reasons_name_sum_and_threshold() -> None:
    why = assess(scheme(), bad(4, 0)).why
    assert why[1].text.en == "Sum for quality: −4; needed is at least −3: too little."


def test_an_axis_without_a_floor_only_counts_in_the_total() -> None:
    free = Scheme("f", "1", Text.same("f"), (Axis("a", Text.same("a"), None),), (Criterion("a1", "a", Text.same("a1")),), -1)
    assert assess(free, {"a1": Mark.REASONABLE}).passes


def test_missing_marks_are_named() -> None:
    with pytest.raises(InvalidInput, match="impact4"):
        assess(scheme(), {name: mark for name, mark in marks().items() if name != "impact4"})


def test_a_mark_other_than_good_needs_a_motivation() -> None:
    scores = {name: Score(mark, "") for name, mark in marks(quality0=Mark.VERY_GOOD, impact0=Mark.REASONABLE).items()}
    assert [problem.where for problem in problems(scheme(), scores)] == ["quality0", "impact0"]


def test_a_sheet_with_a_gap_and_a_stranger_has_two_problems() -> None:
    scores = {name: Score(mark) for name, mark in marks().items() if name != "quality1"} | {"other": Score(Mark.GOOD)}
    assert [problem.where for problem in problems(scheme(), scores)] == ["quality1", "other"]


def test_the_panel_takes_the_middle_mark() -> None:
    reviews = [marks(quality0=Mark.REASONABLE), marks(quality0=Mark.GOOD), marks(quality0=Mark.GOOD)]
    assert panel(scheme(), reviews, {}).marks["quality0"] is Mark.GOOD


def test_of_two_middles_the_lower_counts() -> None:
    assert panel(scheme(), [marks(quality0=Mark.REASONABLE), marks()], {}).marks["quality0"] is Mark.REASONABLE


def test_one_critical_mark_counts_until_the_consensus_says_otherwise() -> None:
    reviews = [marks(impact1=Mark.CRITICAL), marks(), marks()]
    before = panel(scheme(), reviews, {})
    after = panel(scheme(), reviews, {"impact1": Mark.REASONABLE})
    assert (before.scored.passes, before.unsettled) == (False, ("impact1",))
    assert (after.scored.passes, after.unsettled, after.scored.total) == (True, (), -1)


def test_a_critical_mark_beside_a_reasonable_one_is_unsettled_though_close() -> None:
    assert panel(scheme(), [marks(quality0=Mark.CRITICAL), marks(quality0=Mark.REASONABLE)], {}).unsettled == ("quality0",)


def test_all_critical_is_settled_and_fails() -> None:
    result = panel(scheme(), [marks(quality0=Mark.CRITICAL)] * 3, {})
    assert (result.unsettled, result.scored.passes) == ((), False)


def test_a_panel_without_reviews_is_refused() -> None:
    with pytest.raises(InvalidInput):
        panel(scheme(), [], {})
