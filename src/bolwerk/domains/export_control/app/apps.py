"""Registers the procedures of export control; each part brings its own."""

from __future__ import annotations

from django.apps import AppConfig


class ExportControlConfig(AppConfig):
    name = "bolwerk.domains.export_control.app"
    label = "export_control"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bolwerk.domains.export_control.app.handling import setup as handling
        from bolwerk.domains.export_control.app.licences import setup as licences
        from bolwerk.domains.export_control.app.supervision import setup as supervision

        handling.register()
        licences.register()
        supervision.register()
