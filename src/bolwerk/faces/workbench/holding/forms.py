"""The forms of licences on the workbench."""

from __future__ import annotations

from typing import Any

from django import forms

from bolwerk.domains.export_control import live
from bolwerk.faces.workbench.forms import DayField, HouseForm, TypedField, words
from bolwerk.kernel import Text
from bolwerk.ui.formats import lang, say

_DAY = words("Zoals 24/11/2026.", "Like 24/11/2026.")


class _Form(HouseForm):
    """Ids carry the name of the form, so that several can stand on one page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}-%s")
        super().__init__(*args, **kwargs)


def _lines(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class QuantityField(TypedField):
    def read(self, raw: str) -> Any:
        return live.read_quantity(raw)


class CentsField(TypedField):
    def read(self, raw: str) -> Any:
        return live.read_cents(raw)


class WriteOffForm(_Form):
    """One declaration."""

    line = forms.ChoiceField(label=words("Lijn", "Line"))
    party = forms.ChoiceField(label=words("Partij", "Party"))
    quantity = QuantityField(label=words("Hoeveelheid", "Quantity"))
    value = CentsField(label=words("Waarde in euro", "Value in euro"))
    day = DayField(label=words("Dag van de aangifte", "Day of the declaration"), help_text=_DAY)
    document = forms.CharField(label=words("Nummer van de aangifte", "Number of the declaration"), max_length=60)

    def __init__(self, licence: live.Licence, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = [(str(one.number), f"{one.number}. {one.description}{_left(one)}") for one in licence.lines.all()]
        named = [one for one in licence.parties.all() if one.named and one.role in ("consignee", "end_user", "consignor")]
        for name, offered in (("line", lines), ("party", [(str(one.pk), str(one)) for one in named])):
            field: Any = self.fields[name]
            field.choices = offered if len(offered) == 1 else [("", say(Text("Kies", "Choose"))), *offered]


def _left(line: live.LicenceLine) -> str:
    if line.left_e4 is None:
        return ""
    left = live.write_quantity(line.left_e4, lang())
    return say(Text(f" (nog {left} {line.unit})", f" ({left} {line.unit} left)"))


class ReasonForm(_Form):
    """Why a write-off is taken back, a measure lifted, an embargo renewed."""

    reason = _lines(words("Waarom?", "Why?"))


class FileForm(_Form):
    file = forms.FileField(label=words("CSV-bestand van de douane", "CSV file of customs"))


class SuspendForm(ReasonForm):
    until = DayField(
        label=words("Tot en met", "Until"),
        required=False,
        help_text=words("Leeg: tot ze wordt opgeheven.", "Empty: until it is lifted."),
    )


class UrgentForm(ReasonForm):
    days = forms.IntegerField(label=words("Hoeveel dagen?", "How many days?"), min_value=1, max_value=99_999)


class HearingForm(_Form):
    day = DayField(label=words("Dag van het gehoor", "Day of the hearing"), help_text=_DAY)
    reason = _lines(words("Waarover?", "About what?"))


class HeardForm(_Form):
    reason = _lines(
        words("Wat zei de houder? Kwam hij niet, schrijf dat.", "What did the holder say? If nobody came, write that.")
    )


class EmbargoForm(_Form):
    """A new embargo."""

    country = forms.CharField(
        label=words("Land", "Country"), max_length=2, help_text=words("Twee hoofdletters, zoals XK.", "Two capitals, like XK.")
    )
    months = forms.IntegerField(label=words("Hoeveel maanden?", "How many months?"), min_value=1, max_value=99_999)
    goods = forms.CharField(
        label=words("Klassen van goederen", "Classes of goods"),
        required=False,
        max_length=400,
        help_text=words("Zoals ML1, ML10.a, 5A. Leeg: alle goederen.", "Like ML1, ML10.a, 5A. Empty: all goods."),
    )
    end_users = forms.CharField(
        label=words("Eindgebruikers", "End users"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=words("Eén per regel. Leeg: alle.", "One a line. Empty: all."),
    )
    destination_allowed = forms.BooleanField(
        label=words(
            "Het land mag wel bestemming zijn, niet het eindgebruik", "The country may be the destination, not the end use"
        ),
        required=False,
    )
    reason = _lines(words("Waarom?", "Why?"))


class RenewForm(ReasonForm):
    months = forms.IntegerField(label=words("Hoeveel maanden?", "How many months?"), min_value=1, max_value=99_999)


class ToldForm(_Form):
    reason = _lines(words("Waar en hoe?", "Where and how?"))
