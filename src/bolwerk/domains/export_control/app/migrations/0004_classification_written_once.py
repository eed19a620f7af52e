"""A decision on goods is written once: the database itself refuses to change or remove it."""

from django.db import migrations

from bolwerk.office.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("export_control", "0003_classification")]

    operations = [AppendOnly("export_control_classification", "rowid", "key", "supersedes_id")]
