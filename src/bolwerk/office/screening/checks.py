"""What the chain cannot see: whether the state kept with an alert follows from its decisions."""

from __future__ import annotations

from collections.abc import Iterator

from bolwerk.kernel import Text
from bolwerk.office.log import Finding
from bolwerk.office.screening.models import Alert, State

_STATE = Text(
    "De stand van deze melding volgt niet uit haar beslissingen.", "The state of this alert does not follow from its decisions."
)


def sound() -> Iterator[Finding]:
    """Each alert with the last of its decisions; those that carry the decision of another, with that one."""
    alerts = Alert.objects.defer("subject_data", "entry_data", "hit").select_related("carried_from")
    for alert in alerts.prefetch_related("decisions").order_by("pk").iterator(1_000):
        if not _fits(alert):
            yield Finding("alert", "screening", str(alert.pk), alert.version, _STATE)


def _fits(alert: Alert) -> bool:
    decisions = sorted(alert.decisions.all(), key=lambda one: one.seq)
    last = decisions[-1] if decisions else None
    if alert.version != (last.seq if last else 0):
        return False
    if alert.state == State.CLOSED:
        return True
    if alert.carried_from is not None:
        return (alert.state, alert.verdict_until) == (alert.carried_from.verdict, alert.carried_from.verdict_until)
    if last is None or last.kind in ("reopened", "expired"):
        return alert.state == State.OPEN and not alert.verdict
    if last.stage == "final":
        return (alert.state, alert.verdict, alert.verdict_until) == (last.kind, last.kind, last.expires_on)
    return alert.state == (State.PROPOSED if last.stage == "first" else State.ESCALATED)
