"""The queue: which cases wait, for whom, and which is nearest to missing its term. The filter is the address of the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, overload
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from bolwerk.engines.procedures import Procedure
from bolwerk.kernel import Calendar, Duration, InvalidInput, KboNumber, NotFound, Text, read_date
from bolwerk.office.cases import registry
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Role

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

PAGE = 100
SOON = 5
"""Working days left from which a term is near. A choice of the page, not of a law."""
CALENDAR = Calendar()
VIEWS: dict[str, Text] = {
    "mijn": Text("Mijn werk", "My work"),
    "team": Text("Ons team", "Our team"),
    "alle": Text("Alle dossiers", "All cases"),
}
WAITS: dict[str, Text] = {
    "ons": Text("op ons", "for us"),
    "aanvrager": Text("op de aanvrager", "for the applicant"),
    "experts": Text("op experts of de commissie", "for experts or the committee"),
}
CLOCKS: dict[str, Text] = {
    "laat": Text("te laat", "late"),
    "dringend": Text("binnen vijf werkdagen", "within five working days"),
    "stil": Text("klok staat stil", "clock stands still"),
    "geen": Text("zonder termijn", "without a term"),
}
_WAIT_ROLES = {
    "ons": frozenset({Role.HANDLER.value, Role.APPROVER.value, Role.COORDINATOR.value}),
    "aanvrager": frozenset({Role.APPLICANT.value}),
    "experts": frozenset({Role.REVIEWER.value, Role.COMMITTEE_MEMBER.value}),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What stands in the address. `wrong` names the parts that could not be read: they filter nothing, and the page says so."""

    view: str = "mijn"
    procedure: str = ""
    step: str = ""
    role: str = ""
    organisation: str = ""
    due: str = ""
    waits: str = ""
    clock: str = ""
    wrong: tuple[tuple[str, InvalidInput], ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, given: Any) -> Filter:
        """From a query string."""
        raw = {name: str(given.get(key, "")).strip()[:100] for name, key in KEYS.items()}
        raw["view"] = raw["view"] if raw["view"] in VIEWS else "mijn"
        wrong: list[tuple[str, InvalidInput]] = []
        if raw["due"]:
            try:
                read_date(raw["due"], "due")
            except InvalidInput as error:
                wrong.append(("due", error))
        return cls(**raw, wrong=tuple(wrong))

    def address(self, **other: str) -> str:
        """The query string of this filter, with some parts changed: the link that keeps it."""
        pairs = {key: other.get(name, getattr(self, name)) for name, key in KEYS.items()}
        return "?" + urlencode({key: value for key, value in pairs.items() if value})

    @property
    def narrows(self) -> bool:
        return any(getattr(self, name) for name in KEYS if name != "view")


KEYS = {
    "view": "toon",
    "procedure": "procedure",
    "step": "stap",
    "role": "rol",
    "organisation": "organisatie",
    "due": "voor",
    "waits": "wacht",
    "clock": "klok",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list. `left` counts working days; negative when the term has passed.

    `suspended`: since when a clock stands; `due` is None when it is the nearest one that stands.
    """

    case: Case
    steps: tuple[Text, ...]
    roles: tuple[Text, ...]
    term: Text | None
    due: date | None
    left: int | None
    suspended: date | None


class Joined(Sequence[Case]):
    """Lists one after the other, read by slices, so that the index behind each of them does the sorting."""

    def __init__(self, *parts: QuerySet[Case]) -> None:
        self._parts = [(part, part.count()) for part in parts]

    def __len__(self) -> int:
        return sum(size for _, size in self._parts)

    @overload
    def __getitem__(self, at: int) -> Case: ...
    @overload
    def __getitem__(self, at: slice) -> list[Case]: ...
    def __getitem__(self, at: int | slice) -> Case | list[Case]:
        if isinstance(at, int):
            return self[at : at + 1][0]
        start, stop = at.start or 0, len(self) if at.stop is None else at.stop
        found: list[Case] = []
        for part, size in self._parts:
            if start < size and stop > 0:
                found += part[max(0, start) : min(size, stop)]
            start, stop = start - size, stop - size
        return found


def find(user: User, chosen: Filter, today: date) -> Joined:
    """The cases of the filter that this person may see: by due day, then those whose clock stands, without a term, closed."""
    return Joined(*_parts(user, chosen, today))


def _parts(user: User, chosen: Filter, today: date) -> list[QuerySet[Case]]:
    found = _narrowed(_seen(user, chosen.view), chosen, today).select_related("organisation")
    floats, open_ = _standing(without_other=True), found.filter(status=Case.Status.OPEN)
    running = open_.exclude(floats).filter(next_due__isnull=False).order_by("next_due", "reference")
    still = open_.filter(floats).order_by("next_due", "reference")
    without = open_.exclude(floats).filter(next_due__isnull=True).order_by("opened_at", "reference")
    match chosen.clock:
        case "stil":
            return [open_.filter(_standing()).order_by("next_due", "reference")]
        case "geen":
            return [without]
        case "":
            closed = [found.filter(status=Case.Status.CLOSED).order_by("-opened_at", "reference")]
            return [running, still, without, *(closed if chosen.view == "alle" else [])]
    return [running]


def counts(user: User) -> dict[str, int]:
    """How many cases each view holds."""
    return {view: _seen(user, view).count() for view in VIEWS}


def nearest(user: User, limit: int, today: date) -> tuple[Row, ...]:
    """The head of the person's own queue, for beside a case; nothing is counted for it."""
    found: list[Case] = []
    for part in _parts(user, Filter(), today):
        if len(found) < limit:
            found += part[: limit - len(found)]
    return rows(found, today)


def rows(cases: Iterable[Case], today: date) -> tuple[Row, ...]:
    return tuple(row_of(case, today) for case in cases)


def row_of(case: Case, today: date) -> Row:
    """Read from what the case keeps of its log: nothing is replayed for a list."""
    try:
        procedure = registry.of(case).procedure
    except NotFound:
        procedure = None
    steps = [procedure.step_of[name] for name in case.steps.strip(",").split(",") if procedure and name in procedure.step_of]
    clocks, term = case.state.get("terms", {}), case.state.get("deadline")
    stands = sorted(clock["suspended_since"] for clock in clocks.values() if clock.get("suspended_since"))
    due = None if clocks.get(term, {}).get("suspended_since") else case.next_due
    return Row(
        case=case,
        steps=tuple(step.label for step in steps),
        roles=tuple(dict.fromkeys(Role(step.role).text for step in steps if step.role in Role.values)),
        term=procedure.term_of[term].label if procedure and term in procedure.term_of else None,
        due=due,
        left=CALENDAR.working_days_between(today, due) if due else None,
        suspended=date.fromisoformat(stands[0]) if stands else None,
    )


def procedures() -> tuple[Procedure, ...]:
    return tuple(sorted({one.procedure.id: one.procedure for one in registry.all_registered()}.values(), key=lambda p: p.id))


def at_roles(roles: Iterable[str]) -> Q:
    """Cases that wait at a step of one of these roles."""
    wanted, groups = frozenset(roles), defaultdict[tuple[str, ...], list[str]](list)
    for procedure in procedures():
        groups[tuple(step.id for step in procedure.steps if step.role in wanted)].append(procedure.id)
    return _or(Q(procedure__in=ids) & at_steps(steps) for steps, ids in groups.items() if steps)


def at_steps(steps: Iterable[str]) -> Q:
    return _or(Q(steps__contains=f",{step},") for step in steps)


def _standing(without_other: bool = False) -> Q:
    """Cases at a step to which a move leads that stops a clock.

    `without_other`: only where that move starts no other clock, so that the due day kept for the case moves on with every day.
    """
    groups = defaultdict[tuple[str, ...], list[str]](list)
    for procedure in procedures():
        kinds = {kind for term in procedure.terms for kind in term.suspended_by}
        if without_other:
            kinds -= {kind for term in procedure.terms for kind in term.starts_on}
        steps = dict.fromkeys(step for move in procedure.moves if move.id in kinds for step in move.gives)
        groups[tuple(steps)].append(procedure.id)
    return _or(Q(procedure__in=ids) & at_steps(steps) for steps, ids in groups.items() if steps)


def _seen(user: User, view: str) -> QuerySet[Case]:
    found = policies.visible(user, Case.objects.order_by(), "case.list")
    if view == "alle":
        return found
    found = found.filter(status=Case.Status.OPEN)
    return found.filter(at_roles(user.roles)) if view == "mijn" else found


def _narrowed(found: QuerySet[Case], chosen: Filter, today: date) -> QuerySet[Case]:
    bad = {name for name, _ in chosen.wrong}
    if chosen.procedure:
        found = found.filter(procedure=chosen.procedure)
    if chosen.step:
        found = found.filter(at_steps([chosen.step]))
    if chosen.role:
        found = found.filter(at_roles([chosen.role]))
    if chosen.waits in _WAIT_ROLES:
        found = found.filter(at_roles(_WAIT_ROLES[chosen.waits]))
    if chosen.due and "due" not in bad:
        found = found.filter(next_due__lt=read_date(chosen.due))
    if chosen.organisation:
        found = found.filter(_organisation(chosen.organisation))
    match chosen.clock:
        case "laat":
            found = found.filter(next_due__lt=today)
        case "dringend":
            found = found.filter(next_due__gte=today, next_due__lte=_working_days_on(today, SOON))
    return found


def _organisation(typed: str) -> Q:
    try:
        return Q(organisation__kbo=KboNumber.read(typed))
    except InvalidInput:
        return Q(organisation__name__icontains=typed)


def _working_days_on(day: date, count: int) -> date:
    return CALENDAR.add(day, Duration.working_days(count))


def _or(parts: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for part in parts:
        found |= part
    return found
