"""How values are written for people: amounts, days, moments, lengths, numbers. Unknown is a word, never a blank."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language

from bolwerk.kernel import BRUSSELS, Duration, Lang, Money, Text, local_day, write_date

UNKNOWN = Text("onbekend", "unknown")


def lang() -> Lang:
    """The language of this page."""
    return "en" if (get_language() or "").startswith("en") else "nl"


def say(value: object) -> str:
    """A kernel `Text` in the language of this page; anything else as it writes itself; None is empty.

    A string that is already safe stays so: the help texts of sign-in hold links.
    """
    if isinstance(value, Text):
        return value.in_(lang())
    return "" if value is None else str(value)


def euro(value: object) -> str:
    """Cents (int) or `Money`: `1.162.350 euro`, in English `€1,162,350`. The parts stay on one line."""
    if value is None or value == "":
        return say(UNKNOWN)
    money = value if isinstance(value, Money) else Money(int(str(value)))
    return money.in_(lang()).replace(" ", "\u00a0")


def day(value: date | datetime | None) -> str:
    """`23 november 2026`."""
    if not value:
        return say(UNKNOWN)
    return write_date(local_day(value) if isinstance(value, datetime) else value, lang()).replace(" ", "\u00a0")


def moment(value: datetime | None) -> str:
    """`23 november 2026, 14.05 uur`, as the clock in Brussels showed it."""
    if not value:
        return say(UNKNOWN)
    clock = value.astimezone(BRUSSELS)
    hour = f"{clock:%H:%M}" if lang() == "en" else f"{clock:%H.%M} uur"
    return f"{day(value)}, {hour}".replace(" uur", "\u00a0uur")


def duration(value: Duration | int | str | None) -> str:
    """`15 werkdagen`. A plain number counts calendar days."""
    if value is None or value == "":
        return say(UNKNOWN)
    length = value if isinstance(value, Duration) else Duration.days(int(value))
    return say(length.as_text()).replace(" ", "\u00a0")


def num(value: object) -> str:
    """`1.234,5`; in English `1,234.5`."""
    if value is None or value == "":
        return say(UNKNOWN)
    english = f"{value:,}" if isinstance(value, (int, float, Decimal)) else str(value)
    return english if lang() == "en" else english.translate(str.maketrans(",.", ".,"))
