"""What the law of crisis preparedness makes of the part `[backup]` of a dossier: the facts that its tables look at."""

from __future__ import annotations

from fractions import Fraction

from bolwerk.domains.crisis.law.energy import Backup, ups_runtime
from bolwerk.engines.dossier import Dossier, Found, Part
from bolwerk.engines.rules import Book
from bolwerk.kernel import Reason, Text

__all__ = ["PARTS", "read_parts"]

PARTS = ("backup",)

_TIMES = ("tolerance", "generator_start", "margin", "autonomy", "fuel")
_BATTERY = ("amp_hours", "volts", "load", "efficiency")
_SECONDS = 60


def read_parts(dossier: Dossier, book: Book) -> tuple[Found, ...]:
    """Seconds and hours become yes or no. Raises `InvalidInput` naming the entry."""
    if "backup" not in dossier.parts:
        return ()
    part = Part(dossier.parts["backup"], "backup", (*_TIMES, *_BATTERY))
    times = {key: part.number(key) for key in _TIMES}
    minutes = _runtime(part)
    backup = Backup(
        tolerance=times["tolerance"],
        generator_start=times["generator_start"],
        margin=times["margin"],
        battery=minutes * _SECONDS,
        autonomy=times["autonomy"],
        fuel=times["fuel"],
    )
    facts = {
        "backup.waits_for_generator": backup.waits_for_generator,
        "backup.outlasts_battery": backup.outlasts_battery,
        "backup.battery_bridges": backup.battery_bridges,
        "backup.fuel_lasts": backup.fuel_lasts,
    }
    why = tuple(_line(book, name, value) for name, value in facts.items())
    whole = int(minutes)
    return (Found(Text("Hoe lang de batterij het volhoudt", "How long the battery lasts"), _minutes(whole), why, facts),)


def _runtime(part: Part) -> Fraction:
    """0 minutes without a battery."""
    if not part.has("amp_hours"):
        return Fraction(0)
    return ups_runtime(
        part.number("amp_hours"), part.number("volts"), part.number("load"), efficiency=part.number("efficiency")
    )


def _line(book: Book, name: str, value: bool) -> Reason:
    question, answer = book.fact(name).question, Text("ja", "yes") if value else Text("nee", "no")
    return Reason(Text(f"{question.nl} {answer.nl}", f"{question.en} {answer.en}"))


def _minutes(count: int) -> Text:
    return Text(f"{count} minuten (naar beneden afgerond)", f"{count} minutes (rounded down)")
