from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "bolwerk.office.advice"
    label = "advice"
