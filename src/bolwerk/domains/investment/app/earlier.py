"""Aid that was given before: recorded once, counted for de minimis room and for cumulation on the same costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from bolwerk.domains.investment.app.models import EarlierAid, Instrument
from bolwerk.domains.investment.app.size import ownership
from bolwerk.domains.investment.law import cumulation, deminimis
from bolwerk.domains.investment.law.aid import AidOutcome
from bolwerk.kernel import ZERO, Explained, InvalidInput, Money, Text
from bolwerk.office.identity import policies
from bolwerk.office.registers.models import Organisation, Source

if TYPE_CHECKING:
    from bolwerk.office.calls.models import Application
    from bolwerk.office.identity.models import User

_SOURCES = {
    Instrument.DE_MINIMIS.value: cumulation.AidSource.DE_MINIMIS,
    Instrument.STATE_AID.value: cumulation.AidSource.STATE,
    Instrument.UNION.value: cumulation.AidSource.UNION,
}


@transaction.atomic
def record_earlier_aid(
    organisation: Organisation,
    *,
    instrument: str,
    amount: Money,
    granted_on: date,
    authority: str,
    actor: User,
    source: str = Source.DECLARED,
    application: Application | None = None,
) -> EarlierAid:
    """Record an award that another service made. `application` when it was given for the same costs.

    The same award again gives the one that is there. Raises `NotAllowed`, and `InvalidInput` for an amount that is not above
    zero or an unknown instrument.
    """
    policies.require(actor, "registers.edit", organisation)
    if amount <= ZERO:
        raise InvalidInput(
            Text("Dit is geen bedrag boven nul.", "This is not an amount above zero."),
            where="amount",
            mend=Text("Geef het bedrag dat is toegekend.", "Give the amount that was granted."),
        )
    if instrument not in Instrument.values or not authority.strip():
        raise InvalidInput(
            Text("De soort steun of wie ze gaf ontbreekt.", "The kind of aid or who gave it is missing."),
            where="authority",
            mend=Text("Kies een soort en noem de dienst.", "Choose a kind and name the service."),
        )
    found, _ = EarlierAid.objects.get_or_create(
        organisation=organisation,
        application=application,
        instrument=instrument,
        cents=amount.cents,
        granted_on=granted_on,
        authority=authority.strip()[:120],
        defaults={"source": source},
    )
    return found


def earlier_aid(organisation: Organisation) -> QuerySet[EarlierAid]:
    return EarlierAid.objects.filter(organisation=organisation).select_related("application")


def deminimis_room(organisation: Organisation, on: date) -> Explained[deminimis.DeMinimisRoom]:
    """Room on a day for the whole single undertaking. Raises what the registers' contradictions or missing law raise."""
    undertaking = deminimis.single_undertaking(ownership(organisation, on), f"org:{organisation.pk}", on)
    members = [int(id_.removeprefix("org:")) for id_ in undertaking if id_.startswith("org:")]
    rows = EarlierAid.objects.filter(organisation_id__in=members, instrument=Instrument.DE_MINIMIS)
    awards = [deminimis.DeMinimisAward(str(row.pk), f"org:{row.organisation_id}", row.amount, row.granted_on) for row in rows]
    return deminimis.room(awards, undertaking, on)


def cumulation_room(application: Application, outcome: AidOutcome, on: date) -> Explained[cumulation.CumulationRoom] | None:
    """Room beside other aid for the same costs; None when there is none. The ceiling is the aid that the rates allow.

    Raises `InvalidInput` where Union money is in it: its rate is not in the registers, so the room fails closed.
    """
    rows = EarlierAid.objects.filter(application=application)
    others = [cumulation.OtherAid(str(row.pk), _SOURCES[row.instrument], row.amount) for row in rows]
    if not others or not outcome.eligible:
        return None
    highest = Decimal(100 * outcome.total.cents) / Decimal(outcome.eligible.cents)
    return cumulation.room(outcome.eligible, highest, others, on)
