"""What handling adds to the office: its procedures with their guards and effects, and what it knows of an applicant."""

from __future__ import annotations


def register() -> None:
    from bolwerk.domains.export_control.app.applying.facts import add_source
    from bolwerk.domains.export_control.app.handling import effects, guards, holdings
    from bolwerk.domains.export_control.law.procedures import PROCEDURES
    from bolwerk.office.cases import registry

    for procedure in PROCEDURES:
        prefix = "ADV" if procedure.id == "export.consultation" else "EXP"
        registry.register(procedure, prefix=prefix, guards=guards.GUARDS, effects=effects.BY_PROCEDURE[procedure.id])
    add_source(holdings.held)
