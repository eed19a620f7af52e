"""The words of a report: for every value that it can hold, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from bolwerk.domains.export_control.app.applying.kinds import Schema, UseSector
from bolwerk.domains.export_control.app.licences.registering import names
from bolwerk.domains.export_control.law.holding.instruments import INSTRUMENTS
from bolwerk.kernel import Text

DECISIONS = {
    "licence": Text("vergunning", "licence"),
    "refusal": Text("weigering", "refusal"),
    "extension": Text("verlenging", "extension"),
}
OUTCOMES = {
    "positive": Text("gunstig", "positive"),
    "conditional": Text("gunstig onder voorwaarden", "positive with conditions"),
    "negative": Text("ongunstig", "negative"),
}
CRITERIA = {
    **{f"c{n}": Text(f"criterium {n}", f"criterion {n}") for n in range(1, 9)},
    "a28_interests": Text("art. 28, 1°: externe belangen", "art. 28, 1°: external interests"),
    "a28_children": Text("art. 28, 2°: kinderen", "art. 28, 2°: children"),
    "a28_death_penalty": Text("art. 28, 3°: doodstraf", "art. 28, 3°: death penalty"),
    "a28_gun_deaths": Text("art. 28, 4°: wapengeweld", "art. 28, 4°: gun deaths"),
    "a28_gender": Text("art. 28, 5°: gendergeweld", "art. 28, 5°: gender-based violence"),
    "a28_peace": Text("art. 28, 6°: vredesproces", "art. 28, 6°: peace process"),
    "diversion": Text("afleiding", "diversion"),
    "security": Text("wezenlijke veiligheid", "essential security"),
    "public_order": Text("openbare orde", "public order"),
    "prohibited_destination": Text("verboden bestemming", "prohibited destination"),
}
_OTHER = {
    "not_stated": Text("niet vermeld", "not stated"),
    "not_listed": Text("op geen lijst", "on no list"),
}
_KNOWN = {
    **DECISIONS,
    **OUTCOMES,
    **CRITERIA,
    **_OTHER,
    **{id: one.label for id, one in INSTRUMENTS.items()},
    **{one.value: one.text for one in Schema},
    **{one.value: one.text for one in UseSector},
}


def word(value: str) -> Text:
    """What people call a value of a report; a code of goods or of a country stays what it is."""
    return _KNOWN.get(value) or names().get(value) or Text.same(value.replace("+", ", "))


def words(values: Iterable[str]) -> Text:
    """Several of them; a dash for none."""
    found = [word(value) for value in values] or [Text.same("–")]
    return Text(", ".join(one.nl for one in found), ", ".join(one.en for one in found))
