"""Which alerts, in which order. The filter is the address of the page, so that it can be kept and shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from bolwerk.kernel import Text
from bolwerk.office.cases.models import Case as CaseFile
from bolwerk.office.identity import policies
from bolwerk.office.screening.models import SETTLED, Alert, State

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

PAGE = 50
_LOOKED = 2_000
"""How far down the queue the next alert is looked for."""
STATES: dict[str, Text] = {
    "wacht": Text("Te beslissen", "To decide"),
    "tweede": Text("Tweede hand", "Second hand"),
    "voorgelegd": Text("Voorgelegd", "Put to another"),
    "beslist": Text("Beslist", "Decided"),
    "gesloten": Text("Gesloten", "Closed"),
}
_WHICH: dict[str, tuple[str, ...]] = {
    "wacht": (State.OPEN.value,),
    "tweede": (State.PROPOSED.value,),
    "voorgelegd": (State.ESCALATED.value,),
    "beslist": SETTLED,
    "gesloten": (State.CLOSED.value,),
}
KEYS = {"state": "staat", "dataset": "lijst", "profile": "profiel", "schema": "soort", "case": "dossier", "word": "q"}


@dataclass(frozen=True, slots=True)
class Filter:
    """What stands in the address."""

    state: str = "wacht"
    dataset: str = ""
    profile: str = ""
    schema: str = ""
    case: str = ""
    word: str = ""

    @classmethod
    def read(cls, given: Any) -> Filter:
        raw = {name: str(given.get(key, "")).replace("\x00", "").strip()[:100] for name, key in KEYS.items()}
        raw["state"] = raw["state"] if raw["state"] in STATES else "wacht"
        return cls(**raw)

    def address(self, **other: str) -> str:
        """The query string of this filter, with some parts changed."""
        pairs = {key: other.get(name, getattr(self, name)) for name, key in KEYS.items()}
        return "?" + urlencode({key: value for key, value in pairs.items() if value})

    @property
    def narrows(self) -> bool:
        return any(getattr(self, name) for name in KEYS if name != "state")


def seen_by(user: User) -> QuerySet[Alert]:
    return policies.visible(user, Alert.objects.all(), "screening.view")


def find(user: User, chosen: Filter, on: date) -> QuerySet[Alert]:
    """What blocks a case near its term first, then the highest score, then the rarest name."""
    rows = _narrowed(seen_by(user), chosen).filter(_in_state(chosen.state, on))
    # A case that is closed waits for nothing any more.
    due = Case(When(case__status=CaseFile.Status.OPEN, then=F("case__next_due")), default=Value(None))
    urgent = rows.annotate(due=due).select_related("subject", "case", "hand")
    return urgent.defer("subject_data", "entry_data").order_by(F("due").asc(nulls_last=True), "-score", "-rarity", "pk")


def _in_state(name: str, on: date) -> Q:
    which = Q(state__in=_WHICH[name])
    lapsed = Q(state__in=SETTLED, verdict_until__lt=on)
    return which | lapsed if name == "wacht" else which & ~lapsed if name == "beslist" else which


def _narrowed(rows: QuerySet[Alert], chosen: Filter) -> QuerySet[Alert]:
    if chosen.dataset:
        rows = rows.filter(dataset=chosen.dataset)
    if chosen.profile:
        rows = rows.filter(profile=chosen.profile)
    if chosen.schema:
        rows = rows.filter(subject__schema=chosen.schema)
    if chosen.case:
        rows = rows.filter(case__reference__iexact=chosen.case)
    if chosen.word:
        rows = rows.filter(Q(caption__icontains=chosen.word) | Q(subject__caption__icontains=chosen.word))
    return rows


def counts(user: User, chosen: Filter, on: date) -> dict[str, int]:
    """How many there are in each state, within the rest of the filter."""
    rows = _narrowed(seen_by(user), chosen).order_by()
    wanted = {name: Count("pk", filter=_in_state(name, on)) for name in STATES}
    return {name: int(number) for name, number in rows.aggregate(**wanted).items()}


def following(user: User, chosen: Filter, on: date, after: Alert) -> Alert | None:
    """The alert that comes after this one in its queue; the first of it when this one is the last, or no longer in it."""
    if chosen.state not in ("wacht", "tweede", "voorgelegd"):
        return None
    keys = list(find(user, chosen, on).values_list("pk", flat=True)[:_LOOKED])
    place = keys.index(after.pk) + 1 if after.pk in keys else 0
    around = [key for key in (*keys[place:], *keys[:place]) if key != after.pk]
    return Alert.objects.get(pk=around[0]) if around else None


def options(user: User) -> dict[str, list[tuple[str, str]]]:
    rows = seen_by(user).order_by()
    return {
        "lijst": [(one, one) for one in sorted(set(rows.values_list("dataset", flat=True).distinct()))],
        "profiel": [(one, one) for one in sorted(set(rows.values_list("profile", flat=True).distinct()))],
        "soort": [(one, one) for one in sorted(set(rows.values_list("subject__schema", flat=True).distinct()))],
    }
