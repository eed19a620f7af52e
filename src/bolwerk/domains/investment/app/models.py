"""Aid that an organisation got before: what the room under de minimis and cumulation is counted from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bolwerk.kernel import Money, Text
from bolwerk.office.registers.models import Known


class Instrument(models.TextChoices):
    DE_MINIMIS = "de_minimis", "De-minimissteun"
    STATE_AID = "state_aid", "Staatssteun"
    UNION = "union", "Steun van de Unie"

    @property
    def text(self) -> Text:
        english = {"de_minimis": "De minimis aid", "state_aid": "State aid", "union": "Union funding"}
        return Text(str(self.label), english[self.value])


class EarlierAid(Known):
    """An award to an organisation. `application` is set when it was given for the same costs as that application."""

    organisation = models.ForeignKey("registers.Organisation", models.PROTECT, related_name="earlier_aid")
    application = models.ForeignKey("calls.Application", models.PROTECT, null=True, blank=True, related_name="other_aid")
    instrument = models.CharField(max_length=12, choices=Instrument.choices)
    cents = models.BigIntegerField()
    granted_on = models.DateField()
    authority = models.CharField(max_length=120)

    class Meta:
        ordering = ["-granted_on", "id"]
        constraints = [models.CheckConstraint(name="earlier_aid_above_zero", condition=Q(cents__gt=0))]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.instrument} {self.cents}"

    @property
    def amount(self) -> Money:
        return Money(self.cents)
