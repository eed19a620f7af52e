"""What the screening desk asks."""

from __future__ import annotations

from typing import Any

from django import forms

from bolwerk.engines.screening import PROFILES
from bolwerk.engines.screening.lists import FORMATS
from bolwerk.faces.workbench.forms import DayField, HouseForm, words
from bolwerk.faces.workbench.screening.shown import SCHEMAS
from bolwerk.kernel import Text
from bolwerk.ui.formats import say

OUTCOMES: dict[str, Text] = {
    "false_hit": Text("Vals alarm", "False hit"),
    "true_hit": Text("Echte treffer", "True hit"),
    "escalated": Text("Voorleggen", "Put to another"),
}
REASONS: dict[str, Text] = {
    "birth": Text("De geboortedatum is een andere.", "The birth date is another."),
    "number": Text("Een officieel nummer is een ander.", "An official number is another."),
    "place": Text("Land en adres zijn andere.", "Country and address are others."),
    "kind": Text("Het is een ander soort partij.", "It is another kind of party."),
    "name": Text("Alleen een veelvoorkomende naam is gelijk.", "Only a common name is the same."),
}
"""Reasons that return daily; each has a key on the keyboard, 1 to 5."""


class ReasonForm(HouseForm):
    """A reason in own words, or one of the usual ones, or both."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        usual = forms.MultipleChoiceField(
            label=words("Waarom? Kies wat klopt", "Why? Choose what is right"),
            choices=[(name, say(text)) for name, text in REASONS.items()],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        own = forms.CharField(
            label=words("In eigen woorden", "In your own words"),
            required=False,
            max_length=4_000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=words("Blijft in het register, met uw naam.", "Stays in the register, with your name."),
        )
        expires = DayField(
            label=words("Beslissing geldt tot en met", "The decision counts until"),
            required=False,
            help_text=words("Leeg: zolang het profiel toelaat.", "Empty: as long as the profile allows."),
        )
        super().__init__(*args, also={"usual": usual, "reason": own, "expires": expires}, **kwargs)

    @property
    def reason_text(self) -> str:
        """The usual reasons in the language of the page, then the own words."""
        usual = [say(REASONS[name]) for name in self.cleaned_data.get("usual", ())]
        return " ".join([*usual, self.cleaned_data.get("reason", "")]).strip()


class ReopenForm(HouseForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    reason = forms.CharField(
        label=words("Wat is er intussen gebleken?", "What came out since?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FilterForm(forms.Form):
    """The filter of the queue; sent by GET, so that it stands in the address."""

    q = forms.CharField(required=False, max_length=100, label=words("Naam", "Name"))
    lijst = forms.ChoiceField(required=False, label=words("Lijst", "List"))
    profiel = forms.ChoiceField(required=False, label=words("Profiel", "Profile"))
    soort = forms.ChoiceField(required=False, label=words("Soort", "Kind"))
    dossier = forms.CharField(required=False, max_length=40, label=words("Dossier", "Case"))

    def __init__(self, options: dict[str, list[tuple[str, str]]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in options.items():
            shown = [(value, say(SCHEMAS[value]) if value in SCHEMAS else text) for value, text in choices]
            self.fields[name].choices = [("", say(Text("alle", "all"))), *shown]  # type: ignore[attr-defined]


class NameForm(HouseForm):
    """One name to look up; sent by GET: nothing is kept."""

    naam = forms.CharField(label=words("Naam", "Name"), max_length=500)
    soort = forms.ChoiceField(label=words("Soort", "Kind"), required=False)
    geboren = forms.CharField(
        label=words("Geboortedatum of -jaar", "Birth date or year"),
        required=False,
        max_length=20,
        help_text=words("Zoals 1968 of 1968-04-17.", "Like 1968 or 1968-04-17."),
    )
    land = forms.CharField(
        label=words("Land", "Country"),
        required=False,
        max_length=60,
        help_text=words("De naam of de code van twee letters.", "The name or the code of two letters."),
    )
    nummer = forms.CharField(
        label=words("Nummer", "Identifier"),
        required=False,
        max_length=60,
        help_text=words(
            "Soort en nummer, zoals imo:9000379, lei:… of passport:….",
            "Kind and number, such as imo:9000379, lei:… or passport:….",
        ),
    )
    profiel = forms.ChoiceField(label=words("Profiel", "Profile"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["key"]
        self.fields["soort"].choices = [(name, say(text)) for name, text in SCHEMAS.items()]  # type: ignore[attr-defined]
        self.fields["profiel"].choices = [(name, name) for name in PROFILES]  # type: ignore[attr-defined]


class WatchForm(HouseForm):
    """Put the name that was looked up under watch."""

    case = forms.CharField(
        label=words("Dossier", "Case"),
        required=False,
        max_length=40,
        help_text=words("De referentie, als het bij een dossier hoort.", "The reference, when it belongs to a case."),
    )
    why = forms.CharField(
        label=words("Waarom volgen we deze naam?", "Why do we watch this name?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class UploadForm(HouseForm):
    name = forms.CharField(
        label=words("Naam van de lijst", "Name of the list"),
        max_length=40,
        help_text=words(
            "Kleine letters, cijfers en streepjes, zoals eu. Dezelfde naam vervangt de vorige versie; die blijft bewaard.",
            "Small letters, digits and dashes, such as eu. The same name replaces the version before, which is kept.",
        ),
    )
    file = forms.FileField(label=words("Bestand", "File"), help_text=words("Hoogstens 25 MB.", "At most 25 MB."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        shrunk = forms.BooleanField(
            label=words("De lijst is echt veel korter geworden", "The list did become much shorter"),
            required=False,
        )
        kinds = [("", say(Text("herken het zelf", "recognise it"))), *((one.id, say(one.title)) for one in FORMATS.values())]
        kind = forms.ChoiceField(label=words("Vorm", "Format"), choices=kinds, required=False)
        super().__init__(*args, also={"format": kind, "shrunk": shrunk}, **kwargs)
