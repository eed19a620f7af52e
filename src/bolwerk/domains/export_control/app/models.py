"""The tables of export control, gathered from the parts that own them."""

from __future__ import annotations

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

__all__ = [
    "ChangeRequest",
    "Embargo",
    "Licence",
    "LicenceLine",
    "LicenceParty",
    "LicenceVersion",
    "Measure",
    "Registration",
    "Report",
    "WriteOff",
]
