"""The door to what runs: applying, handling and licences, on the office. Needs Django; the law alone is in `public`."""

from __future__ import annotations

from bolwerk.domains.export_control.app.applying import selectors as applications
from bolwerk.domains.export_control.app.applying import services as applying
from bolwerk.domains.export_control.app.applying.errors import DraftConflict, Incomplete
from bolwerk.domains.export_control.app.applying.kinds import Instrument, Kind, PartyRole, Schema, Unit, UseSector
from bolwerk.domains.export_control.app.applying.models import Application
from bolwerk.domains.export_control.app.handling import live as handling
from bolwerk.domains.export_control.app.licences.services import LineTerms, PartyTerms
from bolwerk.domains.export_control.app.licences.services import issue as issue_licence

__all__ = [
    "Application",
    "DraftConflict",
    "Incomplete",
    "Instrument",
    "Kind",
    "LineTerms",
    "PartyRole",
    "PartyTerms",
    "Schema",
    "Unit",
    "UseSector",
    "applications",
    "applying",
    "handling",
    "issue_licence",
]
