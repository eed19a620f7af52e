"""The door to what runs: applying, handling and licences, on the office. Needs Django; the law alone is in `public`."""

from __future__ import annotations

from bolwerk.domains.export_control.app.applying import certificates, checking, form, papers, route, tables
from bolwerk.domains.export_control.app.applying import facts as applicant_facts
from bolwerk.domains.export_control.app.applying import selectors as applications
from bolwerk.domains.export_control.app.applying import services as applying
from bolwerk.domains.export_control.app.applying.changes import Change, last_changes
from bolwerk.domains.export_control.app.applying.completeness import Finding
from bolwerk.domains.export_control.app.applying.errors import DraftConflict, Incomplete
from bolwerk.domains.export_control.app.applying.kinds import Instrument, Kind, PartyRole, Schema, Unit, UseSector
from bolwerk.domains.export_control.app.applying.models import Application, Attachment, Party
from bolwerk.domains.export_control.app.handling import live as handling
from bolwerk.domains.export_control.app.licences.services import LineTerms, PartyTerms
from bolwerk.domains.export_control.app.licences.services import issue as issue_licence

__all__ = [
    "Application",
    "Attachment",
    "Change",
    "DraftConflict",
    "Finding",
    "Incomplete",
    "Instrument",
    "Kind",
    "LineTerms",
    "Party",
    "PartyRole",
    "PartyTerms",
    "Schema",
    "Unit",
    "UseSector",
    "applicant_facts",
    "applications",
    "applying",
    "handling",
    "issue_licence",
    "certificates",
    "checking",
    "form",
    "last_changes",
    "papers",
    "route",
    "tables",
]
