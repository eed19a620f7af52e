"""What a member of the committee declares, scores and votes; and who sits in the committee."""

from __future__ import annotations

from typing import Any

from django import forms

from bolwerk.faces.workbench.boards.forms import BoardForm, DayField, choice, lines, options, words
from bolwerk.kernel import Text
from bolwerk.office.advice.models import AdviceRequest, Committee, Seat
from bolwerk.office.advice.tally import Choice
from bolwerk.office.identity.models import Role, User
from bolwerk.ui.formats import say


class DeclareForm(BoardForm):
    interest = choice(Text("Hebt u een belang in dit dossier?", "Do you have an interest in this case?"), radio=True)
    explanation = lines(
        Text("Wat bindt u?", "What ties you?"),
        2,
        required=False,
        most=2000,
        help_text=words(
            "Nodig als u een belang hebt. Alleen het comité leest dit.",
            "Needed when you have an interest. Only the committee reads it.",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(
            self,
            "interest",
            (
                ("no", Text("Nee: ik doe mee", "No: I take part")),
                ("yes", Text("Ja: ik trek mij terug", "Yes: I step back")),
            ),
        )


class AspectsForm(BoardForm):
    """Per aspect a grade and a motivation; both or neither, so that one may stop halfway."""

    def __init__(self, request: AdviceRequest, *args: Any, **kwargs: Any) -> None:
        self.aspects = request.aspect_list
        also: dict[str, forms.Field] = {}
        for aspect in self.aspects:
            also[f"score-{aspect.id}"] = choice(aspect.label, radio=True, required=False, help_text=aspect.help or "")
            also[f"motivation-{aspect.id}"] = lines(Text("Motivering", "Motivation"), 2, required=False)
        super().__init__(*args, also=also, **kwargs)
        for aspect in self.aspects:
            options(self, f"score-{aspect.id}", [(str(grade.value), grade.label) for grade in request.grades])
            said = say(Text("Motivering: {label}", "Motivation: {label}").format(label=aspect.label))
            self.fields[f"motivation-{aspect.id}"].widget.attrs["aria-label"] = said

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for aspect in self.aspects:
            score, words = found.get(f"score-{aspect.id}"), found.get(f"motivation-{aspect.id}")
            if score and not words:
                told = Text("Schrijf in een of twee zinnen waarom.", "Write why, in one or two sentences.")
                self.add_error(f"motivation-{aspect.id}", say(told))
            if words and not score:
                self.add_error(f"score-{aspect.id}", say(Text("Kies ook een score.", "Choose a score too.")))
        if not self.errors and not self.given:
            told = Text("Vul minstens één aspect in.", "Fill in at least one aspect.")
            self.add_error(f"score-{self.aspects[0].id}", say(told))
        return found

    @property
    def given(self) -> tuple[tuple[str, int, str], ...]:
        """(aspect, score, motivation) of each aspect that was filled in."""
        data = self.cleaned_data
        return tuple(
            (aspect.id, int(data[f"score-{aspect.id}"]), data[f"motivation-{aspect.id}"])
            for aspect in self.aspects
            if data.get(f"score-{aspect.id}")
        )


class VoteForm(BoardForm):
    choice = choice(Text("Uw stem", "Your vote"), radio=True)
    motivation = lines(Text("Motivering", "Motivation"))
    conditions = lines(
        Text("Voorwaarden", "Conditions"),
        2,
        required=False,
        help_text=words("Alleen bij een gunstige stem onder voorwaarden.", "Only for a vote in favour with conditions."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, "choice", [(one.value, one.label) for one in Choice])


class MinorityForm(BoardForm):
    text = lines(Text("Uw minderheidsstandpunt", "Your minority view"))


class AdviceForm(BoardForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = lines(
        Text("Tekst van het advies", "Text of the advice"),
        6,
        most=20_000,
        help_text=words("De aanvrager krijgt deze tekst te lezen.", "The applicant will read this text."),
    )


class AppointForm(BoardForm):
    user = choice(Text("Wie", "Who"))
    starts_on = DayField(label=words("Eerste dag", "First day"))
    ends_on = DayField(
        label=words("Laatste dag", "Last day"),
        required=False,
        help_text=words("Leeg: de gewone duur van een mandaat.", "Empty: the regular length of a term."),
    )
    substitute_for = choice(Text("Vervangt", "Substitutes for"), required=False)
    chair = forms.BooleanField(label=words("Is voorzitter", "Is the chair"), required=False)
    reason = lines(Text("Op grond van welk besluit?", "By which decision?"), 2, most=300)

    def __init__(self, committee: Committee, *args: Any, **kwargs: Any) -> None:
        fields = [(area.id, say(area.label)) for area in committee.tally_rules.areas]
        asked = words("Deskundigheid", "Expertise")
        expertise = forms.MultipleChoiceField(label=asked, widget=forms.CheckboxSelectMultiple, choices=fields)
        super().__init__(*args, also={"expertise": expertise}, **kwargs)
        people = User.objects.filter(is_active=True, role_grants__role=Role.COMMITTEE_MEMBER).distinct().order_by("name")
        options(self, "user", [(str(one.pk), one.name or one.email) for one in people])
        seats = Seat.objects.filter(committee=committee, substitute_for=None).select_related("user").order_by("user__name")
        options(self, "substitute_for", [(str(seat.pk), str(seat.user)) for seat in seats])
        self.fields["expertise"].error_messages["required"] = say(Text("Kies minstens één vak.", "Choose at least one field."))
        order = ["key", "user", "expertise", "starts_on", "ends_on", "substitute_for", "chair", "reason"]
        self.order_fields(order)


class RenewForm(BoardForm):
    until = DayField(label=words("Nieuwe laatste dag", "New last day"))
    reason = lines(Text("Op grond van welk besluit?", "By which decision?"), 2, most=300)


class EndSeatForm(BoardForm):
    on = DayField(label=words("Laatste dag", "Last day"))
    reason = lines(Text("Waarom?", "Why?"), 2, most=300)


class ReportForm(BoardForm):
    """The day and language of the report that was sent."""

    on = DayField(label=words("Samenstelling op", "Composition on"))
    language = choice(Text("Taal van het verslag", "Language of the report"), radio=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, "language", (("nl", Text.same("Nederlands")), ("en", Text.same("English"))))
        self.initial.setdefault("language", "nl")
