"""What the style guide shows: made-up values in every state, marked as examples."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

from bolwerk.kernel import Citation, Duration, Money, Period, Reason, Standing, Text
from bolwerk.ui.formats import say
from bolwerk.ui.forms import DONT_KNOW, DONT_KNOW_TEXT

TODAY = date(2026, 11, 23)
_DERIVED = Citation("VDP", "2.1", Standing.DERIVED)


class ExampleForm(forms.Form):
    """One of each control."""

    name = forms.CharField(max_length=80)
    budget = forms.CharField()
    kind = forms.ChoiceField()
    partner = forms.ChoiceField(widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    summary = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), required=False)
    plan = forms.FileField(required=False)
    start = forms.DateField(required=False, widget=forms.TextInput)
    true = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in _LABELS.items():
            self.fields[name].label = say(label)
        self.fields["budget"].help_text = say(Text("Zoals 25.000 of 25.000,50.", "Like 25.000 or 25.000,50."))
        choices = {
            "kind": [("", say(Text("Kies", "Choose"))), ("research", say(Text("Onderzoek", "Research")))],
            "partner": [("yes", say(Text("Ja", "Yes"))), ("no", say(Text("Nee", "No"))), (DONT_KNOW, say(DONT_KNOW_TEXT))],
            "themes": [("drones", "Drones"), ("cyber", "Cyber")],
        }
        for name, pairs in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = pairs
        for field in self.fields.values():
            if field.required:
                field.error_messages["required"] = say(Text("Vul dit in.", "Fill this in."))


_LABELS = {
    "name": Text("Naam van het project", "Name of the project"),
    "budget": Text("Begroting", "Budget"),
    "kind": Text("Soort project", "Kind of project"),
    "partner": Text("Werkt u samen met een kmo?", "Do you work with an SME?"),
    "themes": Text("Thema's", "Themes"),
    "summary": Text("Samenvatting", "Summary"),
    "plan": Text("Projectplan (pdf)", "Project plan (pdf)"),
    "start": Text("Geplande start", "Planned start"),
    "true": Text("Ik verklaar dat dit klopt", "I declare that this is right"),
}


def guide() -> dict[str, Any]:
    """The context of the style guide."""
    good = {"name": "Lichtveld (voorbeeld)", "budget": "480.000", "partner": "yes"}
    wrong = ExampleForm({"budget": "veel"})
    wrong.add_error(
        "budget", say(Text("'veel' is geen bedrag. Schrijf het zoals 25.000.", "'veel' is no amount. Write it as 25.000."))
    )
    return {
        "today": TODAY,
        "due": date(2026, 12, 4),
        "due_soon": date(2026, 11, 26),
        "due_past": date(2026, 11, 20),
        "since": date(2026, 11, 16),
        "moment": datetime(2026, 11, 23, 13, 5, tzinfo=UTC),
        "length": Duration.working_days(15),
        "money": Money.euro(1_162_350),
        "reasons": (
            Reason(
                Text(
                    "Het project is industrieel onderzoek en u werkt samen met een kleine onderneming.",
                    "The project is industrial research and you work with a small enterprise.",
                ),
                (_DERIVED,),
                (Reason(Text("De begroting is ingevuld door u.", "You gave the budget yourself.")),),
            ),
        ),
        "citation": Citation("VDP", "2.1"),
        "unsure": Citation("VDP", "2.1", Standing.UNCONFIRMED),
        "valid": Period(date(2025, 5, 15)),
        "otherwise": (Text("Zonder de kmo vervalt de toeslag.", "Without the SME the bonus falls away."),),
        "pairs": (
            (Text("Organisatie", "Organisation"), "Lichtveld NV (voorbeeld)"),
            (Text("Ondernemingsnummer", "Enterprise number"), None),
            (Text("Begroting", "Budget"), Money.euro(480_000).as_text()),
        ),
        "chart_data": (("2023", 4), ("2024", 11), ("2025", None), ("2026", 18)),
        "events": (
            SimpleNamespace(
                at=datetime(2026, 11, 2, 8, 30, tzinfo=UTC),
                title=Text("Aanvraag ingediend", "Application submitted"),
                by="Amber Aanvrager (voorbeeld)",
                tone="good",
            ),
            SimpleNamespace(
                at=datetime(2026, 11, 9, 15, 0, tzinfo=UTC),
                title=Text("Aanvulling gevraagd", "Completion asked"),
                text=Text("Het projectplan ontbreekt.", "The project plan is missing."),
                tone="attention",
            ),
            SimpleNamespace(at=date(2026, 12, 4), title=Text("Laatste dag om aan te vullen", "Last day to complete"), due=True),
        ),
        "steps": (Text("Uw organisatie", "Your organisation"), Text("Uw project", "Your project"), Text("Nakijken", "Check")),
        "tab_items": (
            ("facts", Text("Feiten", "Facts"), "?tab=facts"),
            ("time", Text("Tijdlijn", "Timeline"), "?tab=time", 3),
            ("papers", Text("Stukken", "Documents"), "?tab=papers", 12),
        ),
        "page": Paginator(range(200), 10).page(4),
        "form": ExampleForm(initial=good, prefix="good"),
        "wrong": wrong,
        "tones": ("good", "attention", "stop", "unknown", "info"),
        "standings": tuple(Standing),
        "queue": (
            ("INV-2026-0142", "Lichtveld NV (voorbeeld)", date(2026, 11, 20)),
            ("INV-2026-0138", "Zandhaven BV (voorbeeld)", date(2026, 11, 26)),
            ("INV-2026-0151", "Noorderkade Instituut (voorbeeld)", date(2026, 12, 4)),
        ),
    }
