"""Criterion scores and what they add up to. Pure: criteria, axes and thresholds are given as data by a domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bolwerk.kernel import Citation, InvalidInput, Reason, Standing, Text


class Mark(StrEnum):
    """What a reviewer finds on one criterion, from worst to best."""

    CRITICAL = "critical"
    REASONABLE = "reasonable"
    GOOD = "good"
    VERY_GOOD = "very_good"

    @property
    def points(self) -> int:
        """−1, 0 or +1. A critical mark excludes whatever the sum, and weighs −1 in it."""
        return {Mark.CRITICAL: -1, Mark.REASONABLE: -1, Mark.GOOD: 0, Mark.VERY_GOOD: 1}[self]

    @property
    def ordinal(self) -> int:
        """0 (critical) to 3 (very good): distances between marks are measured on this."""
        return list(Mark).index(self)

    @property
    def label(self) -> Text:
        return {
            Mark.CRITICAL: Text("kritisch", "critical"),
            Mark.REASONABLE: Text("redelijk (−1)", "reasonable (−1)"),
            Mark.GOOD: Text("goed (0)", "good (0)"),
            Mark.VERY_GOOD: Text("zeer goed (+1)", "very good (+1)"),
        }[self]


@dataclass(frozen=True, slots=True)
class Axis:
    """A group of criteria with the least sum it must reach; `minimum=None` is an axis without a floor of its own."""

    id: str
    label: Text
    minimum: int | None


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str
    axis: str
    label: Text
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a call scores: its axes, criteria and thresholds, with the source of the figures and its standing.

    `discuss_from` is the distance between two marks (in steps, 1–3) from which a consensus meeting is suggested.
    """

    id: str
    version: str
    label: Text
    axes: tuple[Axis, ...]
    criteria: tuple[Criterion, ...]
    total_minimum: int
    citations: tuple[Citation, ...] = ()
    standing: Standing = Standing.CONFIRMED
    discuss_from: int = 2

    def __post_init__(self) -> None:
        ids = [criterion.id for criterion in self.criteria]
        if not ids or len(set(ids)) != len(ids):
            raise ValueError("a scheme has at least one criterion, and each id once")
        if unknown := {criterion.axis for criterion in self.criteria} - {axis.id for axis in self.axes}:
            raise ValueError(f"criteria on an axis that does not exist: {sorted(unknown)}")

    def criterion(self, criterion_id: str) -> Criterion:
        return next(criterion for criterion in self.criteria if criterion.id == criterion_id)


@dataclass(frozen=True, slots=True)
class Score:
    """One reviewer on one criterion. A mark other than good needs a motivation."""

    mark: Mark
    motivation: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """What a full set of marks comes to. `why` names each test with its sum, its threshold and the source."""

    passes: bool
    total: int
    by_axis: Mapping[str, int]
    critical: tuple[str, ...]
    why: tuple[Reason, ...]


def problems(scheme: Scheme, scores: Mapping[str, Score]) -> tuple[InvalidInput, ...]:
    """What keeps a review from being submitted: a criterion without mark, a mark without motivation, an unknown criterion."""
    found: list[InvalidInput] = []
    for criterion in scheme.criteria:
        score = scores.get(criterion.id)
        if score is None:
            found.append(
                InvalidInput(
                    Text("Dit criterium heeft nog geen score.", "This criterion has no score yet."),
                    where=criterion.id,
                    mend=Text("Kies een score.", "Choose a score."),
                )
            )
        elif score.mark is not Mark.GOOD and not score.motivation.strip():
            found.append(
                InvalidInput(
                    Text(
                        f"Een score '{score.mark.label.nl}' heeft een motivering nodig.",
                        f"A '{score.mark.label.en}' needs a motivation.",
                    ),
                    where=criterion.id,
                    mend=Text("Schrijf in een of twee zinnen waarom.", "Write why, in one or two sentences."),
                )
            )
    known = {criterion.id for criterion in scheme.criteria}
    found.extend(
        InvalidInput(
            Text(f"'{name[:60]}' is geen criterium van deze oproep.", f"'{name[:60]}' is not a criterion of this call."),
            where=name[:60],
            mend=Text("Gebruik de criteria op het scoreblad.", "Use the criteria on the score sheet."),
        )
        for name in scores
        if name not in known
    )
    return tuple(found)


def assess(scheme: Scheme, marks: Mapping[str, Mark]) -> Scored:
    """Any critical mark fails; each axis and the total must reach their minimum. `marks` must cover every criterion."""
    if missing := [criterion.id for criterion in scheme.criteria if criterion.id not in marks]:
        raise InvalidInput(
            Text(f"Er ontbreken scores: {', '.join(missing)}.", f"Scores are missing: {', '.join(missing)}."),
            where=scheme.id,
            mend=Text("Geef elk criterium een score.", "Give each criterion a score."),
        )
    by_axis = {axis.id: sum(marks[c.id].points for c in scheme.criteria if c.axis == axis.id) for axis in scheme.axes}
    total = sum(by_axis.values())
    critical = tuple(c.id for c in scheme.criteria if marks[c.id] is Mark.CRITICAL)
    tests = [(not critical, _critical_reason(scheme, critical))]
    for axis in scheme.axes:
        if axis.minimum is not None:
            ok = by_axis[axis.id] >= axis.minimum
            tests.append((ok, _sum_reason(axis.label, by_axis[axis.id], axis.minimum, ok, scheme.citations)))
    ok = total >= scheme.total_minimum
    tests.append((ok, _sum_reason(Text("het totaal", "the total"), total, scheme.total_minimum, ok, scheme.citations)))
    return Scored(all(ok for ok, _ in tests), total, by_axis, critical, tuple(reason for _, reason in tests))


@dataclass(frozen=True, slots=True)
class PanelResult:
    """The marks of a panel together. `unsettled` names the criteria that a consensus must settle before `scored` may stand."""

    marks: Mapping[str, Mark]
    unsettled: tuple[str, ...]
    scored: Scored


def panel(scheme: Scheme, reviews: Iterable[Mapping[str, Mark]], consensus: Mapping[str, Mark]) -> PanelResult:
    """One mark a criterion: the consensus where there is one, else the middle mark of the reviewers (the lower of two middles).

    Until a consensus says otherwise, one critical mark among them counts as critical, and the criterion is unsettled, as is one
    on which two marks lie `scheme.discuss_from` steps or more apart.
    """
    given = list(reviews)
    if not given:
        raise InvalidInput(
            Text("Er is nog geen beoordeling.", "There is no review yet."),
            where=scheme.id,
            mend=Text("Wacht tot de beoordelaars klaar zijn.", "Wait until the reviewers have finished."),
        )
    marks: dict[str, Mark] = {}
    unsettled: list[str] = []
    for criterion in scheme.criteria:
        if criterion.id in consensus:
            marks[criterion.id] = consensus[criterion.id]
            continue
        ordered = sorted((review[criterion.id] for review in given), key=lambda mark: mark.ordinal)
        split_on_critical = ordered[0] is Mark.CRITICAL and ordered[-1] is not Mark.CRITICAL
        if split_on_critical or ordered[-1].ordinal - ordered[0].ordinal >= scheme.discuss_from:
            unsettled.append(criterion.id)
        marks[criterion.id] = Mark.CRITICAL if split_on_critical else ordered[(len(ordered) - 1) // 2]
    return PanelResult(marks, tuple(unsettled), assess(scheme, marks))


def _critical_reason(scheme: Scheme, critical: tuple[str, ...]) -> Reason:
    if not critical:
        return Reason(Text("Geen enkel criterium is kritisch.", "No criterion is critical."), scheme.citations)
    labels = [scheme.criterion(name).label for name in critical]
    return Reason(
        Text(
            f"Kritisch op: {', '.join(label.nl for label in labels)}. Eén kritische score sluit het project uit.",
            f"Critical on: {', '.join(label.en for label in labels)}. One critical score excludes the project.",
        ),
        scheme.citations,
    )


def _sum_reason(label: Text, reached: int, minimum: int, ok: bool, citations: tuple[Citation, ...]) -> Reason:
    reached_text, minimum_text = signed(reached), signed(minimum)
    nl, en = ("voldoende", "enough") if ok else ("te weinig", "too little")
    return Reason(
        Text(
            f"Som voor {label.nl}: {reached_text}; nodig is minstens {minimum_text}: {nl}.",
            f"Sum for {label.en}: {reached_text}; needed is at least {minimum_text}: {en}.",
        ),
        citations,
    )


def signed(points: int) -> str:
    """`+2`, `0`, `−3`, with a true minus sign."""
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"
