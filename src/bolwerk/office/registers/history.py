"""Every change to a register leaves a row: who, when, why, before and after."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from bolwerk.office.registers.models import Change, Person

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


def picture(row: Model) -> dict[str, Any]:
    """The row as plain values."""
    return {field.attname: _plain(field.value_from_object(row)) for field in row._meta.concrete_fields}


def record(row: Model, action: str, *, actor: User | None, reason: str, before: dict[str, Any] | None = None) -> None:
    """Write down what differs between `before` and the row as it is now; of a person only which fields."""
    after, before = picture(row), before or {}
    changed = [name for name in after if before.get(name) != after[name]]
    if before and not changed:
        return
    hidden = isinstance(row, Person)
    Change.objects.create(
        actor=actor,
        register=row._meta.label,
        subject=str(row.pk),
        action=action,
        reason=reason.strip()[:300],
        before={name: None if hidden else before[name] for name in changed if name in before},
        after={name: None if hidden else after[name] for name in changed},
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value
