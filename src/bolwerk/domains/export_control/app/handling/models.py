"""What handling keeps beside the log of the case. Each row is written once; a newer one takes the place of an older."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bolwerk.kernel import Text

_USER = settings.AUTH_USER_MODEL
_CASE = "cases.Case"


class Lane(models.TextChoices):
    """How heavy the handling is, lightest first."""

    SIMPLIFIED = "simplified"
    CONFLICT_CHECK = "conflict_check"
    REINFORCED = "reinforced"
    REFUSAL_REVIEW = "refusal_review"

    @property
    def text(self) -> Text:
        return _LANES[self.value]

    @property
    def weight(self) -> int:
        return list(Lane).index(self)


_LANES = {
    "simplified": Text("EU: sterk vereenvoudigd", "EU: strongly simplified"),
    "conflict_check": Text("buiten de EU: nazicht op conflict", "outside the EU: conflict check"),
    "reinforced": Text("grondige behandeling", "thorough handling"),
    "refusal_review": Text("verboden bestemming: onderzoek tot weigering", "prohibited: review for refusal"),
}


class Written(models.Model):
    """Written once, by somebody, under a key."""

    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class LaneChoice(Written):
    """The lane of a case, by the rule (`raised` false) or by a handler. The last one counts."""

    case = models.ForeignKey(_CASE, models.PROTECT, related_name="export_lanes")
    lane = models.CharField(max_length=20, choices=Lane.choices)
    raised = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    rows = models.JSONField(default=list, blank=True)
    book = models.CharField(max_length=64, blank=True)

    class Meta(Written.Meta):
        abstract = False
        ordering = ["case", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.lane}"


class CountryNote(Written):
    """What the service knows of a country, on one topic; `number` counts its versions, the last one that holds counts.

    `ended`: the note no longer holds from `valid_from` on.
    """

    country = models.CharField(max_length=2)
    topic = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    source = models.CharField(max_length=500)
    valid_from = models.DateField()
    ended = models.BooleanField(default=False)

    class Meta(Written.Meta):
        abstract = False
        ordering = ["country", "topic", "-number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["country", "topic", "number"], name="export_note_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.topic} {self.number}"


class Sheet(Written):
    """One version of the judgements in a case: of the criteria (`criteria`) or of the compliance programme (`programme`).

    `lines` has for each fact judged: `value` (true speaks against), `reason`, `evidence`, `notes` (country notes by id).
    `outcome` is what the law made of it then; `book` the version of the law.
    """

    class Kind(models.TextChoices):
        CRITERIA = "criteria"
        PROGRAMME = "programme"

    case = models.ForeignKey(_CASE, models.PROTECT, related_name="export_sheets")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()
    lines = models.JSONField()
    outcome = models.CharField(max_length=20)
    book = models.CharField(max_length=64)

    class Meta(Written.Meta):
        abstract = False
        ordering = ["case", "kind", "-number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "kind", "number"], name="export_sheet_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.number}"


class Denial(Written):
    """A denial that a Member State told us of. A later one with the same state and reference takes its place."""

    member_state = models.CharField(max_length=2)
    reference = models.CharField(max_length=80)
    denied_on = models.DateField()
    country = models.CharField(max_length=2)
    consignee = models.CharField(max_length=300, blank=True)
    end_user = models.CharField(max_length=300, blank=True)
    goods = models.CharField(max_length=1000)
    codes = models.JSONField(default=list, blank=True)
    criteria = models.JSONField(default=list, blank=True)
    revoked = models.BooleanField(default=False)

    class Meta(Written.Meta):
        abstract = False
        ordering = ["-denied_on", "member_state", "reference", "-id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["country", "denied_on"], name="export_denial_country"),
            models.Index(fields=["member_state", "reference"], name="export_denial_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.member_state} {self.reference}"


class DenialJudgement(Written):
    """Whether the transaction of a case is in essence the one that was denied. The last one counts."""

    case = models.ForeignKey(_CASE, models.PROTECT, related_name="export_denial_judgements")
    denial = models.ForeignKey(Denial, models.PROTECT, related_name="judgements")
    identical = models.BooleanField()
    reason = models.TextField()

    class Meta(Written.Meta):
        abstract = False
        ordering = ["case", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.denial_id}"


class Consultation(Written):
    """`case` is the request for advice about `origin`: of a team of ours, or of an outside body.

    `shared` is what the adviser is shown of the application, frozen when asked. `adviser` answers; without one
    the handler records the answer of the body.
    """

    case = models.OneToOneField(_CASE, models.PROTECT, related_name="consultation")
    origin = models.ForeignKey(_CASE, models.PROTECT, related_name="export_consultations")
    body = models.CharField(max_length=20)
    body_name = models.CharField(max_length=200, blank=True)
    outside = models.BooleanField()
    question = models.TextField()
    shared = models.JSONField(default=dict, blank=True)
    adviser = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    denial = models.ForeignKey(Denial, models.PROTECT, null=True, blank=True, related_name="consultations")

    class Meta(Written.Meta):
        abstract = False
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.origin_id} > {self.body}"


APPEND_ONLY = ("LaneChoice", "CountryNote", "Sheet", "Denial", "DenialJudgement", "Consultation")
"""The tables that the database keeps from being changed."""
