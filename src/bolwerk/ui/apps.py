"""The design system as a Django app: tags, templates, static files, error pages."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "bolwerk.ui"
    label = "ui"

    def ready(self) -> None:
        from bolwerk.ui.sources import register

        register()
