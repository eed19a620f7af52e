"""From readings to a judgement: delivery and timeliness of each commitment, five numbers of each measure, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bolwerk.engines.progress._model import Attestation, Delivery, Indicators, Promise, Target, Timeliness
from bolwerk.engines.progress._money import MoneyLine, money
from bolwerk.engines.progress._read import Reading, read
from bolwerk.engines.progress._state import State
from bolwerk.kernel import Money, Text, write_date


@dataclass(frozen=True, slots=True)
class CommitmentStanding:
    """How one commitment stands: two axes, each with its reasons, and what they rest on.

    `found` of `expected` pieces of evidence: those of its indicators, or one attestation when it has none.
    `attestation`: used only when the records tell nothing; `latest`: the newest day of evidence.
    """

    promise: Promise
    delivery: Delivery
    timeliness: Timeliness
    delivery_reasons: tuple[Text, ...]
    timeliness_reasons: tuple[Text, ...]
    readings: tuple[Reading, ...]
    attestation: Attestation | None
    found: int
    expected: int
    latest: date | None

    @property
    def commitment(self) -> str:
        return self.promise.commitment

    @property
    def no_data(self) -> bool:
        return self.delivery is Delivery.NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class MeasureStanding:
    """The five numbers of a measure, each with its parts.

    1. `delivered` of `commitments`, in percent (`delivered_percent`, None when nothing could be assessed); parts in `delivery`.
    2. `on_time`: the worst of its commitments that were assessed; parts in `timeliness`.
    3. `money`. 4. `found` of `expected` evidence. 5. `fresh_days` since the newest evidence, None when there is none.
    """

    measure: str
    standings: tuple[CommitmentStanding, ...]
    delivery: Mapping[Delivery, int]
    timeliness: Mapping[Timeliness, int]
    on_time: Timeliness
    money: MoneyLine
    found: int
    expected: int
    fresh_days: int | None

    @property
    def commitments(self) -> int:
        return len(self.standings)

    @property
    def delivered(self) -> int:
        return self.delivery[Delivery.DELIVERED]

    @property
    def no_data(self) -> bool:
        return self.delivery[Delivery.NOT_ASSESSED] == self.commitments

    @property
    def delivered_percent(self) -> int | None:
        """Of all commitments, cut down: an unassessed one is not delivered, and 100 means all."""
        return None if self.no_data else 100 * self.delivered // self.commitments


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole plan as of `on`."""

    on: date
    measures: tuple[MeasureStanding, ...]

    def measure(self, code: str) -> MeasureStanding:
        """Raises KeyError on a measure without promises."""
        for standing in self.measures:
            if standing.measure == code:
                return standing
        raise KeyError(code)

    def commitment(self, id: str) -> CommitmentStanding:
        for measure in self.measures:
            for standing in measure.standings:
                if standing.commitment == id:
                    return standing
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Change:
    """A commitment whose judgement differs between two days; `before` is None when it did not exist in the first."""

    before: CommitmentStanding | None
    after: CommitmentStanding | None


def assess(
    promises: Iterable[Promise],
    indicators: Indicators,
    state: State,
    on: date,
    *,
    attestations: Sequence[Attestation] = (),
    planned: Mapping[str, Money] | None = None,
) -> Assessment:
    """Every promise as of that day; measures in the order of their first promise. `planned`: the plan's amount by measure."""
    by_measure: dict[str, list[CommitmentStanding]] = {}
    for promise in promises:
        standing = _stand(promise, indicators, state, on, attestations)
        by_measure.setdefault(promise.measure, []).append(standing)
    amounts = planned or {}
    return Assessment(on, tuple(_measure(code, own, state, on, amounts.get(code)) for code, own in by_measure.items()))


def compare(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """The commitments whose delivery or timeliness differs, or that are only in one of both."""
    old = {s.commitment: s for measure in before.measures for s in measure.standings}
    new = {s.commitment: s for measure in after.measures for s in measure.standings}
    changes = []
    for id in [*new, *(id for id in old if id not in new)]:
        was, now = old.get(id), new.get(id)
        if was is None or now is None or (was.delivery, was.timeliness) != (now.delivery, now.timeliness):
            changes.append(Change(was, now))
    return tuple(changes)


_NOTHING_TO_JUDGE = (
    Timeliness.NOT_ASSESSED,
    (
        Text(
            "Er is geen doel om aan te meten: de cijfers staan er ter informatie.", "There is no goal to measure: figures only."
        ),
    ),
)


def _stand(
    promise: Promise, indicators: Indicators, state: State, on: date, attestations: Sequence[Attestation]
) -> CommitmentStanding:
    mine = indicators.by_commitment.get(promise.commitment, ())
    readings = tuple(read(indicator, state, on) for indicator in mine)
    vouched, refusals = _vouched(promise, on, attestations)
    delivery, reasons = _derived(readings)
    if delivery is not Delivery.NOT_ASSESSED:
        at_deadline = [read(i, state, min(on, promise.deadline)) for i in mine] if promise.deadline else []
        in_time = bool(at_deadline) and _derived(at_deadline)[0] is Delivery.DELIVERED
        vouched = None
    else:
        delivery, reasons = _attested(vouched, (*reasons, *refusals))
        in_time = vouched is not None and promise.deadline is not None and vouched.on <= promise.deadline
    found = sum(r.found for r in readings) if mine else int(vouched is not None)
    expected = sum(r.expected for r in readings) if mine else 1
    latest = max((day for day in (*(r.latest for r in readings), vouched and vouched.on) if day), default=None)
    shown_only = bool(readings) and vouched is None and not any(_judged(reading) for reading in readings)
    timeliness, why = _timely(promise, delivery, on, in_time)
    if shown_only and promise.deadline:
        timeliness, why = _NOTHING_TO_JUDGE
    return CommitmentStanding(promise, delivery, timeliness, reasons, why, readings, vouched, found, expected, latest)


def _derived(readings: Sequence[Reading]) -> tuple[Delivery, tuple[Text, ...]]:
    """Delivered when every indicator that can be judged holds; under way when anything was found; no data is not assessed."""
    reasons = tuple(_SAYS.format(label=r.indicator.label, reason=r.reason) for r in readings)
    judged = [r for r in readings if _judged(r)]
    if judged and all(r.holds for r in judged):
        return Delivery.DELIVERED, reasons
    if any(r.evidence for r in readings):
        return Delivery.UNDER_WAY, reasons
    if not judged or any(not r.known for r in readings):
        return Delivery.NOT_ASSESSED, reasons
    return Delivery.NOT_BEGUN, reasons


def _judged(reading: Reading) -> bool:
    """A target without a goal is shown, not judged."""
    return not (isinstance(reading.indicator, Target) and reading.indicator.goal is None)


def _vouched(promise: Promise, on: date, all_of_them: Sequence[Attestation]) -> tuple[Attestation | None, tuple[Text, ...]]:
    """The newest attestation that counts on the day, and why others do not."""
    mine = sorted((a for a in all_of_them if a.commitment == promise.commitment and a.on <= on), key=lambda a: a.on)
    good = [a for a in mine if a.why_not(on) is None]
    refusals = tuple(why for a in mine if (why := a.why_not(on)))
    return (good[-1] if good else None), refusals


def _attested(vouched: Attestation | None, refusals: tuple[Text, ...]) -> tuple[Delivery, tuple[Text, ...]]:
    if vouched is None:
        return Delivery.NOT_ASSESSED, refusals or (Text("Nog geen gegevens.", "No data yet."),)
    source = Text(
        f"Verklaring van {write_date(vouched.on, 'nl')}, bron: {vouched.source}; geldt tot {write_date(vouched.until, 'nl')}.",
        f"Attested on {write_date(vouched.on, 'en')}, source: {vouched.source}; valid until {write_date(vouched.until, 'en')}.",
    )
    return vouched.delivery, (vouched.statement, source)


def _timely(promise: Promise, delivery: Delivery, on: date, in_time: bool) -> tuple[Timeliness, tuple[Text, ...]]:
    last = promise.deadline
    if last is None:
        return Timeliness.NO_DEADLINE, (Text("Het plan noemt geen einddatum.", "The plan names no end date."),)
    nl, en = write_date(last, "nl"), write_date(last, "en")
    past = on > last
    match delivery:
        case Delivery.NOT_ASSESSED if past:
            why = Text(
                f"De termijn liep af op {nl}; zonder gegevens zeggen we niet of het te laat is.",
                f"The term ended on {en}; without data we do not say whether it is late.",
            )
            return Timeliness.NOT_ASSESSED, (why,)
        case Delivery.NOT_ASSESSED:
            return Timeliness.NOT_ASSESSED, (Text(f"De termijn loopt tot {nl}.", f"The term runs until {en}."),)
        case Delivery.DELIVERED if in_time:
            return Timeliness.ON_TIME, (Text(f"Geleverd binnen de termijn ({nl}).", f"Delivered within the term ({en})."),)
        case Delivery.DELIVERED:
            return Timeliness.DELIVERED_LATE, (Text(f"Geleverd na {nl}.", f"Delivered after {en}."),)
        case _ if past:
            return Timeliness.LATE, (Text(f"De termijn liep af op {nl}.", f"The term ended on {en}."),)
        case _:
            return Timeliness.ON_TIME, (Text(f"De termijn loopt nog tot {nl}.", f"The term still runs until {en}."),)


def _measure(
    code: str, standings: Sequence[CommitmentStanding], state: State, on: date, planned: Money | None
) -> MeasureStanding:
    counted = Counter(s.timeliness for s in standings)
    assessed = Counter(s.timeliness for s in standings if not s.no_data)
    worst = next((t for t in _WORST_FIRST if assessed[t]), Timeliness.NOT_ASSESSED)
    line = money(state, on, measure=code, planned=planned)
    latest = max((day for day in (*(s.latest for s in standings), line.latest) if day), default=None)
    delivery = Counter(s.delivery for s in standings)
    return MeasureStanding(
        measure=code,
        standings=tuple(standings),
        delivery={each: delivery[each] for each in Delivery},
        timeliness={each: counted[each] for each in Timeliness},
        on_time=worst,
        money=line,
        found=sum(s.found for s in standings),
        expected=sum(s.expected for s in standings),
        fresh_days=(on - latest).days if latest else None,
    )


_SAYS = Text("{label}: {reason}", "{label}: {reason}")
_WORST_FIRST = (Timeliness.LATE, Timeliness.DELIVERED_LATE, Timeliness.ON_TIME, Timeliness.NO_DEADLINE)
