"""Papers that come in and go out of a case."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.utils import timezone

from bolwerk.kernel import Conflict, InvalidInput, Text
from bolwerk.office.documents import inspection, store
from bolwerk.office.documents.models import Document
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User


class File(Protocol):
    """What a form hands over: a name and its bytes."""

    name: str | None
    size: int | None

    def read(self, size: int = -1, /) -> bytes: ...


def upload(
    case: Case,
    file: File,
    *,
    actor: User,
    kind: str,
    key: str,
    audience: str = Document.Audience.SHARED,
    note: bool = True,
    at: datetime | None = None,
) -> Document:
    """Take in a file: checked, stored, and told in the case as `document_added`. The same `key` again gives the same document.

    `at` is the moment it came in. `note` False is for a file that the caller's own move tells about.
    Raises `NotAllowed`, `InvalidInput`, `Conflict`.
    """
    policies.require(actor, "document.upload", case)
    name = file.name or ""
    if (file.size or 0) > inspection.LARGEST:
        raise InvalidInput(
            Text("Het bestand is groter dan 25 MB.", "The file is larger than 25 MB."),
            where=inspection.clean_name(name),
            mend=Text("Maak het kleiner of splits het op.", "Make it smaller or split it."),
        )
    content = file.read(inspection.LARGEST + 1)
    found = inspection.inspect(name, content)
    with transaction.atomic():
        document, made = _keep(case, found.name, found.content_type, content, actor, kind, key, audience, at)
        if made and note:
            _tell(document, actor, at)
    return document


def keep_letter(
    case: Case,
    pdf: bytes,
    *,
    name: str,
    actor: User | None,
    kind: str,
    key: str,
    audience: str = Document.Audience.SHARED,
    at: datetime | None = None,
) -> Document:
    """Keep a letter that the house made; `at` is the moment it is of. The move that sends it is its record in the case."""
    document, _ = _keep(case, inspection.clean_name(name), inspection.TYPES["pdf"], pdf, actor, kind, key, audience, at)
    return document


def _keep(
    case: Case,
    name: str,
    content_type: str,
    content: bytes,
    actor: User | None,
    kind: str,
    key: str,
    audience: str,
    at: datetime | None = None,
) -> tuple[Document, bool]:
    digest = store.put(content)
    document, made = Document.objects.get_or_create(
        key=key,
        defaults={
            "case": case,
            "kind": kind,
            "name": name,
            "content_type": content_type,
            "size": len(content),
            "sha256": digest,
            "audience": audience,
            "added_by": actor,
            "added_at": at or timezone.now(),
        },
    )
    if (document.case_id, document.sha256, document.kind) != (case.pk, digest, kind):
        raise Conflict(
            Text("Met deze sleutel kwam al een ander bestand binnen.", "Another file came in with this key."),
            where=document.name,
            mend=Text("Laad het dossier opnieuw en probeer nog eens.", "Load the case again and try once more."),
        )
    return document, made


def _tell(document: Document, actor: User, at: datetime | None) -> None:
    from bolwerk.office.cases import services as cases  # late: cases and documents load in either order

    cases.note(
        document.case_id,
        "document_added",
        actor=actor,
        payload={
            "document": str(document.pk),
            "kind": document.kind,
            "name": document.name,
            "sha256": document.sha256,
            "audience": document.audience,
        },
        key=f"document:{document.key}"[:200],
        at=at,
    )
