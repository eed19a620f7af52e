"""Attestations: what somebody vouches for where no register can tell."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bolwerk.engines.progress import Delivery
from bolwerk.kernel import Text


class Attestation(models.Model):
    """A dated, sourced statement on one commitment. It counts once a second person confirmed it, and until it expires.

    `key` names the act of giving it: the same key twice is the same statement.
    """

    key = models.CharField(max_length=100, unique=True)
    commitment = models.CharField(max_length=20, db_index=True)
    delivery = models.CharField(max_length=20, choices=[(d.value, d.label.nl) for d in Delivery])
    statement_nl = models.CharField(max_length=500)
    statement_en = models.CharField(max_length=500)
    source = models.CharField(max_length=300)
    on = models.DateField()
    until = models.DateField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["commitment", "-on", "-id"]
        constraints = [
            models.CheckConstraint(name="attestation_expires_after_its_day", condition=Q(until__gt=F("on"))),
            models.CheckConstraint(
                name="attestation_by_two", condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("given_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} {self.on}"

    @property
    def statement(self) -> Text:
        return Text(self.statement_nl, self.statement_en)

    @property
    def prepared_by_id(self) -> int:
        """For the policy of four eyes: who prepared it may not approve it."""
        return self.given_by_id
