"""What the services share: the moment, the lock on a request, the seat of an actor, the record in the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError

from bolwerk.kernel import InvalidInput, Text, local_day
from bolwerk.office.advice import bench
from bolwerk.office.advice.errors import Recused, closed, gone, no_seat
from bolwerk.office.advice.models import AdviceRequest, Seat
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

TEXT_LIMIT = 20_000


def now(at: datetime | None) -> datetime:
    moment = at or datetime.now(UTC)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment


def day(at: datetime) -> date:
    return local_day(at)


def locked(request_id: UUID | str) -> AdviceRequest:
    """The request, held until the transaction ends; the journal's lock comes first, so that nothing deadlocks."""
    journal.lock()
    try:
        return AdviceRequest.objects.select_for_update().get(pk=request_id)
    except (AdviceRequest.DoesNotExist, ValidationError, ValueError) as error:
        raise gone(str(request_id)) from error


def open_request(request_id: UUID | str) -> AdviceRequest:
    request = locked(request_id)
    if request.state != AdviceRequest.State.OPEN:
        raise closed()
    return request


def seat_of(request: AdviceRequest, actor: User, operation: str) -> Seat:
    """The actor's seat on the bench of this request."""
    policies.require(actor, operation)
    seat = request.bench.filter(user=actor).first()
    if seat is None:
        raise no_seat(str(actor))
    return seat


def taking_part(request: AdviceRequest, actor: User, at: datetime, operation: str) -> Seat:
    """The actor's seat, with no interest standing in the way."""
    seat = seat_of(request, actor, operation)
    if why := bench.recusals(request, day(at)).get(seat.pk):
        raise Recused(str(actor), why)
    policies.require(actor, operation, request)
    return seat


def bump(request: AdviceRequest) -> None:
    request.version += 1
    request.save(update_fields=["version", "state"])


def clean_text(raw: str, where: str, most: int = TEXT_LIMIT, *, needed: bool = True) -> str:
    """A text that may be stored: not empty when `needed`, not longer than `most`, without control marks no log keeps."""
    text = raw.replace("\x00", "").replace("\x1f", "").encode("utf-8", "ignore").decode().strip()
    if needed and not text:
        raise InvalidInput(
            Text("Hier ontbreekt een tekst.", "A text is missing here."),
            where=where,
            mend=Text("Schrijf het in een of twee zinnen.", "Write it in one or two sentences."),
        )
    if len(text) > most:
        raise InvalidInput(
            Text(
                f"De tekst telt {len(text)} tekens; er mogen er {most} zijn.",
                f"The text has {len(text)} characters; {most} are allowed.",
            ),
            where=where,
            mend=Text(f"Kort de tekst in met {len(text) - most} tekens.", f"Shorten it by {len(text) - most} characters."),
        )
    return text


def clean_key(key: str) -> str:
    if not key or len(key) > 190:
        raise InvalidInput(
            Text("De sleutel van deze opdracht ontbreekt of is te lang.", "The key of this request is missing or too long."),
            where="key",
            mend=Text("Laad de pagina opnieuw en probeer nog eens.", "Load the page again and try once more."),
        )
    return key


def record(
    request: AdviceRequest,
    happening: str,
    payload: Mapping[str, Any],
    *,
    actor: User | None,
    key: str,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> None:
    """Write it in the case as the note or move that the request names for `happening`; nothing when it names none."""
    how = request.record.get(happening, {})
    given = {"committee": request.committee.code, "request": str(request.pk), **payload}
    if "move" in how:
        cases.act(
            request.case_id, how["move"], actor=actor, payload=given, reason=reason, key=f"advice:{key}", version=version, at=at
        )
    elif "note" in how:
        cases.note(
            request.case_id, how["note"], actor=actor, payload=given, reason=reason, key=f"advice:{key}", version=version, at=at
        )
