"""When a notification is due: hours that run through nights, weekends and the change of the clock; calendar months. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bolwerk.kernel import BRUSSELS, Calendar, Duration

__all__ = ["after_hours", "after_months"]


def after_hours(aware: datetime, hours: int) -> datetime:
    """The moment, in Brussels, that many elapsed hours after `aware`. ValueError without a time zone."""
    if aware.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return (aware.astimezone(UTC) + timedelta(hours=hours)).astimezone(BRUSSELS)


def after_months(sent: datetime, months: int) -> datetime:
    """The same hour in Brussels that many calendar months after `sent`; on the last day of a shorter month.

    The month of a final report runs from the moment the notification was sent, not from becoming aware. ValueError without a
    time zone.
    """
    if sent.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    local = sent.astimezone(BRUSSELS)
    day = Calendar().add(local.date(), Duration.months(months))
    return datetime.combine(day, local.time(), BRUSSELS)
