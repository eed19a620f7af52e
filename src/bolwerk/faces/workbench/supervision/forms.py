"""The forms of supervision."""

from __future__ import annotations

from typing import Any

from django import forms

from bolwerk.domains.export_control.public import CONTACTS, HEADS, REPORTS, SEVERITIES
from bolwerk.faces.workbench.boards.forms import BoardForm, DayField, choice, lines, options, words
from bolwerk.kernel import Text

_WHY = Text("Waarom?", "Why?")


class DrawForm(BoardForm):
    kind = choice(Text("Welk verslag?", "Which report?"))
    start = DayField(label=words("Eerste dag van de periode", "First day of the period"))
    reason = lines(
        Text("Bij een verbetering: wat is er anders, en waarom?", "For a correction: what is different, and why?"),
        2,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, "kind", [(id, label) for id, (_, label) in REPORTS.items()])


class HolderForm(BoardForm):
    """An organisation by its number, and why."""

    kbo = forms.CharField(label=words("Ondernemingsnummer", "Enterprise number"), max_length=20)
    why = lines(_WHY, 2)


class FindingForm(BoardForm):
    head = choice(Text("Waarover?", "On what?"))
    severity = choice(Text("Hoe zwaar?", "How serious?"), radio=True)
    text = lines(Text("Wat stelde u vast?", "What did you find?"), 4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, "head", HEADS.items())
        options(self, "severity", SEVERITIES.items())


class SolveForm(BoardForm):
    how = lines(Text("Hoe is dit opgelost?", "How was this solved?"), 2)


class ContactForm(BoardForm):
    way = choice(Text("Hoe was er contact?", "How was the contact?"))
    text = lines(Text("Wat is er gezegd of gestuurd?", "What was said or sent?"), 4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, "way", CONTACTS.items())
