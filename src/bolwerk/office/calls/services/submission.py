"""From draft to submission: complete, in time, frozen, once; and withdrawal."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from bolwerk.kernel import NotAllowed, Text
from bolwerk.office.calls import kits, selectors
from bolwerk.office.calls.errors import Incomplete, key_used
from bolwerk.office.calls.models import Application, CostLine, Submission
from bolwerk.office.calls.services._common import clean_key, clean_text, digest, draft_of, locked, now, touch
from bolwerk.office.calls.services.drafts import require_open, require_version
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


@journal.in_one_step
def submit_application(
    application_id: UUID | str, *, actor: User, key: str, version: int, at: datetime | None = None
) -> Application:
    """Freeze the draft, open its case by the kit's `open_case`, all in one step. The same `key` again gives the same outcome.

    `version` is that of the application as the actor read it, so nobody submits a sentence he never saw.
    Raises `CallClosed`, `Incomplete` (with its findings), `DraftConflict`, `NotAllowed`.
    """
    moment = now(at)
    journal.lock()
    if done := Submission.objects.filter(key=clean_key(key)).select_related("application").first():
        if str(done.application_id) != str(application_id) or done.submitted_by_id != actor.pk:
            raise key_used(key)
        return done.application
    application = draft_of(application_id)
    policies.require(actor, "application.submit", application)
    require_open(application.call, moment)
    require_version(application, version, yours={"version": version})
    if findings := selectors.findings(application):
        raise Incomplete(application.title, findings)
    snapshot = selectors.snapshot_of(application)
    lines = selectors.costs(application).lines
    Submission.objects.create(
        application=application,
        snapshot=snapshot,
        hash=digest(snapshot),
        key=key,
        submitted_by=actor,
        submitted_at=moment,
    )
    CostLine.objects.bulk_create(
        CostLine(
            application=application,
            partner_id=UUID(line.partner),
            category=line.category.value,
            kind=line.kind.value,
            cents=line.amount.cents,
            description=line.description,
        )
        for line in lines
    )
    application.state = Application.State.SUBMITTED
    touch(application, actor, moment)
    case = kits.get(application.call.kit).open_case(
        application, snapshot, actor=actor, key=f"application:{application.pk}", at=moment
    )
    if case is not None:
        application.case = case
        application.save(update_fields=["case"])
    return application


@journal.in_one_step
def withdraw_application(application_id: UUID | str, *, actor: User, reason: str, at: datetime | None = None) -> Application:
    """Take the application back, draft or submitted, as long as it has no award. What was written stays to be read."""
    moment = now(at)
    application = locked(Application, application_id)
    if application.state == Application.State.WITHDRAWN:
        return application
    policies.require(actor, "application.withdraw", application)
    if hasattr(application, "award"):
        raise NotAllowed(
            Text("Deze aanvraag is al toegekend.", "This application has an award already."),
            where=application.title,
            mend=Text("Vraag uw dossierbehandelaar om de toekenning te beëindigen.", "Ask your case handler to end the award."),
        )
    application.state = Application.State.WITHDRAWN
    application.withdrawn_reason = clean_text(reason, "reason", 300)
    touch(application, actor, moment)
    return application
