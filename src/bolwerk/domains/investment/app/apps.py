"""Registers the subsidy procedures and the kit of the defence call."""

from __future__ import annotations

from django.apps import AppConfig


class InvestmentConfig(AppConfig):
    name = "bolwerk.domains.investment.app"
    label = "investment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bolwerk.domains.investment.app import effects, guards
        from bolwerk.domains.investment.app.kit import KITS
        from bolwerk.domains.investment.law.procedure import PROCEDURES
        from bolwerk.office.advice import referral
        from bolwerk.office.calls import kits
        from bolwerk.office.cases import registry

        for procedure in PROCEDURES:
            registry.register(procedure, prefix="INV", guards=guards.GUARDS, effects=effects.EFFECTS)
            referral.when_concluded(procedure.id, effects.follow_advice)
        for kit in KITS:
            kits.register(kit)
