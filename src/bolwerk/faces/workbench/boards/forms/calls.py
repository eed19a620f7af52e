"""Making a call, moving its closing day, publishing an award, putting money at the disposal of an envelope."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from bolwerk.domains.investment.public import CALL
from bolwerk.faces.workbench.boards import law
from bolwerk.faces.workbench.boards.forms import BoardForm, DayField, MoneyField, choice, lines, options, words
from bolwerk.kernel import InvalidInput, Text
from bolwerk.office.calls.instalments import Instalment
from bolwerk.office.calls.models.call import Basis
from bolwerk.office.ledger.models import Envelope
from bolwerk.ui.formats import say


class WholeField(forms.IntegerField):
    """A whole number between two bounds, which its error names."""

    def __init__(self, label: Any, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(label=label, **kwargs)
        self.least, self.most = least, most
        self.widget.attrs.update({"min": str(least), "max": str(most)})

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is not None and not self.least <= found <= self.most:
            told = Text("Geef een getal van {least} tot {most}.", "Give a number from {least} to {most}.")
            raise ValidationError(say(told.format(least=self.least, most=self.most)))
        return found


class CallForm(BoardForm):
    """A new call. Days are whole: it opens at nine on the first, and closes when the last one ends."""

    code = forms.CharField(
        label=words("Code", "Code"),
        max_length=60,
        validators=[validate_slug],
        help_text=words("Letters, cijfers, streepjes, zoals defensie-2026.", "Letters, digits, dashes, like defence-2026."),
    )
    title_nl = forms.CharField(label=words("Titel in het Nederlands", "Title in Dutch"), max_length=200)
    title_en = forms.CharField(label=words("Titel in het Engels", "Title in English"), max_length=200)
    opens = DayField(label=words("Eerste dag", "First day"))
    closes = DayField(label=words("Laatste dag om in te dienen", "Last day to submit"))
    envelope = choice(Text("Enveloppe", "Envelope"))
    basis = choice(Text("Grenzen gelden voor", "Limits apply to"), radio=True)
    least = MoneyField(label=words("Minstens", "At least"), required=False)
    most = MoneyField(label=words("Hoogstens", "At most"), required=False)
    partners = WholeField(Text("Hoeveel partners hoogstens", "Partners at most"), 1, 50, required=False)
    pages = WholeField(Text("Bladzijden projecttekst", "Pages of project text"), 1, 500, required=False)
    pages_more = WholeField(Text("Bladzijden meer per partner", "Pages more for each partner"), 0, 100, required=False)
    reviewers = WholeField(Text("Beoordelaars per aanvraag", "Reviewers for each application"), 1, 9)
    advance = WholeField(law.parts()["advance"], 0, 100, help_text=words("In procent.", "In percent."))
    interim = WholeField(law.parts()["interim"], 0, 100, help_text=words("In procent.", "In percent."))
    final = WholeField(law.parts()["final"], 0, 100, help_text=words("In procent.", "In percent."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        envelopes = Envelope.objects.order_by("code")
        options(self, "envelope", [(one.code, f"{say(one.label)} ({one.code})") for one in envelopes])
        bases = (
            (Basis.AID.value, Text("de gevraagde steun", "the aid asked")),
            (Basis.COST.value, Text("de kosten", "the costs")),
        )
        options(self, "basis", bases)
        for name in ("reviewers", *law.parts()):
            self.initial.setdefault(name, CALL[name].number)
        self.initial.setdefault("basis", Basis.AID.value)
        self.fields["code"].error_messages["invalid"] = say(
            Text(
                "Gebruik alleen letters, cijfers en streepjes, zoals defensie-2026.",
                "Use only letters, digits and dashes, like defence-2026.",
            )
        )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("opens") and found.get("closes") and found["closes"] < found["opens"]:
            self.refuse(
                InvalidInput(
                    Text("De oproep zou sluiten voor ze opent.", "The call would close before it opens."),
                    where="closes",
                    mend=Text("Kies een laatste dag na de eerste.", "Choose a last day after the first."),
                )
            )
        given = [found.get(name) for name in law.parts()]
        if None not in given and sum(int(str(part)) for part in given) != 100:
            total = sum(int(str(part)) for part in given)
            self.refuse(
                InvalidInput(
                    Text(f"De schijven komen samen op {total} %.", f"The instalments add up to {total} %."),
                    where="final",
                    mend=Text(
                        "Ze moeten samen 100 % zijn, bijvoorbeeld 40, 40 en 20.",
                        "They must be 100 % together, for example 40, 40 and 20.",
                    ),
                )
            )
        return found

    @property
    def instalments(self) -> tuple[Instalment, ...]:
        given = self.cleaned_data
        return tuple(Instalment(name, label, given[name]) for name, label in law.parts().items() if given[name])

    @property
    def most_pages(self) -> tuple[int, int] | None:
        pages = self.cleaned_data["pages"]
        return None if pages is None else (pages, self.cleaned_data["pages_more"] or 0)


class ClosingForm(BoardForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    closes = DayField(label=words("Nieuwe laatste dag om in te dienen", "New last day to submit"))


class PublishForm(BoardForm):
    place = forms.CharField(
        label=words("Waar staat het te lezen?", "Where can it be read?"),
        max_length=300,
        help_text=words("Een webadres of de naam van een register.", "A web address or the name of a register."),
    )


class AppropriateForm(BoardForm):
    amount = MoneyField(label=words("Bedrag in euro", "Amount in euro"), help_text=words("Zoals 2.500.000.", "Like 2.500.000."))
    reason = lines(
        Text("Op grond van welke beslissing?", "By which decision?"),
        2,
        most=300,
        help_text=words("Staat voorgoed in het grootboek.", "Stands in the ledger for good."),
    )
    sure = forms.BooleanField(
        label=words("Ik heb het bedrag nagekeken: een boeking is blijvend.", "I checked the amount: an entry is permanent.")
    )
