from django.db import migrations

from bolwerk.office.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [AppendOnly("registers_change")]
