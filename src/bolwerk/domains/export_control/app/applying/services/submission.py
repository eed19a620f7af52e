"""From draft to case: complete, frozen, once; completed on request; withdrawn."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bolwerk.domains.export_control.app.applying import checking, selectors
from bolwerk.domains.export_control.app.applying.errors import DraftConflict, Incomplete, key_used
from bolwerk.domains.export_control.app.applying.kinds import Kind
from bolwerk.domains.export_control.app.applying.models import Application, EndUse, GoodsLine, Party, Submission
from bolwerk.domains.export_control.app.applying.services._common import (
    clean_key,
    clean_text,
    digest,
    locked,
    not_now,
    now,
    touch,
)
from bolwerk.domains.export_control.app.applying.snapshot import snapshot_of
from bolwerk.domains.export_control.app.supervision.audits import excluded_until
from bolwerk.kernel import Text, local_day, write_date
from bolwerk.office.cases import journal
from bolwerk.office.cases import selectors as case_selectors
from bolwerk.office.cases import services as cases
from bolwerk.office.documents import services as documents
from bolwerk.office.documents import store
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User

MEASURE = "1.2"
COMPLETED = ("completion_received", "information_received")
"""Moves of an applicant that a new edition of the application makes."""
WITHDRAWN = "withdrawn"


@journal.in_one_step
def submit(
    application_id: UUID | str, *, actor: User, key: str, version: int, reason: str = "", at: datetime | None = None
) -> Application:
    """Freeze what is told and open the case, or give the completion in the case that is there: all in one step.

    The same `key` again gives the same outcome. `version` is that of the application as the actor read it, so nobody submits a
    sentence he never saw. `reason` says what was completed. Raises `Incomplete` (with findings), `DraftConflict`, `NotAllowed`.
    """
    moment = now(at)
    journal.lock()
    if done := Submission.objects.filter(key=clean_key(key)).select_related("application").first():
        if str(done.application_id) != str(application_id) or done.submitted_by_id != actor.pk:
            raise key_used(key)
        return done.application
    application = locked(application_id)
    policies.require(actor, "licensing.submit", application)
    _unchanged(application, version)
    on = local_day(moment)
    if application.case is None and (until := excluded_until(application.applicant, on)):
        raise not_now(application, _excluded(until))
    if findings := checking.findings(application, on):
        raise Incomplete(application.title, findings)
    edition = application.edition + 1
    _freeze(application, edition, actor, key, moment)
    application.edition, application.state = edition, Application.State.SUBMITTED
    application.submitted_at = application.submitted_at or moment
    touch(application, actor, moment)
    if application.case is None:
        application.case = _open(application, actor, moment)
        application.save(update_fields=["case"])
    else:
        _complete(application, actor, key, clean_text(reason, "reason", 2000), moment)
    _hand_in(application, edition, actor, moment)
    return application


def _excluded(until: date) -> Text:
    return Text(
        f"Uw organisatie is uitgesloten tot en met {write_date(until, 'nl')}: ze kan niets nieuws aanvragen (artikel 44).",
        f"Your organisation is excluded until {write_date(until, 'en')}: it cannot hand in a new application (article 44).",
    )


def _unchanged(application: Application, version: int) -> None:
    if application.version != version:
        raise DraftConflict(
            "application",
            yours={"version": version},
            theirs={"version": application.version},
            version=application.version,
            editor=str(application.edited_by),
            edited_at=application.edited_at,
        )


def _freeze(application: Application, edition: int, actor: User, key: str, at: datetime) -> None:
    parties, lines = selectors.draft_parties(application), selectors.draft_lines(application)
    use = selectors.draft_end_use(application)
    snapshot = snapshot_of(application, parties, lines, use, local_day(at))
    Submission.objects.create(
        application=application,
        edition=edition,
        snapshot=snapshot,
        digest=digest(snapshot),
        key=key,
        submitted_by=actor,
        submitted_at=at,
    )
    Party.objects.bulk_create(parties)
    GoodsLine.objects.bulk_create(lines)
    if use is not None:
        EndUse.objects.bulk_create([use])


def _open(application: Application, actor: User, at: datetime) -> Case:
    return cases.open_case(
        Kind(application.kind).procedure,
        actor=actor,
        organisation=application.applicant,
        subject=application.title,
        payload={
            "application": str(application.pk),
            "kind": application.kind,
            "instrument": application.instrument,
            "measure": MEASURE,
        },
        key=f"export-application:{application.pk}",
        at=at,
        language=application.language,
    )


def _complete(application: Application, actor: User, key: str, reason: str, at: datetime) -> None:
    case = application.case
    assert case is not None  # noqa: S101 (told by the caller)
    move = completing_move(case, actor)
    if move is None:
        raise not_now(
            application, Text("De dienst wacht niet meer op een aanvulling.", "The service waits for no completion any more.")
        )
    payload: dict[str, Any] = {"application": str(application.pk), "edition": application.edition}
    cases.act(case.pk, move, actor=actor, payload=payload, reason=reason, key=f"{key}:completion", version=None, at=at)


def completing_move(case: Case, actor: User) -> str | None:
    """The move by which an applicant completes the application now, if the case waits for it."""
    moves = case_selectors.moves_for(case, actor)
    return next((one.move.id for one in moves if one.move.id in COMPLETED and one.allowed), None)


def _hand_in(application: Application, edition: int, actor: User, at: datetime) -> None:
    """The papers that waited go into the case."""
    case = application.case
    assert case is not None  # noqa: S101 (opened just before)
    for one in application.attachments.filter(document=None):
        content = store.path_of(one.sha256).read_bytes()
        one.document = documents.upload(
            case, _Stored(one.name, content), actor=actor, kind=one.kind, key=f"export-attachment:{one.pk}", at=at
        )
        one.edition = edition
        one.save(update_fields=["document", "edition"])


class _Stored(io.BytesIO):
    """A stored paper as a form would hand it over."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name: str | None = name
        self.size: int | None = len(content)


@journal.in_one_step
def reopen(application_id: UUID | str, *, actor: User, at: datetime | None = None) -> Application:
    """Begin a new edition, when the service asked for a completion. What was submitted stays until the new one is in."""
    moment = now(at)
    application = locked(application_id)
    policies.require(actor, "licensing.withdraw", application)
    if application.state == Application.State.COMPLETING:
        return application
    if application.case is None or completing_move(application.case, actor) is None:
        raise not_now(application, Text("De dienst vroeg geen aanvulling.", "The service asked for no completion."))
    application.state = Application.State.COMPLETING
    touch(application, actor, moment)
    return application


@journal.in_one_step
def withdraw(application_id: UUID | str, *, actor: User, reason: str, key: str, at: datetime | None = None) -> Application:
    """Take an application back. When it has a case, the case ends with it. What was written stays to be read."""
    moment = now(at)
    application = locked(application_id)
    if application.state == Application.State.WITHDRAWN:
        return application
    policies.require(actor, "licensing.withdraw", application)
    reason = clean_text(reason, "reason", 300)
    if application.case is not None:
        cases.act(
            application.case.pk, WITHDRAWN, actor=actor, reason=reason, key=f"{clean_key(key)}:withdrawn", version=None, at=at
        )
        application.refresh_from_db()
    return _withdrawn(application, actor, reason, moment)


def _withdrawn(application: Application, actor: User, reason: str, at: datetime) -> Application:
    application.state, application.withdrawn_reason = Application.State.WITHDRAWN, reason
    touch(application, actor, at)
    return application


def follow_withdrawal(case: Case, event: Any) -> None:
    """Effect of `withdrawn` in a case: the application follows. For whoever registers the procedures."""
    application = Application.objects.filter(case=case).exclude(state=Application.State.WITHDRAWN).first()
    if application is not None:
        Application.objects.filter(pk=application.pk).update(
            state=Application.State.WITHDRAWN, withdrawn_reason=event.reason[:300], version=application.version + 1
        )
