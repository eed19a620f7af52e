from django.db import migrations

from bolwerk.office.triggers import AppendOnly, NeverDelete


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [AppendOnly("cases_caseevent", "journal_seq", "key"), NeverDelete("cases_case")]
