"""The tables of export control, gathered from the parts that own them."""

from __future__ import annotations

from bolwerk.domains.export_control.app.applying.models import (
    Application,
    Attachment,
    DraftPart,
    EndUse,
    GoodsLine,
    Party,
    Submission,
)
from bolwerk.domains.export_control.app.classification.models import Classification
from bolwerk.domains.export_control.app.handling.models import (
    Consultation,
    CountryNote,
    Denial,
    DenialJudgement,
    LaneChoice,
    Sheet,
)
from bolwerk.domains.export_control.app.licences.models import (
    ChangeRequest,
    Embargo,
    Licence,
    LicenceLine,
    LicenceParty,
    LicenceVersion,
    Measure,
    Registration,
    Report,
    WriteOff,
)
from bolwerk.domains.export_control.app.reports.models import Edition

__all__ = [
    "Application",
    "Attachment",
    "ChangeRequest",
    "Classification",
    "Consultation",
    "CountryNote",
    "Denial",
    "DenialJudgement",
    "DraftPart",
    "Edition",
    "Embargo",
    "EndUse",
    "GoodsLine",
    "LaneChoice",
    "Licence",
    "LicenceLine",
    "LicenceParty",
    "LicenceVersion",
    "Measure",
    "Party",
    "Registration",
    "Report",
    "Sheet",
    "Submission",
    "WriteOff",
]
