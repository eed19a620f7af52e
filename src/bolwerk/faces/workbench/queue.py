"""The queue: which cases wait, for whom, and which is nearest to missing its term. The filter is the address of the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, overload
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from bolwerk.domains.export_control.live import handling
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
    "experts": frozenset({Role.REVIEWER.value, Role.COMMITTEE_MEMBER.value, Role.ADVISER.value}),
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
    lane: Text | None = None


class Joined(Sequence[Case]):
    """Lists of known size one after the other, read by slices, so that the index behind each of them does the sorting."""

    def __init__(self, parts: Sequence[tuple[QuerySet[Case], int]]) -> None:
        self._parts = parts

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


@dataclass(frozen=True, slots=True)
class Pile:
    """How many cases of one procedure wait at exactly these steps, and how many of them have a due day.

    There are only some dozens of piles, however many cases: what a filter means is decided on them, and asked of the
    database as plain equality.
    """

    procedure: str
    raw: str
    status: str
    size: int
    dated: int

    @property
    def steps(self) -> frozenset[str]:
        return frozenset(self.raw.strip(",").split(","))

    @property
    def open(self) -> bool:
        return self.status == Case.Status.OPEN

    @property
    def roles(self) -> frozenset[str]:
        known = _step_roles().get(self.procedure, {})
        return frozenset(known[step] for step in self.steps if step in known)


Test = Callable[[Pile], bool]


class Queue:
    """The cases that one person may see, in piles."""

    def __init__(self, user: User, today: date, *, closed_too: bool = True) -> None:
        self._user, self._today = user, today
        self._visible = policies.visible(user, Case.objects.order_by(), "case.list")
        if not closed_too:
            self._visible = self._visible.filter(status=Case.Status.OPEN)
        self._piles = _piles(self._visible)

    def counts(self) -> dict[str, int]:
        """How many cases each view holds."""
        return {view: sum(pile.size for pile in self._piles if self._in_view(view)(pile)) for view in VIEWS}

    def find(self, chosen: Filter) -> Joined:
        """The cases of the filter: by due day, then those whose clock stands, without a term, closed."""
        tests = [self._in_view(chosen.view), *_tests(chosen)]
        kept = [pile for pile in self._piles if all(test(pile) for test in tests)]
        found = self._visible.select_related("organisation").filter(_at(kept))
        narrow = _conditions(chosen, self._today)
        if narrow:
            found = found.filter(narrow)
            kept = _piles(found)
        floats = _standing(without_other=True)
        running = [pile for pile in kept if pile.open and not floats(pile)]
        still = [pile for pile in kept if pile.open and floats(pile)]
        closed = [pile for pile in kept if not pile.open]
        dated, bare = sum(pile.dated for pile in running), sum(pile.size - pile.dated for pile in running)
        parts = {
            "dated": (found.filter(_at(running), next_due__isnull=False).order_by("next_due", "reference"), dated),
            "still": (found.filter(_at(still)).order_by("next_due", "reference"), sum(pile.size for pile in still)),
            "bare": (found.filter(_at(running), next_due__isnull=True).order_by("opened_at", "reference"), bare),
            "closed": (found.filter(_at(closed)).order_by("-opened_at", "reference"), sum(pile.size for pile in closed)),
        }
        wanted = {"": tuple(parts), "stil": ("dated", "still"), "geen": ("bare",)}.get(chosen.clock, ("dated",))
        return Joined([parts[name] for name in wanted])

    def _in_view(self, view: str) -> Test:
        mine = self._user.roles
        match view:
            case "alle":
                return lambda pile: True
            case "team":
                return lambda pile: pile.open
        return lambda pile: pile.open and not mine.isdisjoint(pile.roles)


def find(user: User, chosen: Filter, today: date) -> Joined:
    return Queue(user, today).find(chosen)


def nearest(user: User, limit: int, today: date) -> tuple[Row, ...]:
    """The head of the person's own queue, for beside a case."""
    return rows(Queue(user, today, closed_too=False).find(Filter())[:limit], today)


def rows(cases: Iterable[Case], today: date) -> tuple[Row, ...]:
    found = list(cases)
    lanes = handling.overview.lanes_of([case for case in found if case.procedure in handling.subject.HANDLED])
    return tuple(row_of(case, today, lanes[case.pk].text if case.pk in lanes else None) for case in found)


def row_of(case: Case, today: date, lane: Text | None = None) -> Row:
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
        lane=lane,
    )


def procedures() -> tuple[Procedure, ...]:
    return tuple(sorted({one.procedure.id: one.procedure for one in registry.all_registered()}.values(), key=lambda p: p.id))


def _step_roles() -> dict[str, dict[str, str]]:
    return {procedure.id: {step.id: step.role for step in procedure.steps if step.role} for procedure in procedures()}


def _piles(found: QuerySet[Case]) -> list[Pile]:
    groups = found.order_by().values_list("procedure", "steps", "status")
    return [Pile(*row) for row in groups.annotate(size=Count("*"), dated=Count("next_due"))]


def _at(piles: Iterable[Pile]) -> Q:
    """Exactly the cases of these piles."""
    groups = defaultdict[tuple[str, str], list[str]](list)
    for pile in piles:
        groups[pile.procedure, pile.status].append(pile.raw)
    found = Q(pk__in=[])
    for (procedure, status), raw in groups.items():
        found |= Q(procedure=procedure, status=status, steps__in=raw)
    return found


def _tests(chosen: Filter) -> list[Test]:
    """What the filter says of procedure, step, role and clock: decided on piles."""
    tests: list[Test] = []
    if chosen.procedure:
        tests.append(lambda pile: pile.procedure == chosen.procedure)
    if chosen.step:
        tests.append(lambda pile: chosen.step in pile.steps)
    if chosen.role:
        tests.append(lambda pile: chosen.role in pile.roles)
    if chosen.waits in _WAIT_ROLES:
        tests.append(lambda pile: not pile.roles.isdisjoint(_WAIT_ROLES[chosen.waits]))
    if chosen.clock:
        tests.append(lambda pile: pile.open)
    if chosen.clock == "stil":
        tests.append(_standing())
    return tests


def _standing(without_other: bool = False) -> Test:
    """Whether cases wait at a step to which a move leads that stops a clock.

    `without_other`: only where that move starts no other clock, so that the due day kept for the case moves on with every day.
    """
    known = {}
    for procedure in procedures():
        kinds = {kind for term in procedure.terms for kind in term.suspended_by}
        if without_other:
            kinds -= {kind for term in procedure.terms for kind in term.starts_on}
        known[procedure.id] = frozenset(step for move in procedure.moves if move.id in kinds for step in move.gives)
    return lambda pile: not known.get(pile.procedure, frozenset()).isdisjoint(pile.steps)


def _conditions(chosen: Filter, today: date) -> Q:
    """What the filter says of days and organisation: asked of the database."""
    found = Q()
    if chosen.due and "due" not in {name for name, _ in chosen.wrong}:
        found &= Q(next_due__lt=read_date(chosen.due))
    if chosen.organisation:
        found &= _organisation(chosen.organisation)
    if chosen.clock == "laat":
        found &= Q(next_due__lt=today)
    if chosen.clock == "dringend":
        found &= Q(next_due__gte=today, next_due__lte=CALENDAR.add(today, Duration.working_days(SOON)))
    return found


def _organisation(typed: str) -> Q:
    try:
        return Q(organisation__kbo=KboNumber.read(typed))
    except InvalidInput:
        return Q(organisation__name__icontains=typed)
