"""A licence, its lines and parties as they are now, its versions, what was written off, and what holds it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bolwerk.domains.export_control.app.licences.amounts import quantity
from bolwerk.domains.export_control.law.holding.changing import CHANGES
from bolwerk.domains.export_control.law.holding.instruments import INSTRUMENTS
from bolwerk.domains.export_control.law.holding.life import STATES
from bolwerk.kernel import Money, Period, Text, local_day
from bolwerk.office.cases.records import Record

CONSIGNED = ("consignee", "end_user")
"""The parties that goods are written off for; an import names its consignor."""


class Licence(models.Model):
    """What a holder may do, until when. `state` follows the case of its life; `number` is that of its version in force."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    granted_by = models.ForeignKey("cases.Case", models.PROTECT, related_name="licences")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="licence")
    holder = models.ForeignKey("registers.Organisation", models.PROTECT, related_name="licences")
    instrument = models.CharField(max_length=40, choices=[(id, one.label.nl) for id, one in INSTRUMENTS.items()])
    state = models.CharField(max_length=12, choices=[(id, label.nl) for id, label in STATES.items()], default="in_force")
    number = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    validity_source = models.CharField(max_length=300, blank=True)
    report_every = models.PositiveSmallIntegerField(null=True, blank=True)
    report_within = models.PositiveSmallIntegerField(null=True, blank=True)
    conditions = models.JSONField(default=list)
    spent_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-valid_from", "case__reference"]
        indexes = [models.Index(fields=["state", "valid_until"], name="licence_state_until")]
        constraints = [
            models.CheckConstraint(
                name="licence_ends_after_start", condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return self.case.reference

    @property
    def reference(self) -> str:
        return self.case.reference

    @property
    def label(self) -> Text:
        return INSTRUMENTS[self.instrument].label

    @property
    def kind(self) -> str:
        """Its value of the fact `licence.kind`."""
        return INSTRUMENTS[self.instrument].kind

    @property
    def state_label(self) -> Text:
        return STATES[self.state]

    @property
    def valid(self) -> Period:
        return Period(self.valid_from, self.valid_until)


class LicenceLine(models.Model):
    """One kind of goods. No ceiling where `quantity_e4` or `cents` is empty; the database refuses use beyond a ceiling."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=300)
    code = models.CharField(max_length=40, blank=True)
    cn = models.CharField(max_length=10, blank=True)
    unit = models.CharField(max_length=20, default="stuks")
    quantity_e4 = models.BigIntegerField(null=True, blank=True)
    cents = models.BigIntegerField(null=True, blank=True)
    used_e4 = models.BigIntegerField(default=0)
    used_cents = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["licence", "number"]
        constraints = [
            models.UniqueConstraint(name="licence_line_once", fields=["licence", "number"]),
            models.CheckConstraint(
                name="licence_line_within_quantity", condition=Q(quantity_e4__isnull=True) | Q(used_e4__lte=F("quantity_e4"))
            ),
            models.CheckConstraint(
                name="licence_line_within_value", condition=Q(cents__isnull=True) | Q(used_cents__lte=F("cents"))
            ),
            models.CheckConstraint(name="licence_line_from_zero", condition=Q(used_e4__gte=0, used_cents__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.description}"

    @property
    def quantity(self) -> Decimal | None:
        return None if self.quantity_e4 is None else quantity(self.quantity_e4)

    @property
    def left_e4(self) -> int | None:
        return None if self.quantity_e4 is None else self.quantity_e4 - self.used_e4

    @property
    def left_cents(self) -> int | None:
        return None if self.cents is None else self.cents - self.used_cents

    @property
    def value(self) -> Money | None:
        return None if self.cents is None else Money(self.cents)

    @property
    def left_value(self) -> Money | None:
        return None if self.left_cents is None else Money(self.left_cents)

    @property
    def spent(self) -> bool:
        """Nothing more can be written off: the quantity, or else the value, is used up."""
        if self.quantity_e4 is not None:
            return self.left_e4 == 0
        return self.left_cents == 0


class LicenceParty(models.Model):
    """Who the licence names. A party that a later version drops keeps its rows, and gets nothing any more."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    since_version = models.PositiveSmallIntegerField(default=1)
    until_version = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["licence", "id"]
        constraints = [models.UniqueConstraint(name="licence_party_once", fields=["licence", "role", "name", "country"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"

    @property
    def named(self) -> bool:
        return self.until_version is None


class LicenceVersion(models.Model):
    """The terms of a licence as they were given, written once. The highest number is in force."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    since = models.DateField()
    terms = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="licence_versions")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["licence", "number"]
        constraints = [models.UniqueConstraint(name="licence_version_once", fields=["licence", "number"])]

    def __str__(self) -> str:
        return f"{self.licence_id} v{self.number}"


class WriteOff(Record):
    """A movement under a licence, or the counter-entry that takes one back; chained in the journal of the house.

    Quantities in ten-thousandths and values in cents, always from zero up: the kind says which way they go.
    """

    register: ClassVar[str] = "licences"
    subject_name: ClassVar[str] = "licence"
    own_columns: ClassVar[tuple[str, ...]] = ("line", "party", "quantity_e4", "cents", "day", "document", "by", "corrects")

    WRITE_OFF: ClassVar[str] = "written_off"
    COUNTER: ClassVar[str] = "taken_back"

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="write_offs")
    line = models.ForeignKey(LicenceLine, models.PROTECT, related_name="write_offs")
    party = models.ForeignKey(LicenceParty, models.PROTECT, related_name="write_offs")
    quantity_e4 = models.BigIntegerField()
    cents = models.BigIntegerField()
    day = models.DateField()
    document = models.CharField(max_length=60)
    by = models.CharField(max_length=10)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")

    class Meta(Record.Meta):
        abstract = False
        ordering = ["journal_seq"]
        constraints = [
            models.CheckConstraint(name="write_off_above_zero", condition=Q(quantity_e4__gt=0, cents__gte=0)),
            models.CheckConstraint(
                name="write_off_kind_known",
                condition=Q(kind="written_off", corrects__isnull=True) | Q(kind="taken_back", corrects__isnull=False),
            ),
            models.UniqueConstraint(name="write_off_once_in_licence", fields=["licence", "seq"]),
        ]

    @property
    def quantity(self) -> Decimal:
        return quantity(self.quantity_e4)

    @property
    def money(self) -> Money:
        return Money(self.cents)

    @property
    def sign(self) -> int:
        return 1 if self.kind == self.WRITE_OFF else -1

    def told(self) -> tuple[str, str, datetime, dict[str, Any]]:
        about = {
            "line": self.line.number,
            "country": self.party.country,
            "quantity": str(self.quantity),
            "amount": self.cents,
            "instrument": self.licence.instrument,
        }
        return self.licence.reference, self.kind, self.at, {**self.payload, **about}


class Embargo(models.Model):
    """A regional embargo as it stands now; its case tells how it came about. No goods or end users named: all of them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="embargo")
    country = models.CharField(max_length=2)
    goods = models.JSONField(default=list)
    end_users = models.JSONField(default=list)
    destination_allowed = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "country"]
        constraints = [models.CheckConstraint(name="embargo_ends_after_start", condition=Q(ends_on__gte=F("starts_on")))]

    def __str__(self) -> str:
        return self.case.reference

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on and (self.ended_on is None or day < self.ended_on)


class Measure(models.Model):
    """What holds a licence: from a day, up to and including another unless ended sooner. Never removed."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="measures")
    kind = models.CharField(
        max_length=12, choices=[("individual", "schorsing"), ("urgent", "dringend"), ("embargo", "embargo")]
    )
    embargo = models.ForeignKey(Embargo, models.PROTECT, null=True, blank=True, related_name="measures")
    reason = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["licence", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="measure_ends_after_start", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(name="measure_once_by_embargo", fields=["licence", "embargo"]),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.kind} {self.starts_on}"

    def holds_on(self, day: date) -> bool:
        over = self.ended_on is not None and day >= self.ended_on
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on) and not over


class Report(models.Model):
    """What a holder reported over a period, written once; a correction is a later `number` of the same period."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="reports")
    source = models.CharField(max_length=4)
    period_from = models.DateField()
    period_to = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    rows = models.JSONField(default=list)
    written_off = models.JSONField(default=list)
    remark = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["licence", "period_to", "number"]
        constraints = [
            models.UniqueConstraint(name="report_once", fields=["licence", "source", "period_to", "number"]),
            models.CheckConstraint(name="report_ends_after_start", condition=Q(period_to__gte=F("period_from"))),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.period_to} {self.number}"

    @property
    def late(self) -> bool:
        return self.due is not None and local_day(self.submitted_at) > self.due

    @property
    def nil(self) -> bool:
        return not self.rows


class ChangeRequest(models.Model):
    """What a holder asks of a licence: `wanted` is a full set of terms, or nothing for a return. Its case decides."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="requests")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="change_request")
    kind = models.CharField(max_length=12, choices=[(id, label.nl) for id, label in CHANGES.items()])
    wanted = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.case.reference

    @property
    def label(self) -> Text:
        return CHANGES[self.kind]


class Registration(models.Model):
    """The use of a general licence, registered by who uses it; `first_use` is the day that its user named."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="registration")
    user = models.ForeignKey("registers.Organisation", models.PROTECT, related_name="registrations")
    authorisation = models.CharField(max_length=20)
    first_use = models.DateField()
    confirmed = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="asked")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.case.reference
