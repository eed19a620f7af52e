from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "bolwerk.office.ledger"
    label = "ledger"
    verbose_name = "Ledger"

    def ready(self) -> None:
        from bolwerk.office.cases import journal
        from bolwerk.office.ledger import audit
        from bolwerk.office.ledger.models import Entry

        journal.keep(Entry, audit.findings)
