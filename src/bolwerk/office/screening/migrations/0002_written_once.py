"""Runs and decisions are written once; subjects and alerts are never removed: the database itself refuses."""

from django.db import migrations

from bolwerk.office.triggers import AppendOnly, NeverDelete


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial")]

    operations = [
        AppendOnly("screening_run", "journal_seq", "key"),
        AppendOnly("screening_decision", "journal_seq", "key"),
        NeverDelete("screening_alert"),
        NeverDelete("screening_watched"),
    ]
