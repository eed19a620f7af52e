"""Registers what export control runs on the office."""

from __future__ import annotations

from django.apps import AppConfig


class ExportControlConfig(AppConfig):
    name = "bolwerk.domains.export_control.app"
    label = "export_control"
    default_auto_field = "django.db.models.BigAutoField"
