"""An application: a draft kept as it was typed, then what was submitted, version by version, and the rows read from it."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bolwerk.domains.export_control.app.applying.kinds import Instrument, Kind, PartyRole, Schema, Unit, UseSector
from bolwerk.kernel import Money, Text

_USER = settings.AUTH_USER_MODEL


class Application(models.Model):
    """One request to the service.

    `answers` are the facts that the applicant told, by id, each as `Fact.read` takes it. `edition` counts the submissions: 0
    while a draft, more than 1 after the applicant completed it on request. `version` counts every change.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        COMPLETING = "completing"
        WITHDRAWN = "withdrawn"

        @property
        def text(self) -> Text:
            return _STATES[self.value]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=[(one.value, one.text.nl) for one in Kind])
    instrument = models.CharField(max_length=32, blank=True, choices=[(one.value, one.text.nl) for one in Instrument])
    applicant = models.ForeignKey("registers.Organisation", models.PROTECT, related_name="export_applications")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="nl")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    answers = models.JSONField(default=dict, blank=True)
    form_version = models.CharField(max_length=10, default="2026.1")
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, blank=True, related_name="export_application")
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=200, unique=True)
    edition = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["applicant", "state"], name="export_application_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_text(self) -> Text:
        """What is asked, in words: the instrument of a licence, or else the kind."""
        return Instrument(self.instrument).text if self.instrument else Kind(self.kind).text

    @property
    def editable(self) -> bool:
        return self.state in (Application.State.DRAFT, Application.State.COMPLETING)


_STATES = {
    "draft": Text("ontwerp", "draft"),
    "submitted": Text("ingediend", "submitted"),
    "completing": Text("wordt aangevuld", "being completed"),
    "withdrawn": Text("ingetrokken", "withdrawn"),
}


class DraftPart(models.Model):
    """One part of a draft as it was typed, wrong or right, with its own version: two people in two parts do not collide."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="parts")
    part = models.CharField(max_length=40)
    typed = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "part"], name="export_one_draft_a_part")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.part}"


class Submission(models.Model):
    """What was said, frozen: `digest` is SHA-256 over the canonical JSON of `snapshot`. Written once."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions")
    edition = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=200, unique=True)
    submitted_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["application", "edition"]
        constraints = [models.UniqueConstraint(fields=["application", "edition"], name="export_one_submission_an_edition")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.edition}"


class Party(models.Model):
    """Somebody in the transaction, as submitted. `mark` names the same party in every edition of the application."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="party_rows")
    edition = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField(default=1)
    mark = models.CharField(max_length=32, default="", blank=True)
    role = models.CharField(max_length=16, choices=[(one.value, one.text.nl) for one in PartyRole])
    schema = models.CharField(max_length=16, default=Schema.COMPANY, choices=[(one.value, one.text.nl) for one in Schema])
    name = models.CharField(max_length=300)
    aliases = models.JSONField(default=list, blank=True)
    country = models.CharField(max_length=2)
    address = models.CharField(max_length=300, blank=True)
    identifiers = models.JSONField(default=dict, blank=True)
    website = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["application", "edition", "number", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def role_text(self) -> Text:
        return PartyRole(self.role).text

    @property
    def ref(self) -> str:
        """The name of this party for the screening: the same in every edition."""
        return f"export:party:{self.application_id}:{self.mark or self.pk}"


class GoodsLine(models.Model):
    """One line of goods, as submitted. Quantities are exact; the value is of the whole line, in cents."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="goods_rows")
    edition = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=32, default="", blank=True)
    description = models.CharField(max_length=500)
    code = models.CharField(max_length=40, blank=True)
    cn = models.CharField(max_length=12, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=8, default=Unit.PIECES, choices=[(one.value, one.text.nl) for one in Unit])
    cents = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    sensitive = models.BooleanField(null=True, blank=True)
    temporary = models.BooleanField(default=False)
    serials = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["application", "edition", "number", "id"]
        constraints = [
            models.CheckConstraint(name="export_goods_quantity", condition=Q(quantity__isnull=True) | Q(quantity__gt=0)),
            models.CheckConstraint(name="export_goods_value", condition=Q(cents__isnull=True) | Q(cents__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.description}"

    @property
    def value(self) -> Money | None:
        return None if self.cents is None else Money(self.cents)

    @property
    def unit_text(self) -> Text:
        return Unit(self.unit).text

    @property
    def plain_quantity(self) -> Decimal | None:
        """Without the noughts that the column adds."""
        return None if self.quantity is None else Decimal(f"{self.quantity.normalize():f}")


class EndUse(models.Model):
    """What the goods are for, as submitted."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="end_uses")
    edition = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    sector = models.CharField(max_length=10, blank=True, choices=[(one.value, one.text.nl) for one in UseSector])
    reexport_undertaking = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["application", "edition"]
        constraints = [models.UniqueConstraint(fields=["application", "edition"], name="export_one_end_use_an_edition")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.country}"


class Attachment(models.Model):
    """A paper with an application: in the private store while a draft, in the case (`document`) once submitted.

    `party` is the mark of the party it is about. For what an end user signed: who signed and when, and `signed_digest`, that of
    what the certificate said then. `edition` is the submission it went in with, 0 while it waits for one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=40)
    party = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    signatory = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_digest = models.CharField(max_length=64, blank=True)
    document = models.OneToOneField("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name
