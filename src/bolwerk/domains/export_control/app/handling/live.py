"""What the faces may use of handling."""

from __future__ import annotations

from bolwerk.domains.export_control.app.handling import (
    consulting,
    deciding,
    denial_file,
    denials,
    embargoed,
    lanes,
    letters,
    notes,
    overview,
    screening,
    sheets,
    subject,
)
from bolwerk.domains.export_control.app.handling.models import CountryNote, Denial, Lane, Sheet
from bolwerk.domains.export_control.law.service import BODIES, DELEGATION
from bolwerk.domains.export_control.law.sheet import Line, Outcome, Result

__all__ = [
    "BODIES",
    "DELEGATION",
    "CountryNote",
    "Denial",
    "Lane",
    "Line",
    "Outcome",
    "Result",
    "Sheet",
    "consulting",
    "deciding",
    "denial_file",
    "denials",
    "embargoed",
    "lanes",
    "letters",
    "notes",
    "overview",
    "screening",
    "sheets",
    "subject",
]
