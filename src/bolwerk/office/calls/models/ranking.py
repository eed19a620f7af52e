"""The ranked list of a call, its decision by a second person, the awards that follow, and their publication."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bolwerk.kernel import Money
from bolwerk.office.calls.models.application import Application
from bolwerk.office.calls.models.call import Call


class RankingList(models.Model):
    """A proposed list, frozen: `hash` is SHA-256 over room, rule and positions. Of those approved the last counts."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="rankings")
    number = models.PositiveSmallIntegerField()
    room_cents = models.BigIntegerField()
    rule = models.JSONField()
    positions = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    hash = models.CharField(max_length=64)
    key = models.CharField(max_length=200, unique=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="ranking_number_once"),
            models.CheckConstraint(name="ranking_room_not_negative", condition=Q(room_cents__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} #{self.number}"

    @property
    def room(self) -> Money:
        return Money(self.room_cents)

    @property
    def prepared_by_id(self) -> int:
        """For the policies: whose hands made the list."""
        return self.proposed_by_id


class RankingDecision(models.Model):
    """The decision on a list by somebody other than who proposed it."""

    ranking = models.OneToOneField(RankingList, models.PROTECT, related_name="decision")
    approved = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.ranking_id} {'approved' if self.approved else 'refused'}"


class Award(models.Model):
    """Aid granted to an application that an approved list places in the money."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="award")
    ranking = models.ForeignKey(RankingList, models.PROTECT, related_name="awards")
    cents = models.BigIntegerField()
    from_reserve = models.BooleanField(default=False)
    awarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    awarded_at = models.DateTimeField()
    key = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["awarded_at", "id"]
        constraints = [models.CheckConstraint(name="award_above_zero", condition=Q(cents__gt=0))]

    def __str__(self) -> str:
        return f"{self.application_id} {self.cents}"

    @property
    def amount(self) -> Money:
        return Money(self.cents)


class AwardEnd(models.Model):
    """An award that was given up or withdrawn, whole: its room comes free for the reserve list."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="end")
    reason = models.CharField(max_length=300)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.award_id} ended"


class Publication(models.Model):
    """That an award was published, when and where."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="publication")
    place = models.CharField(max_length=300)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="publication_names_its_place", condition=~Q(place="")),
        ]

    def __str__(self) -> str:
        return f"{self.award_id} {self.place}"
