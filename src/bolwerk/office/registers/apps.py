from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "bolwerk.office.registers"
    label = "registers"
    verbose_name = "Registers"
