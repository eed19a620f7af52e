"""How plain Django forms are drawn: `FORM_RENDERER = "bolwerk.ui.forms.HouseForms"`; and the answer "weet ik niet"."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template import loader

from bolwerk.kernel import Text

DONT_KNOW = "dont_know"
"""The value of "weet ik niet": apart from an empty answer, which is no answer."""
DONT_KNOW_TEXT = Text("Weet ik niet", "I do not know")


class HouseForms(DjangoTemplates):
    """Forms and fields by the templates of the house, widgets by Django's own."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def get_template(self, template_name: str) -> Any:
        return loader.get_template(template_name) if template_name.startswith("ui/") else super().get_template(template_name)
