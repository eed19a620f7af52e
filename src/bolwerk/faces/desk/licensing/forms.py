"""The forms of licences. They keep what was typed, right or wrong; the services say what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from bolwerk.domains.export_control.live import Instrument, Kind, form, route
from bolwerk.engines.rules import Fact, FactType
from bolwerk.faces.desk.forms import FEW, AsTyped, ChooseOrganisation, HouseForm, SectionForm
from bolwerk.kernel import InvalidInput, Text, read_date
from bolwerk.office.calls.forms import FieldType, Section, Typed
from bolwerk.office.registers.models import Organisation
from bolwerk.ui.formats import say
from bolwerk.ui.forms import DONT_KNOW_TEXT

CHOOSE = Text("Kies", "Choose")
_FILES = Text(
    "PDF, Word, Excel, OpenDocument, beeld of tekst, tot 25 MB.", "PDF, Word, Excel, OpenDocument, image or text, up to 25 MB."
)
_SELDOM = ("cn", "serials", "number", "aliases", "website")


def slug(fact: str) -> str:
    """The name of a fact as the name of a field: a dot means something to a style sheet."""
    return fact.replace(".", "-")


class FactsForm(HouseForm):
    """Several facts on one page, each with "I do not know". Bound to what was said before."""

    def __init__(self, facts: Iterable[Fact], said: Mapping[str, str]) -> None:
        asked = tuple(facts)
        data: MultiValueDict[str, str] = MultiValueDict({slug(fact.name): [said.get(fact.name, "")] for fact in asked})
        super().__init__(data)
        self.asked = {slug(fact.name): fact for fact in asked}
        for name, fact in self.asked.items():
            self.fields[name] = _fact_field(fact)


def _fact_field(fact: Fact) -> forms.Field:
    label, help_text = say(fact.question), say(fact.help) if fact.help else ""
    if not fact.values:
        attrs = {"autocomplete": "off"} | ({"inputmode": "decimal"} if fact.numeric else {})
        return AsTyped(label=label, help_text=help_text, widget=forms.TextInput(attrs=attrs))
    values = sorted(fact.values, key=lambda value: value is not True) if fact.type is FactType.BOOL else fact.values
    choices = [("yes" if v is True else "no" if v is False else str(v), say(fact.label(v))) for v in values]
    if len(choices) <= FEW:
        choices.append((route.NOT_KNOWN, say(DONT_KNOW_TEXT)))
        return AsTyped(label=label, help_text=help_text, widget=forms.RadioSelect(choices=choices))
    choices.sort(key=lambda choice: choice[1])
    return AsTyped(label=label, help_text=help_text, widget=forms.Select(choices=[("", say(CHOOSE)), *choices]))


def said_of(facts: Iterable[Fact], data: QueryDict) -> dict[str, str]:
    """What a page sent for these facts."""
    return {fact.name: str(data.get(slug(fact.name), "")) for fact in facts}


class RowForm(SectionForm):
    """One party or one line of goods, in its row. The prefix is the number of the row, from 1."""

    def __init__(self, section: Section, row: Mapping[str, Typed], number: int) -> None:
        super().__init__(section, row, {}, {})
        self.prefix, self.place = str(number), number
        for field in section.fields:
            if field.type is FieldType.CHOICE:  # a row must stay short, so its choices go in a list that opens
                choices = [("", say(CHOOSE)), *((one.id, say(one.label)) for one in field.choices)]
                self.fields[field.id].widget = forms.Select(choices=choices)
        self.mark, self.from_register = str(row.get("mark", "")), row.get("source") == "register"
        self.data = MultiValueDict(
            {f"{number}-{name}": list(raw) if isinstance(raw, list) else [raw] for name, raw in row.items()}
        )

    @property
    def more(self) -> bool:
        """Whether what most rows leave empty is filled in here, or wrong."""
        return any(self.data.get(f"{self.place}-{name}") or self.errors.get(name) for name in _SELDOM)


def rows_of(section: Section, data: QueryDict, without: str = "") -> list[dict[str, Typed]]:
    """The rows that a page sent, in order, without the one to take out."""
    many = {field.id for field in section.fields if field.type is FieldType.CHOICES}
    numbers = sorted({int(name.split("-")[0]) for name in data if name.split("-")[0].isdecimal() and "-" in name})[:1000]
    rows: list[dict[str, Typed]] = []
    for number in numbers:
        if str(number) == without:
            continue
        row: dict[str, Typed] = {"mark": data.get(f"{number}-mark", ""), "source": data.get(f"{number}-source", "")}
        for field in section.fields:
            name = f"{number}-{field.id}"
            row[field.id] = [raw for raw in data.getlist(name) if raw] if field.id in many else str(data.get(name, ""))
        rows.append(row)
    return rows


def is_blank(section: Section, row: Mapping[str, Typed]) -> bool:
    """Whether nothing was filled in but what the page offered itself."""
    return not any(_has(row.get(field.id, "")) for field in section.fields if field.id not in ("unit", "schema"))


def _has(raw: Typed) -> bool:
    return bool(raw) if isinstance(raw, list) else bool(raw.strip())


class TableForm(HouseForm):
    """A table that is pasted or uploaded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pasted"] = AsTyped(
            label=say(Text("Plak hier uw tabel", "Paste your table here")),
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
            help_text=say(
                Text(
                    "Met koppen zoals omschrijving, code, GN-code, aantal, eenheid, waarde, of zonder koppen in deze volgorde.",
                    "With headings like description, code, CN code, quantity, unit, value, or without headings in this order.",
                )
            ),
        )
        self.fields["file"] = forms.FileField(
            label=say(Text("Of kies een bestand", "Or choose a file")),
            required=False,
            help_text=say(Text("CSV of XLSX.", "CSV or XLSX.")),
        )


class LicenceStartForm(HouseForm):
    """Who applies, for what, under which name."""

    def __init__(self, organisations: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [(f"{Kind.LICENCE.value}:{one.value}", say(one.text)) for one in Instrument if one.value not in _REGISTERED]
        others = [(f"{one.value}:", say(one.text)) for one in Kind if one is not Kind.LICENCE]
        self.fields["organisation"] = ChooseOrganisation(organisations)
        self.fields["what"] = forms.ChoiceField(
            label=say(Text("Wat vraagt u aan?", "What do you apply for?")),
            choices=[
                ("", say(CHOOSE)),
                (say(Text("Vergunning", "Licence")), options),
                (say(Text("Iets anders", "Something else")), others),
            ],
        )
        self.fields["title"] = forms.CharField(
            max_length=200,
            label=say(Text("Hoe noemt u deze aanvraag?", "What do you call this application?")),
            help_text=say(Text("Zoals: camera's voor Hamburg.", "Like: cameras for Hamburg.")),
        )
        for field in self.fields.values():
            field.error_messages["required"] = say(Text("Vul dit in.", "Fill this in."))

    @property
    def chosen(self) -> tuple[str, str]:
        kind, _, instrument = self.cleaned_data["what"].partition(":")
        return kind, instrument


_REGISTERED = (Instrument.GENERAL_TRANSFER.value, Instrument.DUAL_USE_GENERAL.value)
"""Who uses a general licence registers for it; there is nothing to grant."""


class PaperForm(HouseForm):
    """A paper; for one that somebody signs, who signed it and when."""

    def __init__(self, kinds: Iterable[tuple[str, Text]], signed: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind, say(label)) for kind, label in kinds]
        if len(choices) > 1:
            self.fields["kind"] = forms.ChoiceField(
                label=say(Text("Wat voor stuk is het?", "What kind of paper is it?")), choices=choices
            )
        if signed:
            self.fields["signatory"] = AsTyped(
                label=say(Text("Wie tekende?", "Who signed?")), widget=forms.TextInput(attrs={"autocomplete": "off"})
            )
            self.fields["signed_on"] = AsTyped(
                label=say(Text("Getekend op", "Signed on")),
                help_text=say(Text("Zoals 15/05/2026.", "Like 15/05/2026.")),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        self.fields["file"] = forms.FileField(
            label=say(Text("Het getekende stuk", "The signed paper")) if signed else say(Text("Bestand", "File")),
            help_text=say(_FILES),
            error_messages={
                "required": say(Text("Kies een bestand.", "Choose a file.")),
                "empty": say(Text("Het bestand is leeg. Kies een ander.", "The file is empty. Choose another.")),
            },
        )
        self.signed = signed

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.signed and not str(found.get("signatory") or "").strip():
            self.add_error("signatory", say(Text("Vul de naam in van wie tekende.", "Fill in the name of who signed.")))
        if self.signed:
            try:
                found["signed_on"] = read_date(str(found.get("signed_on") or ""), "signed_on")
            except InvalidInput as error:
                self.add_error("signed_on", f"{say(error.what)} {say(error.mend)}")
        return found


class EarlierForm(HouseForm):
    """A party of an earlier application."""

    def __init__(self, known: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"] = forms.ChoiceField(
            label=say(Text("Een partij van een eerdere aanvraag", "A party of an earlier application")),
            choices=[("", say(CHOOSE)), *known],
        )


def section_of(part: str) -> Section | None:
    return {form.PARTIES: form.party_section, form.GOODS: form.line_section}.get(part, lambda: None)()
