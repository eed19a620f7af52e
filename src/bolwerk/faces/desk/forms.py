"""The forms of the desk. They keep what was typed, right or wrong; the services say what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from bolwerk.domains import FIELDS
from bolwerk.engines.rules import Fact, FactType
from bolwerk.kernel import BolwerkError, KboNumber, Money, Text
from bolwerk.office.calls.completeness import Finding
from bolwerk.office.calls.costs import Category, Kind
from bolwerk.office.calls.forms import Field, FieldType, Section, Typed
from bolwerk.office.registers.models import Organisation
from bolwerk.ui.formats import say

YES_NO = (("ja", Text("Ja", "Yes")), ("nee", Text("Nee", "No")))
FEW = 8
"""Up to so many choices stand open under each other; more go in a list that opens."""
_NEGATIVE = Text(
    "Een bedrag kan hier niet negatief zijn. Vul nul of meer in.", "An amount cannot be negative here. Fill in zero or more."
)
_UNDECLARED = Text(
    "Vink aan dat de aanvraag klopt. Zonder verklaring kunt u niet indienen.",
    "Tick that the application is right. Without it you cannot submit.",
)
_FILES = Text(
    "PDF, Word, Excel, OpenDocument, beeld of tekst, tot 25 MB.", "PDF, Word, Excel, OpenDocument, image or text, up to 25 MB."
)
_NOTHING_TICKED = Text(
    "Kies wat u aanbelangt. Vinkt u niets aan, dan lopen we alle onderwerpen af.",
    "Choose what concerns you. If you tick nothing, we go through all subjects.",
)
_FILL_IN = Text("Vul dit in.", "Fill this in.")


def told(error: BolwerkError) -> str:
    """What and how to mend, for beside a field."""
    return f"{say(error.what)} {say(error.mend)}"


class HouseForm(forms.Form):
    """A form whose fields speak the language of the page."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = say(_FILL_IN)

    def tell(self, error: BolwerkError, field: str | None = None) -> None:
        """Show an error of a service beside its field, or on top."""
        name = field or error.where
        self.add_error(name if name in self.fields else None, told(error))


class AsTyped(forms.CharField):
    """Takes anything and changes nothing."""

    def clean(self, value: Any) -> Any:
        return value


class ManyAsTyped(forms.MultipleChoiceField):
    """Takes any list and changes nothing."""

    def clean(self, value: Any) -> Any:
        return value


# --- the check --------------------------------------------------------------------------------------------------------


class QuestionForm(HouseForm):
    """One fact. The answer comes as `answer`, in the words of the form; `read` says what is wrong with it."""

    def __init__(self, fact: Fact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        self.fields["answer"] = self._field(fact)

    def _field(self, fact: Fact) -> forms.Field:
        label, help_text = say(fact.question), say(fact.help) if fact.help else ""
        if not fact.values:
            hint = help_text or (say(Text("Zoals 25.000.", "Like 25.000.")) if fact.type is FactType.AMOUNT else "")
            attrs = {"autocomplete": "off"} | ({"inputmode": "decimal"} if fact.numeric else {})
            return AsTyped(label=label, help_text=hint, widget=forms.TextInput(attrs=attrs))
        values = sorted(fact.values, key=lambda value: value is not True) if fact.type is FactType.BOOL else fact.values
        choices = [("yes" if v is True else "no" if v is False else str(v), say(fact.label(v))) for v in values]
        if len(choices) <= FEW:
            return AsTyped(label=label, help_text=help_text, widget=forms.RadioSelect(choices=choices))
        return AsTyped(
            label=label, help_text=help_text, widget=forms.Select(choices=[("", say(Text("Kies", "Choose"))), *choices])
        )

    @property
    def unit(self) -> str:
        if self.fact.type is FactType.AMOUNT:
            return "euro"
        return say(self.fact.unit) if self.fact.unit else ""

    def read(self) -> str | None:
        """The typed answer when it can be read; else None, with the error in the form."""
        raw = str(self.data.get("answer", "")).strip()
        if not raw:
            self.add_error(
                "answer",
                say(Text("Kies of vul een antwoord in, of kies 'Weet ik niet'.", "Give an answer, or choose 'I do not know'.")),
            )
            return None
        try:
            self.fact.read(raw)
        except BolwerkError as error:
            # The name of a fact and the values of a program mean nothing to a person: the words of the form do.
            choose = Text("Kies een antwoord uit de lijst.", "Choose an answer from the list.")
            self.add_error("answer", say(choose) if self.fact.values else self._wrong(raw, error))
            return None
        return raw

    def _wrong(self, raw: str, error: BolwerkError) -> str:
        if error.where == self.fact.name and self.fact.numeric:
            return f"{say(Text(f'‘{raw[:40]}’ kan hier niet.', f'‘{raw[:40]}’ cannot be here.'))} {say(error.mend)}"
        return told(error)


class KboForm(HouseForm):
    """An enterprise number; `clean_kbo` gives the number itself."""

    kbo = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kbo"].label = say(Text("Ondernemingsnummer", "Enterprise number"))
        self.fields["kbo"].help_text = say(Text("Tien cijfers, zoals 0403.019.261.", "Ten digits, like 0403.019.261."))

    def clean_kbo(self) -> str:
        try:
            return KboNumber.read(self.cleaned_data["kbo"], where="kbo")
        except BolwerkError as error:
            raise forms.ValidationError(told(error)) from error


class CheckForm(KboForm):
    """Where the check begins: what it is about, and which organisation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"] = ManyAsTyped(
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(name, f"{say(field.title)}: {say(field.about)}") for name, field in FIELDS.items()],
            label=say(Text("Waarover gaat het?", "What is it about?")),
            help_text=say(_NOTHING_TICKED),
        )

    @property
    def chosen(self) -> tuple[str, ...]:
        """The fields of the plan that were ticked; unknown ones are passed over."""
        ticked = self.data.getlist("about") if isinstance(self.data, MultiValueDict) else ()
        return tuple(name for name in FIELDS if name in ticked)


class UploadForm(HouseForm):
    """A file."""

    file = forms.FileField()

    def __init__(self, label: Text, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = say(label)
        self.fields["file"].error_messages["required"] = say(Text("Kies een bestand.", "Choose a file."))
        self.fields["file"].error_messages["empty"] = say(
            Text("Het bestand is leeg. Kies een ander.", "The file is empty. Choose another.")
        )


# --- organisations ----------------------------------------------------------------------------------------------------


class OrganisationForm(KboForm):
    """An organisation that the register does not hold yet."""

    name = forms.CharField(max_length=200)
    municipality = forms.CharField(max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = say(Text("Naam van de organisatie", "Name of the organisation"))
        self.fields["municipality"].label = say(Text("Gemeente", "Municipality"))


class SizeForm(HouseForm):
    """The figures of one closed year."""

    year = forms.CharField(max_length=4, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    headcount = forms.CharField(max_length=12, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    turnover = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    balance = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "year": Text("Boekjaar", "Accounting year"),
            "headcount": Text("Werknemers (voltijds equivalent)", "Staff (full-time equivalent)"),
            "turnover": Text("Omzet in euro", "Turnover in euro"),
            "balance": Text("Balanstotaal in euro", "Balance sheet total in euro"),
        }
        for name, label in labels.items():
            self.fields[name].label = say(label)

    def clean_year(self) -> int:
        return int(self._number("year"))

    def clean_headcount(self) -> Decimal:
        return self._number("headcount")

    def clean_turnover(self) -> Money:
        return self._money("turnover")

    def clean_balance(self) -> Money:
        return self._money("balance")

    def _number(self, name: str) -> Decimal:
        raw = str(self.cleaned_data[name]).strip()
        try:
            number = Decimal(raw.replace(",", "."))
        except InvalidOperation:
            number = Decimal(-1)
        if not number.is_finite() or number < 0 or (name == "year" and number != int(number)):
            wrong = Text(
                f"‘{raw[:20]}’ is geen getal van nul of meer. Vul een getal in, zoals 12.",
                f"‘{raw[:20]}’ is not a number of zero or more. Fill in a number, like 12.",
            )
            raise forms.ValidationError(say(wrong))
        return number

    def _money(self, name: str) -> Money:
        try:
            money = Money.read(self.cleaned_data[name])
        except BolwerkError as error:
            raise forms.ValidationError(told(error)) from error
        if money.cents < 0:
            raise forms.ValidationError(say(_NEGATIVE))
        return money


class ChooseOrganisation(forms.ChoiceField):
    """One of the organisations a person acts for."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        choices = [(str(one.pk), f"{one.name} ({one.kbo_dotted})") for one in organisations]
        super().__init__(
            choices=choices,
            label=say(Text("Voor welke organisatie?", "For which organisation?")),
            widget=forms.RadioSelect if len(choices) <= FEW else forms.Select,
            initial=choices[0][0] if len(choices) == 1 else None,
        )


class StartForm(HouseForm):
    """Who applies, and what the project is called."""

    title = forms.CharField(max_length=200)

    def __init__(self, organisations: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = say(Text("Hoe heet uw project?", "What is your project called?"))
        self.fields["organisation"] = ChooseOrganisation(organisations)
        self.order_fields(["organisation", "title"])


# --- drafts -----------------------------------------------------------------------------------------------------------


class SectionForm(HouseForm):
    """One part of an application, made from its description. Bound to what was typed, wrong or right."""

    def __init__(
        self, section: Section, typed: Mapping[str, Typed], limits: Mapping[str, int], origins: Mapping[str, Mapping[str, str]]
    ) -> None:
        data: MultiValueDict[str, str] = MultiValueDict(
            {name: list(raw) if isinstance(raw, list) else [raw] for name, raw in typed.items()}
        )
        super().__init__(data)
        for field in section.fields:
            made = _typed_field(field, limits.get(field.id, field.max_length))
            made.required = field.required
            origin = origins.get(field.id)
            if origin and typed.get(field.id) == origin.get("value"):
                made.source = say(Text("het register", "the register"))  # type: ignore[attr-defined]
            self.fields[field.id] = made


def typed_of(section: Section, data: MultiValueDict[str, str] | Any) -> dict[str, Typed]:
    """What a page sent for the fields of a part."""
    many = {field.id for field in section.fields if field.type is FieldType.CHOICES}
    return {
        field.id: [raw for raw in data.getlist(field.id) if raw] if field.id in many else str(data.get(field.id, ""))
        for field in section.fields
    }


_SHORT = {
    FieldType.MONEY: (Text("In euro, zoals 25.000.", "In euro, like 25.000."), "decimal"),
    FieldType.DATE: (Text("Zoals 15/05/2026.", "Like 15/05/2026."), "text"),
    FieldType.NUMBER: (Text("Een geheel getal, zoals 12.", "A whole number, like 12."), "numeric"),
    FieldType.PERCENT: (Text("Van 0 tot 100.", "From 0 to 100."), "numeric"),
    FieldType.ENTERPRISE: (Text("Tien cijfers, zoals 0403.019.261.", "Ten digits, like 0403.019.261."), "numeric"),
}


def _typed_field(field: Field, limit: int | None) -> forms.Field:
    label, help_text = say(field.label), say(field.help) if field.help else ""
    match field.type:
        case FieldType.LONG_TEXT:
            if limit and not help_text:
                help_text = say(Text(f"Hoogstens {limit} tekens.", f"At most {limit} characters."))
            return AsTyped(label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": 6}))
        case FieldType.YES_NO:
            choices = [(value, say(text)) for value, text in YES_NO]
            return AsTyped(label=label, help_text=help_text, widget=forms.RadioSelect(choices=choices))
        case FieldType.CHOICE:
            options = [(choice.id, say(choice.label)) for choice in field.choices]
            if len(options) <= FEW:
                return AsTyped(label=label, help_text=help_text, widget=forms.RadioSelect(choices=options))
            empty = ("", say(Text("Kies", "Choose")))
            return AsTyped(label=label, help_text=help_text, widget=forms.Select(choices=[empty, *options]))
        case FieldType.CHOICES:
            options = [(choice.id, say(choice.label)) for choice in field.choices]
            return ManyAsTyped(label=label, help_text=help_text, choices=options, widget=forms.CheckboxSelectMultiple)
    hint, mode = _SHORT.get(field.type, (None, "text"))
    widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
    return AsTyped(label=label, help_text=help_text or (say(hint) if hint else ""), widget=widget)


class CostForm(HouseForm):
    """One cost line, in its row. The prefix is the number of the row, from 1."""

    def __init__(self, partners: Iterable[tuple[str, str]], row: Mapping[str, str], number: int) -> None:
        super().__init__({f"{number}-{name}": raw for name, raw in row.items()}, prefix=str(number))
        self.number = number
        empty = ("", say(Text("Kies", "Choose")))
        fields = {
            "partner": (Text("Wie", "Who"), forms.Select(choices=[empty, *partners])),
            "category": (Text("Soort werk", "Kind of work"), forms.Select(choices=[empty, *_labels(Category)])),
            "kind": (Text("Soort kost", "Kind of cost"), forms.Select(choices=[empty, *_labels(Kind)])),
            "amount": (Text("Bedrag in euro", "Amount in euro"), forms.TextInput(attrs={"inputmode": "decimal"})),
            "description": (Text("Waarvoor", "What for"), forms.TextInput()),
        }
        for name, (label, widget) in fields.items():
            widget.attrs["autocomplete"] = "off"
            self.fields[name] = AsTyped(label=say(label), required=name != "description", widget=widget)


def _labels(kinds: Iterable[Category] | Iterable[Kind]) -> list[tuple[str, str]]:
    return [(one.value, say(one.label)) for one in kinds]


class AmountForm(HouseForm):
    """The aid asked, kept as it was typed."""

    requested = AsTyped(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requested"].label = say(Text("Hoeveel steun vraagt u?", "How much aid do you ask?"))
        self.fields["requested"].help_text = say(Text("In euro, zoals 120.000.", "In euro, like 120.000."))


class SubmitForm(HouseForm):
    """The declaration of whoever submits."""

    declared = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["declared"].label = say(
            Text(
                "Ik verklaar dat deze aanvraag klopt, en dat ik ze mag indienen voor mijn organisatie.",
                "I declare that this application is right, and that I may submit it for my organisation.",
            )
        )
        self.fields["declared"].error_messages["required"] = say(_UNDECLARED)


class ReasonForm(HouseForm):
    """A text, and perhaps a file: what an applicant adds to a step in the case."""

    MOST = 5000

    def __init__(self, label: Text, *args: Any, needed: bool = True, file: Text | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            label=say(label),
            required=needed,
            max_length=self.MOST,
            widget=forms.Textarea(attrs={"rows": 5}),
            error_messages={
                "required": say(Text("Schrijf hier uw uitleg.", "Write your explanation here.")),
                "max_length": say(Text(f"Houd het bij {self.MOST} tekens.", f"Keep it to {self.MOST} characters.")),
            },
        )
        # The maxlength of a browser would cut off what somebody pastes, unseen.
        self.fields["reason"].widget.attrs.pop("maxlength", None)
        if file:
            self.fields["file"] = forms.FileField(
                label=say(file),
                required=False,
                help_text=say(_FILES),
            )


def anchor(finding: Finding, section: Section | None) -> str:
    """The element on its page that a finding is about."""
    if section is None:
        return f"#id_{finding.field.replace('.', '-')}" if finding.place == "costs" and "." in finding.field else ""
    field = section.field(finding.field)
    if field is None:
        return ""
    grouped = field.type in (FieldType.YES_NO, FieldType.CHOICES) or (
        field.type is FieldType.CHOICE and len(field.choices) <= FEW
    )
    return f"#id_{field.id}_0" if grouped else f"#id_{field.id}"
