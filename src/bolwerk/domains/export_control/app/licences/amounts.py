"""Exact quantities: a whole number of ten-thousandths, so that both databases add and compare them without rounding."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from bolwerk.kernel import InvalidInput, Text

__all__ = ["MOST", "quantity", "read_cents", "read_quantity", "to_e4", "write_quantity"]

SCALE = 10_000
MOST = 10**14
"""Eighteen digits of which four behind the comma: fits a whole number of 64 bits in ten-thousandths."""
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,12})?")


def to_e4(amount: Decimal, where: str = "quantity") -> int:
    """Raises `InvalidInput` for what is not above zero, too large, or finer than four decimals."""
    scaled = Fraction(amount) * SCALE if amount.is_finite() else Fraction(0)
    if not 0 < scaled < MOST * SCALE:
        raise InvalidInput(
            Text(f"'{amount}' is geen hoeveelheid boven nul.", f"'{amount}' is not a quantity above zero."),
            where=where,
            mend=Text("Geef een getal boven nul, zoals 12 of 0,5.", "Give a number above zero, such as 12 or 0.5."),
        )
    if scaled.denominator != 1:
        raise InvalidInput(
            Text(f"'{amount}' heeft meer dan vier cijfers achter de komma.", f"'{amount}' has more than four decimals."),
            where=where,
            mend=Text("Rond zelf af, op hoogstens vier cijfers.", "Round it yourself, to at most four decimals."),
        )
    return int(scaled)


def quantity(e4: int) -> Decimal:
    """Without trailing zeros: 120000 is 12."""
    found = (Decimal(e4) / SCALE).normalize()
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found


def write_quantity(e4: int | None, lang: str) -> str:
    """`1.250,5` in Dutch, `1,250.5` in English; a dash where there is no ceiling."""
    if e4 is None:
        return "–"
    text = f"{quantity(e4):,f}"
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def read_quantity(raw: str, where: str = "quantity") -> Decimal:
    """From `12`, `12,5` or `12.5`; a thousands mark is refused, since it may be read two ways."""
    text = raw.strip().replace("\u00a0", "")
    if not _NUMBER.fullmatch(text):
        raise InvalidInput(
            Text(f"'{raw.strip()[:40]}' is geen getal.", f"'{raw.strip()[:40]}' is not a number."),
            where=where,
            mend=Text(
                "Schrijf cijfers met hoogstens één komma of punt, zonder punt voor duizend: 1250,5.",
                "Write digits with at most one comma or point, without a mark for thousands: 1250.5.",
            ),
        )
    return Decimal(text.replace(",", "."))


def read_cents(raw: str, where: str = "value") -> int:
    """Euro with at most two decimals, in cents; nothing below zero."""
    euro = read_quantity(raw, where)
    cents = euro * 100
    if cents < 0 or cents != cents.to_integral_value():
        raise InvalidInput(
            Text(f"'{raw.strip()[:40]}' is geen bedrag in euro.", f"'{raw.strip()[:40]}' is not an amount in euro."),
            where=where,
            mend=Text(
                "Geef een bedrag met hoogstens twee decimalen: 1250,50.", "Give an amount with at most two decimals: 1250.50."
            ),
        )
    return int(cents)
