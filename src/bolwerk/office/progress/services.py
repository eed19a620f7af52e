"""Giving and confirming attestations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bolwerk.engines.progress import Delivery
from bolwerk.kernel import Duration, InvalidInput, NotAllowed, Text
from bolwerk.kernel.calendar import Calendar
from bolwerk.office.identity import policies
from bolwerk.office.progress.models import Attestation
from bolwerk.plan import load

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

LONGEST = Duration.months(12)
"""An attestation is looked at anew within a year."""


@transaction.atomic
def attest(
    commitment: str, delivery: Delivery, statement: Text, *, source: str, on: date, until: date, actor: User
) -> Attestation:
    """State how a commitment stands, with the source. It counts once another person confirms it."""
    policies.require(actor, "attest.give")
    load().commitment(commitment)
    if delivery is Delivery.NOT_ASSESSED or not source.strip():
        raise InvalidInput(
            Text(
                "Zeg hoe de belofte ervoor staat, en waaruit dat blijkt.", "Say how the commitment stands, and what shows it."
            ),
            where="source",
            mend=Text("Noem een besluit, brief of verslag met zijn datum.", "Name a decision, letter or report with its date."),
        )
    if not on < until <= Calendar().add(on, LONGEST):
        raise InvalidInput(
            Text("Een verklaring vervalt na hoogstens een jaar.", "An attestation expires after a year at most."),
            where="until",
            mend=Text("Kies een vervaldag na de dag zelf en binnen het jaar.", "Choose a later day within the year."),
        )
    return Attestation.objects.create(
        commitment=commitment,
        delivery=delivery.value,
        statement_nl=statement.nl,
        statement_en=statement.en,
        source=source.strip(),
        on=on,
        until=until,
        given_by=actor,
    )


@transaction.atomic
def confirm(attestation_id: int, *, actor: User) -> Attestation:
    """By a second person; confirming again changes nothing."""
    found = Attestation.objects.select_for_update().get(pk=attestation_id)
    policies.require(actor, "attest.approve", found)
    if found.given_by_id == actor.pk:
        raise NotAllowed(
            Text("Wie een verklaring geeft, bevestigt ze niet.", "Who gives an attestation does not confirm it."),
            where=found.commitment,
            mend=Text("Laat een collega bevestigen.", "Have a colleague confirm it."),
        )
    if found.confirmed_by_id is None:
        found.confirmed_by, found.confirmed_at = actor, timezone.now()
        found.save(update_fields=["confirmed_by", "confirmed_at"])
    return found
