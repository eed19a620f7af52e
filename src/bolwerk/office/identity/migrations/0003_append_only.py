from django.db import migrations

from bolwerk.office.triggers import AppendOnly, NeverDelete


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_interests")]

    operations = [AppendOnly("identity_accesslog"), NeverDelete("identity_interest")]
