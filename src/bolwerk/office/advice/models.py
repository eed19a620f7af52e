"""Committees, who sits on them, what they are asked, and what they said. What was said is written once and never changed."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bolwerk.kernel import Text
from bolwerk.office.advice.aspects import Aspect, Grade, read_aspects, read_scale
from bolwerk.office.advice.tally import Choice, Result, Rules


class Committee(models.Model):
    """`rules` (quorum, mix, majority: see `tally.Rules`), `aspects` and `scale` are its own data; `notes` tells their standing.

    `notes` is `[{"text": {"nl","en"}, "source", "place", "standing"}]`. `term_months` None is a seat without fixed length.
    """

    code = models.SlugField(max_length=60, unique=True)
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    rules = models.JSONField()
    aspects = models.JSONField(default=list)
    scale = models.JSONField(default=list)
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    binding = models.BooleanField(default=False)
    notes = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> Text:
        return Text(self.name_nl, self.name_en)

    @property
    def tally_rules(self) -> Rules:
        return Rules.read(self.rules)


class Seat(models.Model):
    """A member from a day up to and including another. Its history is in `SeatEvent`; these columns follow from it."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    expertise = models.JSONField(default=list)
    chair = models.BooleanField(default=False)
    substitute_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="substitutes")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["committee", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="seat_ends_after_start", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="seat_not_its_own_substitute", condition=Q(substitute_for__isnull=True) | ~Q(substitute_for=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.user_id}"

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class SeatEvent(models.Model):
    """An appointment, a renewal or an end: by whom, when, why."""

    class Kind(models.TextChoices):
        APPOINTED = "appointed"
        RENEWED = "renewed"
        ENDED = "ended"

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="history")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    payload = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.kind}"


class AdviceRequest(models.Model):
    """A question to a committee on a case. Rules, aspects and scale are frozen as they stood when it was asked.

    `record` says per moment (`requested`, `recused`, `given`) which note or move of the case it is written as:
    `{"given": {"move": "advice_given"}}`. `bench` lists the seats of that day, so later appointments change nothing.
    """

    class State(models.TextChoices):
        OPEN = "open"
        GIVEN = "given"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="requests")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="advice_requests")
    question = models.TextField()
    due = models.DateField(null=True, blank=True)
    rules = models.JSONField()
    aspects = models.JSONField()
    scale = models.JSONField()
    binding = models.BooleanField()
    record = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    bench = models.ManyToManyField(Seat, related_name="requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    key = models.CharField(max_length=200, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_request_a_committee", fields=["committee", "case"], condition=Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.case_id}"

    @property
    def tally_rules(self) -> Rules:
        return Rules.read(self.rules)

    @property
    def aspect_list(self) -> tuple[Aspect, ...]:
        return read_aspects(self.aspects)

    @property
    def grades(self) -> tuple[Grade, ...]:
        return read_scale(self.scale)


class Declaration(models.Model):
    """What a member said of its own interest in a case. An interest once declared recuses for the whole request."""

    request = models.ForeignKey(AdviceRequest, models.PROTECT, related_name="declarations")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="declarations")
    interest = models.BooleanField()
    explanation = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.seat_id} {self.interest}"


class AspectScore(models.Model):
    """A member on one aspect, with its motivation. The last row counts; earlier ones stay."""

    request = models.ForeignKey(AdviceRequest, models.PROTECT, related_name="scores")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="scores")
    aspect = models.CharField(max_length=60)
    score = models.SmallIntegerField()
    motivation = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.seat_id} {self.aspect} {self.score}"


class Vote(models.Model):
    """A member's vote, with its motivation and, when it sets any, its conditions. The last row counts; earlier ones stay."""

    request = models.ForeignKey(AdviceRequest, models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=10, choices=[(choice.value, choice.label.nl) for choice in Choice])
    motivation = models.TextField()
    conditions = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.seat_id} {self.choice}"


class MinorityNote(models.Model):
    """What a member wants to stand beside an advice that it does not share."""

    request = models.ForeignKey(AdviceRequest, models.PROTECT, related_name="minority_notes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.seat_id}"


class Advice(models.Model):
    """The advice, frozen: result, text, conditions, the tally with its reasons; `hash` is SHA-256 over all that."""

    request = models.OneToOneField(AdviceRequest, models.PROTECT, related_name="advice")
    result = models.CharField(max_length=12, choices=[(result.value, result.label.nl) for result in Result])
    binding = models.BooleanField()
    text = models.TextField()
    conditions = models.TextField(blank=True)
    tally = models.JSONField()
    hash = models.CharField(max_length=64)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    key = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return f"{self.request_id} {self.result}"


class CompositionReport(models.Model):
    """That the composition of a committee as it stood `on` a day was reported; `sha256` is that of the PDF that was sent."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="composition_reports")
    on = models.DateField()
    sha256 = models.CharField(max_length=64)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField()
    key = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.on}"
