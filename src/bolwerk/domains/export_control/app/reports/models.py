"""A report as it was drawn up: its contents with their digest, written once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from bolwerk.domains.export_control.law.supervising import KINDS
from bolwerk.kernel import Text


class Edition(models.Model):
    """One version of the report of a period. Its case says whether it was published.

    `content` is what is made known; `basis` names, line by line, the case behind it, and is never made known. `digest` is
    SHA-256 over the canonical JSON of `content`; `files` has that of each file, by its name.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="report_edition")
    kind = models.CharField(max_length=12, choices=[(id, label.nl) for id, (_, label) in KINDS.items()])
    period_from = models.DateField()
    period_to = models.DateField()
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    basis = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    files = models.JSONField(default=dict)

    class Meta:
        ordering = ["-period_to", "kind", "-number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "period_from", "number"], name="export_edition_once"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="export_edition_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period_from} {self.number}"

    @property
    def label(self) -> Text:
        return KINDS[self.kind][1]

    @property
    def name(self) -> str:
        """Its name in an address and in the name of a file: `month-2026-05`, with the number of a correction."""
        return f"{self.kind.replace('_', '-')}-{self.period_from:%Y-%m}" + (f"-v{self.number}" if self.number > 1 else "")
