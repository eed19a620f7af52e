"""A case and its events. The events are the case; what stands in `Case` beside its name is a cache of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from bolwerk.office import log
from bolwerk.office.cases.records import Journal, Record

__all__ = ["Case", "CaseEvent", "Counter", "Journal", "Reminder"]


class Case(models.Model):
    """One run of a procedure. `version` counts its events; `state`, `steps`, `status` and `next_due` follow from them."""

    class Status(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=40, unique=True)
    procedure = models.CharField(max_length=80)
    procedure_version = models.CharField(max_length=20)
    organisation = models.ForeignKey("registers.Organisation", models.PROTECT, null=True, blank=True, related_name="cases")
    subject = models.CharField(max_length=300)
    language = models.CharField(max_length=2, default="nl")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default=log.GENESIS)
    state = models.JSONField(default=dict)
    steps = models.CharField(max_length=400, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    next_due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "reference"]
        indexes = [
            models.Index(fields=["status", "next_due"], name="case_status_due"),
            models.Index(fields=["procedure", "status", "next_due"], name="case_procedure_due"),
            models.Index(fields=["organisation", "-opened_at"], name="case_organisation"),
            models.Index(fields=["-opened_at", "reference"], name="case_opened"),
        ]

    def __str__(self) -> str:
        return self.reference


class CaseEvent(Record):
    """Something that happened in a case: who, when, what, why, on behalf of whom."""

    register: ClassVar[str] = "cases"
    subject_name: ClassVar[str] = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")

    class Meta(Record.Meta):
        abstract = False
        ordering = ["case", "seq"]
        constraints = [models.UniqueConstraint(name="event_once_in_case", fields=["case", "seq"])]

    def told(self) -> tuple[str, str, datetime, dict[str, Any]]:
        """The payload with the procedure of the case, and the organisation's KBO number, beside what the event carries."""
        about = {
            "procedure": self.case.procedure,
            "organisation": self.case.organisation.kbo if self.case.organisation else None,
        }
        return self.case.reference, self.kind, self.at, {**self.payload, **about}


class Counter(models.Model):
    """The last number given out under a prefix in a year."""

    prefix = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="counter_once", fields=["prefix", "year"])]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"


class Reminder(models.Model):
    """Somebody was reminded, on a day, that a term of a case is about to run out."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reminders")
    term = models.CharField(max_length=80)
    run = models.PositiveSmallIntegerField()
    due = models.DateField()
    role = models.CharField(max_length=40, blank=True)
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(name="reminder_once", fields=["case", "term", "run", "due"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.term} {self.due}"
