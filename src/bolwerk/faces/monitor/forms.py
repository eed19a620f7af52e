"""What people fill in on the monitor: a day, two days, filters, an attestation. Errors say what, and how to mend it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from bolwerk.engines.progress import Delivery
from bolwerk.faces.monitor import house, words
from bolwerk.kernel import InvalidInput, Text, read_date
from bolwerk.plan import Kind
from bolwerk.ui.formats import lang, say

_REQUIRED = Text("Vul dit in.", "Fill this in.")


class DayField(forms.CharField):
    """A day that has come; empty is `fallback`, which is today when not given."""

    def __init__(self, fallback: Any = house.today, **given: Any) -> None:
        super().__init__(required=False, max_length=20, widget=forms.DateInput(attrs={"type": "date"}), **given)
        self.fallback = fallback

    def clean(self, value: Any) -> date:
        raw = str(super().clean(value) or "").strip()
        if not raw:
            return self.fallback()
        try:
            day = read_date(raw)
        except InvalidInput as error:
            raise forms.ValidationError(error.in_(lang())) from error
        if day > house.today():
            raise forms.ValidationError(
                say(
                    Text(
                        "Deze dag moet nog komen. Kies vandaag of vroeger.",
                        "This day has yet to come. Choose today or earlier.",
                    )
                )
            )
        return day


class House(forms.Form):
    """Labels in the language of the page; what is filled in wrongly stays as it was typed."""

    labels: dict[str, Text] = {}
    helps: dict[str, Text] = {}

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, label in self.labels.items():
            self.fields[name].label = say(label)
        for name, text in self.helps.items():
            self.fields[name].help_text = say(text)
        for field in self.fields.values():
            field.error_messages["required"] = say(_REQUIRED)

    def full_clean(self) -> None:
        """A day that cannot be read is shown as it was typed: a date control would drop it."""
        super().full_clean()
        for name in self.errors:
            widget = self.fields[name].widget if name in self.fields else None
            if isinstance(widget, forms.DateInput) and self[name].value():
                widget.input_type = "text"


class DayForm(House):
    """`op`: the day as of which everything is shown."""

    op = DayField()
    labels = {"op": Text("Stand op", "Standing on")}


class DifferenceForm(House):
    """Two days; without a first day it is three months before the second."""

    van = DayField(fallback=lambda: None)
    tot = DayField()
    labels = {"van": Text("Van", "From"), "tot": Text("Tot", "To")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        until = data.get("tot")
        if until and data.get("van") is None and "van" not in self.errors:
            data["van"] = until - timedelta(days=91)
        if until and data.get("van") and data["van"] > until:
            self.add_error(
                "van",
                say(Text("De eerste dag komt na de tweede. Wissel ze om.", "The first day comes after the second. Swap them.")),
            )
        return data


class FilterForm(DayForm):
    """Which measures and commitments to show. A choice that does not exist is an error, not an empty page."""

    q = forms.CharField(required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    hoofdstuk = forms.ChoiceField(required=False)
    eigenaar = forms.ChoiceField(required=False)
    stand = forms.ChoiceField(required=False)
    soort = forms.ChoiceField(required=False)
    labels = {
        **DayForm.labels,
        "q": Text("Zoek in het plan", "Search the plan"),
        "hoofdstuk": Text("Hoofdstuk", "Chapter"),
        "eigenaar": Text("Wie", "Who"),
        "stand": Text("Stand", "State"),
        "soort": Text("Soort belofte", "Kind of commitment"),
    }

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        plan = house.plan()
        owners = {owner.id: say(owner.name) for c in plan.commitments for owner in c.owners}
        everything = ("", say(Text("alles", "all")))
        choices = {
            "hoofdstuk": [(d.code, f"{d.code}. {say(d.title)}") for d in plan.domains],
            "eigenaar": sorted(owners.items(), key=lambda pair: pair[1].lower()),
            "stand": [(d.value, say(words.delivery_word(d))) for d in Delivery],
            "soort": [(k.value, say(k.label).split(":")[0]) for k in Kind],
        }
        for name, options in choices.items():
            field = self.fields[name]
            field.choices = [everything, *options]  # type: ignore[attr-defined]
            field.error_messages["invalid_choice"] = say(
                Text("Deze keuze bestaat niet. Kies uit de lijst.", "There is no such choice. Choose from the list.")
            )


class AttestationForm(House):
    """A statement on a commitment. `key` makes sending it twice the same as sending it once."""

    clashed = False
    key = forms.CharField(max_length=100, widget=forms.HiddenInput)
    commitment = forms.ChoiceField()
    delivery = forms.ChoiceField(widget=forms.RadioSelect)
    statement_nl = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    statement_en = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}))
    source = forms.CharField(max_length=300)
    on = DayField()
    until = forms.CharField(max_length=20, widget=forms.DateInput(attrs={"type": "date"}))
    labels = {
        "commitment": Text("Belofte", "Commitment"),
        "delivery": Text("Hoe staat ze ervoor?", "How does it stand?"),
        "statement_nl": Text("Uw verklaring in het Nederlands", "Your statement in Dutch"),
        "statement_en": Text("Uw verklaring in het Engels", "Your statement in English"),
        "source": Text("Waaruit blijkt dat?", "What shows it?"),
        "on": Text("Stand op", "Standing on"),
        "until": Text("Geldt tot en met", "Valid until"),
    }
    helps = {
        "source": Text("Een besluit, brief of verslag, met zijn datum.", "A decision, letter or report, with its date."),
        "until": Text(
            "Hoogstens een jaar later: dan kijkt iemand opnieuw.", "A year later at most: then somebody looks again."
        ),
    }

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choices: dict[str, list[tuple[str, str]]] = {
            "commitment": [(c.id, f"{c.id} {say(c.text)}") for c in house.plan().commitments],
            "delivery": [(d.value, say(d.label)) for d in Delivery if d is not Delivery.NOT_ASSESSED],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = say(
                Text("Deze keuze bestaat niet. Kies uit de lijst.", "There is no such choice. Choose from the list.")
            )

    def sent_anew(self, key: str) -> None:
        """After a conflict: what was typed stays, and sent again it is a new attestation."""
        self.data = {**self.data.dict(), "key": key} if isinstance(self.data, QueryDict) else {**self.data, "key": key}
        self.clashed = True

    def clean_until(self) -> date:
        try:
            return read_date(self.cleaned_data["until"])
        except InvalidInput as error:
            raise forms.ValidationError(error.in_(lang())) from error
