"""May this person do this, and why not. `may` judges one object, `visible` a list, both from the same rows and ties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from bolwerk.kernel import NotAllowed, Text
from bolwerk.office.identity import denials
from bolwerk.office.identity.models import Role, User, today
from bolwerk.office.identity.subjects import DUCK, SUBJECTS, Subject, any_of, gather, subject_of
from bolwerk.office.identity.table import ANYONE, OPERATIONS, RULES, Bar, Rule, Scope

__all__ = ["OPERATIONS", "RULES", "Verdict", "may", "require", "require_actor", "visible"]

M = TypeVar("M", bound=Model)
_ROWS = {name: tuple(rule for rule in RULES if rule.operation == name) for name in OPERATIONS}
_EVERY = Q(pk__isnull=False)  # an empty Q would vanish from an "or" instead of making it true
Who = User | AnonymousUser | None

_OK = Text("Dit mag.", "This is allowed.")
_SIGN_IN = Text("Meld u eerst aan.", "Sign in first.")
_SHUT = Text("Dit account is afgesloten.", "This account is closed.")
_UNKNOWN = Text("Voor '{operation}' bestaat geen regel.", "There is no rule for '{operation}'.")
_ROLE = Text("Dit mag alleen een {roles}.", "Only a {roles} may do this.")
_REACH = {
    Scope.OWN: Text("U werkt niet voor de organisatie van dit dossier.", "You do not act for the organisation of this case."),
    Scope.ASSIGNED: Text("U bent hiervoor niet aangesteld.", "You were not appointed for this."),
    Scope.TEAM: Text("Dit hoort bij een ander team.", "This belongs to another team."),
}
_STATE = Text("Dit kan niet meer of nog niet in deze stand: {state}.", "In this state it is too late or too early: {state}.")
_NO_STATE = Text("Van dit stuk is de stand niet bekend.", "The state of this is not known.")
_BARS = {
    Bar.INTEREST: Text(
        "U hebt een belang bij deze organisatie of dit dossier.", "You have an interest in this organisation or case."
    ),
    Bar.SAME_HANDS: Text(
        "U hebt dit zelf voorbereid: een tweede persoon beslist.", "You prepared this: a second person decides."
    ),
    Bar.ONESELF: Text("Dit kunt u niet voor uzelf doen.", "You cannot do this for yourself."),
}
_STATES = {
    "open": Text("lopend", "open"),
    "closed": Text("afgesloten", "closed"),
    "draft": Text("ontwerp", "draft"),
    "submitted": Text("ingediend", "submitted"),
    "completing": Text("wordt aangevuld", "being completed"),
    "withdrawn": Text("ingetrokken", "withdrawn"),
    "given": Text("gegeven", "given"),
    "shared": Text("gedeeld met de aanvrager", "shared with the applicant"),
    "internal": Text("intern stuk", "internal paper"),
    "locked": Text("ingediend en vergrendeld", "submitted and locked"),
    "ended": Text("beëindigd", "ended"),
}
_MEND = Text("Vraag het aan een collega die dit mag.", "Ask a colleague who may do this.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed or not, and the reason in a sentence."""

    allowed: bool
    reason: Text

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True, slots=True)
class _Person:
    """What the rules need to know of whoever asks, on one day."""

    pk: int | None
    teams: dict[str, frozenset[str]]
    organisations: frozenset[int]
    interests: frozenset[int]
    cases: frozenset[Any]

    def rules(self, operation: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in _ROWS.get(operation, ()) if rule.role in self.teams)


def may(user: Who, operation: str, obj: Any = None) -> Verdict:
    """Whether `user` may do `operation` on `obj`. Without an object: whether the role allows it on any object at all."""
    if operation not in OPERATIONS:
        return Verdict(False, _UNKNOWN.format(operation=operation))
    person = _person(user)
    rules = person.rules(operation)
    if not rules:
        return Verdict(False, _no_role(user, operation))
    if obj is None:
        return Verdict(True, _OK)
    found = [_why_not(rule, person, obj) for rule in rules]
    closest = min(found, key=lambda step: step[0])
    return Verdict(True, _OK) if closest[1] is None else Verdict(False, closest[1])


def require(user: Who, operation: str, obj: Any = None, *, mend: Text = _MEND) -> None:
    """Raises `NotAllowed` with the reason when `may` says no, and logs the refusal."""
    verdict = may(user, operation, obj)
    if verdict.allowed:
        return
    error = NotAllowed(verdict.reason, where=operation, mend=mend)
    denials.refused(error, user, operation, obj)
    raise error


def require_actor(actor: User | None, operation: str, obj: Any = None, *, mend: Text = _MEND) -> None:
    """As `require`, for a service: nobody (None) is the system itself there, and may."""
    if actor is not None:
        require(actor, operation, obj, mend=mend)


def visible(user: Who, queryset: QuerySet[M], operation: str = "") -> QuerySet[M]:
    """The rows of `queryset` that `may` allows one by one; the operation is the view of that kind when not given."""
    model = queryset.model
    subject = SUBJECTS.get(model._meta.label, DUCK)
    person = _person(user)
    condition = Q(pk__in=[])
    for rule in person.rules(operation or subject.view):
        condition |= _where(rule, person, subject, model)
    return queryset.filter(condition)


def _person(user: Who) -> _Person:
    if not isinstance(user, User) or not user.is_active:
        return _Person(None, {ANYONE: frozenset({""})}, frozenset(), frozenset(), frozenset())
    day = today()
    teams: dict[str, set[str]] = {ANYONE: {""}}
    for role in user.roles_on(day):
        teams[role] = set()
    for grant in user.grants_on(day):
        teams[grant.role].add(grant.team)
    members = (m for m in user.memberships.all() if m.valid_from <= day and (m.valid_until is None or day <= m.valid_until))
    interests = [interest for interest in user.interests.all() if interest.holds_on(day)]
    organisations = frozenset(member.organisation_id for member in members)
    return _Person(
        user.pk,
        {role: frozenset(names) for role, names in teams.items()},
        organisations,
        organisations | {interest.organisation_id for interest in interests if interest.organisation_id},
        frozenset(interest.case_id for interest in interests if interest.case_id),
    )


def _why_not(rule: Rule, person: _Person, obj: Any) -> tuple[int, Text | None]:
    """How far the row lets this person come (0: all the way) and what stopped it."""
    subject = subject_of(obj)
    if not _reaches(rule, person, subject, obj):
        return 3, _REACH[rule.scope]
    state = next(iter(subject.state.values(obj)), None) if subject.state else None
    if rule.states and state not in rule.states:
        named = _STATES.get(str(state), Text.same(str(state)))
        return 2, _STATE.format(state=named) if state else _NO_STATE
    for bar in rule.bars:
        if _barred(bar, person, subject, obj):
            return 1, _BARS[bar]
    return 0, None


def _reaches(rule: Rule, person: _Person, subject: Subject, obj: Any) -> bool:
    teams = person.teams[rule.role]
    match rule.scope:
        case Scope.ALL:
            return True
        case Scope.OWN:
            organisations = gather(subject.organisations, obj)
            return bool(organisations & person.organisations) if organisations else person.pk in gather(subject.people, obj)
        case Scope.ASSIGNED:
            return person.pk in gather(subject.assigned, obj) or _in_team(teams - {""}, subject, obj)
        case Scope.TEAM:
            return "" in teams or subject.team is None or _in_team(teams, subject, obj)


def _in_team(teams: frozenset[str], subject: Subject, obj: Any) -> bool:
    names = subject.team.values(obj) if subject.team else set()
    return any(str(name).startswith(team) for name in names for team in teams)


def _barred(bar: Bar, person: _Person, subject: Subject, obj: Any) -> bool:
    match bar:
        case Bar.INTEREST:
            tied = gather(subject.organisations, obj) & person.interests
            return bool(tied or gather(subject.cases, obj) & person.cases)
        case Bar.SAME_HANDS:
            return person.pk in gather(subject.hands, obj)
        case Bar.ONESELF:
            return person.pk in gather(subject.people, obj)


def _where(rule: Rule, person: _Person, subject: Subject, model: type[Model]) -> Q:
    """The row as a condition: the same as `_why_not(...)[0] == 0` for each object."""
    condition = _reach_where(rule, person, subject, model)
    if rule.states:
        condition &= subject.state.among(model, rule.states) if subject.state else Q(pk__in=[])
    for bar in rule.bars:
        match bar:
            case Bar.INTEREST:
                shut = any_of(subject.organisations, model, person.interests) | any_of(subject.cases, model, person.cases)
            case Bar.SAME_HANDS:
                shut = any_of(subject.hands, model, [person.pk])
            case Bar.ONESELF:
                shut = any_of(subject.people, model, [person.pk])
        condition &= ~shut
    return condition


def _reach_where(rule: Rule, person: _Person, subject: Subject, model: type[Model]) -> Q:
    teams = person.teams[rule.role]
    match rule.scope:
        case Scope.ALL:
            return _EVERY
        case Scope.OWN:
            begun = any_of(subject.people, model, [person.pk])
            for way in subject.organisations:
                begun &= way.nowhere(model)
            return any_of(subject.organisations, model, person.organisations) | begun
        case Scope.ASSIGNED:
            return any_of(subject.assigned, model, [person.pk]) | _team_where(teams - {""}, subject)
        case Scope.TEAM:
            return _EVERY if "" in teams or subject.team is None else _team_where(teams, subject)


def _team_where(teams: Iterable[str], subject: Subject) -> Q:
    condition = Q(pk__in=[])
    if subject.team:
        at = f"{subject.team.relation}__{subject.team.field}" if subject.team.relation else subject.team.field
        for team in teams:
            condition |= Q(**{f"{at}__startswith": team})
    return condition


def _no_role(user: Who, operation: str) -> Text:
    if not isinstance(user, User):
        return _SIGN_IN
    if not user.is_active:
        return _SHUT
    roles = dict.fromkeys(rule.role for rule in _ROWS[operation])
    names = [Role(role).text for role in roles]
    return Text(
        _ROLE.nl.format(roles=" of ".join(name.nl.lower() for name in names)),
        _ROLE.en.format(roles=" or ".join(name.en.lower() for name in names)),
    )
