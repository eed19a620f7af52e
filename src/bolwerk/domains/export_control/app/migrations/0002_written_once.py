"""What was submitted is written once: the database itself refuses to change or remove it."""

from django.db import migrations

from bolwerk.office.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("export_control", "0001_initial")]

    operations = [
        AppendOnly("export_control_submission"),
        AppendOnly("export_control_party"),
        AppendOnly("export_control_goodsline"),
        AppendOnly("export_control_enduse"),
    ]
