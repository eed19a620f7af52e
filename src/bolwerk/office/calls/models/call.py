"""A call: when it is open, what it asks, and how it decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bolwerk.kernel import Money, Text
from bolwerk.office.calls.completeness import Bounds
from bolwerk.office.calls.instalments import Instalment, read_scheme


class CallStatus(models.TextChoices):
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def text(self) -> Text:
        return {
            CallStatus.ANNOUNCED: Text("aangekondigd", "announced"),
            CallStatus.OPEN: Text("open", "open"),
            CallStatus.CLOSED: Text("gesloten", "closed"),
        }[self]


class Basis(models.TextChoices):
    """What the least and most amounts of a call are compared with."""

    COST = "cost"
    AID = "aid"


class Call(models.Model):
    """`opens_at` counts, `closes_at` does not: at that moment the call is closed. Amounts in cents.

    `limits` holds `fields`, the longest text per form field (characters), `partners`, the most of them, and `pages`, the most
    pages of the project text: `{"base", "per_partner"}`, the second for each partner beside the applicant.
    `notes` tells what of this call is law, derived or unconfirmed: `[{"text": {"nl","en"}, "source", "place", "standing"}]`.
    """

    code = models.SlugField(max_length=60, unique=True)
    title_nl = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    measure = models.CharField(max_length=20, db_index=True)
    envelope = models.ForeignKey("ledger.Envelope", models.PROTECT, null=True, blank=True, related_name="+")
    kit = models.CharField(max_length=60)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    limits = models.JSONField(default=dict, blank=True)
    amount_basis = models.CharField(max_length=4, choices=Basis.choices, default=Basis.AID)
    least_cents = models.BigIntegerField(null=True, blank=True)
    most_cents = models.BigIntegerField(null=True, blank=True)
    reviewers_required = models.PositiveSmallIntegerField(default=3)
    instalments = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opens_at", "code"]
        constraints = [
            models.CheckConstraint(name="call_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(name="call_has_reviewers", condition=Q(reviewers_required__gte=1)),
            models.CheckConstraint(
                name="call_least_not_negative", condition=Q(least_cents__isnull=True) | Q(least_cents__gte=0)
            ),
            models.CheckConstraint(
                name="call_most_from_least",
                condition=Q(most_cents__isnull=True) | Q(least_cents__isnull=True) | Q(most_cents__gte=F("least_cents")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> Text:
        return Text(self.title_nl, self.title_en)

    def status_at(self, at: datetime) -> CallStatus:
        if at < self.opens_at:
            return CallStatus.ANNOUNCED
        return CallStatus.OPEN if at < self.closes_at else CallStatus.CLOSED

    @property
    def status(self) -> CallStatus:
        return self.status_at(timezone.now())

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.amount_basis, _money(self.least_cents), _money(self.most_cents))

    @property
    def instalment_scheme(self) -> tuple[Instalment, ...]:
        return read_scheme(self.instalments)

    @property
    def text_limits(self) -> dict[str, int]:
        raw: Any = self.limits.get("fields", {})
        return {str(name): int(most) for name, most in raw.items()}

    def pages_allowed(self, partners: int) -> int | None:
        """The most pages of the project text for so many partners, the applicant included; None when the call sets none."""
        pages = self.limits.get("pages")
        return None if pages is None else int(pages["base"]) + max(0, partners - 1) * int(pages["per_partner"])

    @property
    def most_partners(self) -> int | None:
        most = self.limits.get("partners")
        return None if most is None else int(most)


def _money(cents: int | None) -> Money | None:
    return None if cents is None else Money(cents)
