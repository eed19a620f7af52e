"""The door to what runs: applying for licences, on the office. Needs Django; the law alone is in `public`."""

from __future__ import annotations

from bolwerk.domains.export_control.app.applying import selectors as applications
from bolwerk.domains.export_control.app.applying import services as applying
from bolwerk.domains.export_control.app.applying.errors import DraftConflict, Incomplete
from bolwerk.domains.export_control.app.applying.kinds import Instrument, Kind, PartyRole, Schema, Unit, UseSector
from bolwerk.domains.export_control.app.applying.models import Application
from bolwerk.domains.export_control.app.classification import selectors as classifications
from bolwerk.domains.export_control.app.classification import services as classifying
from bolwerk.domains.export_control.app.classification.models import Classification, Outcome

__all__ = [
    "Application",
    "Classification",
    "DraftConflict",
    "Incomplete",
    "Instrument",
    "Kind",
    "Outcome",
    "PartyRole",
    "Schema",
    "Unit",
    "UseSector",
    "applications",
    "applying",
    "classifications",
    "classifying",
]
