"""A project as those who judge it read it: the answers in the words of the form, with what it costs where that matters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bolwerk.kernel import InvalidInput, Money, Text, read_date, write_date
from bolwerk.office.calls import selectors
from bolwerk.office.calls.forms import Field, FieldType
from bolwerk.office.calls.models import Application
from bolwerk.office.calls.selectors import Costs

FOR_COMMITTEE = frozenset({"project", "impact", "use"})
"""The parts that a committee needs to weigh a project; debts, losses and costs of the enterprise are not its concern."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the form: (question, answer) pairs; None where nothing was answered."""

    id: str
    label: Text
    answers: tuple[tuple[Text, Text | str | None], ...]


@dataclass(frozen=True, slots=True)
class Project:
    """`partners` by name; `costs` and `requested` only when asked for."""

    title: str
    parts: tuple[Part, ...]
    partners: tuple[str, ...]
    requested: Money | None
    costs: Costs | None


def project_of(application: Application, only: Collection[str] | None = None, *, money: bool = True) -> Project:
    """What was submitted; `only` these parts of the form."""
    views = [view for view in selectors.form_view(application) if only is None or view.section.id in only]
    parts = tuple(
        Part(
            view.section.id,
            view.section.label,
            tuple((field.label, _said(field, view.typed.get(field.id))) for field in view.section.fields),
        )
        for view in views
    )
    partners = tuple(str(p.organisation) for p in application.partners.select_related("organisation"))
    costs = selectors.costs(application) if money else None
    return Project(application.title, parts, partners, application.requested if money else None, costs)


def _said(field: Field, typed: object) -> Text | str | None:
    if typed in (None, "", []):
        return None
    if field.type is FieldType.YES_NO:
        return {"ja": Text("ja", "yes"), "nee": Text("nee", "no")}.get(str(typed), str(typed))
    if field.type is FieldType.DATE:
        return _day(str(typed))
    if field.choices:
        labels = {option.id: option.label for option in field.choices}
        chosen = [labels.get(str(one), Text.same(str(one))) for one in (typed if isinstance(typed, list) else [typed])]
        return Text(", ".join(one.nl for one in chosen), ", ".join(one.en for one in chosen))
    return str(typed)


def _day(typed: str) -> Text | str:
    """A day as people write it; what cannot be read stays as it was typed."""
    try:
        day = read_date(typed)
    except InvalidInput:
        return typed
    return Text(write_date(day, "nl"), write_date(day, "en"))
