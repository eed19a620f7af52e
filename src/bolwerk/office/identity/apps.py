from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "bolwerk.office.identity"
    label = "identity"
    verbose_name = "Identity"
