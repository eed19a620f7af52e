"""What the law of infrastructure makes of the part `[structure]` of a dossier: how each of its measures compares."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from bolwerk.domains.infrastructure.law.structures import QUANTITIES, Fit, Measure
from bolwerk.engines.dossier import Dossier, Found, Part
from bolwerk.engines.rules import Book
from bolwerk.kernel import Reason, Text

__all__ = ["PARTS", "read_parts"]

PARTS = ("structure",)

_MEASURE = ("quantity", "asked", "limit", "under_conditions")
_EUROPEAN = {"structure.axle": "corridor.axle_tonnes", "structure.total": "corridor.gross_tonnes"}
_WORDS = {
    Fit.FITS: Text("groot genoeg", "large enough"),
    Fit.CONDITIONAL: Text("genoeg onder voorwaarden", "enough under conditions"),
    Fit.SHORT: Text("te klein", "too small"),
    Fit.UNMEASURED: Text("niet gemeten", "not measured"),
}


def read_parts(dossier: Dossier, book: Book) -> tuple[Found, ...]:
    """Every quantity of the mode becomes a fact; one without an entry is unmeasured. Raises `InvalidInput` naming the entry."""
    if "structure" not in dossier.parts:
        return ()
    part = Part(dossier.parts["structure"], "structure", ("name", "mode", "measure"))
    mode = part.choice("mode", tuple(QUANTITIES))
    quantities = QUANTITIES[mode]
    fits = dict.fromkeys(quantities, Fit.UNMEASURED)
    seen: set[str] = set()
    for row in part.each("measure", _MEASURE):
        quantity = row.choice("quantity", quantities)
        if quantity in seen:
            raise row.wrong("quantity", Text("Deze maat staat er twee keer.", "This measure stands twice."))
        seen.add(quantity)
        fits[quantity] = _measure(row, quantity, book, dossier.on).fit
    why = tuple(_line(book, quantity, fit) for quantity, fit in fits.items())
    measured = sum(fit is not Fit.UNMEASURED for fit in fits.values())
    outcome = Text(f"{measured} van {len(fits)} maten gekend", f"{measured} of {len(fits)} measures known")
    facts = {"corridor.mode": mode} | {quantity: fit.value for quantity, fit in fits.items()}
    return (Found(_label(part), outcome, why, facts),)


def _measure(row: Part, quantity: str, book: Book, on: date) -> Measure:
    """Without `asked`, the load of a road is that of the European requirements."""
    european = _EUROPEAN.get(quantity)
    if row.has("asked") or european is None:
        asked = row.number("asked")
    else:
        asked = Fraction(str(book.value(european, on, "road").value))
    limit, under = (row.number(key) if row.has(key) else None for key in ("limit", "under_conditions"))
    return Measure(asked, limit, under)


def _label(part: Part) -> Text:
    name = part.text("name") if part.has("name") else ""
    return (
        Text(f"Maten van {name}", f"Measures of {name}")
        if name
        else Text("Maten van het kunstwerk", "Measures of the structure")
    )


def _line(book: Book, quantity: str, fit: Fit) -> Reason:
    question, word = book.fact(quantity).question, _WORDS[fit]
    return Reason(Text(f"{question.nl} {word.nl}", f"{question.en} {word.en}"))
