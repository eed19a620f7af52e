"""What handling keeps is written once: the database itself refuses to change or remove it."""

from django.db import migrations

from bolwerk.office.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("export_control", "0002_append_only"), ("export_control", "0002_written_once")]

    operations = [
        AppendOnly("export_control_lanechoice", "id", "key"),
        AppendOnly("export_control_countrynote", "id", "key"),
        AppendOnly("export_control_sheet", "id", "key"),
        AppendOnly("export_control_denial", "id", "key"),
        AppendOnly("export_control_denialjudgement", "id", "key"),
        AppendOnly("export_control_consultation", "id", "key"),
    ]
