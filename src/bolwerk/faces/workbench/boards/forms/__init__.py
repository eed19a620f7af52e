"""The forms of the boards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from bolwerk.faces.workbench.forms import DayField, HouseForm, MoneyField, words
from bolwerk.kernel import Text
from bolwerk.ui.formats import say

__all__ = ["BoardForm", "DayField", "MoneyField", "choice", "lines", "options", "words"]


class BoardForm(HouseForm):
    """Ids carry the name of the form (or the `auto_id` given), so that several can stand on one page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}-%s")
        super().__init__(*args, **kwargs)


def lines(label: Any, rows: int = 3, *, required: bool = True, most: int = 4000, help_text: Any = "") -> forms.CharField:
    """A text of some lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=most, help_text=help_text, widget=area)


def choice(label: Any, *, radio: bool = False, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """One of several; the form says which, in the language of the page."""
    return forms.ChoiceField(
        label=label, required=required, help_text=help_text, widget=forms.RadioSelect if radio else forms.Select
    )


def options(form: forms.Form, name: str, offered: Iterable[tuple[str, Text | str]]) -> None:
    """Fill in what can be chosen; a list that unfolds starts empty."""
    field: Any = form.fields[name]
    found = [(value, say(text)) for value, text in offered]
    plain = not isinstance(field.widget, forms.RadioSelect)
    field.choices = [("", say(Text("Kies", "Choose"))), *found] if plain else found
