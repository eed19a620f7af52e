"""Registers the ESAC procedure and the kit by which other fields refer a case to the committee."""

from __future__ import annotations

from django.apps import AppConfig


class EthicsConfig(AppConfig):
    name = "bolwerk.domains.ethics.app"
    label = "ethics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bolwerk.domains.ethics.app import effects, guards
        from bolwerk.domains.ethics.app.kit import KIT
        from bolwerk.domains.ethics.law.procedure import ADVICE
        from bolwerk.office.advice import referral
        from bolwerk.office.cases import registry

        registry.register(ADVICE, prefix="ESAC", guards=guards.GUARDS, effects=effects.EFFECTS)
        referral.register(KIT)
