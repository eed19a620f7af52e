from django.db import migrations

from bolwerk.office.triggers import AppendOnly, NeverDelete


class Migration(migrations.Migration):
    dependencies = [("export_control", "0001_initial")]

    operations = [
        AppendOnly("export_control_writeoff", "journal_seq", "key", "corrects_id"),
        AppendOnly("export_control_licenceversion", "id", "key"),
        AppendOnly("export_control_report", "id", "key"),
        NeverDelete("export_control_changerequest"),
        NeverDelete("export_control_registration"),
        NeverDelete("export_control_licence"),
        NeverDelete("export_control_licenceline"),
        NeverDelete("export_control_licenceparty"),
        NeverDelete("export_control_measure"),
        NeverDelete("export_control_embargo"),
    ]
