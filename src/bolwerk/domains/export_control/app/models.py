"""The tables of export control, each part's own, gathered for Django."""

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
from bolwerk.domains.export_control.app.handling.models import (
    Consultation,
    CountryNote,
    Denial,
    DenialJudgement,
    LaneChoice,
    Sheet,
)

__all__ = [
    "Application",
    "Attachment",
    "Consultation",
    "CountryNote",
    "Denial",
    "DenialJudgement",
    "DraftPart",
    "EndUse",
    "GoodsLine",
    "LaneChoice",
    "Party",
    "Sheet",
    "Submission",
]
