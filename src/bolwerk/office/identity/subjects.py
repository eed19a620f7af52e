"""How an object of each kind is tied to organisations, people and teams: one description, read on objects and in queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import BooleanField, Manager, Model, Q


@dataclass(frozen=True, slots=True)
class Way:
    """A way from an object to a value: `relation` in Django's `a__b` form, then `field` on what stands there.

    `given` names a moment that must be filled in, `ended` one that must be empty, for the tie to hold.
    """

    field: str
    relation: str = ""
    given: str = ""
    ended: str = ""

    def values(self, obj: Any) -> set[Any]:
        """What stands at the end, for one object; empty where the way is broken."""
        ends = _follow([obj], self.relation.split("__") if self.relation else [])
        live = (
            end
            for end in ends
            if (not self.given or getattr(end, self.given, None) is not None)
            and (not self.ended or getattr(end, self.ended, None) is None)
        )
        return {value for end in live if (value := getattr(end, self.field, None)) not in (None, "")}

    def among(self, model: type[Model], wanted: Iterable[Any]) -> Q:
        """The same as a condition: the object is tied to one of `wanted`. Without duplicates, whatever it joins."""
        wanted = list(wanted)
        if not wanted or not self.leads_from(model):
            return Q(pk__in=[])
        prefix = f"{self.relation}__" if self.relation else ""
        condition: dict[str, Any] = {f"{prefix}{self.field}__in": wanted}
        if self.given:
            condition[f"{prefix}{self.given}__isnull"] = False
        if self.ended:
            condition[f"{prefix}{self.ended}__isnull"] = True
        if not self.relation:
            return Q(**condition)
        return Q(pk__in=model._base_manager.filter(**condition).values("pk"))

    def nowhere(self, model: type[Model]) -> Q:
        """The objects from which this way leads to nothing."""
        if not self.leads_from(model):
            return Q()
        if not self.relation:
            return Q(**{f"{self.field}__isnull": True})
        condition = {f"{self.relation}__{self.field}__isnull": False}
        if self.given:
            condition[f"{self.relation}__{self.given}__isnull"] = False
        if self.ended:
            condition[f"{self.relation}__{self.ended}__isnull"] = True
        return ~Q(pk__in=model._base_manager.filter(**condition).values("pk"))

    def leads_from(self, model: type[Model]) -> bool:
        """Whether the tables on the way are installed."""
        here: Any = model
        try:
            for name in self.relation.split("__") if self.relation else []:
                here = here._meta.get_field(name).related_model
        except FieldDoesNotExist:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Stages:
    """A state that no column holds: that of the first field which is filled in or true, in the order given, or `otherwise`."""

    fields: tuple[tuple[str, str], ...]
    otherwise: str

    def values(self, obj: Any) -> set[Any]:
        return {next((name for field, name in self.fields if getattr(obj, field)), self.otherwise)}

    def among(self, model: type[Model], wanted: Iterable[Any]) -> Q:
        wanted, condition, rest = set(wanted), Q(pk__in=[]), Q()
        for field, name in self.fields:
            flag = isinstance(model._meta.get_field(field), BooleanField)
            filled = Q(**{field: True}) if flag else Q(**{f"{field}__isnull": False})
            if name in wanted:
                condition |= rest & filled
            rest &= ~filled
        return condition | rest if self.otherwise in wanted else condition


def _follow(objects: list[Any], names: list[str]) -> list[Any]:
    for name in names:
        found: list[Any] = []
        for obj in objects:
            try:
                value = getattr(obj, name, None)
                found += list(value.all()) if isinstance(value, Manager) else [] if value is None else [value]
            except (ObjectDoesNotExist, ValueError):  # a one-to-one that is empty; a row not yet saved has no relations
                continue
        objects = found
    return objects


@dataclass(frozen=True, slots=True)
class Subject:
    """The ties of one kind of object. `view` is the operation that lists of it obey."""

    view: str
    organisations: tuple[Way, ...] = ()
    people: tuple[Way, ...] = ()
    assigned: tuple[Way, ...] = ()
    cases: tuple[Way, ...] = ()
    hands: tuple[Way, ...] = ()
    team: Way | None = None
    state: Way | Stages | None = None


def _through(relation: str) -> Subject:
    """The ties of a case, seen from something that belongs to it."""
    at = f"{relation}__" if relation else ""
    return Subject(
        view="case.view",
        organisations=(
            Way("organisation_id", relation),
            Way("organisation_id", f"{at}application__partners", given="accepted_at"),
        ),
        people=(Way("opened_by_id", relation),),
        assigned=(
            Way("reviewer_id", f"{at}application__assignments", ended="ended_at"),
            Way("user_id", f"{at}advice_requests__bench"),
            Way("adviser_id", f"{at}consultation"),
        ),
        cases=(Way("id", relation),),
        team=Way("procedure", relation),
        state=Way("status", relation),
    )


_CASE, _OF_CASE = _through(""), _through("case")
_APPLICATION = Subject(
    view="application.view",
    organisations=(Way("applicant_id"), Way("organisation_id", "partners", given="accepted_at")),
    assigned=(Way("reviewer_id", "assignments", ended="ended_at"), Way("user_id", "case__advice_requests__bench")),
    cases=(Way("case_id"),),
    team=Way("procedure", "case"),
    state=Way("state"),
)


def _of_call(at: str, view: str) -> Subject:
    """The ties of a call: all who submitted. By way of the submission, since a draft is nobody's business yet."""
    application = f"{at}applications__submission__application"
    return Subject(
        view=view,
        organisations=(
            Way("applicant_id", application),
            Way("organisation_id", f"{application}__partners", given="accepted_at"),
        ),
        cases=(Way("case_id", application),),
    )


SUBJECTS: dict[str, Subject] = {
    "cases.Case": _CASE,
    "documents.Document": Subject(
        view="document.view",
        organisations=_OF_CASE.organisations,
        people=_OF_CASE.people,
        assigned=_OF_CASE.assigned,
        cases=(Way("case_id"),),
        team=_OF_CASE.team,
        state=Way("audience"),
    ),
    "calls.Application": _APPLICATION,
    "export_control.Application": Subject(
        view="licensing.view",
        organisations=(Way("applicant_id"),),
        cases=(Way("case_id"),),
        team=Way("procedure", "case"),
        state=Way("state"),
    ),
    "calls.Assignment": Subject(
        view="review.view",
        organisations=(
            Way("applicant_id", "application"),
            Way("organisation_id", "application__partners", given="accepted_at"),
        ),
        assigned=(Way("reviewer_id", ended="ended_at"),),
        cases=(Way("case_id", "application"),),
        team=Way("procedure", "application__case"),
        state=Stages((("ended_at", "ended"), ("locked", "locked")), "open"),
    ),
    "calls.Partner": Subject(view="application.join", organisations=(Way("organisation_id"),)),
    "calls.Call": _of_call("", "call.view"),
    "advice.AdviceRequest": Subject(
        view="advice.view",
        organisations=_OF_CASE.organisations,
        assigned=(Way("user_id", "bench"),),
        cases=(Way("case_id"),),
        team=_OF_CASE.team,
        state=Way("state"),
    ),
    "calls.RankingList": replace(_of_call("call__", "ranking.view"), hands=(Way("proposed_by_id"),)),
    "registers.Organisation": Subject(view="registers.view", organisations=(Way("id"),)),
    "registers.Person": Subject(view="person.view", organisations=(Way("owned_id", "holdings"),)),
    "identity.User": Subject(view="user.view", people=(Way("id"),)),
    "identity.ApiToken": Subject(view="token.view", people=(Way("user_id"),)),
    "screening.Alert": replace(_OF_CASE, view="screening.view", assigned=(), hands=(Way("hand_id"),), state=Way("state")),
    "export_control.Licence": Subject(
        view="licence.view",
        organisations=(Way("holder_id"),),
        cases=(Way("case_id"), Way("granted_by_id")),
        team=Way("procedure", "case"),
        state=Way("state"),
    ),
    "progress.Attestation": Subject(view="attest.view", hands=(Way("given_by_id"),)),
}

DUCK = Subject(
    view="",
    organisations=(Way("organisation_id"),),
    people=(Way("opened_by_id"),),
    assigned=(Way("assigned_id"),),
    cases=(Way("case_id"),),
    hands=(Way("prepared_by_id"),),
    team=Way("procedure"),
    state=Way("state"),
)
"""An object of no known kind: what it has of these names counts, what it lacks is empty."""


def subject_of(obj: Any) -> Subject:
    label = getattr(getattr(obj, "_meta", None), "label", "")
    return SUBJECTS.get(label, DUCK)


def gather(ways: Iterable[Way], obj: Any) -> set[Any]:
    return set().union(*(way.values(obj) for way in ways))


def any_of(ways: Iterable[Way], model: type[Model], wanted: Iterable[Any]) -> Q:
    wanted, condition = list(wanted), Q(pk__in=[])
    for way in ways:
        condition |= way.among(model, wanted)
    return condition
