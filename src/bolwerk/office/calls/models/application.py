"""An application: a draft that many may write on, then a submission that nobody changes."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bolwerk.kernel import Money, Text
from bolwerk.office.calls.costs import Category, Kind
from bolwerk.office.calls.models.call import Call

COSTS = "costs"
"""The id of the section in which a draft keeps its typed cost lines."""


class Application(models.Model):
    """`requested_cents` is the aid asked; `version` counts every change to the application as a whole."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        WITHDRAWN = "withdrawn"

        @property
        def text(self) -> Text:
            return {
                "draft": Text("ontwerp", "draft"),
                "submitted": Text("ingediend", "submitted"),
                "withdrawn": Text("ingetrokken", "withdrawn"),
            }[self.value]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    applicant = models.ForeignKey("registers.Organisation", models.PROTECT, related_name="applications")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="nl")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    requested_cents = models.BigIntegerField(null=True, blank=True)
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, blank=True, related_name="application")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=200, unique=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-started_at", "id"]
        indexes = [models.Index(fields=["call", "state"], name="application_by_state")]
        constraints = [
            models.CheckConstraint(
                name="application_asks_no_less_than_zero", condition=Q(requested_cents__isnull=True) | Q(requested_cents__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def requested(self) -> Money | None:
        return None if self.requested_cents is None else Money(self.requested_cents)


class DraftSection(models.Model):
    """One part of a draft as it was typed, wrong or right, with its own version: two people in two parts do not collide.

    `origins` says per field which register fact it started from: `{"field": {"source", "value", "at"}}`.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="sections")
    section = models.CharField(max_length=60)
    typed = models.JSONField(default=dict)
    origins = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "section"], name="one_draft_a_section")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.section}"


class Partner(models.Model):
    """An organisation in the project. The share of cost is not typed: it follows from the cost lines."""

    class PartnerRole(models.TextChoices):
        UNDERTAKING = "undertaking"
        RESEARCH = "research_organisation"

        @property
        def text(self) -> Text:
            return {
                "undertaking": Text("onderneming", "undertaking"),
                "research_organisation": Text("onderzoeksorganisatie", "research organisation"),
            }[self.value]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey("registers.Organisation", models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=PartnerRole.choices, default=PartnerRole.UNDERTAKING)
    lead = models.BooleanField(default=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-lead", "invited_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "organisation"], name="partner_once"),
            models.UniqueConstraint(fields=["application"], condition=Q(lead=True), name="one_lead_partner"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.organisation_id}"


class Submission(models.Model):
    """What was submitted, frozen: `hash` is SHA-256 over the canonical JSON of `snapshot`."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="submission")
    snapshot = models.JSONField()
    hash = models.CharField(max_length=64)
    key = models.CharField(max_length=200, unique=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.application_id} {self.hash[:12]}"


class CostLine(models.Model):
    """A cost of a submitted application; written at submission, never changed."""

    CATEGORIES: ClassVar[list[tuple[str, str]]] = [(category.value, category.label.nl) for category in Category]
    KINDS: ClassVar[list[tuple[str, str]]] = [(kind.value, kind.label.nl) for kind in Kind]

    application = models.ForeignKey(Application, models.PROTECT, related_name="cost_lines")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="cost_lines")
    category = models.CharField(max_length=14, choices=CATEGORIES)
    kind = models.CharField(max_length=18, choices=KINDS)
    cents = models.BigIntegerField()
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="cost_above_zero", condition=Q(cents__gt=0))]

    def __str__(self) -> str:
        return f"{self.application_id} {self.category} {self.cents}"
