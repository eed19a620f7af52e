"""What supervision and reporting add to the office: their procedures with guards and effects."""

from __future__ import annotations


def register() -> None:
    from bolwerk.domains.export_control.app.reports import editions
    from bolwerk.domains.export_control.app.supervision import audits, outreach
    from bolwerk.domains.export_control.law.supervising import AUDIT, OUTREACH, REPORTING
    from bolwerk.office.cases import registry

    registry.register(AUDIT, prefix="AUD", guards=audits.GUARDS, effects=audits.EFFECTS)
    registry.register(OUTREACH, prefix="CON", guards=outreach.GUARDS)
    registry.register(REPORTING, prefix="RAP", guards=editions.GUARDS)
