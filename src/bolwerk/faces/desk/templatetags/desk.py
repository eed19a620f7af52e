"""What a part of an application says, in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import template

from bolwerk.kernel import Money, Text, local_day, write_date
from bolwerk.office.calls.forms import Field, FieldType
from bolwerk.office.calls.selectors import SectionView
from bolwerk.ui.formats import lang, say

register = template.Library()
_YES_NO = {True: Text("ja", "yes"), False: Text("nee", "no")}


@register.filter
def last(closes_at: datetime) -> datetime:
    """The last minute in which something is still open: `closes_at` itself no longer counts."""
    return closes_at - timedelta(minutes=1)


@register.filter
def last_day(closes_at: datetime) -> date:
    return local_day(last(closes_at))


@register.filter
def answers(view: SectionView) -> list[tuple[Text, str]]:
    """(question, answer) of each field; what cannot be read shows as it was typed."""
    return [(field.label, _answer(field, view)) for field in view.section.fields]


def _answer(field: Field, view: SectionView) -> str:
    value = view.checked.values.get(field.id)
    if value is None:
        raw = view.typed.get(field.id, "")
        return ", ".join(raw) if isinstance(raw, list) else raw
    match field.type:
        case FieldType.YES_NO:
            return say(_YES_NO[value is True])
        case FieldType.MONEY if isinstance(value, int):
            return Money(value).in_(lang())
        case FieldType.DATE:
            return write_date(date.fromisoformat(str(value)), lang())
        case FieldType.CHOICE | FieldType.CHOICES:
            labels = {choice.id: say(choice.label) for choice in field.choices}
            return ", ".join(labels.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))
    return str(value)
