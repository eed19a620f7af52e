"""How the screening desk writes a score."""

from __future__ import annotations

from django import template

from bolwerk.faces.workbench.screening import shown

register = template.Library()
register.filter("score", shown.score)
