"""What time does to cases: a term that runs out is recorded once; one that is about to is called to mind once.

The same tick puts back into the queue what a worker left undone when it died."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bolwerk.office import queue
from bolwerk.office.cases import services
from bolwerk.office.cases.models import Case, Reminder
from bolwerk.office.cases.replay import state_of

REMIND_DAYS = 7
KEEPERS: list[Callable[[date], object]] = []
"""What time does to things that a domain keeps beside its cases (a licence that expires)."""


def keep(keeper: Callable[[date], object]) -> None:
    """Have `keeper` called with the day of every tick; it does each thing once. Called in `AppConfig.ready`."""
    if keeper not in KEEPERS:
        KEEPERS.append(keeper)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick recorded."""

    expired: tuple[tuple[Case, str], ...]
    reminders: tuple[Reminder, ...]


def tick(on: date, advance: Callable[[int], object] | None = None) -> Ticked:
    """Look at every open case as of the morning of `on` (Brussels). As often as you like: each thing is recorded once."""
    queue.put_back()
    ran_out: list[tuple[Case, str]] = []
    reminders: list[Reminder] = []
    horizon = (on + timedelta(days=REMIND_DAYS)).isoformat()
    for pk, state in Case.objects.filter(status=Case.Status.OPEN).order_by("pk").values_list("pk", "state").iterator(1_000):
        if any(_near(term, horizon) for term in state["terms"].values()):
            case = Case.objects.get(pk=pk)
            ran_out += [(case, term) for term in _expire(case, on)]
            reminders += _remind(case, on)
        if advance:
            advance(1)
    for keeper in KEEPERS:
        keeper(on)
    return Ticked(tuple(ran_out), tuple(reminders))


def _near(term: dict[str, Any], horizon: str) -> bool:
    """Read off the cache whether the term may run out by then; a clock that stands does not."""
    return bool(term["due"]) and term["due"] <= horizon and not term["stopped_on"] and not term["suspended_since"]


def _expire(case: Case, on: date) -> tuple[str, ...]:
    """Look without the lock first: most terms near their end have not run out."""
    return services.record_expiries(case.pk, on) if services.expiries(case, on) else ()


def _remind(case: Case, on: date) -> list[Reminder]:
    """One reminder per term, run and due day, from a week before until the day itself; none while the clock stands."""
    state = state_of(case, case.events.order_by("seq"), on)
    found = []
    for term in state.terms:
        if term.running and term.due and on <= term.due <= on + timedelta(days=REMIND_DAYS) and not state.closed:
            reminder, new = Reminder.objects.get_or_create(
                case=case, term=term.term.id, run=term.run, due=term.due, defaults={"on": on, "role": term.term.for_whom}
            )
            found += [reminder] * new
    return found
