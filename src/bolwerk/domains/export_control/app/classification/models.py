"""A decision on what goods are, written once. A later one that names it takes its place."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bolwerk.engines.goods import Code, ListName, read_code
from bolwerk.kernel import Text


class Outcome(models.TextChoices):
    LISTED = "listed", "Op een lijst"
    NOT_LISTED = "not_listed", "Op geen lijst"

    @property
    def text(self) -> Text:
        return Text(str(self.label), {"listed": "On a list", "not_listed": "On no list"}[self.value])


class Classification(models.Model):
    """What an official decided, why, and by which versions of the lists; on a line of a case, where there is one."""

    key = models.CharField(max_length=120, unique=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="goods_classifications")
    line = models.PositiveSmallIntegerField(null=True, blank=True)
    description = models.CharField(max_length=500)
    cn = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    code = models.CharField(max_length=40, blank=True, db_index=True)
    versions = models.JSONField(default=dict)
    reason = models.CharField(max_length=1000)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="goods_code_when_listed",
                condition=(Q(outcome="listed") & ~Q(code="")) | (Q(outcome="not_listed") & Q(code="")),
            ),
            models.CheckConstraint(name="goods_line_of_a_case", condition=Q(line__isnull=True) | Q(case__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.code or self.outcome}: {self.description[:40]}"

    @property
    def place(self) -> Code | None:
        return read_code(self.code) if self.code else None

    @property
    def said(self) -> Text:
        return Text.same(self.code) if self.code else Outcome(self.outcome).text

    @property
    def list_version(self) -> str:
        """The version of the list that the code stands on, or of both lists when it is on neither."""
        place = self.place
        if place is not None:
            return str(self.versions.get(place.list.value, ""))
        return ", ".join(str(self.versions[name.value]) for name in ListName if name.value in self.versions)
