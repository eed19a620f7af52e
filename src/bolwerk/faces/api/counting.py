"""How much the interface is used: counts by day, key and operation, gathered here and written now and then.

Nothing of a question is kept. What is not written yet when the process is killed, a few seconds at most, is lost.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import date
from threading import Lock
from time import monotonic

from django.db import Error

from bolwerk.office.identity import tokens
from bolwerk.office.identity.models import today

EVERY = 5.0
"""Seconds between two writings."""
_log = logging.getLogger("bolwerk.api")
_lock = Lock()
_counts: dict[tuple[date, int | None, str], tuple[int, int]] = {}
_written = [0.0]


def count(token: int | None, operation: str, queries: int) -> None:
    """One request with so many queries."""
    place = (today(), token, operation)
    with _lock:
        requests, asked = _counts.get(place, (0, 0))
        _counts[place] = (requests + 1, asked + queries)
        due = monotonic() - _written[0] >= EVERY
    if due:
        flush()


def flush() -> None:
    """Write what was gathered. When the database cannot take it now, it stays for the next time."""
    with _lock:
        counts, _written[0] = dict(_counts), monotonic()
        _counts.clear()
    if not counts:
        return
    try:
        tokens.add_uses(counts)
    except Error:
        _log.warning("the counts of use could not be written; they are kept for later")
        with _lock:
            for place, (requests, queries) in counts.items():
                more = _counts.get(place, (0, 0))
                _counts[place] = (more[0] + requests, more[1] + queries)


def flush_at_the_end() -> None:
    """When the process winds down: the database may be gone already."""
    with suppress(Exception):
        flush()


def forget() -> None:
    """Drop what is not written yet."""
    with _lock:
        _counts.clear()
        _written[0] = 0.0
