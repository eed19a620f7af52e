"""What reads: the alerts of a case, what holds it back, the history of a pair, what changed between two versions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet

from bolwerk.kernel import Text
from bolwerk.office.identity.models import today
from bolwerk.office.screening import lists
from bolwerk.office.screening.errors import no_alert, no_run
from bolwerk.office.screening.models import SETTLED, UNDECIDED, Alert, Decision, Run, State, Watched

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case


def alerts(case: Case) -> QuerySet[Alert]:
    """Every alert of the case, also the closed ones; those that wait first, the most telling on top."""
    return Alert.objects.filter(case=case).select_related("subject", "hand").order_by("state", "-score", "-rarity", "pk")


def open_alerts(case: Case, on: date | None = None) -> QuerySet[Alert]:
    """The alerts that nobody settled, and those whose decision has run out."""
    return alerts(case).filter(_waits(on or today()))


def blocks(case: Case, on: date | None = None) -> tuple[Text, ...]:
    """Why the case may not issue anything; () when the screening is clear.

    Fails closed: no lists, no screened party, lists that changed since, a hit that is undecided, a true hit.
    """
    day = on or today()
    reasons = []
    if not lists.current().versions:
        reasons.append(_NO_LISTS)
    if not watched(case).exists():
        reasons.append(_NOBODY)
    elif stale(case):
        reasons.append(_STALE)
    for alert in alerts(case).exclude(state=State.CLOSED):
        if alert.undecided or alert.lapsed(day):
            state = _LAPSED if alert.lapsed(day) else alert.status.text
            reasons.append(_UNDECIDED.format(name=alert.subject.caption, entry=alert.caption, list=alert.dataset, state=state))
        elif alert.state == State.TRUE_HIT:
            reasons.append(_TRUE.format(name=alert.subject.caption, entry=alert.caption, list=alert.dataset))
    return tuple(reasons)


def stale(case: Case) -> bool:
    """Whether a subject of the case was not screened against the lists in force, or with another engine or profile."""
    force = lists.current()
    seen = set(watched(case).order_by().values_list("screened_with", "engine", "profile"))
    return any((digest, engine) != (force.digest, force.engine(profile)) for digest, engine, profile in seen)


def watched(case: Case) -> QuerySet[Watched]:
    """The subjects of the case that are under watch."""
    return Watched.objects.filter(case=case, released_at=None)


def all_watched() -> QuerySet[Watched]:
    """Every subject under watch."""
    return Watched.objects.filter(released_at=None)


def waiting_for_rescreen() -> int:
    """How many subjects were not screened against the lists in force with the engine of now."""
    force = lists.current()
    groups = all_watched().order_by().values_list("screened_with", "engine", "profile").annotate(n=Count("pk"))
    return sum(n for digest, engine, profile, n in groups if (digest, engine) != (force.digest, force.engine(profile)))


def standing() -> dict[str, Any]:
    """The desk in figures: lists in force, subjects under watch, who waits for a screening, alerts by state, the last run."""
    last = Run.objects.exclude(kind="list_put").order_by("-journal_seq").first()
    alive = dict(Alert.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return {
        "lists": {
            version.name: {"count": version.count, "digest": version.digest, "published": version.published}
            for version in lists.current().versions
        },
        "watched": all_watched().count(),
        "waiting": waiting_for_rescreen(),
        "alerts": {state: alive[state] for state in State.values if state in alive},
        "last_run": {"run": last.pk, "digest": last.digest, "at": last.at.isoformat(timespec="seconds")} if last else None,
    }


def alert(pk: UUID | str) -> Alert:
    try:
        return Alert.objects.select_related("subject", "case", "hand", "run", "previous", "carried_from").get(pk=pk)
    except (Alert.DoesNotExist, ValidationError, ValueError, TypeError) as error:
        raise no_alert(pk) from error


def run(name: str) -> Run:
    """A run by its number in the journal, or by the first characters (at least six) of the digest of its receipt."""
    text = str(name).strip().lower()
    if text.isdigit() and len(text) < 19 and (found := Run.objects.filter(journal_seq=int(text)).first()):
        return found
    if len(text) >= 6 and (found := Run.objects.filter(digest__startswith=text).order_by("journal_seq").first()):
        return found
    raise no_run(name)


def history(one: Alert) -> tuple[Decision, ...]:
    """Every decision on this subject and entry, in any version and under any reference with the same data; newest first."""
    same = Q(alert__subject=one.subject_id) | Q(alert__subject_digest=one.subject_digest)
    found = Decision.objects.filter(same, alert__dataset=one.dataset, alert__entity_id=one.entity_id)
    return tuple(found.select_related("actor", "alert", "alert__subject", "alert__case").order_by("-journal_seq"))


def _waits(on: date) -> Q:
    return Q(state__in=UNDECIDED) | Q(state__in=SETTLED, verdict_until__lt=on)


_NO_LISTS = Text(
    "Er zijn geen lijsten ingeladen: een screening bewijst niets.", "No lists are loaded: a screening proves nothing."
)
_NOBODY = Text("Nog geen enkele partij is gescreend.", "No party was screened yet.")
_STALE = Text(
    "De lijsten zijn gewijzigd sinds de partijen werden gescreend.", "The lists changed since the parties were screened."
)
_UNDECIDED = Text("{name} lijkt op {entry} (lijst {list}): {state}.", "{name} resembles {entry} (list {list}): {state}.")
_LAPSED = Text("de beslissing is vervallen", "the decision has run out")
_TRUE = Text("{name} is {entry} (lijst {list}).", "{name} is {entry} (list {list}).")
