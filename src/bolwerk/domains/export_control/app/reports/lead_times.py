"""Lead times by lane, out of the event log: how long, whose days they were, how many were within the term.

Definitions. An application runs from the day of its receipt to the day on which the first decision was sent. A day on which the
clock stands for the applicant (missing information, a statement of the end user) is the applicant's; for outside advice, the
advisers'; on a day that both are waited for, the applicant's. Every other day is ours: own teams and the hearing included. Only
our days count against the term, which is that of whoever decides. A withdrawn application has no lead time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bolwerk.domains.export_control.app.book import book
from bolwerk.domains.export_control.app.handling.models import Lane
from bolwerk.domains.export_control.app.handling.overview import lanes_of
from bolwerk.domains.export_control.app.handling.subject import HANDLED
from bolwerk.domains.export_control.law.procedures import LICENCE
from bolwerk.kernel import MissingLaw, local_day
from bolwerk.office.cases.models import Case, CaseEvent

__all__ = ["SENT", "Days", "LaneTimes", "Quarter", "Run", "days_of", "lane_times", "runs"]

SENT = (
    "licence_issued",
    "authorisation_issued",
    "certificate_issued",
    "refusal_notified",
    "opinion_notified",
    "closure_decided",
)
"""What sends a decision out."""
_TERM = next(term for term in LICENCE.terms if term.id == "decision")
_PAIRS = tuple(zip(_TERM.suspended_by, _TERM.resumed_by, strict=True))
_OUTSIDE = "external_advice_asked"
_MINISTER = "minister_competent"
_WORST = 10


@dataclass(frozen=True, slots=True)
class Days:
    """Whose days they were. `counted` is what the term is held against."""

    ours: int
    applicant: int
    advisers: int

    @property
    def total(self) -> int:
        return self.ours + self.applicant + self.advisers

    @property
    def counted(self) -> int:
        return self.ours


@dataclass(frozen=True, slots=True)
class Run:
    """One application: its days until it was sent, or until now. `term` None: no law gives one for that day."""

    case: Case
    lane: Lane
    days: Days
    term: int | None
    sent: date | None

    @property
    def within(self) -> bool:
        return self.term is not None and self.days.counted <= self.term

    @property
    def over(self) -> int:
        """Days beyond the term; below zero: still left."""
        return 0 if self.term is None else self.days.counted - self.term


@dataclass(frozen=True, slots=True)
class Quarter:
    """What was sent in one quarter of a year."""

    year: int
    number: int
    sent: int
    median: int
    within: int

    @property
    def share(self) -> int:
        return round(100 * self.within / self.sent)


@dataclass(frozen=True, slots=True)
class LaneTimes:
    """One lane over a period. What has no cases has no median and no share: unknown, never zero.

    `days` sums the days of what was sent, by whose they were. `worst`: late and running first, then late and sent.
    """

    lane: Lane
    sent: int
    median: int | None
    median_total: int | None
    within: int | None
    days: Days
    running: int
    running_late: int
    trend: tuple[Quarter, ...]
    worst: tuple[Run, ...]

    @property
    def share(self) -> int | None:
        return None if self.within is None or not self.sent else round(100 * self.within / self.sent)

    def part(self, days: int) -> int:
        """Per cent of all days of what was sent."""
        return round(100 * days / self.days.total) if self.days.total else 0

    @property
    def parts(self) -> tuple[int, int, int]:
        return self.part(self.days.ours), self.part(self.days.applicant), self.part(self.days.advisers)


def days_of(events: Sequence[tuple[str, date]], opened: date, end: date) -> Days:
    """Whose the days from `opened` to `end` were, from `(kind, day)` in the order of the log.

    A clock that is suspended on one day and set going on another stood on the days between, that other day included.
    """
    applicant, advisers = set[int](), set[int]()
    for stop in dict.fromkeys(stop for stop, _ in _PAIRS):
        goes = {go for kind, go in _PAIRS if kind == stop}
        standing = advisers if stop == _OUTSIDE else applicant
        asked: list[date] = []
        for kind, day in events:
            if kind == stop:
                asked.append(day)
            elif kind in goes and asked:
                standing.update(_between(asked.pop(0), min(day, end)))
        for day in asked:
            standing.update(_between(day, end))
    advisers -= applicant
    total = (end - opened).days
    return Days(total - len(applicant) - len(advisers), len(applicant), len(advisers))


def _between(start: date, end: date) -> range:
    return range(start.toordinal() + 1, end.toordinal() + 1)


def runs(cases: Iterable[Case], on: date) -> tuple[Run, ...]:
    """Every application as it stood on a day: sent by then, or running. Those withdrawn, or without a lane, are left out."""
    found = [case for case in cases if case.procedure in HANDLED and local_day(case.opened_at) <= on]
    lanes = lanes_of(found)
    log: dict[Any, list[tuple[str, date]]] = defaultdict(list)
    kinds = {*SENT, _MINISTER, "withdrawn", *(kind for pair in _PAIRS for kind in pair)}
    told = CaseEvent.objects.filter(case__in=[case.pk for case in found], kind__in=kinds).order_by("journal_seq")
    for pk, kind, at in told.values_list("case_id", "kind", "at"):
        if local_day(at) <= on:
            log[pk].append((kind, local_day(at)))
    made = (_run(case, lanes[case.pk], log[case.pk], on) for case in found if case.pk in lanes)
    return tuple(run for run in made if run is not None)


def _run(case: Case, lane: Lane, events: Sequence[tuple[str, date]], on: date) -> Run | None:
    opened = local_day(case.opened_at)
    sent = next((day for kind, day in events if kind in SENT), None)
    if sent is None and any(kind == "withdrawn" for kind, _ in events):
        return None
    minister = any(kind == _MINISTER and (sent is None or day <= sent) for kind, day in events)
    return Run(case, lane, days_of(events, opened, sent or on), term_of(minister, opened), sent)


def term_of(minister: bool, opened: date) -> int | None:
    """The longest lead time by the law of the day of receipt; None where no law gives one."""
    try:
        return int(str(book().value(f"export.term.{'minister' if minister else 'department'}", opened).value))
    except MissingLaw:
        return None


def lane_times(found: Sequence[Run], start: date, end: date) -> tuple[LaneTimes, ...]:
    """The four lanes over what was sent from `start` to `end`, and what is running."""
    by_lane: Mapping[Lane, list[Run]] = {lane: [run for run in found if run.lane == lane] for lane in Lane}
    return tuple(_lane(lane, mine, start, end) for lane, mine in by_lane.items())


def _lane(lane: Lane, mine: Sequence[Run], start: date, end: date) -> LaneTimes:
    sent = [run for run in mine if run.sent and start <= run.sent <= end]
    running = [run for run in mine if run.sent is None]
    judged = [run for run in sent if run.term is not None]
    late = [run for run in running if run.over > 0]
    hurt = sorted(late, key=_worst_first) + sorted((run for run in judged if run.over > 0), key=_worst_first)
    return LaneTimes(
        lane,
        sent=len(sent),
        median=_median([run.days.counted for run in sent]),
        median_total=_median([run.days.total for run in sent]),
        within=sum(run.within for run in judged) if judged else None,
        days=Days(*(sum(getattr(run.days, name) for run in sent) for name in ("ours", "applicant", "advisers"))),
        running=len(running),
        running_late=len(late),
        trend=tuple(_quarters(sent)),
        worst=tuple(hurt[:_WORST]),
    )


def _worst_first(run: Run) -> tuple[int, str]:
    return -run.over, run.case.reference


def _quarters(sent: Sequence[Run]) -> Iterable[Quarter]:
    groups: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for run in sent:
        if run.sent:
            groups[run.sent.year, (run.sent.month + 2) // 3].append(run)
    for (year, number), mine in sorted(groups.items()):
        yield Quarter(
            year, number, len(mine), _median([run.days.counted for run in mine]) or 0, sum(run.within for run in mine)
        )


def _median(values: Sequence[int]) -> int | None:
    """The middle one; of an even number, the lower of the two in the middle."""
    return sorted(values)[(len(values) - 1) // 2] if values else None
