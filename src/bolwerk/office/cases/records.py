"""What is written once: a record in a register, numbered and chained in the one journal of the house."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, cast
from uuid import UUID

from django.conf import settings
from django.db import connections, models

from bolwerk.office import log

PAGE = 5_000


class CanonicalJSON(models.TextField):
    """JSON kept as the very text that was hashed, so that both databases and any backup give back the same bytes."""

    _pyi_private_get_type: Any
    _pyi_private_set_type: Any

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return self.to_python(value)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str:
        return value if isinstance(value, str) else log.canonical(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))


class Journal(models.Model):
    """How far the journal is, in one row. Its lock puts all writers in one line: no gaps, no deadlock."""

    ONLY: ClassVar[int] = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=log.GENESIS)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"


class Record(models.Model):
    """A row of a register. `subject_name` is the foreign key of the thing it tells about (a case, an envelope)."""

    register: ClassVar[str]
    subject_name: ClassVar[str]
    own_columns: ClassVar[tuple[str, ...]] = ()

    journal_seq = models.BigIntegerField(primary_key=True)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    key = models.CharField(max_length=200, unique=True)
    payload = CanonicalJSON(default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.register} {self.journal_seq} {self.kind}"

    @classmethod
    def columns(cls) -> tuple[models.Field, ...]:
        """The columns that are hashed, in their fixed order."""
        common = ("seq", "prev_hash", "kind", "at", "recorded_at", "actor", "on_behalf_of", "reason", "key", "payload")
        return tuple(cls.column(name) for name in (cls.subject_name, *cls.own_columns, *common))

    @classmethod
    def column(cls, name: str) -> models.Field:
        return cast(models.Field, cls._meta.get_field(name))

    def texts(self) -> tuple[str, ...]:
        """The record as the chain reads it: the register, then its columns."""
        return (self.register, *(_text(field, field.value_from_object(self)) for field in self.columns()))

    @abstractmethod
    def told(self) -> tuple[str, str, datetime, dict[str, Any]]:
        """Subject, kind, moment and payload as the monitor and the search read them."""

    @classmethod
    def rows(cls, using: str = "default") -> Iterator[log.Row]:
        """Every record in the order of the journal, as the database holds it, in pages."""
        vendor, quote = connections[using].vendor, connections[using].ops.quote_name
        read = [_text_sql(field, quote(str(field.column)), vendor) for field in (cls.column(cls.subject_name), *cls.columns())]
        statement = (
            f"SELECT journal_seq, seq, prev_hash, hash, {', '.join(read)} FROM {quote(cls._meta.db_table)} "  # noqa: S608
            f"WHERE journal_seq > %s ORDER BY journal_seq LIMIT {PAGE}"
        )
        after, register = -(2**63), cls.register
        with connections[using].cursor() as cursor:
            while True:
                cursor.execute(statement, [after])
                page = cursor.fetchall()
                for row in page:
                    yield log.Row(register, row[0], row[4], row[1], row[2], row[3], (register, *row[5:]))
                if len(page) < PAGE:
                    return
                after = page[-1][0]


def _text(field: models.Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(field, models.DateTimeField):
        return log.stamp(value)
    if isinstance(field, CanonicalJSON):
        return field.get_prep_value(value)
    return value.hex if isinstance(value, UUID) else str(value)


def _text_sql(field: models.Field, column: str, vendor: str) -> str:
    """What `_text` makes of a column, in SQL: reading a million rows as Python values would take longer than hashing them."""
    stored = field.target_field if isinstance(field, models.ForeignKey) else field
    postgres = vendor == "postgresql"
    if isinstance(stored, models.DateTimeField):
        if postgres:
            return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        return f"CASE length({column}) WHEN 19 THEN {column} || '.000000' ELSE CAST({column} AS TEXT) END"
    text = f"CAST({column} AS TEXT)"
    if isinstance(stored, models.UUIDField) and postgres:
        text = f"replace({text}, '-', '')"
    return f"coalesce({text}, '')" if field.null else text
