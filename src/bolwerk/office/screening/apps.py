from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "bolwerk.office.screening"
    label = "screening"
    verbose_name = "Screening"

    def ready(self) -> None:
        from bolwerk.office.cases import journal
        from bolwerk.office.screening.checks import sound
        from bolwerk.office.screening.models import Decision, Run

        journal.keep(Run)
        journal.keep(Decision, sound)
