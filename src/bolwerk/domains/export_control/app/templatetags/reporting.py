"""Cells of a report on a page."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from bolwerk.kernel import Money, Text
from bolwerk.ui.formats import say

register = template.Library()


@register.filter
def said(cell: object) -> str:
    """A word, an amount or a number, in the language of the page."""
    if isinstance(cell, Money):
        return say(cell.as_text())
    return say(cell) if isinstance(cell, Text) else str(cell)


@register.filter
def at(rows: Sequence[str], place: int) -> str:
    return rows[place] if place < len(rows) else ""
