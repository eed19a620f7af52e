"""An award paid in parts. Pure: the scheme is data of the call; the parts always add up to the award, to the cent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bolwerk.kernel import ZERO, InvalidInput, Money, Text


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of the award in whole percents, e.g. 40 % on signing."""

    id: str
    label: Text
    percent: int


def read_scheme(raw: Iterable[Mapping[str, object]]) -> tuple[Instalment, ...]:
    """From JSON `[{"id", "label": {"nl","en"}, "percent"}]`; percents are above zero and come to 100."""
    scheme = tuple(Instalment(str(row["id"]), Text.read(row["label"]), int(str(row["percent"]))) for row in raw)
    ids = {part.id for part in scheme}
    if (
        not scheme
        or len(ids) != len(scheme)
        or any(part.percent <= 0 for part in scheme)
        or sum(p.percent for p in scheme) != 100
    ):
        raise InvalidInput(
            Text(
                "De schijven moeten samen 100 % zijn, elk meer dan nul.",
                "The instalments must add up to 100 %, each above zero.",
            ),
            where="instalments",
            mend=Text(
                "Pas de percentages aan, bijvoorbeeld 40, 40 en 20.", "Change the percentages, for example 40, 40 and 20."
            ),
        )
    return scheme


def split(award: Money, scheme: tuple[Instalment, ...]) -> tuple[tuple[Instalment, Money], ...]:
    """Each part cut down to the cent; the last takes what remains, so that the sum is the award."""
    if award < ZERO:
        raise InvalidInput(
            Text("Een toekenning kan niet negatief zijn.", "An award cannot be negative."),
            where="award",
            mend=Text("Kijk het bedrag na.", "Check the amount."),
        )
    parts = [award.percent(part.percent) for part in scheme[:-1]]
    return tuple(zip(scheme, [*parts, award - Money.sum(parts)], strict=True))
