"""The tables of export control, gathered from the parts that own them."""

from __future__ import annotations

from bolwerk.domains.export_control.app.licences.models import (
    Embargo,
    Licence,
    LicenceLine,
    LicenceParty,
    LicenceVersion,
    Measure,
    WriteOff,
)

__all__ = ["Embargo", "Licence", "LicenceLine", "LicenceParty", "LicenceVersion", "Measure", "WriteOff"]
