"""What every page of a draft shows: its parts with what they lack, how the call stands, and the aid that its costs bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from bolwerk.domains.investment import live as investment
from bolwerk.faces.desk.forms import anchor
from bolwerk.faces.desk.outcomes import Outcome, outcome
from bolwerk.kernel import Text, local_day
from bolwerk.office.calls import kits
from bolwerk.office.calls import selectors as calls
from bolwerk.office.calls.completeness import Finding
from bolwerk.office.calls.costs import Category
from bolwerk.office.calls.models import Application
from bolwerk.office.calls.models.call import CallStatus

SAVED = Text("Bewaard.", "Saved.")
_OTHER_PLACES = {
    "partners": Text("Partners", "Partners"),
    "costs": Text("Kosten", "Costs"),
    "amount": Text("Steunbedrag", "Amount of aid"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the draft in the list. `findings` is what stands between it and submission."""

    id: str
    label: Text
    url: str
    findings: tuple[Finding, ...]
    begun: bool

    @property
    def complete(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class Line:
    """One finding with the address of its field."""

    finding: Finding
    part: Text
    url: str


def parts_of(application: Application) -> tuple[Part, ...]:
    """Every page of the draft in order, with its findings."""
    found = calls.findings(application)
    sections = kits.get(application.call.kit).form.sections
    saved = {row.section for row in application.sections.all() if any(row.typed.values())}
    pages = [(section.id, section.label, reverse("desk:section", args=[application.pk, section.id])) for section in sections]
    pages += [(place, label, reverse(f"desk:{place}", args=[application.pk])) for place, label in _OTHER_PLACES.items()]
    begun = saved | {"partners"} | ({"amount"} if application.requested_cents is not None else set())
    return tuple(
        Part(place, label, url, tuple(one for one in found if one.place == place), place in begun)
        for place, label, url in pages
    )


def lines_of(application: Application, parts: Sequence[Part]) -> tuple[Line, ...]:
    sections = {section.id: section for section in kits.get(application.call.kit).form.sections}
    return tuple(
        Line(finding, part.label, part.url + anchor(finding, sections.get(part.id)))
        for part in parts
        for finding in part.findings
    )


def frame(application: Application, parts: Sequence[Part], here: str = "") -> dict[str, object]:
    """What every page of the draft shows: the parts, where we are, and how the call stands."""
    now: datetime = timezone.now()
    return {
        "application": application,
        "call": application.call,
        "parts": parts,
        "part": here,
        "call_open": application.call.status_at(now) is CallStatus.OPEN,
        "editable": application.state == Application.State.DRAFT,
        "today": local_day(now),
    }


def price(application: Application) -> dict[str, object]:
    """The most aid, the parts it is made of with their reasons, what is still open and what would change the rates."""
    priced = investment.price(application, local_day(timezone.now()))
    rates: list[tuple[str, Text, Outcome]] = [
        (name, Category(activity).label, outcome(answer)) for (name, activity), answer in priced.rates.items()
    ]
    parts = priced.outcome.value.parts if priced.outcome else ()
    asked = application.requested
    return {
        "priced": priced,
        "most": priced.most,
        "rates": rates,
        "aid_parts": [(part, Category(part.activity).label) for part in parts],
        "above": bool(asked and priced.most is not None and asked > priced.most),
        "requested": asked,
    }


def number(data: QueryDict, name: str) -> int:
    raw = data.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0
