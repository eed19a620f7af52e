from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "bolwerk.office.calls"
    label = "calls"
