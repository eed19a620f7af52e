"""What the part on licences adds to the office: its procedures, its register in the journal, what time does to it."""

from __future__ import annotations


def register() -> None:
    from bolwerk.domains.export_control.app.licences import audit, bans, changes, guards, keeper, life, registering
    from bolwerk.domains.export_control.app.licences.models import WriteOff
    from bolwerk.domains.export_control.law.holding.changing import CHANGE, REGISTRATION
    from bolwerk.domains.export_control.law.holding.embargo import EMBARGO
    from bolwerk.domains.export_control.law.holding.life import HOLDING
    from bolwerk.office.cases import clock, journal, registry

    heard = {"applicant_heard": changes.applicant_heard}
    registry.register(HOLDING, prefix="VRG", guards=guards.HOLDING, effects=life.EFFECTS)
    registry.register(EMBARGO, prefix="EMB", guards=guards.EMBARGO, effects=bans.EFFECTS)
    registry.register(CHANGE, prefix="WIJ", guards=changes.GUARDS, effects=changes.EFFECTS)
    registry.register(REGISTRATION, prefix="REG", guards=heard, effects=registering.EFFECTS)
    journal.keep(WriteOff, audit.findings)
    clock.keep(keeper.tick)
