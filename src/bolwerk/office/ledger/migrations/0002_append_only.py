from django.db import migrations

from bolwerk.office.triggers import AppendOnly, NeverDelete


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [AppendOnly("ledger_entry", "journal_seq", "key"), NeverDelete("ledger_envelope"), NeverDelete("ledger_obligation")]
