"""The Django app of the live plan."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "bolwerk.office.progress"
    label = "progress"
    default_auto_field = "django.db.models.BigAutoField"
