from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "bolwerk.office.cases"
    label = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        from bolwerk.office.cases import journal
        from bolwerk.office.cases.models import CaseEvent

        journal.keep(CaseEvent)
