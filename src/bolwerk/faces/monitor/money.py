"""The money of the plan: envelopes as of a day, their course by month, and the amounts that the text names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bolwerk.engines.progress import MoneyPoint
from bolwerk.faces.monitor import house
from bolwerk.kernel import Money, Text
from bolwerk.kernel.calendar import add_months
from bolwerk.office.ledger.models import Envelope
from bolwerk.plan import Amount, Measure
from bolwerk.plan.show import amount_text

MOST_MONTHS = 24
MOST_QUARTERS = 6
"""What a table and a chart have room for; the ledger holds the rest."""


@dataclass(frozen=True, slots=True)
class Month:
    """Running totals at the end of a month, or on the day looked at when the month still runs."""

    day: date
    point: MoneyPoint

    @property
    def quarter(self) -> Text:
        number, year = (self.day.month + 2) // 3, f"{self.day:%y}"
        return Text(f"K{number} {year}", f"Q{number} {year}")


@dataclass(frozen=True, slots=True)
class EnvelopeView:
    """`months` is empty, and the amounts unknown, where nothing was booked by that day."""

    envelope: Envelope
    measure: Measure | None
    months: tuple[Month, ...]

    @property
    def label(self) -> Text:
        return self.envelope.label

    @property
    def planned(self) -> Money | None:
        return None if self.envelope.planned is None else Money(self.envelope.planned)

    @property
    def now(self) -> tuple[Money | None, Money | None, Money | None]:
        """Appropriated, committed, paid; None is unknown."""
        if not self.months:
            return None, None, None
        point = self.months[-1].point
        return point.appropriated, point.committed, point.paid

    @property
    def quarters(self) -> tuple[Month, ...]:
        """The last month of each of the latest quarters."""
        return tuple({month.quarter: month for month in self.months}.values())[-MOST_QUARTERS:]

    @property
    def committed(self) -> tuple[tuple[Text, Decimal], ...]:
        return tuple((month.quarter, _euro(month.point.committed)) for month in self.quarters)

    @property
    def paid(self) -> tuple[tuple[Text, Decimal], ...]:
        return tuple((month.quarter, _euro(month.point.paid)) for month in self.quarters)


@dataclass(frozen=True, slots=True)
class Named:
    """An amount that the text names."""

    measure: Measure
    amount: Amount

    @property
    def text(self) -> Text:
        return amount_text(self.amount)

    @property
    def lines(self) -> str:
        return ", ".join(map(str, self.amount.lines))


def envelopes(on: date) -> tuple[EnvelopeView, ...]:
    """Every envelope as of a day. The live state must have been looked at before."""
    measures = {measure.code: measure for measure in house.plan().measures}
    return tuple(
        EnvelopeView(one, measures.get(one.measure), tuple(_months(house.live().series(on, envelope=one.code), on)))
        for one in Envelope.objects.order_by("measure", "code")
    )


def named() -> tuple[Named, ...]:
    """Each amount in euro that the plan names, in its order."""
    return tuple(
        Named(measure, amount)
        for measure in house.plan().measures
        for amount in measure.amounts
        if isinstance(amount.value, Money)
    )


def _months(points: tuple[MoneyPoint, ...], on: date) -> Iterator[Month]:
    if not points:
        return
    first = max(points[0].day.replace(day=1), add_months(on.replace(day=1), 1 - MOST_MONTHS))
    while first <= on:
        last = min(add_months(first, 1) - timedelta(days=1), on)
        known = [point for point in points if point.day <= last]
        if known:
            yield Month(last, known[-1])
        first = add_months(first, 1)


def _euro(amount: Money) -> Decimal:
    return Decimal(amount.cents) / 100
