"""Papers of a draft: add, take out, sign off. They go into the case when the application does."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError

from bolwerk.domains.export_control.app.applying import selectors
from bolwerk.domains.export_control.app.applying.errors import key_used
from bolwerk.domains.export_control.app.applying.models import Application, Attachment
from bolwerk.domains.export_control.app.applying.papers import LABELS, SIGNED
from bolwerk.domains.export_control.app.applying.services._common import clean_key, clean_text, draft_of, now, touch
from bolwerk.kernel import InvalidInput, NotFound, Text, local_day
from bolwerk.office.cases import journal
from bolwerk.office.documents import inspection, store
from bolwerk.office.documents.services import File

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

MOST = 60
"""Papers of one application: a guard of the machine."""


@journal.in_one_step
def attach(
    application_id: UUID | str,
    file: File,
    *,
    kind: str,
    party: str = "",
    signatory: str = "",
    signed_on: date | None = None,
    actor: User,
    key: str,
    at: datetime | None = None,
) -> Attachment:
    """Add a paper: checked and stored. The same `key` again gives the same paper.

    For a certificate, `signatory` and `signed_on` confirm who signed and when; what it said at that moment is kept with it.
    Raises `NotAllowed`, `InvalidInput`, `Conflict`.
    """
    moment = now(at)
    application = draft_of(application_id, actor)
    found, content = _inspected(file)
    digest = store.put(content)
    if done := Attachment.objects.filter(key=clean_key(key)).first():
        if (done.application_id, done.sha256, done.kind) != (application.pk, digest, kind):
            raise key_used(key)
        return done
    if kind not in LABELS:
        raise _wrong("kind", Text("Dit soort stuk kennen wij niet.", "We do not know this kind of paper."))
    if application.attachments.count() >= MOST:
        raise _wrong("file", Text(f"Er zijn al {MOST} stukken.", f"There are {MOST} papers already."))
    signed = _signed(application, kind, party, signatory, signed_on, local_day(moment)) if kind in SIGNED else {}
    made = Attachment.objects.create(
        application=application,
        kind=kind,
        party=party[:32],
        name=found.name,
        content_type=found.content_type,
        size=len(content),
        sha256=digest,
        added_by=actor,
        added_at=moment,
        key=key,
        **signed,
    )
    touch(application, actor, moment)
    return made


def _inspected(file: File) -> tuple[inspection.Inspected, bytes]:
    name = file.name or ""
    if (file.size or 0) > inspection.LARGEST:
        raise InvalidInput(
            Text("Het bestand is groter dan 25 MB.", "The file is larger than 25 MB."),
            where=inspection.clean_name(name),
            mend=Text("Maak het kleiner of splits het op.", "Make it smaller or split it."),
        )
    content = file.read(inspection.LARGEST + 1)
    return inspection.inspect(name, content), content


@journal.in_one_step
def confirm_signed(
    attachment_id: UUID | str, *, signatory: str, signed_on: date, actor: User, at: datetime | None = None
) -> Attachment:
    """Sign off a certificate that is there: who signed it and when, for what it says now."""
    moment = now(at)
    journal.lock()
    found = _attachment(attachment_id)
    application = draft_of(found.application_id, actor)
    if found.kind not in SIGNED or found.edition:
        raise _wrong("kind", Text("Dit stuk wordt niet bevestigd.", "This paper is not signed off."))
    for name, value in _signed(application, found.kind, found.party, signatory, signed_on, local_day(moment)).items():
        setattr(found, name, value)
    found.save()
    touch(application, actor, moment)
    return found


def _signed(
    application: Application, kind: str, party: str, signatory: str, signed_on: date | None, today: date
) -> dict[str, object]:
    if not signatory.strip() and signed_on is None:
        return {}
    name = clean_text(signatory, "signatory", 200)
    if signed_on is None:
        raise InvalidInput(
            Text("De dag van ondertekening ontbreekt.", "The day of signing is missing."),
            where="signed_on",
            mend=Text("Vul de dag in die op de verklaring staat.", "Fill in the day that stands on the certificate."),
        )
    if signed_on > today:
        raise InvalidInput(
            Text("Deze dag moet nog komen.", "This day is yet to come."),
            where="signed_on",
            mend=Text("Vul de dag in waarop getekend is.", "Fill in the day on which it was signed."),
        )
    digest = selectors.digests(application).get((kind, party))
    if digest is None:
        raise InvalidInput(
            Text("Er is nog niets om voor te tekenen.", "There is nothing to sign for yet."),
            where="signatory",
            mend=Text("Vul eerst de partijen, de goederen en het eindgebruik in.", "Fill in parties, goods and end use first."),
        )
    return {"signatory": name, "signed_on": signed_on, "signed_digest": digest}


@journal.in_one_step
def detach(attachment_id: UUID | str, *, actor: User, at: datetime | None = None) -> None:
    """Take a paper out. What was submitted once stays in the case."""
    moment = now(at)
    journal.lock()
    found = _attachment(attachment_id)
    application = draft_of(found.application_id, actor)
    if found.edition:
        raise _wrong("file", Text("Dit stuk is al ingediend en blijft.", "This paper was submitted already and stays."))
    found.delete()
    touch(application, actor, moment)


def _attachment(pk: UUID | str) -> Attachment:
    try:
        return Attachment.objects.select_for_update().get(pk=pk)
    except (Attachment.DoesNotExist, ValidationError, ValueError) as error:
        raise NotFound(
            Text("Dit stuk is er niet.", "This paper is not there."),
            where=str(pk)[:60],
            mend=Text("Ga terug naar de stukken.", "Go back to the papers."),
        ) from error


def _wrong(where: str, what: Text) -> InvalidInput:
    return InvalidInput(what, where=where, mend=Text("Ga terug naar de stukken.", "Go back to the papers."))
