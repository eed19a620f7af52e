"""The form in which an official says what goods are."""

from __future__ import annotations

from typing import Any

from django import forms

from bolwerk.domains.export_control.live import Outcome
from bolwerk.faces.workbench.forms import HouseForm, words
from bolwerk.ui.formats import say


class ClassifyForm(HouseForm):
    """A decision on goods; the service reads the code and says what is wrong with it."""

    supersedes = forms.IntegerField(widget=forms.HiddenInput, required=False)
    description = forms.CharField(
        label=words("Wat is het?", "What is it?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    outcome = forms.ChoiceField(label=words("Beslissing", "Decision"), widget=forms.RadioSelect)
    code = forms.CharField(
        label=words("Code", "Code"),
        required=False,
        max_length=40,
        help_text=words(
            "Zoals ML10.a of 5A002.a.1; leeg als het op geen lijst staat.", "Like ML10.a or 5A002.a.1; empty when on no list."
        ),
    )
    cn = forms.CharField(label=words("GN-code", "CN code"), required=False, max_length=20)
    reason = forms.CharField(
        label=words("Waarom?", "Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=words(
            "Een latere lezer moet het kunnen volgen. De zoeker toont deze beslissing bij gelijkende goederen.",
            "A later reader must be able to follow it. The finder shows this decision beside goods like these.",
        ),
    )
    case_reference = forms.CharField(
        label=words("Dossier", "Case"),
        required=False,
        max_length=40,
        help_text=words("Zoals EXP-2026-0001.", "Like EXP-2026-0001."),
    )
    line = forms.IntegerField(
        label=words("Regel in de aanvraag", "Line in the application"), required=False, min_value=1, max_value=999
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(one.value, say(one.text)) for one in Outcome]  # type: ignore[attr-defined]
