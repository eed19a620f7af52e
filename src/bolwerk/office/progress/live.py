"""The state that grows with the journal. Each process keeps one in memory and feeds it only what is new.

What the journal does not hold (calls, committees, rules that lapsed) is told by `sources` each time it is read; the engine
counts a record with the same key once, so telling it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from threading import RLock

from bolwerk.engines import progress
from bolwerk.engines.progress import Assessment, Indicator, Indicators, MoneyPoint, Promise, State
from bolwerk.kernel import Money
from bolwerk.office.cases import selectors as journal
from bolwerk.office.cases.models import Journal
from bolwerk.office.ledger.models import Envelope
from bolwerk.office.progress.models import Attestation
from bolwerk.office.progress.sources import told
from bolwerk.plan import Plan

Extra = Callable[[], Iterable[progress.Record]]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records of one kind an indicator counts, on how many subjects, from the first day to the last."""

    register: str
    kind: str
    records: int
    subjects: int
    first: date
    last: date


@dataclass
class Live:
    """`indicators` of every field; `extra` gives the records that a field knows beside the journal.

    `assess` looks at the journal first; `tallies` and `series` read what that look found. Safe between threads.
    """

    plan: Plan
    indicators: Indicators
    extra: Extra = tuple
    _state: State | None = None
    _seq: int = 0
    _lock: RLock = field(default_factory=RLock, repr=False)

    def state(self) -> State:
        """Up to date with the journal. A journal that is shorter than what was read before (a restored backup) is read anew."""
        with self._lock:
            head = Journal.objects.filter(pk=Journal.ONLY).values_list("seq", flat=True).first() or 0
            if self._state is None or head < self._seq:
                self._state, self._seq = State(self.indicators), 0
            if head > self._seq:
                for record in journal.records(self._seq):
                    self._state.apply(_in_words_of_the_engine(record))
                    self._seq = int(record.key)
            for record in (*told(), *self.extra()):
                self._state.apply(record)
            return self._state

    def assess(self, on: date) -> Assessment:
        """Every commitment of the plan as of a day."""
        with self._lock:
            return assess(self.plan, self.indicators, self.state(), on)

    def tallies(self, indicator: Indicator, on: date) -> tuple[Tally, ...]:
        """What an indicator rests on as of a day, by register and kind: counts and days, no names."""
        with self._lock:
            state = self._state or self.state()
            found: dict[tuple[str, str], list[tuple[date, str]]] = {}
            for hit in (*state.hits(indicator, on), *state.others(indicator, on)):
                found.setdefault((hit.register, hit.kind), []).append((hit.day, hit.subject))
        return tuple(
            Tally(register, kind, len(hits), len({subject for _, subject in hits}), min(hits)[0], max(hits)[0])
            for (register, kind), hits in sorted(found.items())
        )

    def series(self, on: date, *, measure: str = "", envelope: str = "") -> tuple[MoneyPoint, ...]:
        """Money by day, of a measure or an envelope."""
        with self._lock:
            return progress.series(self._state or self.state(), on, measure=measure, envelope=envelope)

    def replayed(self) -> State:
        """The same from nothing: what the live state must equal."""
        return Live(self.plan, self.indicators, self.extra).state()


def assess(plan: Plan, indicators: Indicators, state: State, on: date) -> Assessment:
    promises = [Promise(c.id, c.measure, c.timing.deadline if c.timing else None) for c in plan.commitments]
    return progress.assess(promises, indicators, state, on, attestations=attestations(), planned=planned())


def planned() -> Mapping[str, Money]:
    """What the envelopes of a measure were planned to hold, by measure."""
    found: dict[str, Money] = {}
    for envelope in Envelope.objects.exclude(measure="").exclude(planned__isnull=True):
        found[envelope.measure] = found.get(envelope.measure, Money(0)) + Money(envelope.planned or 0)
    return found


def attestations() -> tuple[progress.Attestation, ...]:
    return tuple(
        progress.Attestation(
            commitment=row.commitment,
            delivery=progress.Delivery(row.delivery),
            statement=row.statement,
            source=row.source,
            on=row.on,
            until=row.until,
            by=str(row.given_by_id),
            confirmed_by=str(row.confirmed_by_id or ""),
        )
        for row in Attestation.objects.all()
    )


def _in_words_of_the_engine(record: progress.Record) -> progress.Record:
    """The ledger says `amount`, in cents: the engine's money reads `cents`, an indicator reads `euro`."""
    if record.register != progress.LEDGER:
        return record
    cents = record.payload["amount"]
    return replace(record, payload={**record.payload, "cents": cents, "euro": Decimal(str(cents)) / 100})
