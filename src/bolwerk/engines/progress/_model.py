"""What progress is measured with: records that come in, milestones and targets that read them, attestations for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from bolwerk.kernel import Text, local_day


@dataclass(frozen=True, slots=True)
class Record:
    """Something that happened in a register: `kind` (past tense) of `subject` (a case, a call, an envelope), with its data.

    `key` names the record itself, when it has a name: the same key twice is the same record and counts once.
    """

    register: str
    subject: str
    kind: str
    at: date | datetime
    payload: Mapping[str, object] = field(default_factory=dict)
    key: str = ""

    @property
    def day(self) -> date:
        """The day in Brussels."""
        return local_day(self.at) if isinstance(self.at, datetime) else self.at


@dataclass(frozen=True, slots=True)
class Condition:
    """On one field of the payload: one of some values, or between two numbers (both included). A missing field never holds."""

    field: str
    one_of: tuple[object, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None

    def holds(self, payload: Mapping[str, object]) -> bool:
        value = payload.get(self.field)
        if self.one_of:
            return any(value == wanted and isinstance(value, bool) == isinstance(wanted, bool) for wanted in self.one_of)
        number = read_number(value)
        if number is None:
            return False
        return (self.least is None or self.least <= number) and (self.most is None or number <= self.most)


@dataclass(frozen=True, slots=True)
class Match:
    """Which records count: of this register, of one of these kinds, where all conditions hold."""

    register: str
    kinds: tuple[str, ...]
    where: tuple[Condition, ...] = ()

    def takes(self, record: Record) -> bool:
        return (
            record.register == self.register
            and record.kind in self.kinds
            and all(condition.holds(record.payload) for condition in self.where)
        )


@dataclass(frozen=True, slots=True)
class Milestone:
    """A checkable result: reached on the day that `count` different subjects had a matching record."""

    id: str
    commitment: str
    label: Text
    match: Match
    count: int = 1


class Aggregate(StrEnum):
    """How a target is counted."""

    COUNT = "count"
    SUM = "sum"
    SHARE = "share"
    MEDIAN_DAYS = "median_days"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure with its goal.

    `count`: different subjects with a matching record. `sum`: of the payload's `field`, less that of `other` (recoveries).
    `share`: percent of the subjects of `other` that have a matching record. `median_days`: calendar days from a subject's
    first matching record to its first record of `other` on or after it. Without a `goal` the figure is shown, not judged.
    `at_most`: the goal is a ceiling. `baseline`: the figure from which progress is counted.
    """

    id: str
    commitment: str
    label: Text
    aggregate: Aggregate
    match: Match
    unit: Text
    field: str = ""
    other: Match | None = None
    baseline: Decimal = Decimal(0)
    goal: Decimal | None = None
    at_most: bool = False


Indicator = Milestone | Target


@dataclass(frozen=True)
class Indicators:
    """All milestones and targets; ids are unique."""

    milestones: tuple[Milestone, ...] = ()
    targets: tuple[Target, ...] = ()

    @cached_property
    def by_commitment(self) -> Mapping[str, tuple[Indicator, ...]]:
        found: dict[str, tuple[Indicator, ...]] = {}
        for indicator in self:
            found[indicator.commitment] = (*found.get(indicator.commitment, ()), indicator)
        return found

    def __iter__(self) -> Iterator[Indicator]:
        yield from self.milestones
        yield from self.targets

    def __len__(self) -> int:
        return len(self.milestones) + len(self.targets)


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment of the plan, as far as it matters here. `deadline` is the last day; None when the plan gives none."""

    commitment: str
    measure: str
    deadline: date | None = None


class Delivery(StrEnum):
    """What has been delivered. Not assessed: there is nothing to tell from, which is not the same as nothing done."""

    DELIVERED = "delivered"
    UNDER_WAY = "under_way"
    NOT_BEGUN = "not_begun"
    NOT_ASSESSED = "not_assessed"

    @property
    def label(self) -> Text:
        return {
            Delivery.DELIVERED: Text("geleverd", "delivered"),
            Delivery.UNDER_WAY: Text("bezig", "under way"),
            Delivery.NOT_BEGUN: Text("niet begonnen", "not begun"),
            Delivery.NOT_ASSESSED: Text("niet beoordeeld", "not assessed"),
        }[self]


class Timeliness(StrEnum):
    """Whether it is in time. Not assessed is apart from late."""

    ON_TIME = "on_time"
    LATE = "late"
    DELIVERED_LATE = "delivered_late"
    NO_DEADLINE = "no_deadline"
    NOT_ASSESSED = "not_assessed"

    @property
    def label(self) -> Text:
        return {
            Timeliness.ON_TIME: Text("op tijd", "on time"),
            Timeliness.LATE: Text("te laat", "late"),
            Timeliness.DELIVERED_LATE: Text("te laat geleverd", "delivered late"),
            Timeliness.NO_DEADLINE: Text("geen termijn", "no deadline"),
            Timeliness.NOT_ASSESSED: Text("niet beoordeeld", "not assessed"),
        }[self]


@dataclass(frozen=True, slots=True)
class Attestation:
    """What somebody vouches for because it cannot be derived: dated, sourced, confirmed by a second person, expiring."""

    commitment: str
    delivery: Delivery
    statement: Text
    source: str
    on: date
    until: date
    by: str
    confirmed_by: str

    def why_not(self, day: date) -> Text | None:
        """None when it counts on that day; else why it does not."""
        if not self.source:
            return Text("De verklaring noemt geen bron.", "The attestation names no source.")
        if not self.by or not self.confirmed_by or self.by == self.confirmed_by:
            return Text("Een tweede persoon moet de verklaring nog bevestigen.", "A second person has yet to confirm it.")
        if day < self.on:
            return Text("De verklaring is van later.", "The attestation is of a later day.")
        if day > self.until:
            return Text("De verklaring is vervallen.", "The attestation has expired.")
        return None


def read_number(value: object) -> Decimal | None:
    """A number from JSON: an int, a Decimal or digits as text. Floats, booleans and anything else are no number here."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        number = Decimal(value)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None
