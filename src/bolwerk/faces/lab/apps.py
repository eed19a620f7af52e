"""The Django app of the lab."""

from __future__ import annotations

from django.apps import AppConfig


class LabConfig(AppConfig):
    name = "bolwerk.faces.lab"
    label = "lab"
