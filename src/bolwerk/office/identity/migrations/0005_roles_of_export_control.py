from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_analyst")]

    operations = [
        migrations.AlterField(
            model_name="rolegrant",
            name="role",
            field=models.CharField(
                choices=[
                    ("applicant", "Aanvrager"),
                    ("handler", "Dossierbehandelaar"),
                    ("committee_member", "Commissielid"),
                    ("reviewer", "Beoordelaar"),
                    ("approver", "Beslisser"),
                    ("coordinator", "Coördinator"),
                    ("auditor", "Auditor"),
                    ("analyst", "Beleidsanalist"),
                    ("screener", "Screener"),
                    ("customs", "Douanebeambte"),
                    ("adviser", "Adviesgever"),
                ],
                max_length=20,
            ),
        ),
    ]
