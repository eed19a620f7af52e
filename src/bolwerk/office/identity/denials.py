"""The log of refusals. One inside a transaction is kept aside, since that transaction will be undone, and written after it."""

from __future__ import annotations

import logging
import threading
from typing import Any
from uuid import UUID

from django.db import connection

from bolwerk.kernel import NotAllowed, Text
from bolwerk.office.identity.models import AccessLog, User

_log = logging.getLogger("bolwerk.access")
_aside = threading.local()


def record(user: Any, operation: str, obj: Any, reason: Text) -> None:
    """Log one refusal: in the database, now or when the open transaction has ended, and at once in the process log."""
    known = user if isinstance(user, User) and user.pk else None
    row = AccessLog(
        user=known, operation=operation[:40], object=name_of(obj), reason_nl=reason.nl[:300], reason_en=reason.en[:300]
    )
    _log.info("refused %s on %s to account %s", operation, row.object or "-", known.pk if known else "-")
    _waiting().append(row)
    flush()


def refused(error: NotAllowed, user: Any, operation: str, obj: Any) -> None:
    """Log the refusal that `error` tells, once however often it is passed on; the place it names stays out of the log."""
    if error.logged:
        flush()
        return
    error.logged = True
    record(user, operation, obj, error.what)


def flush(**_: Any) -> None:
    """Write what was kept aside; nothing happens inside a transaction. Also called at the end of each request."""
    if not _waiting() or connection.in_atomic_block:
        return
    rows, _aside.rows = _waiting(), []
    # An account made in the transaction that was undone is gone; its refusal is kept without it.
    there = set(User.objects.filter(pk__in={row.user_id for row in rows}).values_list("pk", flat=True))
    for row in rows:
        row.user_id = row.user_id if row.user_id in there else None
    AccessLog.objects.bulk_create(rows)


def name_of(obj: Any) -> str:
    """`cases.Case 5f0c…`: enough to find it, nothing that tells about it."""
    if obj is None:
        return ""
    if isinstance(obj, str | int | UUID):  # a key, a number or a code
        return str(obj)[:80]
    label = getattr(getattr(obj, "_meta", None), "label", type(obj).__name__)
    return f"{label} {getattr(obj, 'pk', None) or ''}".strip()[:80]


def _waiting() -> list[AccessLog]:
    if not hasattr(_aside, "rows"):
        _aside.rows = []
    return _aside.rows
