"""What an applicant tells so that triage and export duties can be determined: one short part of a form."""

from __future__ import annotations

from functools import cache

from bolwerk.domains.ethics.app.book import book
from bolwerk.engines.rules import FactType
from bolwerk.kernel import Text
from bolwerk.office.calls.forms import Choice, Field, FieldType, Section

_ASKED = (
    "project.programme",
    "project.ethics_checked",
    "weapon.kind",
    "goods.ml_category",
    "goods.on_military_list",
    "goods.sensitive",
    "goods.other_military_use",
    "trade.benelux",
    "trade.eu",
    "trade.outside_eu",
    "trade.into_flanders",
)
# Asked only to describe the goods better; the triage does not need them.
_OPTIONAL = {"project.ethics_checked", "goods.sensitive", "goods.other_military_use"}


@cache
def section() -> Section:
    """The questions in the words of the law's own vocabulary."""
    return Section(
        "use",
        Text("Gebruik en uitvoer", "Use and export"),
        tuple(_field(name) for name in _ASKED),
        Text(
            "Hiermee gaan we na of het ESAC advies moet geven, en welke plichten u hebt als u uitvoert.",
            "With this we find out whether the ESAC must advise, and which duties you have when you export.",
        ),
    )


def _field(name: str) -> Field:
    fact = book().fact(name)
    choices = tuple(Choice(str(value), label) for value, label in fact.labels) if fact.type is FactType.ENUM else ()
    return Field(
        id=name.replace(".", "_"),
        type=FieldType.CHOICE if choices else FieldType.YES_NO,
        label=fact.question,
        required=name not in _OPTIONAL,
        choices=choices,
        fact=name,
    )
