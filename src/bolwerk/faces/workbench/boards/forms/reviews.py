"""Asking reviewers, the score sheet, consensus, and the steps of a ranking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from bolwerk.faces.workbench.boards.forms import BoardForm, DayField, MoneyField, choice, lines, options, words
from bolwerk.kernel import Text
from bolwerk.office.calls.matching import Suggestion
from bolwerk.office.calls.scoring import Mark, Scheme
from bolwerk.ui.formats import say

_WHY = Text("Waarom?", "Why?")


class AssignForm(BoardForm):
    """The reviewer is chosen in the table of suggestions."""

    reviewer = choice(Text("Beoordelaar", "Reviewer"), radio=True)
    due = DayField(label=words("Klaar tegen", "Ready by"), required=False)

    def __init__(self, suggestions: tuple[Suggestion, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, "reviewer", [(one.reviewer.id, one.reviewer.name) for one in suggestions if one.excluded is None])


class ReasonForm(BoardForm):
    """A step that needs a reason, and nothing else."""

    reason = lines(_WHY, 2, most=300)


class SheetForm(BoardForm):
    """A score sheet: per criterion a mark and a motivation. Half-filled is fine until it is submitted."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, scheme: Scheme, *args: Any, **kwargs: Any) -> None:
        self.scheme = scheme
        also: dict[str, forms.Field] = {}
        for criterion in scheme.criteria:
            also[f"mark-{criterion.id}"] = choice(criterion.label, radio=True, required=False)
            also[f"motivation-{criterion.id}"] = lines(Text("Motivering", "Motivation"), 2, required=False)
        remarks = Text("Opmerkingen bij het geheel", "Remarks on the whole")
        also["remarks"] = lines(remarks, 3, required=False, most=10_000)
        super().__init__(*args, also=also, **kwargs)
        for criterion in scheme.criteria:
            options(self, f"mark-{criterion.id}", [(mark.value, mark.label) for mark in Mark])
            said = say(Text("Motivering: {label}", "Motivation: {label}").format(label=criterion.label))
            self.fields[f"motivation-{criterion.id}"].widget.attrs["aria-label"] = said

    @classmethod
    def of(cls, scheme: Scheme, draft: Mapping[str, Any], version: int) -> SheetForm:
        """The sheet as it was saved."""
        initial: dict[str, Any] = {"version": version, "remarks": draft.get("remarks", "")}
        for name, row in draft.get("scores", {}).items():
            initial |= {f"mark-{name}": row["mark"], f"motivation-{name}": row["motivation"]}
        return cls(scheme, initial=initial)

    @property
    def scores(self) -> dict[str, dict[str, str]]:
        """What was filled in, in the shape that the service keeps."""
        given = self.cleaned_data
        return {
            c.id: {"mark": given[f"mark-{c.id}"], "motivation": given[f"motivation-{c.id}"].strip()}
            for c in self.scheme.criteria
        }


class ConsensusForm(BoardForm):
    criterion = choice(Text("Criterium", "Criterion"))
    mark = choice(Text("Score na overleg", "Mark after the talk"), radio=True)
    reason = lines(Text("Waarover werd u het eens, en waarom?", "What did you agree on, and why?"))

    def __init__(self, scheme: Scheme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, "criterion", [(criterion.id, criterion.label) for criterion in scheme.criteria])
        options(self, "mark", [(mark.value, mark.label) for mark in Mark])


class ProposeForm(BoardForm):
    room = MoneyField(
        label=words("Budget voor deze lijst", "Budget for this list"),
        required=False,
        help_text=words("Leeg: alles wat de enveloppe nog heeft.", "Empty: all that the envelope has left."),
    )
    reason = lines(Text("Toelichting", "Explanation"), 2, required=False, most=300)
    without = forms.BooleanField(
        label=words(
            "Ik maak de lijst zonder de aanvragen die nog niet klaar zijn.",
            "I make the list without the applications that are not ready yet.",
        ),
    )

    def __init__(self, *args: Any, unready: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unready:
            del self.fields["without"]


class DecideForm(BoardForm):
    approved = choice(Text("Uw beslissing", "Your decision"), radio=True)
    reason = lines(_WHY, 2, required=False, most=300, help_text=words("Nodig bij een weigering.", "Needed for a refusal."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        both = (("yes", Text("Ik keur de lijst goed", "I approve the list")), ("no", Text("Ik keur ze af", "I refuse it")))
        options(self, "approved", both)


class ConfirmForm(BoardForm):
    """A step that needs no more than a button."""
