"""The door to what runs: services and selectors of the field on the office. Needs Django; the law alone is in `public`."""

from __future__ import annotations

from bolwerk.domains.investment.app.earlier import deminimis_room, earlier_aid, record_earlier_aid
from bolwerk.domains.investment.app.facts import Known, judged, known_of, size_tier, values
from bolwerk.domains.investment.app.form import TOPICS, form
from bolwerk.domains.investment.app.memory import one_page
from bolwerk.domains.investment.app.models import Instrument
from bolwerk.domains.investment.app.money import award_of, next_instalment, obligation_of
from bolwerk.domains.investment.app.pricing import Priced, price
from bolwerk.domains.investment.app.services import (
    ENVELOPE,
    MEASURE,
    apply_ranking,
    install_call,
    install_envelope,
    judge,
)
from bolwerk.domains.investment.app.size import ownership, size

__all__ = [
    "ENVELOPE",
    "Instrument",
    "MEASURE",
    "TOPICS",
    "Known",
    "Priced",
    "apply_ranking",
    "award_of",
    "deminimis_room",
    "earlier_aid",
    "form",
    "install_call",
    "install_envelope",
    "judge",
    "judged",
    "known_of",
    "next_instalment",
    "obligation_of",
    "one_page",
    "ownership",
    "price",
    "record_earlier_aid",
    "size",
    "size_tier",
    "values",
]
