from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "bolwerk.office.identity"
    label = "identity"
    verbose_name = "Identity"

    def ready(self) -> None:
        from django.core.signals import request_finished

        from bolwerk.office.identity import denials

        request_finished.connect(denials.flush, dispatch_uid="bolwerk.access")
