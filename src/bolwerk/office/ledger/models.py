"""Envelopes of money, what is promised out of them, and each movement, written once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from bolwerk.kernel import Money, Text
from bolwerk.office.cases.records import Record


class Envelope(models.Model):
    """Money for one purpose. All amounts in cents; the totals follow the entries, and the database refuses a negative room."""

    code = models.CharField(max_length=60, unique=True)
    label_nl = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    measure = models.CharField(max_length=20, blank=True, db_index=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    planned = models.BigIntegerField(null=True, blank=True)
    appropriated = models.BigIntegerField(default=0)
    committed = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    recovered = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="envelope_never_negative", condition=Q(committed__lte=F("appropriated"))),
            models.CheckConstraint(name="envelope_pays_what_is_committed", condition=Q(paid__lte=F("committed"))),
            models.CheckConstraint(name="envelope_recovers_what_is_paid", condition=Q(recovered__lte=F("paid"))),
            models.CheckConstraint(name="envelope_totals_from_zero", condition=Q(recovered__gte=0)),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> Text:
        return Text(self.label_nl, self.label_en)

    @property
    def room(self) -> Money:
        """What can still be promised."""
        return Money(self.appropriated - self.committed)


class Obligation(models.Model):
    """A promise to pay, out of one envelope, mostly for a case. Its totals follow its entries."""

    reference = models.CharField(max_length=80, unique=True)
    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="obligations")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="obligations")
    committed = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    recovered = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="obligation_pays_what_is_committed", condition=Q(paid__lte=F("committed"))),
            models.CheckConstraint(name="obligation_recovers_what_is_paid", condition=Q(recovered__lte=F("paid"))),
            models.CheckConstraint(name="obligation_totals_from_zero", condition=Q(recovered__gte=0)),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def left(self) -> Money:
        """What is still to be paid."""
        return Money(self.committed - self.paid)


class Kind(models.TextChoices):
    APPROPRIATION = "appropriation"
    COMMITMENT = "commitment"
    RELEASE = "release"
    PAYMENT = "payment"
    RECOVERY = "recovery"

    @property
    def text(self) -> Text:
        return {
            Kind.APPROPRIATION: Text("toewijzing", "appropriation"),
            Kind.COMMITMENT: Text("vastlegging", "commitment"),
            Kind.RELEASE: Text("vrijgave", "release"),
            Kind.PAYMENT: Text("betaling", "payment"),
            Kind.RECOVERY: Text("terugvordering", "recovery"),
        }[self]


class Entry(Record):
    """One movement of money, in cents, always above zero: its kind says which way it goes."""

    register: ClassVar[str] = "ledger"
    subject_name: ClassVar[str] = "envelope"
    own_columns: ClassVar[tuple[str, ...]] = ("obligation", "case", "amount")

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="entries")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, blank=True, related_name="entries")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="entries")
    amount = models.BigIntegerField()

    class Meta(Record.Meta):
        abstract = False
        ordering = ["journal_seq"]
        constraints = [
            models.CheckConstraint(name="entry_amount_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="entry_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="entry_names_its_obligation",
                condition=Q(kind=Kind.APPROPRIATION.value, obligation__isnull=True)
                | (~Q(kind=Kind.APPROPRIATION.value) & Q(obligation__isnull=False)),
            ),
            models.UniqueConstraint(name="entry_once_in_envelope", fields=["envelope", "seq"]),
        ]

    @property
    def money(self) -> Money:
        return Money(self.amount)

    def told(self) -> tuple[str, str, datetime, dict[str, Any]]:
        about = {
            "amount": self.amount,
            "measure": self.envelope.measure,
            "year": self.envelope.year,
            "case": self.case.reference if self.case else None,
        }
        return self.envelope.code, self.kind, self.at, {**self.payload, **about}
