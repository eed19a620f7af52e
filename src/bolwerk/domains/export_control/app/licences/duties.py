"""What the holder of a licence owes."""

from __future__ import annotations

from datetime import date, datetime


def remind(on: date, at: datetime) -> int:
    return 0
