"""What no register can tell: a few example attestations, some confirmed by a second person, some still to be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bolwerk.engines.progress import Delivery
from bolwerk.kernel import Text
from bolwerk.office.progress import services

if TYPE_CHECKING:
    from bolwerk.faces.command.examples.house import House

# commitment, delivery, days ago, confirmed, statement, source
_GIVEN: tuple[tuple[str, Delivery, int, bool, Text, str], ...] = (
    (
        "1.1-a",
        Delivery.DELIVERED,
        210,
        True,
        Text(
            "Voorbeeld: de omzendbrief en de richtlijnen zijn ingetrokken.",
            "Example: the circular and the guidelines were withdrawn.",
        ),
        "Voorbeeldbron: brief van het departement, 24 april 2025",
    ),
    (
        "1.1-e",
        Delivery.DELIVERED,
        180,
        True,
        Text("Voorbeeld: de zeven leden dekken samen de zes aspecten.", "Example: the seven members cover the six aspects."),
        "Voorbeeldbron: verslag over de samenstelling, juni 2025",
    ),
    (
        "2.1-j",
        Delivery.UNDER_WAY,
        60,
        True,
        Text("Voorbeeld: de criteria zijn van veertien naar acht gebracht.", "Example: fourteen criteria became eight."),
        "Voorbeeldbron: nota aan de raad van bestuur, september 2026",
    ),
    (
        "2.1-k",
        Delivery.UNDER_WAY,
        12,
        False,
        Text("Voorbeeld: het nieuwe sjabloon telt vijf korte delen.", "Example: the new template has five short parts."),
        "Voorbeeldbron: sjabloon versie 2025-1",
    ),
    (
        "2.1-i",
        Delivery.NOT_BEGUN,
        5,
        False,
        Text("Voorbeeld: voor de kortere termijn is nog geen regel.", "Example: there is no rule yet for the shorter term."),
        "Voorbeeldbron: interne nota, november 2026",
    ),
)
_HOLDS = timedelta(days=330)


def attest(house: House) -> None:
    for commitment, delivery, days, confirmed, statement, source in _GIVEN:
        on = max(house.today - timedelta(days=days), date(2025, 5, 1))
        given = services.attest(
            commitment,
            delivery,
            statement,
            source=source,
            on=on,
            until=on + _HOLDS,
            actor=house.who("handler2"),
            key=f"example:{commitment}",
        )
        if confirmed:
            services.confirm(given.pk, actor=house.who("coordinator2"))
