"""Who reviews what, what they found, and what they agreed on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bolwerk.office.calls.models.application import Application
from bolwerk.office.calls.scoring import Mark, Score


class ReviewerProfile(models.Model):
    """What a reviewer knows: topic ids, matched to the topics of applications."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviewer_profile")
    expertise = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.user_id}"


class Assignment(models.Model):
    """A reviewer asked to score an application. `draft` is the score sheet while it is being written."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    due = models.DateField(null=True, blank=True)
    draft = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    locked = models.BooleanField(default=False)
    reopened_reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["assigned_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], condition=Q(ended_at__isnull=True), name="reviewer_once_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "locked"], name="assignment_open_work")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.reviewer_id}"


class Review(models.Model):
    """A submitted score sheet, frozen. A reopened one is followed by the next `number`; the last one counts."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    scores = models.JSONField()
    remarks = models.TextField(blank=True)
    after_reason = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=200, unique=True)
    hash = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["assignment", "number"]
        constraints = [models.UniqueConstraint(fields=["assignment", "number"], name="review_number_once")]

    def __str__(self) -> str:
        return f"{self.assignment_id} #{self.number}"

    @property
    def by_criterion(self) -> dict[str, Score]:
        return {name: Score(Mark(row["mark"]), row["motivation"]) for name, row in self.scores.items()}

    @property
    def marks(self) -> dict[str, Mark]:
        return {name: score.mark for name, score in self.by_criterion.items()}


class Consensus(models.Model):
    """What the reviewers agreed on for one criterion, and why. The last row of a criterion counts; earlier ones stay."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="consensus")
    criterion = models.CharField(max_length=60)
    mark = models.CharField(max_length=12, choices=[(mark.value, mark.label.nl) for mark in Mark])
    reason = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.criterion} {self.mark}"
