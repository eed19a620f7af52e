"""What the services share: the moment, the lock on one application, who may, the check of a key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError

from bolwerk.domains.export_control.app.applying.errors import gone
from bolwerk.domains.export_control.app.applying.models import Application
from bolwerk.kernel import InvalidInput, NotAllowed, Text
from bolwerk.office import log
from bolwerk.office.calls.forms import storable, too_long
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

NOT_A_MEMBER = Text("Vraag de organisatie om u toe te voegen.", "Ask the organisation to add you.")


def now(at: datetime | None) -> datetime:
    moment = at or datetime.now(UTC)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment


def locked(pk: UUID | str) -> Application:
    """The row, held until the transaction ends. The journal's lock comes first, as everywhere, so that nothing deadlocks."""
    journal.lock()
    try:
        return Application.objects.select_for_update().get(pk=pk)
    except (Application.DoesNotExist, ValidationError, ValueError, TypeError) as error:
        raise gone(str(pk)) from error


def draft_of(pk: UUID | str, actor: User) -> Application:
    """The application under lock, when this person may write on it now."""
    application = locked(pk)
    policies.require(actor, "licensing.edit", application, mend=_see(application))
    return application


def _see(application: Application) -> Text:
    if application.state == Application.State.SUBMITTED:
        return Text("Bekijk het dossier om te zien wat nog kan.", "See the case for what can still be done.")
    return NOT_A_MEMBER


def touch(application: Application, actor: User, at: datetime) -> None:
    """One version further, with who and when."""
    application.version += 1
    application.edited_by, application.edited_at = actor, at
    application.save()


def clean_key(key: str) -> str:
    if not key or len(key) > 200:
        raise InvalidInput(
            Text("De sleutel van deze opdracht ontbreekt of is te lang.", "The key of this request is missing or too long."),
            where="key",
            mend=Text("Laad de pagina opnieuw en probeer nog eens.", "Load the page again and try once more."),
        )
    return key


def clean_text(raw: str, where: str, most: int) -> str:
    """A line of text that may be stored: not empty, not longer than `most`."""
    text = storable(raw).strip()
    if not text:
        raise InvalidInput(
            Text("Hier ontbreekt een tekst.", "A text is missing here."),
            where=where,
            mend=Text("Schrijf het in een of twee zinnen.", "Write it in one or two sentences."),
        )
    if len(text) > most:
        raise too_long(where, len(text), most)
    return text


def digest(content: Mapping[str, object]) -> str:
    """SHA-256 over the canonical JSON."""
    return sha256(log.canonical(content).encode()).hexdigest()


def not_now(application: Application, what: Text) -> NotAllowed:
    return NotAllowed(
        what,
        where=application.title,
        mend=Text("Bekijk het dossier om te zien wat nog kan.", "See the case for what can still be done."),
    )
