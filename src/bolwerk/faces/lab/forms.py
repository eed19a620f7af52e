"""What people choose in the lab. Errors say what, and how to mend it; what was typed stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from bolwerk.engines.simulate import Office
from bolwerk.faces.lab.offices import Source
from bolwerk.kernel import Text
from bolwerk.ui.formats import say

MOST_NUMBERS = 10
_FILL = Text("Vul een geheel getal in.", "Fill in a whole number.")


class SourceForm(forms.Form):
    """`bron`: where the figures come from."""

    def __init__(self, data: Any, sources: tuple[Source, ...]) -> None:
        super().__init__(data)
        self.fields["bron"] = forms.ChoiceField(
            choices=[(one.key, say(one.label)) for one in sources], label=say(Text("Cijfers uit", "Figures from"))
        )


class LeadTimeForm(forms.Form):
    """`ploeg` the pool that is varied, `van` and `tot` its numbers, `instroom` and `aandeel` in percent, a term per lane."""

    def __init__(self, data: Any, office: Office) -> None:
        super().__init__(data)
        pools = [(pool.name, say(pool.label)) for pool in office.pools]
        self.fields["ploeg"] = forms.ChoiceField(
            choices=pools, label=say(Text("Wie wisselt in aantal", "Whose number changes"))
        )
        self._number("van", Text("Van dit aantal mensen", "From this many people"), 1, 200)
        self._number("tot", Text("Tot dit aantal mensen", "To this many people"), 1, 200)
        self._number("instroom", Text("Instroom, in % van nu", "Inflow, in % of now"), 10, 400)
        self._number("aandeel", Text("Aandeel binnen de termijn, in %", "Share within the term, in %"), 1, 99)
        for lane in office.lanes:
            label = Text("Termijn in dagen, {lane}", "Term in days, {lane}").format(lane=lane.label)
            self._number(f"termijn-{lane.name}", label, 1, 2000, required=False)

    def _number(self, name: str, label: Text, least: int, most: int, *, required: bool = True) -> None:
        field = forms.IntegerField(min_value=least, max_value=most, required=required, label=say(label))
        bounds = Text(f"Kies een getal van {least} tot {most}.", f"Choose a number from {least} to {most}.")
        field.error_messages |= {"required": say(_FILL), "invalid": say(_FILL)}
        field.validators = [MinValueValidator(least, say(bounds)), MaxValueValidator(most, say(bounds))]
        self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("van"), data.get("tot")
        if first and last and first > last:
            wrong = Text("Dit is minder dan het eerste aantal. Wissel ze om.", "This is less than the first number. Swap them.")
            self.add_error("tot", say(wrong))
        elif first and last and last - first >= MOST_NUMBERS:
            many = Text(
                f"Kies hoogstens {MOST_NUMBERS} aantallen na elkaar.", f"Choose at most {MOST_NUMBERS} numbers in a row."
            )
            self.add_error("tot", say(many))
        return data

    def terms(self) -> dict[str, int]:
        """The terms that were filled in, by lane."""
        prefix = "termijn-"
        return {name.removeprefix(prefix): days for name, days in self.cleaned_data.items() if name.startswith(prefix) and days}
