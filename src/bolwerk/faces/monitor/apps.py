"""The Django app of the monitor. It tells the house where a citation of the plan leads."""

from __future__ import annotations

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    name = "bolwerk.faces.monitor"
    label = "monitor"

    def ready(self) -> None:
        from bolwerk.faces.monitor.house import plan_line
        from bolwerk.ui.parts import register_source

        register_source("VDP", plan_line)
