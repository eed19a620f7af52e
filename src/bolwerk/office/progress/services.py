"""Giving and confirming attestations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bolwerk.engines.progress import Delivery
from bolwerk.kernel import Calendar, Conflict, Duration, InvalidInput, NotAllowed, NotFound, Text, local_day
from bolwerk.office.identity import policies
from bolwerk.office.progress.models import Attestation
from bolwerk.plan import load

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

LONGEST = Duration.months(12)
"""An attestation is looked at anew within a year."""


@transaction.atomic
def attest(
    commitment: str,
    delivery: Delivery,
    statement: Text,
    *,
    source: str,
    on: date,
    until: date,
    actor: User,
    key: str,
    today: date | None = None,
) -> Attestation:
    """State how a commitment stands, with the source. It counts once another person confirms it.

    The same `key` with the same words gives the attestation that is there; with other words it is a Conflict.
    """
    policies.require(actor, "attest.give")
    load().commitment(commitment)
    _check(delivery, source, on, until, today or local_day(timezone.now()))
    said = {
        "commitment": commitment,
        "delivery": delivery.value,
        "statement_nl": statement.nl,
        "statement_en": statement.en,
        "source": source.strip(),
        "on": on,
        "until": until,
        "given_by_id": actor.pk,
    }
    found, made = Attestation.objects.get_or_create(key=key, defaults=said)
    if not made and any(getattr(found, name) != value for name, value in said.items()):
        raise Conflict(
            Text("Deze verklaring is al met andere woorden bewaard.", "This attestation was kept before with other words."),
            where=commitment,
            mend=Text(
                "Open het formulier opnieuw en geef een nieuwe verklaring.", "Open the form again and give a new attestation."
            ),
        )
    return found


def _check(delivery: Delivery, source: str, on: date, until: date, today: date) -> None:
    if delivery is Delivery.NOT_ASSESSED:
        raise InvalidInput(
            Text("'Niet beoordeeld' is geen verklaring.", "'Not assessed' is no attestation."),
            where="delivery",
            mend=Text("Zeg hoe de belofte ervoor staat.", "Say how the commitment stands."),
        )
    if not source.strip():
        raise InvalidInput(
            Text("De bron ontbreekt.", "The source is missing."),
            where="source",
            mend=Text("Noem een besluit, brief of verslag met zijn datum.", "Name a decision, letter or report with its date."),
        )
    if on > today:
        raise InvalidInput(
            Text("Deze dag moet nog komen.", "This day has yet to come."),
            where="on",
            mend=Text("Kies vandaag of een vroegere dag.", "Choose today or an earlier day."),
        )
    if not on < until <= Calendar().add(on, LONGEST):
        raise InvalidInput(
            Text("Een verklaring vervalt na hoogstens een jaar.", "An attestation expires after a year at most."),
            where="until",
            mend=Text("Kies een vervaldag na de dag zelf en binnen het jaar.", "Choose a later day within the year."),
        )


@transaction.atomic
def confirm(attestation_id: int, *, actor: User) -> Attestation:
    """By a second person; confirming again changes nothing."""
    found = Attestation.objects.select_for_update().filter(pk=attestation_id).first()
    if found is None:
        raise NotFound(
            Text("Deze verklaring bestaat niet.", "There is no such attestation."),
            where=str(attestation_id),
            mend=Text("Kies er een uit de lijst.", "Choose one from the list."),
        )
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
