"""Opening a call, and moving the moment it closes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from bolwerk.kernel import Citation, Conflict, InvalidInput, Money, Text
from bolwerk.office.calls import kits
from bolwerk.office.calls.instalments import Instalment, read_scheme
from bolwerk.office.calls.models import Call
from bolwerk.office.calls.models.call import Basis
from bolwerk.office.calls.services._common import clean_text, locked
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User
    from bolwerk.office.ledger.models import Envelope


@journal.in_one_step
def create_call(
    code: str,
    title: Text,
    *,
    measure: str,
    kit: str,
    opens_at: datetime,
    closes_at: datetime,
    actor: User | None,
    envelope: Envelope | None = None,
    field_limits: Mapping[str, int] | None = None,
    most_partners: int | None = None,
    most_pages: tuple[int, int] | None = None,
    basis: Basis = Basis.AID,
    least: Money | None = None,
    most: Money | None = None,
    reviewers_required: int = 3,
    instalments: Iterable[Instalment] = (),
    notes: Iterable[tuple[Text, Citation]] = (),
) -> Call:
    """The call of this code; made when it is not there. The same code with other dates or another kit is a `Conflict`.

    `field_limits` in characters per form field; `most_pages` as (base, for each further partner).
    """
    policies.require_actor(actor, "call.manage")
    kits.get(kit)
    _check_amounts(least, most)
    if closes_at <= opens_at:
        raise _closes_too_early()
    scheme = [{"id": part.id, "label": part.label.as_json(), "percent": part.percent} for part in instalments]
    if scheme:
        read_scheme(scheme)
    call, made = Call.objects.get_or_create(
        code=clean_text(code, "code", 60),
        defaults={
            "title_nl": clean_text(title.nl, "title", 200),
            "title_en": clean_text(title.en, "title", 200),
            "measure": measure,
            "kit": kit,
            "envelope": envelope,
            "opens_at": opens_at,
            "closes_at": closes_at,
            "limits": _limits(field_limits, most_partners, most_pages),
            "amount_basis": basis,
            "least_cents": least.cents if least is not None else None,
            "most_cents": most.cents if most is not None else None,
            "reviewers_required": reviewers_required,
            "instalments": scheme,
            "notes": [{"text": text.as_json(), **citation.as_json()} for text, citation in notes],
            "created_by": actor,
        },
    )
    if not made and (call.kit, call.opens_at, call.closes_at) != (kit, opens_at, closes_at):
        raise Conflict(
            Text(f"Er is al een oproep met code '{code}'.", f"There is a call with code '{code}' already."),
            where="code",
            mend=Text(
                "Kies een andere code, of pas de bestaande oproep aan.", "Choose another code, or change the existing call."
            ),
        )
    return call


@journal.in_one_step
def move_closing(call_id: int, closes_at: datetime, *, actor: User | None, version: int) -> Call:
    """Close later or earlier. `version` is the one the actor saw."""
    policies.require_actor(actor, "call.manage")
    call = locked(Call, call_id)
    if call.closes_at == closes_at:
        return call
    if call.version != version:
        raise Conflict(
            Text(
                f"U werkte op versie {version} van de oproep; ze staat op versie {call.version}.",
                f"You worked on version {version} of the call; it stands at version {call.version}.",
            ),
            where=call.code,
            mend=Text("Bekijk de oproep opnieuw en probeer nog eens.", "See the call again and try once more."),
        )
    if closes_at <= call.opens_at:
        raise _closes_too_early()
    call.closes_at, call.version = closes_at, call.version + 1
    call.save(update_fields=["closes_at", "version"])
    return call


def _limits(fields: Mapping[str, int] | None, partners: int | None, pages: tuple[int, int] | None) -> dict[str, object]:
    limits: dict[str, object] = {"fields": dict(fields or {})}
    if partners is not None:
        limits["partners"] = partners
    if pages is not None:
        limits["pages"] = {"base": pages[0], "per_partner": pages[1]}
    return limits


def _check_amounts(least: Money | None, most: Money | None) -> None:
    if (least is not None and least.cents < 0) or (most is not None and most.cents < (least.cents if least else 0)):
        raise InvalidInput(
            Text("De bedragen van de oproep kloppen niet.", "The amounts of the call are not right."),
            where="amounts",
            mend=Text(
                "Geef een minimum van nul of meer, en een maximum daarboven.",
                "Give a least of zero or more, and a most above it.",
            ),
        )


def _closes_too_early() -> InvalidInput:
    return InvalidInput(
        Text("De oproep zou sluiten voor ze opent.", "The call would close before it opens."),
        where="closes_at",
        mend=Text("Kies een later moment.", "Choose a later moment."),
    )
