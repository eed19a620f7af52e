"""The Django app of the interface for programs."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "bolwerk.faces.api"
    label = "api"

    def ready(self) -> None:
        import atexit

        from bolwerk.faces.api import counting

        atexit.register(counting.flush_at_the_end)
