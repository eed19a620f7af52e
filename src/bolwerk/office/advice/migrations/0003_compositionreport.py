import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bolwerk.office.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("advice", "0002_written_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CompositionReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("sha256", models.CharField(max_length=64)),
                ("reported_at", models.DateTimeField()),
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="composition_reports", to="advice.committee"
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        AppendOnly("advice_compositionreport", "rowid", "key"),
    ]
