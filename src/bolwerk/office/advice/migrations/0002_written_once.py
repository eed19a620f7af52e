"""What was said is written once: the database itself refuses to change or remove it."""

from django.db import migrations

from bolwerk.office.triggers import AppendOnly, NeverDelete


class Migration(migrations.Migration):
    dependencies = [("advice", "0001_initial")]

    operations = [
        AppendOnly("advice_seatevent"),
        AppendOnly("advice_declaration"),
        AppendOnly("advice_aspectscore"),
        AppendOnly("advice_vote"),
        AppendOnly("advice_minoritynote"),
        AppendOnly("advice_advice"),
        NeverDelete("advice_committee"),
        NeverDelete("advice_seat"),
        NeverDelete("advice_advicerequest"),
    ]
