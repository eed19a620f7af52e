"""How quantities of licences are written."""

from __future__ import annotations

from django import template

from bolwerk.domains.export_control.app.licences.amounts import write_quantity
from bolwerk.ui.formats import lang

register = template.Library()


@register.filter
def amount(e4: int | None) -> str:
    """Ten-thousandths as people write them: `1.250,5`; a dash for no ceiling."""
    return write_quantity(e4, lang())
