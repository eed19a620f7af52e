"""What a case holds on paper. The content stands in the private store under its SHA-256; the row says what it is."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from bolwerk.kernel import Text


class Document(models.Model):
    """One file of a case. `audience` says whether the applicant may see it."""

    class Audience(models.TextChoices):
        SHARED = "shared"
        INTERNAL = "internal"

        @property
        def text(self) -> Text:
            if self == Document.Audience.SHARED:
                return Text("gedeeld met de aanvrager", "shared with the applicant")
            return Text("intern", "internal")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.SHARED)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["-added_at", "name"]

    def __str__(self) -> str:
        return self.name
