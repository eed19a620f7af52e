"""Which awards must be made public, and by when: the law of aid on the day of each award, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from bolwerk.domains import book_of
from bolwerk.domains.investment import public
from bolwerk.engines.rules import Book
from bolwerk.kernel import Calendar, Citation, Duration, Money, Text
from bolwerk.office.calls import selectors
from bolwerk.office.calls.models import Call
from bolwerk.office.calls.selectors import PublicationRow

_RULE = "aid.transparency"
_MONTHS = "aid.transparency.months"


@dataclass(frozen=True, slots=True)
class Duty:
    """An award that must be made public, with the reason and its source."""

    row: PublicationRow
    why: Text
    citation: Citation


@cache
def book() -> Book:
    return book_of("investment")


def duties(call: Call, on: date) -> tuple[Duty, ...]:
    """The awards of the call that the law of their own day wants published. Raises `MissingLaw` where no term is known."""
    months = public.FIGURES.on(on, _MONTHS)
    rows = selectors.publications(
        threshold=Money(0), within=Duration.months(int(months.value)), on=on, calendar=Calendar(), call=call
    )
    found = []
    for row in rows:
        answer = book().decide(_RULE, {"aid.amount": Decimal(row.amount.cents) / 100}, on=row.awarded_on)
        if answer.value is True:
            found.append(Duty(row, Text(answer.text("nl"), answer.text("en")), months.citation))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting of a call as it stands, and where its value comes from."""

    label: Text
    value: object
    citation: Citation


CHOSEN = Citation("call setting", "chosen for this call", public.CALL["advance"].citation.standing)
"""How a setting stands that a person chose: not law."""

_PARTS: Mapping[str, Text] = MappingProxyType(
    {
        "advance": Text("voorschot", "advance"),
        "interim": Text("tussentijdse schijf", "interim instalment"),
        "final": Text("saldo na het eindverslag", "balance after the final report"),
    }
)


def parts() -> Mapping[str, Text]:
    """The instalments that a call may have, by name."""
    return _PARTS


def source_of(name: str, value: int) -> Citation:
    """The source of a setting where the call has the value that stands in the law; else it was chosen."""
    setting = public.CALL.settings.get(name)
    return setting.citation if setting is not None and setting.value == value else CHOSEN
