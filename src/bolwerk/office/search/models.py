"""The index: what can be found, the words of each, and how long words come apart. Made anew by `reindex`."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One case or organisation that can be found: `title` and `text` are shown, `code` is its reference or KBO number."""

    case = models.OneToOneField("cases.Case", models.CASCADE, null=True, blank=True, related_name="+")
    organisation = models.OneToOneField("registers.Organisation", models.CASCADE, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False) ^ models.Q(organisation__isnull=False), name="entry_is_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Token(models.Model):
    """A stem of a word in an entry, or of a part of a compound; `weight` is higher in a title and for the whole word."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="tokens")
    word = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["word", "entry", "weight"], name="token_word")]

    def __str__(self) -> str:
        return self.word


class Word(models.Model):
    """A word that occurs on its own: what compounds are taken apart into."""

    word = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        return self.word
