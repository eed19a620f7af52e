"""The forms of the handling of export applications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from bolwerk.domains.export_control.live import handling
from bolwerk.faces.workbench.boards.forms import BoardForm, DayField, MoneyField, choice, lines, options, words
from bolwerk.faces.workbench.forms import NumberField
from bolwerk.kernel import Period, Text
from bolwerk.ui.formats import say

_WHY = Text("Waarom?", "Why?")
_YES_NO = (("no", Text("nee", "no")), ("yes", Text("ja", "yes")))


class ReasonForm(BoardForm):
    """A step that needs a reason, and nothing else."""

    reason = lines(_WHY, 3)


class RaiseForm(BoardForm):
    lane = choice(Text("Naar welk spoor?", "To which lane?"), radio=True)
    reason = lines(_WHY, 3)

    def __init__(self, heavier: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, "lane", [(one.value, one.text) for one in heavier])


class SheetForm(BoardForm):
    """Per line a judgement, a reason and the evidence; half-filled is fine until it is proposed to decide."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, due: Sequence[Any], notes: Mapping[str, Sequence[Any]], *args: Any, **kwargs: Any) -> None:
        self.due, self.notes = due, notes
        also: dict[str, forms.Field] = {}
        for line in due:
            also[f"value-{line.fact}"] = choice(line.question, radio=True, required=False)
            also[f"reason-{line.fact}"] = lines(_WHY, 1, required=False)
            also[f"evidence-{line.fact}"] = forms.CharField(
                label=words("Bewijs: stuk of bron", "Evidence: document or source"), required=False, max_length=500
            )
            if self._of(line):
                also[f"notes-{line.fact}"] = forms.MultipleChoiceField(
                    label=words("Landennota's waarop u steunt", "Country notes you rest on"),
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )
        super().__init__(*args, also=also, **kwargs)
        for line in due:
            options(self, f"value-{line.fact}", _YES_NO)
            if self._of(line):
                field: Any = self.fields[f"notes-{line.fact}"]
                field.choices = [
                    (str(note.pk), f"{note.country} · {note.source} · {note.valid_from}") for note in self._of(line)
                ]

    def _of(self, line: Any) -> Sequence[Any]:
        return [*self.notes.get(line.criterion, ()), *self.notes.get("general", ())]

    @staticmethod
    def initial_of(kept: Mapping[str, Any], version: int) -> dict[str, Any]:
        found: dict[str, Any] = {"version": version}
        for fact, row in kept.items():
            found |= {
                f"value-{fact}": "yes" if row["value"] else "no",
                f"reason-{fact}": row["reason"],
                f"evidence-{fact}": row["evidence"],
                f"notes-{fact}": [str(pk) for pk in row["notes"]],
            }
        return found

    def clean(self) -> dict[str, Any]:
        """A reason without a judgement is not thrown away: it asks for the judgement."""
        given = super().clean() or {}
        for line in self.due:
            typed = given.get(f"reason-{line.fact}") or given.get(f"evidence-{line.fact}")
            if typed and not given.get(f"value-{line.fact}"):
                asked = Text("Kies ook een oordeel: ja of nee.", "Choose a judgement too: yes or no.")
                self.add_error(f"value-{line.fact}", say(asked))
        return given

    @property
    def judged(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            line.fact: handling.sheets.Given(
                given[f"value-{line.fact}"] == "yes",
                given[f"reason-{line.fact}"].strip(),
                given[f"evidence-{line.fact}"].strip(),
                tuple(int(pk) for pk in given.get(f"notes-{line.fact}", ())),
            )
            for line in self.due
            if given.get(f"value-{line.fact}")
        }

    def names(self) -> dict[str, str]:
        """Which field a service means by the place it names."""
        return {f"{line.fact}.{part}": f"{part}-{line.fact}" for line in self.due for part in ("reason", "evidence")}

    def rows(self) -> Iterable[tuple[Any, Any, Any, Any, Any]]:
        for line in self.due:
            name = f"notes-{line.fact}"
            yield (
                line,
                self[f"value-{line.fact}"],
                self[f"reason-{line.fact}"],
                self[f"evidence-{line.fact}"],
                self[name] if name in self.fields else None,
            )


class JudgeForm(BoardForm):
    identical = choice(Text("Is dit in wezen dezelfde transactie?", "Is this in essence the same transaction?"), radio=True)
    reason = lines(_WHY, 2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, "identical", _YES_NO)


class AskForm(BoardForm):
    body = choice(Text("Aan wie vraagt u advies?", "Whom do you ask?"))
    body_name = forms.CharField(
        label=words("Naam van het team of de instantie", "Name of the team or body"),
        required=False,
        max_length=200,
        help_text=words("Nodig bij een team of een andere instantie.", "Needed for a team or another body."),
    )
    question = lines(Text("Wat wilt u weten?", "What do you want to know?"))
    adviser = choice(
        Text("Wie antwoordt hier zelf?", "Who answers here?"),
        required=False,
        help_text=words("Leeg: u legt het antwoord zelf vast.", "Empty: you record the answer yourself."),
    )
    shared = forms.MultipleChoiceField(
        label=words("Wat mag de adviesgever zien?", "What may the adviser see?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, advisers: Iterable[Any], *args: Any, denials: Iterable[Any] = (), **kwargs: Any) -> None:
        also: dict[str, forms.Field] = {}
        known = list(denials)
        if known:
            also["denial"] = choice(Text("Over welke weigering gaat het?", "Which denial is it about?"), required=False)
        super().__init__(*args, also=also, **kwargs)
        options(self, "body", [(one.id, one.label) for one in handling.BODIES.values()])
        options(self, "adviser", [(str(one.pk), str(one)) for one in advisers])
        field: Any = self.fields["shared"]
        field.choices = [(name, say(label)) for name, label in handling.consulting.SHARED.items()]
        if known:
            options(self, "denial", [(str(one.pk), str(one)) for one in known])


class ProposalForm(BoardForm):
    """Whole or in part: a line is left out by unticking it; conditions one a line."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    valid_from = DayField(label=words("Geldig vanaf", "Valid from"))
    valid_until = DayField(label=words("Geldig tot en met", "Valid until"))
    validity_source = forms.CharField(
        label=words("Waarop steunt deze duur?", "What does this length rest on?"),
        max_length=300,
        help_text=words(
            "Het besluit met de gewone duur hebben we niet kunnen lezen: u kiest en zegt waarop u steunt.",
            "We could not read the decision with the usual length: you choose, and say what you rest on.",
        ),
    )
    conditions = lines(Text("Voorwaarden, één per regel", "Conditions, one a line"), 3, required=False, most=4000)
    reason = lines(Text("Waarom toekennen?", "Why grant?"), 3)

    def __init__(self, goods: Sequence[Any], licence: bool, *args: Any, **kwargs: Any) -> None:
        self.goods = goods if licence else ()
        also: dict[str, forms.Field] = {}
        for line in self.goods:
            also[f"take-{line.number}"] = forms.BooleanField(label=words("toekennen", "grant"), required=False)
            if line.plain_quantity is not None:
                also[f"quantity-{line.number}"] = NumberField(label=words("Hoeveelheid", "Quantity"), required=False)
            if line.cents is not None:
                also[f"value-{line.number}"] = MoneyField(label=words("Waarde", "Value"), required=False)
        super().__init__(*args, also=also, **kwargs)
        if not licence:
            for name in ("valid_from", "valid_until", "validity_source"):
                del self.fields[name]

    @property
    def proposal(self) -> Any:
        given = self.cleaned_data
        taken = tuple(
            handling.deciding.Granted(
                line.number,
                given.get(f"quantity-{line.number}"),
                amount.cents if (amount := given.get(f"value-{line.number}")) else None,
            )
            for line in self.goods
            if given.get(f"take-{line.number}")
        )
        conditions = tuple(one.strip(" -•") for one in given["conditions"].splitlines() if one.strip())
        valid = Period(given.get("valid_from"), given.get("valid_until"))
        return handling.deciding.Proposal(taken, conditions, valid, given.get("validity_source", ""))

    def names(self) -> dict[str, str]:
        return {
            "valid": "valid_until",
            **{f"lines.{line.number}.quantity": f"quantity-{line.number}" for line in self.goods},
            **{f"lines.{line.number}.value": f"value-{line.number}" for line in self.goods},
        }

    def rows(self) -> Iterable[tuple[Any, Any, Any, Any]]:
        for line in self.goods:
            yield (
                line,
                self[f"take-{line.number}"],
                self[f"quantity-{line.number}"] if f"quantity-{line.number}" in self.fields else None,
                self[f"value-{line.number}"] if f"value-{line.number}" in self.fields else None,
            )

    @staticmethod
    def initial_of(goods: Sequence[Any], version: int, today: date) -> dict[str, Any]:
        found: dict[str, Any] = {"version": version, "valid_from": f"{today:%d/%m/%Y}"}
        for line in goods:
            found[f"take-{line.number}"] = True
            found[f"quantity-{line.number}"] = _plain(line.plain_quantity)
            found[f"value-{line.number}"] = line.value.in_("nl").removesuffix(" euro") if line.value is not None else ""
        return found


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}".replace(".", ",")


class NoteForm(BoardForm):
    country = forms.CharField(
        label=words("Land", "Country"), max_length=40, help_text=words("Twee letters, zoals IN.", "Two letters, such as IN.")
    )
    topic = choice(Text("Waarover?", "On what?"))
    text = lines(Text("Wat weten we?", "What do we know?"), 5, most=8000)
    source = forms.CharField(label=words("Bron", "Source"), max_length=500)
    valid_from = DayField(label=words("Geldt vanaf", "Holds from"))
    ended = forms.BooleanField(
        label=words("Deze nota geldt niet meer vanaf die dag.", "This note no longer holds from that day."), required=False
    )

    def __init__(self, topics: Iterable[tuple[str, Text]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, "topic", topics)


class DenialForm(BoardForm):
    member_state = forms.CharField(
        label=words("Lidstaat die weigerde", "Member State that denied"),
        max_length=20,
        help_text=words("Twee letters, zoals DE.", "Two letters, such as DE."),
    )
    reference = forms.CharField(label=words("Kenmerk", "Reference"), max_length=80)
    denied_on = DayField(label=words("Dag van de weigering", "Day of the denial"))
    country = forms.CharField(
        label=words("Land van bestemming", "Country of destination"),
        max_length=20,
        help_text=words("Twee letters, zoals IN.", "Two letters, such as IN."),
    )
    consignee = forms.CharField(label=words("Bestemmeling", "Consignee"), required=False, max_length=300)
    end_user = forms.CharField(label=words("Eindgebruiker", "End user"), required=False, max_length=300)
    goods = lines(Text("Goederen", "Goods"), 2, most=1000)
    codes = forms.CharField(
        label=words("Codes", "Codes"), required=False, max_length=300, help_text=words("Gescheiden door |.", "Separated by |.")
    )
    criteria = forms.CharField(
        label=words("Criteria", "Criteria"),
        required=False,
        max_length=100,
        help_text=words("Zoals 2|7.", "Such as 2|7."),
    )
    revoked = forms.BooleanField(label=words("De weigering werd ingetrokken", "The denial was revoked"), required=False)


class FileForm(BoardForm):
    file = forms.FileField(label=words("CSV-bestand", "CSV file"), help_text=words("Hoogstens 5 MB.", "At most 5 MB."))


class FingerprintForm(BoardForm):
    typed = forms.CharField(label=words("Vingerafdruk op het papier", "Fingerprint on the paper"), max_length=80)
