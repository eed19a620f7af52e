"""The only door of the domain: its law and other readings, the procedures of an application, the life of a licence. Pure."""

from __future__ import annotations

from pathlib import Path

from bolwerk.domains.export_control.law.holding.changing import CHANGE, CHANGES, REGISTRATION
from bolwerk.domains.export_control.law.holding.embargo import EMBARGO
from bolwerk.domains.export_control.law.holding.instruments import INSTRUMENTS, Instrument, instrument
from bolwerk.domains.export_control.law.holding.life import HOLDING, STATES
from bolwerk.domains.export_control.law.procedures import GUARDS
from bolwerk.domains.export_control.law.procedures import PROCEDURES as APPLICATIONS
from bolwerk.domains.export_control.law.supervising import AUDIT, CONTACTS, HEADS, OUTREACH, RESULTS, SEVERITIES
from bolwerk.domains.export_control.law.supervising import KINDS as REPORTS
from bolwerk.domains.export_control.law.supervising import PROCEDURES as SUPERVISION

__all__ = [
    "APPLICATIONS",
    "AUDIT",
    "CHANGE",
    "CHANGES",
    "CONTACTS",
    "EMBARGO",
    "GUARDS",
    "HEADS",
    "HOLDING",
    "INDICATORS",
    "INSTRUMENTS",
    "LAW",
    "OUTREACH",
    "PROCEDURES",
    "READINGS",
    "REGISTRATION",
    "REPORTS",
    "RESULTS",
    "SEVERITIES",
    "STATES",
    "Instrument",
    "instrument",
]

LAW = Path(__file__).with_name("law")
INDICATORS = LAW / "indicators.toml"
PROCEDURES = (*APPLICATIONS, HOLDING, EMBARGO, CHANGE, REGISTRATION, *SUPERVISION)
READINGS: tuple[Path, ...] = (LAW / "readings" / "dual-use-validity-page.md",)
