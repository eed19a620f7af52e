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
from bolwerk.domains.export_control.app.classification import selectors as classifications
from bolwerk.domains.export_control.app.classification import services as classifying
from bolwerk.domains.export_control.app.classification.models import Classification, Outcome
from bolwerk.domains.export_control.app.handling import live as handling
from bolwerk.domains.export_control.app.licences import (
    bans,
    changes,
    duties,
    letters,
    registering,
    reporting,
    selectors,
    writing_off,
)
from bolwerk.domains.export_control.app.licences import embargoes as embargo_reach
from bolwerk.domains.export_control.app.licences import file as write_off_file
from bolwerk.domains.export_control.app.licences.amounts import read_cents, read_quantity, to_e4, write_quantity
from bolwerk.domains.export_control.app.licences.life import open_measures, why_held
from bolwerk.domains.export_control.app.licences.models import (
    Embargo,
    Licence,
    LicenceLine,
    LicenceParty,
    Measure,
    Registration,
    Report,
    WriteOff,
)
from bolwerk.domains.export_control.app.licences.services import LineTerms, PartyTerms
from bolwerk.domains.export_control.app.licences.services import issue as issue_licence
from bolwerk.domains.export_control.app.reports import editions, files, lead_times
from bolwerk.domains.export_control.app.reports import tables as report_tables
from bolwerk.domains.export_control.app.reports.models import Edition
from bolwerk.domains.export_control.app.supervision import audits, outreach, planning

__all__ = [
    "Application",
    "Attachment",
    "Change",
    "Classification",
    "DraftConflict",
    "Edition",
    "Embargo",
    "Finding",
    "Incomplete",
    "Instrument",
    "Kind",
    "Licence",
    "LicenceLine",
    "LicenceParty",
    "LineTerms",
    "Measure",
    "Outcome",
    "Party",
    "PartyRole",
    "PartyTerms",
    "Registration",
    "Report",
    "Schema",
    "Unit",
    "UseSector",
    "WriteOff",
    "applicant_facts",
    "applications",
    "applying",
    "audits",
    "bans",
    "certificates",
    "changes",
    "checking",
    "classifications",
    "classifying",
    "duties",
    "editions",
    "embargo_reach",
    "files",
    "form",
    "handling",
    "issue_licence",
    "last_changes",
    "lead_times",
    "letters",
    "open_measures",
    "outreach",
    "papers",
    "planning",
    "read_cents",
    "read_quantity",
    "registering",
    "report_tables",
    "reporting",
    "route",
    "selectors",
    "tables",
    "to_e4",
    "why_held",
    "write_off_file",
    "write_quantity",
    "writing_off",
]
