"""Forms of the workbench: fields that read as people type, errors that say what, where and how to mend."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from bolwerk.domains.export_control.public import RESULTS
from bolwerk.domains.investment.live import Instrument
from bolwerk.engines.procedures import Move
from bolwerk.engines.rules import Fact, FactType
from bolwerk.kernel import BolwerkError, InvalidInput, KboNumber, Money, Text, read_date
from bolwerk.office.documents.models import Document
from bolwerk.office.registers.models import MemberRole, OwnerKind, Source
from bolwerk.ui.formats import lang, say

_FILL_IN = Text("Vul dit in.", "Fill this in.")
_CHOOSE = Text("Kies een van de mogelijkheden.", "Choose one of the possibilities.")
_TOO_LONG = Text("Dit is te lang: hoogstens {n} tekens. Kort het in.", "This is too long: at most {n} characters. Shorten it.")
_WHOLE = Text("Dit is geen geheel getal. Schrijf het zoals 2024.", "This is not a whole number. Write it as 2024.")
Choices = Iterable[tuple[str, Text]]


def words(nl: str, en: str) -> Any:
    """A kernel text where Django expects a string: the templates of the house say it in the language of the page."""
    return Text(nl, en)


class HouseForm(forms.Form):
    """Labels and choices are kernel texts; `key` makes sending twice the same as sending once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=120)

    def __init__(self, *args: Any, also: Mapping[str, forms.Field] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(also or {})
        self.initial.setdefault("key", str(uuid.uuid4()))
        for field in self.fields.values():
            field.error_messages["required"] = say(_FILL_IN)
            field.error_messages["invalid_choice"] = say(_CHOOSE)
            if isinstance(field, forms.CharField) and field.max_length:
                field.error_messages["max_length"] = say(_TOO_LONG.format(n=field.max_length))
            if isinstance(field, forms.IntegerField):
                field.error_messages["invalid"] = say(_WHOLE)

    def refuse(self, error: BolwerkError, names: Mapping[str, str] | None = None) -> None:
        """Show an error of the house at its field, or above the form when it has none here."""
        field = (names or {}).get(error.where, error.where)
        told = f"{error.what.in_(lang())} {error.mend.in_(lang())}"
        place = field if field in self.fields and not self.fields[field].widget.is_hidden else None
        if place is None and error.where and error.where not in self.fields:
            told = f"{error.where}: {told}"
        self.add_error(place, told)

    def set_hidden(self, name: str, value: str) -> None:
        """Show the form again with another value in a hidden field, and all that was typed as it was."""
        given = self.data.copy()  # type: ignore[attr-defined]
        given[name] = value
        self.data = given


class TypedField(forms.CharField):
    """A line of text, as it stands; a field made from this one reads it as something."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def read(self, raw: str) -> Any:
        return raw

    def clean(self, value: Any) -> Any:
        raw = super().clean(value)
        if not raw:
            return None
        try:
            return self.read(raw)
        except InvalidInput as error:
            raise ValidationError(f"{error.what.in_(lang())} {error.mend.in_(lang())}") from error


class MoneyField(TypedField):
    def read(self, raw: str) -> Money:
        return Money.read(raw)


class DayField(TypedField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", words("Zoals 15/05/2025.", "Like 15/05/2025."))
        super().__init__(**kwargs)

    def read(self, raw: str) -> date:
        return read_date(raw)


class NumberField(TypedField):
    def read(self, raw: str) -> Decimal:
        try:
            found = Decimal(raw.replace("%", "").replace(" ", "").replace(",", "."))
            if not found.is_finite():
                raise InvalidOperation
        except InvalidOperation as error:
            raise InvalidInput(
                Text(f"'{raw[:20]}' is geen getal.", f"'{raw[:20]}' is not a number."),
                mend=Text("Schrijf het zoals 12 of 12,5.", "Write it as 12 or 12,5."),
            ) from error
        return found


class KboField(TypedField):
    def read(self, raw: str) -> KboNumber:
        return KboNumber.read(raw)


class FactField(TypedField):
    """A number, an amount or a day, as the fact itself reads it."""

    def __init__(self, fact: Fact, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fact = fact

    def read(self, raw: str) -> Any:
        return self.fact.read(raw)


def _lines(label: Any, rows: int = 4, required: bool = True, help_text: Any = "", most: int = 4000) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


def _choice(label: Any, choices: Choices, required: bool = True, radio: bool = False, help_text: Any = "") -> forms.ChoiceField:
    offered = [(value, say(text)) for value, text in choices]
    if not radio:
        offered = [("", say(Text("Kies", "Choose"))), *offered]
    widget = forms.RadioSelect if radio else forms.Select
    return forms.ChoiceField(label=label, choices=offered, required=required, widget=widget, help_text=help_text)


_WHY = Text("Waarom?", "Why?")
_WHY_HELP = Text(
    "Deze reden staat in het dossier en komt in de brief als er een vertrekt.",
    "This reason stands in the case, and in the letter if one goes out.",
)


class MoveForm(HouseForm):
    """What a move asks: its own fields, a reason, and the version of the case that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, move: Move, *args: Any, **kwargs: Any) -> None:
        self.move = move
        also = {name: _asked(name) for name in move.fields}
        also["reason"] = _lines(
            _WHY if move.needs_reason else Text("Toelichting", "Explanation"),
            required=move.needs_reason,
            help_text=_WHY_HELP if move.needs_reason else "",
        )
        super().__init__(*args, also=also, **kwargs)

    @property
    def payload(self) -> dict[str, Any]:
        """The answers as the case keeps them; what was left open is left out."""
        found: dict[str, Any] = {}
        for name in self.move.fields:
            value = self.cleaned_data.get(name)
            if value in (None, "", []):
                continue
            if isinstance(value, Money):
                found[f"{name}_cents"] = value.cents
            elif name == "missing":
                found[name] = [line.strip(" -•") for line in value.splitlines() if line.strip()]
            else:
                found[name] = str(value) if isinstance(value, Decimal) else value
        return found


def _asked(name: str) -> forms.Field:
    """The control for a field of a move, by its name."""
    match name:
        case "amount":
            return MoneyField(
                label=words("Bedrag", "Amount"), help_text=words("In euro, zoals 135.000.", "In euro, like 135.000.")
            )
        case "rate":
            return NumberField(label=words("Steunpercentage", "Aid rate"), required=False)
        case "missing":
            asked = Text("Wat ontbreekt er? Eén punt per regel.", "What is missing? One point a line.")
            return _lines(asked, required=True)
        case "advice" | "outcome":
            results = (
                ("positive", Text("gunstig", "positive")),
                ("conditional", Text("gunstig onder voorwaarden", "positive with conditions")),
                ("negative", Text("ongunstig", "negative")),
            )
            return _choice(Text("Advies", "Advice"), results, radio=True)
        case "rank" | "score":
            label = words("Rang", "Rank") if name == "rank" else words("Score", "Score")
            return forms.IntegerField(label=label, required=False)
        case "months":
            return forms.IntegerField(label=words("Hoeveel maanden?", "How many months?"), min_value=1)
        case "result":
            return _choice(Text("Wat kwam ervan?", "What came of it?"), RESULTS.items(), radio=True)
        case "place":
            return forms.CharField(label=words("Waar staat het te lezen?", "Where can it be read?"), max_length=200)
    labels = {
        "members": Text("Wie wordt uitgenodigd?", "Who is invited?"),
        "session": Text("Wanneer en waar is de zitting?", "When and where is the session?"),
        "conditions": Text("Voorwaarden", "Conditions"),
        "instalment": Text("Schijf", "Instalment"),
    }
    return _lines(labels.get(name, Text.same(name)), rows=2, required=False, most=1000)


class NoteForm(HouseForm):
    def __init__(self, *args: Any, place: bool = False, **kwargs: Any) -> None:
        also: dict[str, forms.Field] = {}
        if place:
            also["place"] = _asked("place")
        also["reason"] = _lines(Text("Wat wilt u vastleggen?", "What do you want to record?"))
        super().__init__(*args, also=also, **kwargs)


class JudgementForm(HouseForm):
    def __init__(self, fact: Fact, *args: Any, **kwargs: Any) -> None:
        self.fact = fact
        value: forms.Field
        if fact.type in (FactType.BOOL, FactType.ENUM):
            value = _choice(fact.question, ((_token(v), fact.label(v)) for v in fact.values), radio=len(fact.values) <= 5)
        else:
            value = FactField(fact, label=fact.question)
        value.help_text = cast("Any", fact.help or "")
        also: dict[str, forms.Field] = {"value": value}
        also["motivation"] = _lines(
            Text("Waarop steunt u?", "What do you rest on?"),
            help_text=words("Met naam en motivering in het dossier.", "In the case with your name and your reasons."),
        )
        super().__init__(*args, also=also, **kwargs)

    @property
    def value(self) -> Any:
        raw = self.cleaned_data["value"]
        return self.fact.read(raw) if isinstance(raw, str) else raw


def _token(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


class UploadForm(HouseForm):
    file = forms.FileField(label=words("Bestand", "File"), help_text=words("Hoogstens 25 MB.", "At most 25 MB."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        also: dict[str, forms.Field] = {}
        also["kind"] = forms.CharField(
            label=words("Wat is het?", "What is it?"),
            max_length=40,
            help_text=words("Zoals projectplan of jaarrekening.", "Like project plan or annual accounts."),
        )
        audiences = tuple((one.value, one.text) for one in Document.Audience)
        also["audience"] = _choice(Text("Wie mag het zien?", "Who may see it?"), audiences, radio=True)
        super().__init__(*args, also=also, **kwargs)
        self.initial.setdefault("audience", Document.Audience.INTERNAL.value)


class InterestForm(HouseForm):
    def __init__(self, *args: Any, with_organisation: bool = True, **kwargs: Any) -> None:
        also: dict[str, forms.Field] = {}
        if with_organisation:
            about = (
                ("organisation", Text("deze organisatie: al haar dossiers", "this organisation: all of its cases")),
                ("case", Text("alleen dit dossier", "this case only")),
            )
            also["about"] = _choice(Text("In wat hebt u een belang?", "In what do you have an interest?"), about, radio=True)
        also["reason"] = _lines(Text("Wat bindt u?", "What ties you?"), rows=2, most=300)
        super().__init__(*args, also=also, **kwargs)


class WithdrawForm(HouseForm):
    reason = forms.CharField(
        label=words("Waarom was dit een vergissing?", "Why was this a mistake?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class _ReasonedForm(HouseForm):
    """A change to a register: its reason is kept with it."""

    why = forms.CharField(
        label=words("Waarom deze wijziging?", "Why this change?"),
        max_length=300,
        help_text=words("Staat in de geschiedenis, met uw naam.", "Stands in the history, with your name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"] = self.fields.pop("why")


def _source() -> forms.ChoiceField:
    return _choice(Text("Waar komt dit vandaan?", "Where does this come from?"), ((s.value, s.text) for s in Source))


class OrganisationForm(_ReasonedForm):
    kbo = KboField(
        label=words("Ondernemingsnummer", "Enterprise number"), help_text=words("Zoals 0403.019.261.", "Like 0403.019.261.")
    )
    name = forms.CharField(label=words("Naam", "Name"), max_length=200)
    legal_form = forms.CharField(label=words("Rechtsvorm", "Legal form"), max_length=60, required=False)
    street = forms.CharField(label=words("Straat en nummer", "Street and number"), max_length=160, required=False)
    postcode = forms.CharField(label=words("Postcode", "Postcode"), max_length=10, required=False)
    municipality = forms.CharField(label=words("Gemeente", "Municipality"), max_length=80, required=False)
    started_on = DayField(label=words("Gestart op", "Started on"), required=False)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, also={"source": _source()}, **kwargs)
        if known:
            del self.fields["kbo"]


class SizeForm(_ReasonedForm):
    year = forms.IntegerField(label=words("Afgesloten boekjaar", "Closed financial year"), min_value=1950, max_value=2200)
    headcount = NumberField(label=words("Personeel (voltijdse eenheden)", "Staff (full-time units)"))
    turnover = MoneyField(label=words("Omzet in euro", "Turnover in euro"), required=False)
    balance = MoneyField(label=words("Balanstotaal in euro", "Balance total in euro"), required=False)
    consolidated = forms.BooleanField(label=words("Cijfers van de hele groep", "Figures of the whole group"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, also={"source": _source()}, **kwargs)


class AidForm(_ReasonedForm):
    amount = MoneyField(label=words("Toegekend bedrag in euro", "Amount granted in euro"))
    granted_on = DayField(label=words("Dag van toekenning", "Day of the award"))
    authority = forms.CharField(label=words("Wie gaf de steun?", "Who gave the aid?"), max_length=120)
    case = forms.CharField(
        label=words("Dossier met dezelfde kosten", "Case with the same costs"),
        required=False,
        max_length=40,
        help_text=words(
            "Alleen als de steun voor dezelfde kosten is, zoals INV-2026-0003.",
            "Only when the aid is for the same costs, like INV-2026-0003.",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kinds = _choice(Text("Soort steun", "Kind of aid"), tuple(INSTRUMENTS.items()))
        super().__init__(*args, also={"instrument": kinds, "source": _source()}, **kwargs)


INSTRUMENTS: dict[str, Text] = {one.value: one.text for one in Instrument}


class OwnerForm(_ReasonedForm):
    owner = forms.CharField(
        label=words("Eigenaar", "Owner"),
        max_length=200,
        help_text=words(
            "Het ondernemingsnummer, of de naam van een overheid of fonds dat hier niet in het register staat.",
            "The enterprise number, or the name of a public body or fund that is not in this register.",
        ),
    )
    capital = NumberField(label=words("Aandeel in het kapitaal (%)", "Share of the capital (%)"))
    votes = NumberField(label=words("Aandeel in de stemmen (%)", "Share of the votes (%)"))
    appoints_board = forms.BooleanField(
        label=words("Benoemt de meerderheid van het bestuur", "Appoints most of the board"), required=False
    )
    dominant_influence = forms.BooleanField(
        label=words("Heeft een overheersende invloed door een contract", "Has a dominant influence by contract"), required=False
    )
    shareholder_agreement = forms.BooleanField(
        label=words("Controleert de stemmen door een akkoord", "Controls the votes by an agreement"), required=False
    )
    valid_from = DayField(label=words("Vanaf", "From"))
    valid_until = DayField(label=words("Tot en met", "Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kinds = tuple((one.value, OWNER_KINDS[one.value]) for one in OwnerKind if one is not OwnerKind.PERSON)
        also = {"owner_kind": _choice(Text("Soort eigenaar", "Kind of owner"), kinds)}
        super().__init__(*args, also=also, **kwargs)


OWNER_KINDS: dict[str, Text] = {
    one.value: Text(str(one.label), english)
    for one, english in zip(
        OwnerKind,
        (
            "Organisation",
            "Natural person",
            "Public body",
            "Public investment company",
            "Venture capital",
            "Business angel",
            "University or non-profit research centre",
            "Institutional investor",
            "Small local authority",
        ),
        strict=True,
    )
}


class MemberForm(_ReasonedForm):
    email = forms.EmailField(label=words("E-mailadres van de account", "E-mail address of the account"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        roles = _choice(Text("Rol", "Role"), ((one.value, one.text) for one in MemberRole))
        super().__init__(*args, also={"role": roles}, **kwargs)
        self.fields["email"].error_messages["invalid"] = say(
            Text(
                "Dit is geen e-mailadres. Schrijf het zoals naam@voorbeeld.be.",
                "This is not an e-mail address. Write it as name@example.org.",
            )
        )


class EndForm(_ReasonedForm):
    on = DayField(label=words("Laatste dag", "Last day"))


class FilterForm(forms.Form):
    """The filter of the queue; sent by GET, so that it stands in the address."""

    procedure = forms.ChoiceField(required=False, label=words("Procedure", "Procedure"))
    stap = forms.ChoiceField(required=False, label=words("Stap", "Step"))
    wacht = forms.ChoiceField(required=False, label=words("Wacht op wie", "Waiting for whom"))
    rol = forms.ChoiceField(required=False, label=words("Rol die aan zet is", "Role that must act"))
    klok = forms.ChoiceField(required=False, label=words("Termijn", "Term"))
    voor = forms.CharField(required=False, max_length=20, label=words("Termijn valt voor", "Due before"))
    organisatie = forms.CharField(
        required=False, max_length=100, label=words("Organisatie (naam of nummer)", "Organisation (name or number)")
    )

    def __init__(self, options: Mapping[str, Choices], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in options.items():
            chosen = [("", say(Text("alle", "all"))), *((value, say(text)) for value, text in choices)]
            self.fields[name].choices = chosen  # type: ignore[attr-defined]
