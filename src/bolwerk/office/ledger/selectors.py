"""What the ledger says, today or as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet, Sum

from bolwerk.kernel import BRUSSELS, Money
from bolwerk.office.cases.models import Case
from bolwerk.office.ledger.models import Entry, Envelope, Kind, Obligation


@dataclass(frozen=True, slots=True)
class Balance:
    """Where an envelope stands. `room` is what can still be promised, `open` what was promised and is not paid."""

    planned: Money | None
    appropriated: Money
    committed: Money
    paid: Money
    recovered: Money

    @property
    def room(self) -> Money:
        return self.appropriated - self.committed

    @property
    def open(self) -> Money:
        return self.committed - self.paid

    def __add__(self, other: Balance) -> Balance:
        planned = (
            None if self.planned is None and other.planned is None else (self.planned or Money(0)) + (other.planned or Money(0))
        )
        return Balance(
            planned,
            self.appropriated + other.appropriated,
            self.committed + other.committed,
            self.paid + other.paid,
            self.recovered + other.recovered,
        )


def balance(envelope: Envelope | str, on: date | None = None) -> Balance:
    """The envelope now, or at the end of the day `on` (Brussels)."""
    code = envelope if isinstance(envelope, str) else envelope.code
    fresh = Envelope.objects.get(code=code)
    planned = None if fresh.planned is None else Money(fresh.planned)
    if on is None:
        return Balance(planned, Money(fresh.appropriated), Money(fresh.committed), Money(fresh.paid), Money(fresh.recovered))
    return Balance(planned, *totals(entries(fresh, on)))


def balance_of_measure(measure: str, on: date | None = None) -> Balance | None:
    """All envelopes of a measure together; None when it has none."""
    parts = [balance(envelope, on) for envelope in Envelope.objects.filter(measure=measure).order_by("code")]
    if not parts:
        return None
    first, *others = parts
    return sum(others, first)


def totals(moved: QuerySet[Entry] | Iterable[Entry]) -> tuple[Money, Money, Money, Money]:
    """Appropriated, committed (less what was released), paid and recovered over these entries."""
    if isinstance(moved, QuerySet):
        sums = dict(moved.order_by().values_list("kind").annotate(Sum("amount")))
    else:
        sums = {}
        for entry in moved:
            sums[entry.kind] = sums.get(entry.kind, 0) + entry.amount
    money = {kind: Money(sums.get(kind.value, 0)) for kind in Kind}
    committed = money[Kind.COMMITMENT] - money[Kind.RELEASE]
    return money[Kind.APPROPRIATION], committed, money[Kind.PAYMENT], money[Kind.RECOVERY]


def entries(envelope: Envelope | None = None, on: date | None = None, case: Case | None = None) -> QuerySet[Entry]:
    """Movements in the order they were written, up to the end of the day `on`."""
    found = Entry.objects.select_related("envelope", "obligation", "case", "actor").order_by("journal_seq")
    if envelope is not None:
        found = found.filter(envelope=envelope)
    if case is not None:
        found = found.filter(case=case)
    if on is not None:
        found = found.filter(at__lt=datetime.combine(on + timedelta(days=1), time(), BRUSSELS))
    return found


def obligations(envelope: Envelope | None = None, case: Case | None = None) -> QuerySet[Obligation]:
    """Promises, each with `left`: what is still to be paid."""
    found = Obligation.objects.select_related("envelope", "case").order_by("reference")
    if envelope is not None:
        found = found.filter(envelope=envelope)
    return found if case is None else found.filter(case=case)
