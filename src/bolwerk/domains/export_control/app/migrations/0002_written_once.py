"""What was submitted, decided, granted, written off and reported is kept: the database itself refuses to change or remove it."""

from django.db import migrations

from bolwerk.office.triggers import AppendOnly, NeverDelete


class Migration(migrations.Migration):
    dependencies = [("export_control", "0001_initial")]

    operations = [
        AppendOnly("export_control_submission"),
        AppendOnly("export_control_party"),
        AppendOnly("export_control_goodsline"),
        AppendOnly("export_control_enduse"),
        AppendOnly("export_control_lanechoice", "id", "key"),
        AppendOnly("export_control_countrynote", "id", "key"),
        AppendOnly("export_control_sheet", "id", "key"),
        AppendOnly("export_control_denial", "id", "key"),
        AppendOnly("export_control_denialjudgement", "id", "key"),
        AppendOnly("export_control_consultation", "id", "key"),
        AppendOnly("export_control_classification", "rowid", "key", "supersedes_id"),
        AppendOnly("export_control_writeoff", "journal_seq", "key", "corrects_id"),
        AppendOnly("export_control_licenceversion", "id", "key"),
        AppendOnly("export_control_report", "id", "key"),
        AppendOnly("export_control_edition", "id", "case_id"),
        NeverDelete("export_control_changerequest"),
        NeverDelete("export_control_registration"),
        NeverDelete("export_control_licence"),
        NeverDelete("export_control_licenceline"),
        NeverDelete("export_control_licenceparty"),
        NeverDelete("export_control_measure"),
        NeverDelete("export_control_embargo"),
    ]
