"""Where reviewers differ: per criterion, per application, per reviewer, and which applications to talk through. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from bolwerk.kernel import Text
from bolwerk.office.calls.scoring import Mark, Scheme, assess

MarksByReviewer = Mapping[str, Mapping[str, Mark]]


@dataclass(frozen=True, slots=True)
class CriterionSpread:
    """One criterion of one application. `span` in steps (0–3); `index` from 0 (agree) to 1 (as far apart as can be)."""

    criterion: str
    marks: Mapping[str, Mark]
    span: int
    index: float
    split_on_critical: bool


@dataclass(frozen=True, slots=True)
class ApplicationSpread:
    """One application. `totals` by reviewer; `split_verdict` when some reviewers let it pass and others do not.

    `meet` says why a consensus meeting is suggested; None when it is not needed.
    """

    application: str
    criteria: tuple[CriterionSpread, ...]
    totals: Mapping[str, int]
    span: int
    index: float
    split_verdict: bool
    meet: Text | None


@dataclass(frozen=True, slots=True)
class ReviewerLean:
    """`lean` is the mean distance in steps to the others on the same criteria: below zero is stricter, above is milder."""

    reviewer: str
    reviews: int
    lean: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """`applications` come with the greatest need to talk first; `criteria` gives the mean index per criterion."""

    applications: tuple[ApplicationSpread, ...]
    criteria: Mapping[str, float]
    reviewers: tuple[ReviewerLean, ...]


def disagreement(marks: Iterable[Mark]) -> float:
    """The mean distance over all pairs, as a share of the largest mean distance that so many marks can have; 0 for one mark."""
    ordinals = [mark.ordinal for mark in marks]
    n = len(ordinals)
    if n < 2:
        return 0.0
    apart = sum(abs(a - b) for a, b in combinations(ordinals, 2))
    most = (len(Mark) - 1) * (n // 2) * (n - n // 2)
    return apart / most


def spread(scheme: Scheme, application: str, reviews: MarksByReviewer) -> ApplicationSpread:
    """How far the reviewers of one application lie apart. Each review must cover every criterion."""
    criteria = tuple(_criterion(criterion.id, reviews) for criterion in scheme.criteria)
    scored = {reviewer: assess(scheme, marks) for reviewer, marks in reviews.items()}
    totals = {reviewer: result.total for reviewer, result in scored.items()}
    split_verdict = len({result.passes for result in scored.values()}) > 1
    return ApplicationSpread(
        application,
        criteria,
        totals,
        max(totals.values()) - min(totals.values()) if totals else 0,
        sum(item.index for item in criteria) / len(criteria),
        split_verdict,
        _why_meet(scheme, criteria, split_verdict),
    )


def calibrate(scheme: Scheme, applications: Mapping[str, MarksByReviewer]) -> Calibration:
    """All applications of a call together."""
    spreads = [spread(scheme, name, reviews) for name, reviews in applications.items()]
    spreads.sort(key=lambda item: (item.meet is None, not item.split_verdict, -item.index, item.application))
    per_criterion = {
        criterion.id: sum(item.criteria[n].index for item in spreads) / len(spreads) if spreads else 0.0
        for n, criterion in enumerate(scheme.criteria)
    }
    return Calibration(tuple(spreads), per_criterion, _leans(applications))


def _criterion(criterion: str, reviews: MarksByReviewer) -> CriterionSpread:
    marks = {reviewer: given[criterion] for reviewer, given in reviews.items()}
    ordinals = [mark.ordinal for mark in marks.values()]
    span = max(ordinals) - min(ordinals) if ordinals else 0
    critical = {mark is Mark.CRITICAL for mark in marks.values()}
    return CriterionSpread(criterion, marks, span, disagreement(marks.values()), len(critical) > 1)


def _why_meet(scheme: Scheme, criteria: tuple[CriterionSpread, ...], split_verdict: bool) -> Text | None:
    if split_verdict:
        return Text(
            "De ene beoordelaar laat het project slagen, de andere niet.",
            "One reviewer lets the project pass, another does not.",
        )
    if any(item.split_on_critical for item in criteria):
        return Text("Niet iedereen vindt hetzelfde criterium kritisch.", "Not everyone finds the same criterion critical.")
    wide = [scheme.criterion(item.criterion).label for item in criteria if item.span >= scheme.discuss_from]
    if not wide:
        return None
    return Text(
        f"De scores liggen ver uit elkaar op: {', '.join(label.nl for label in wide)}.",
        f"The scores lie far apart on: {', '.join(label.en for label in wide)}.",
    )


def _leans(applications: Mapping[str, MarksByReviewer]) -> tuple[ReviewerLean, ...]:
    distances: dict[str, list[float]] = {}
    counts: dict[str, int] = {}
    for reviews in applications.values():
        for reviewer, own in reviews.items():
            counts[reviewer] = counts.get(reviewer, 0) + 1
            others = [marks for name, marks in reviews.items() if name != reviewer]
            for criterion, mark in own.items():
                if others:
                    mean = sum(marks[criterion].ordinal for marks in others) / len(others)
                    distances.setdefault(reviewer, []).append(mark.ordinal - mean)
    return tuple(
        ReviewerLean(reviewer, counts[reviewer], sum(found) / len(found) if (found := distances.get(reviewer)) else 0.0)
        for reviewer in sorted(counts)
    )
