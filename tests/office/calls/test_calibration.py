"""Where reviewers differ, and which applications to talk through first."""

from bolwerk.office.calls.calibration import calibrate, disagreement, spread
from bolwerk.office.calls.scoring import Mark

from .test_scoring import bad, marks, scheme


def test_reviewers_who_agree_do_not_need_to_meet() -> None:
    found = spread(scheme(), "a", {"r1": marks(), "r2": marks(), "r3": marks()})
    assert (found.index, found.span, found.meet) == (0.0, 0, None)


def test_the_index_is_one_when_they_lie_as_far_apart_as_can_be() -> None:
    assert disagreement([Mark.CRITICAL, Mark.VERY_GOOD]) == 1.0
    assert disagreement([Mark.CRITICAL, Mark.CRITICAL, Mark.VERY_GOOD]) == 1.0
    assert disagreement([Mark.GOOD]) == 0.0
    assert 0 < disagreement([Mark.GOOD, Mark.GOOD, Mark.VERY_GOOD]) < 1


def test_a_split_verdict_asks_for_a_meeting_before_all_else() -> None:
    split = {"r1": bad(4, 0), "r2": marks(), "r3": marks()}
    wide = {"r1": marks(quality0=Mark.VERY_GOOD), "r2": marks(quality0=Mark.REASONABLE), "r3": marks()}
    calm = {"r1": marks(), "r2": marks(), "r3": marks()}
    found = calibrate(scheme(), {"calm": calm, "wide": wide, "split": split})
    assert [item.application for item in found.applications] == ["split", "wide", "calm"]
    assert [item.meet is None for item in found.applications] == [False, False, True]
    assert "quality0" in str(found.applications[1].meet)


def test_the_criterion_that_divides_most_stands_out() -> None:
    reviews = {"r1": marks(impact2=Mark.VERY_GOOD), "r2": marks(impact2=Mark.REASONABLE)}
    found = calibrate(scheme(), {"a": reviews})
    assert max(found.criteria, key=lambda name: found.criteria[name]) == "impact2"


def test_a_stricter_reviewer_leans_below_zero_and_the_others_above() -> None:
    reviews = {"strict": bad(3, 2), "r2": marks(), "r3": marks()}
    leans = {lean.reviewer: lean.lean for lean in calibrate(scheme(), {"a": reviews}).reviewers}
    assert leans["strict"] < 0 < leans["r2"] == leans["r3"]


def test_a_single_reviewer_has_no_lean() -> None:
    assert [lean.lean for lean in calibrate(scheme(), {"a": {"r1": bad(2, 2)}}).reviewers] == [0.0]


def test_no_applications_give_an_empty_view() -> None:
    found = calibrate(scheme(), {})
    assert (found.applications, found.reviewers, set(found.criteria.values())) == ((), (), {0.0})
