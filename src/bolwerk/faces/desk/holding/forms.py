"""The forms of the holder. They keep what was typed; the services say what is wrong, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from bolwerk.domains.export_control import live
from bolwerk.faces.desk.forms import HouseForm, told
from bolwerk.kernel import BolwerkError, Text, read_date
from bolwerk.ui.formats import lang, say

_DAY = Text("Zoals 24/11/2026.", "Like 24/11/2026.")
_FILL_IN = Text("Vul dit in.", "Fill this in.")
_EURO = Text("In euro, zoals 1250,50.", "In euro, like 1250.50.")


def _line(label: Text, help_text: Text | None = None, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    missing = {"required": say(_FILL_IN)}
    return forms.CharField(
        label=say(label), help_text=say(help_text) if help_text else "", widget=widget, max_length=80, error_messages=missing
    )


def _text(label: Text, *, needed: bool = True) -> forms.CharField:
    return forms.CharField(
        label=say(label),
        required=needed,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": say(_FILL_IN)},
    )


class UseForm(HouseForm):
    """One movement under a licence."""

    names = {"quantity": "quantity", "value": "value", "day": "day", "document": "document"}

    def __init__(self, licence: live.Licence, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = [(str(one.number), f"{one.number}. {one.description} ({_left(one)})") for one in licence.lines.all()]
        parties = [
            (str(one.pk), f"{one.name}, {one.country}")
            for one in licence.parties.all()
            if one.named and one.role in ("consignee", "end_user", "consignor")
        ]
        choose = [("", say(Text("Kies", "Choose")))]
        self.fields["line"] = forms.ChoiceField(
            label=say(Text("Welke goederen?", "Which goods?")), choices=lines if len(lines) == 1 else choose + lines
        )
        self.fields["party"] = forms.ChoiceField(
            label=say(Text("Aan wie?", "To whom?")), choices=parties if len(parties) == 1 else choose + parties
        )
        self.fields["quantity"] = _line(Text("Hoeveelheid", "Quantity"), inputmode="decimal")
        self.fields["value"] = _line(Text("Waarde", "Value"), _EURO, inputmode="decimal")
        self.fields["day"] = _line(Text("Dag van vertrek", "Day of departure"), _DAY)
        self.fields["document"] = _line(
            Text("Nummer van de aangifte of de vrachtbrief", "Number of the declaration or the consignment note")
        )

    def read(self) -> dict[str, Any] | None:
        """What the service needs; None when something cannot be read, which is then told beside its field."""
        if not self.is_valid():
            return None
        found = {
            "quantity": self._as("quantity", live.read_quantity),
            "cents": self._as("value", live.read_cents),
            "day": self._as("day", read_date),
        }
        if self.errors:
            return None
        given = self.cleaned_data
        return {**found, "line": int(given["line"]), "party": int(given["party"]), "document": given["document"]}

    def _as(self, name: str, reader: Any) -> Any:
        try:
            return reader(self.cleaned_data[name], name)
        except BolwerkError as error:
            self.add_error(name, told(error))
            return None


def _left(line: live.LicenceLine) -> str:
    if line.left_e4 is None:
        return say(Text("geen grens", "no ceiling"))
    left = live.write_quantity(line.left_e4, lang())
    return say(Text(f"nog {left} {line.unit}", f"{left} {line.unit} left"))


class ReportForm(HouseForm):
    """A row per line and party, filled in from what was written off; empty is nothing."""

    def __init__(self, places: Sequence[tuple[live.LicenceLine, live.LicenceParty]], *args: Any, **kwargs: Any) -> None:
        self.correcting = kwargs.pop("correcting", False)
        super().__init__(*args, **kwargs)
        self.places = places
        for line, party in places:
            name = f"{line.number}-{party.pk}"
            self.fields[f"q-{name}"] = _line(Text("Hoeveelheid", "Quantity"), inputmode="decimal")
            self.fields[f"v-{name}"] = _line(Text("Waarde in euro", "Value in euro"), inputmode="decimal")
            for prefix in "qv":
                self.fields[f"{prefix}-{name}"].required = False
                self.fields[f"{prefix}-{name}"].widget.attrs["aria-label"] = (
                    f"{self.fields[f'{prefix}-{name}'].label}: {line.description}, {party.name}"
                )
        why = Text("Waarom verbetert u dit verslag?", "Why do you correct this report?")
        self.fields["remark"] = _text(why if self.correcting else Text("Opmerking", "Remark"), needed=self.correcting)

    def rows(self) -> Iterable[tuple[live.LicenceLine, live.LicenceParty, Any, Any]]:
        for line, party in self.places:
            name = f"{line.number}-{party.pk}"
            yield line, party, self[f"q-{name}"], self[f"v-{name}"]

    def read(self) -> list[live.reporting.Row] | None:
        if not self.is_valid():
            return None
        found = []
        for line, party in self.places:
            name = f"{line.number}-{party.pk}"
            amount, value = (self.cleaned_data[f"{prefix}-{name}"].strip() for prefix in "qv")
            if not amount and not value:
                continue
            try:
                quantity = live.to_e4(live.read_quantity(amount or "0"))
            except BolwerkError as error:
                self.add_error(f"q-{name}", told(error))
                continue
            try:
                found.append(live.reporting.Row(line.number, party.pk, quantity, live.read_cents(value or "0")))
            except BolwerkError as error:
                self.add_error(f"v-{name}", told(error))
        return None if self.errors else found


class ChangeForm(HouseForm):
    """What a holder asks: new ceilings, a later end, a new licence, or to give it back."""

    def __init__(self, licence: live.Licence, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.licence, self.kind = licence, kind
        if kind == "amendment":
            for line in licence.lines.all():
                if line.quantity_e4 is not None:
                    label = Text(f"Hoeveelheid van lijn {line.number}", f"Quantity of line {line.number}")
                    self.fields[f"lines.{line.number}.quantity"] = _line(label, Text.same(f"{line.description}, {line.unit}"))
                    self.initial.setdefault(f"lines.{line.number}.quantity", _plain(line.quantity))
                if line.cents is not None:
                    worth = Text(f"Waarde van lijn {line.number}", f"Value of line {line.number}")
                    self.fields[f"lines.{line.number}.value"] = _line(worth, _EURO)
                    self.initial.setdefault(f"lines.{line.number}.value", _plain(Decimal(line.cents) / 100))
        if kind == "renewal":
            self.fields["since"] = _line(Text("Eerste dag van de nieuwe vergunning", "First day of the new licence"), _DAY)
        if kind in ("extension", "renewal"):
            self.fields["until"] = _line(Text("Nieuwe laatste dag", "New last day"), _DAY)
        self.fields["why"] = _text(Text("Waarom vraagt u dit?", "Why do you ask this?"))

    def read(self) -> dict[str, Any] | None:
        if not self.is_valid():
            return None
        given: dict[str, Any] = {"why": self.cleaned_data["why"], "quantities": {}, "values": {}}
        for name, raw in self.cleaned_data.items():
            try:
                if name in ("since", "until"):
                    given[name] = read_date(raw)
                elif name.endswith(".quantity"):
                    given["quantities"][int(name.split(".")[1])] = live.read_quantity(raw)
                elif name.endswith(".value"):
                    given["values"][int(name.split(".")[1])] = live.read_cents(raw)
            except BolwerkError as error:
                self.add_error(name, told(error))
        return None if self.errors else given


def _plain(amount: Decimal | None) -> str:
    text = f"{amount.normalize():f}" if amount is not None else ""
    return text if lang() == "en" else text.replace(".", ",")


class RegisterForm(HouseForm):
    """The user of a general licence: who, from when, and each condition confirmed."""

    def __init__(self, organisations: Any, conditions: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.kbo, one.name) for one in organisations]
        self.fields["organisation"] = forms.ChoiceField(
            label=say(Text("Voor welke organisatie?", "For which organisation?")),
            choices=offered if len(offered) == 1 else [("", say(Text("Kies", "Choose"))), *offered],
        )
        self.fields["first_use"] = _line(Text("Wanneer gebruikt u ze voor het eerst?", "When do you use it first?"), _DAY)
        self.fields["confirmed"] = forms.MultipleChoiceField(
            label=say(Text("Ik bevestig deze voorwaarden", "I confirm these conditions")),
            choices=[(one.id, say(one.label)) for one in conditions],
            widget=forms.CheckboxSelectMultiple,
        )

    def day(self) -> date | None:
        return _day_of(self, "first_use")


class GuidanceForm(HouseForm):
    """A question of a company that takes its first steps."""

    def __init__(self, organisations: Iterable[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(one.kbo, f"{one.name} ({one.kbo})") for one in organisations]
        choices = own if len(own) == 1 else [("", say(Text("Kies", "Choose"))), *own]
        missing = {
            "required": say(_FILL_IN),
            "invalid_choice": say(Text("Kies een van de mogelijkheden.", "Choose one of these.")),
        }
        self.fields["organisation"] = forms.ChoiceField(
            label=say(Text("Voor welke organisatie?", "For which organisation?")), choices=choices, error_messages=missing
        )
        self.fields["question"] = _text(Text("Waarover wilt u meer weten?", "What do you want to know more about?"))


class FirstUseForm(HouseForm):
    """The first use of a general licence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_use"] = _line(Text("Dag van het eerste gebruik", "Day of the first use"), _DAY)
        self.fields["where"] = _text(Text("Wat ging waarheen, aan wie?", "What went where, to whom?"))

    def day(self) -> date | None:
        return _day_of(self, "first_use")


def _day_of(form: HouseForm, name: str) -> date | None:
    try:
        return read_date(form.cleaned_data[name])
    except BolwerkError as error:
        form.add_error(name, told(error))
        return None
