"""The index: what can be found, the words of each, and how long words come apart. Made anew by `reindex`."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One thing that can be found: `kind` and `object_id` name it, `title` and `text` are shown, `code` is its number."""

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=40)
    code = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


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
