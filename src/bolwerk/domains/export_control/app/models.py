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
from bolwerk.domains.export_control.app.classification.models import Classification

__all__ = ["Application", "Attachment", "Classification", "DraftPart", "EndUse", "GoodsLine", "Party", "Submission"]
