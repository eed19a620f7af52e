"""Money in exact cents. Never a float."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Self

from bolwerk.kernel.errors import InvalidInput
from bolwerk.kernel.text import Text

_NL = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d{1,2})?|-?\d+(,\d{1,2})?")
_PLAIN = re.compile(r"-?\d+(\.\d{1,2})?")
_LARGEST = 10**15


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in euro, held as whole cents; may be negative (a correction), never fractional."""

    cents: int

    def __post_init__(self) -> None:
        if type(self.cents) is not int:
            raise TypeError(f"cents must be an int, not {type(self.cents).__name__}")

    @classmethod
    def euro(cls, amount: int | Decimal) -> Self:
        """From euro. A Decimal with more than two places is refused, not rounded."""
        cents = Decimal(amount) * 100
        if cents != cents.to_integral_value():
            raise _bad(str(amount))
        return cls(int(cents))

    @classmethod
    def read(cls, raw: str) -> Self:
        """From what a person types: `1.162.350`, `1162350,50`, `1162350.50`, with or without `€` or `euro`."""
        text = raw.replace("€", "").replace("euro", "").replace("EUR", "").replace("\u00a0", "").replace(" ", "").strip()
        if _NL.fullmatch(text):
            plain = text.replace(".", "").replace(",", ".")
        elif _PLAIN.fullmatch(text):
            plain = text
        else:
            raise _bad(raw)
        try:
            money = cls.euro(Decimal(plain))
        except InvalidOperation as error:
            raise _bad(raw) from error
        if abs(money.cents) > _LARGEST:
            raise _bad(raw)
        return money

    @classmethod
    def sum(cls, parts: Iterable[Money]) -> Self:
        return cls(sum(part.cents for part in parts))

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + other.cents)

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - other.cents)

    def __neg__(self) -> Money:
        return Money(-self.cents)

    def __mul__(self, times: int) -> Money:
        return Money(self.cents * times)

    def __bool__(self) -> bool:
        return self.cents != 0

    def percent(self, rate: int | Decimal) -> Money:
        """`rate` percent of the amount, cut down to the cent: a ceiling is never passed by rounding."""
        return Money(int((Decimal(self.cents) * Decimal(rate) / 100).to_integral_value(rounding=ROUND_DOWN)))

    def in_(self, lang: str) -> str:
        """`1.162.350 euro` or, where there are cents, `1.162.350,50 euro`; English `€1,162,350.50`."""
        sign, cents = ("-" if self.cents < 0 else ""), abs(self.cents)
        whole, rest = divmod(cents, 100)
        english = f"{whole:,}" + (f".{rest:02d}" if rest else "")
        if lang == "en":
            return f"{sign}€{english}"
        dutch = english.translate(str.maketrans(",.", ".,"))
        return f"{sign}{dutch} euro"

    def as_text(self) -> Text:
        return Text(self.in_("nl"), self.in_("en"))

    def __str__(self) -> str:
        return self.in_("nl")


ZERO = Money(0)


def _bad(raw: str) -> InvalidInput:
    return InvalidInput(
        Text(f"'{raw[:40]}' is geen bedrag in euro.", f"'{raw[:40]}' is not an amount in euro."),
        mend=Text("Schrijf het zoals 25.000 of 25.000,50.", "Write it as 25.000 or 25.000,50."),
    )
