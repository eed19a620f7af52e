"""What counts is written once: the database itself refuses to change or remove it."""

from django.db import migrations

from bolwerk.office.triggers import AppendOnly, NeverDelete


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]

    operations = [
        AppendOnly("calls_submission"),
        AppendOnly("calls_costline"),
        AppendOnly("calls_review"),
        AppendOnly("calls_consensus"),
        AppendOnly("calls_rankinglist"),
        AppendOnly("calls_rankingdecision"),
        AppendOnly("calls_award"),
        AppendOnly("calls_awardend"),
        AppendOnly("calls_publication"),
        NeverDelete("calls_call"),
        NeverDelete("calls_assignment"),
    ]
