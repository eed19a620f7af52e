"""What the services share: the moment, the lock on an alert, texts that can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError

from bolwerk.kernel import InvalidInput, Text
from bolwerk.office.cases import journal
from bolwerk.office.screening.errors import key_used, no_alert
from bolwerk.office.screening.models import Alert, Decision

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

TEXT_LIMIT = 5_000


def now(at: datetime | None) -> datetime:
    moment = at or datetime.now(UTC)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment


def locked(alert_id: UUID | str) -> Alert:
    """The alert, held until the transaction ends; the journal's lock comes first, so that nothing deadlocks."""
    journal.lock()
    try:
        return Alert.objects.select_for_update(of=("self",)).select_related("case", "subject").get(pk=alert_id)
    except (Alert.DoesNotExist, ValidationError, ValueError, TypeError) as error:
        raise no_alert(alert_id) from error


def clean_reason(raw: str) -> str:
    """A reason that can be kept: not empty, not too long, without control marks no log keeps."""
    text = raw.replace("\x00", "").replace("\x1f", "").encode("utf-8", "ignore").decode().strip()
    if not text:
        raise InvalidInput(
            Text("Er ontbreekt een reden.", "A reason is missing."),
            where="reason",
            mend=Text("Schrijf in een of twee zinnen waarom.", "Write in one or two sentences why."),
        )
    if len(text) > TEXT_LIMIT:
        raise InvalidInput(
            Text(
                f"De reden telt {len(text)} tekens; er mogen er {TEXT_LIMIT} zijn.",
                f"The reason has {len(text)} characters; {TEXT_LIMIT} are allowed.",
            ),
            where="reason",
            mend=Text(f"Kort ze in met {len(text) - TEXT_LIMIT} tekens.", f"Shorten it by {len(text) - TEXT_LIMIT}."),
        )
    return text


def write(
    alert: Alert,
    kind: str,
    *,
    stage: str,
    actor: User | None,
    at: datetime,
    key: str,
    reason: str = "",
    expires: date | None = None,
    more: Mapping[str, Any] | None = None,
) -> Decision:
    """Append a decision to the ledger; the alert counts it. The payload names the two versions, never a person."""
    about = {
        "subject": alert.subject_digest,
        "entry": alert.entry_digest,
        "dataset": alert.dataset,
        "entity": alert.entity_id,
        **(more or {}),
    }
    decision = Decision(
        alert=alert, kind=kind, stage=stage, expires_on=expires, at=at, actor=actor, reason=reason, key=key, payload=about
    )
    journal.append(decision)
    alert.version = decision.seq
    return decision


def done_before(key: str, alert: Alert, kind: str) -> bool:
    """Whether this very decision was written under this key before."""
    found = journal.find(Decision, key)
    if found is None:
        return False
    if found.alert_id != alert.pk or found.kind != kind:
        raise key_used(key)
    return True
