"""Deciding an alert: true hit, false hit, or put to another hand; the second hand where the profile asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from bolwerk.kernel import local_day
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies
from bolwerk.office.screening import lists
from bolwerk.office.screening.errors import StaleAlert, closed, expiry_past, settled, unknown_outcome
from bolwerk.office.screening.models import Alert, State
from bolwerk.office.screening.reconciling import as_strict
from bolwerk.office.screening.services._common import clean_reason, done_before, locked, now, write

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

OUTCOMES = ("true_hit", "false_hit", "escalated")
_OPERATION = {State.OPEN: "screening.decide", State.PROPOSED: "screening.confirm", State.ESCALATED: "screening.resolve"}


@journal.in_one_step
def decide(
    alert_id: UUID | str,
    outcome: str,
    *,
    reason: str,
    actor: User,
    key: str,
    expires: date | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Alert:
    """Decide what waits: the first hand, the second hand, or the other hand after an escalation.

    A second hand that says the same settles the alert; one that says otherwise puts it to another hand. `expires` is the last
    day on which the decision counts; the term of the profile ends it in any case. The same `key` again changes nothing.
    Raises `StaleAlert` when `version` is not the alert's, `NotAllowed` for the same hands or an interest.
    """
    moment = now(at)
    alert = locked(alert_id)
    if outcome not in OUTCOMES:
        raise unknown_outcome(outcome)
    if done_before(key, alert, outcome):
        return alert
    _fresh(alert, version)
    if alert.lapsed(local_day(moment)):
        expire(alert, moment)
        alert = locked(alert_id)
    if alert.state == State.CLOSED:
        raise closed()
    if not alert.undecided:
        raise settled()
    policies.require(actor, _OPERATION[alert.status], alert)
    text = clean_reason(reason)
    if expires is not None and expires <= local_day(moment):
        raise expiry_past()
    _take(alert, outcome, actor, moment, key, text, expires)
    return alert


@journal.in_one_step
def decide_alike(
    alert_ids: Sequence[UUID | str],
    outcome: str,
    *,
    reason: str,
    actor: User,
    key: str,
    expires: date | None = None,
    versions: Sequence[int] | None = None,
    at: datetime | None = None,
) -> tuple[Alert, ...]:
    """One outcome and one reason for several alerts: all of them, or none."""
    seen = list(versions) if versions is not None else [None] * len(alert_ids)
    return tuple(
        decide(pk, outcome, reason=reason, actor=actor, key=f"{key}:{pk}", expires=expires, version=version, at=at)
        for pk, version in zip(alert_ids, seen, strict=True)
    )


@journal.in_one_step
def reopen(
    alert_id: UUID | str, *, reason: str, actor: User, key: str, version: int | None = None, at: datetime | None = None
) -> Alert:
    """Take back a decision, because of what came out since. What was carried over from it opens too."""
    moment = now(at)
    alert = locked(alert_id)
    if done_before(key, alert, "reopened"):
        return alert
    _fresh(alert, version)
    if alert.state == State.CLOSED:
        raise closed()
    policies.require(actor, "screening.reopen", alert)
    undo(alert, "reopened", moment, actor=actor, key=key, reason=clean_reason(reason))
    return alert


def expire(alert: Alert, at: datetime) -> None:
    """Open again what ran out, with what carries the decision."""
    root = alert.carried_from or alert
    undo(root, "expired", at, actor=None, key=f"expired:{root.pk}:{root.version}")


def undo(alert: Alert, kind: str, at: datetime, *, actor: User | None, key: str, reason: str = "") -> None:
    """Back to open, with a record; also the alerts that carry this decision."""
    for one in (alert, *alert.carried_to.exclude(state=State.CLOSED)):
        own = key if one.pk == alert.pk else f"{key}:{one.pk}"
        write(one, kind, stage="none", actor=actor, at=at, key=own, reason=reason)
        one.state, one.verdict, one.verdict_until, one.proposal, one.proposal_until = State.OPEN, "", None, "", None
        one.hand, one.carried_from = None, None
        one.save()
    # A closed alert keeps no verdict either: it would be carried over to the next subject that is just like it.
    alert.carried_to.update(verdict="", verdict_until=None, carried_from=None)


def _take(alert: Alert, outcome: str, actor: User, at: datetime, key: str, reason: str, expires: date | None) -> None:
    agrees = alert.state == State.PROPOSED and outcome == alert.proposal
    if outcome == "escalated" or (alert.state == State.PROPOSED and not agrees):
        write(alert, outcome, stage="none", actor=actor, at=at, key=key, reason=reason)
        alert.state, alert.hand, alert.proposal, alert.proposal_until = State.ESCALATED, actor, "", None
    elif agrees or not lists.profile_of(alert.profile).four_eyes:
        until = _soonest(expires, alert.proposal_until, _term(alert, outcome, at))
        write(alert, outcome, stage="final", actor=actor, at=at, key=key, reason=reason, expires=until)
        alert.state, alert.verdict, alert.verdict_until = outcome, outcome, until
        alert.proposal, alert.proposal_until = "", None
        _carry_over(alert)
    else:
        write(alert, outcome, stage="first", actor=actor, at=at, key=key, reason=reason, expires=expires)
        alert.state, alert.hand, alert.proposal, alert.proposal_until = State.PROPOSED, actor, outcome, expires
    alert.save()


def _carry_over(alert: Alert) -> None:
    """The decision holds for the same two versions under every other reference, where nobody began to decide yet."""
    same = Alert.objects.filter(
        state=State.OPEN,
        dataset=alert.dataset,
        entity_id=alert.entity_id,
        subject_digest=alert.subject_digest,
        entry_digest=alert.entry_digest,
    ).exclude(pk=alert.pk)
    for pk, profile in list(same.values_list("pk", "profile")):
        if as_strict(alert.profile, profile):
            Alert.objects.filter(pk=pk).update(
                state=alert.verdict, verdict=alert.verdict, verdict_until=alert.verdict_until, carried_from=alert
            )


def _term(alert: Alert, outcome: str, at: datetime) -> date | None:
    """A true hit stays true until somebody reopens it; a false hit is looked at again after a while."""
    days = lists.profile_of(alert.profile).expiry_days if outcome == "false_hit" else None
    return local_day(at) + timedelta(days=days) if days else None


def _soonest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _fresh(alert: Alert, version: int | None) -> None:
    if version is not None and version != alert.version:
        since = tuple(alert.decisions.filter(seq__gt=version).select_related("actor").order_by("seq"))
        raise StaleAlert(alert.caption, version, alert.version, since)
