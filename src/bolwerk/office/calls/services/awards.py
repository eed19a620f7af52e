"""Awards that follow from an approved list, their end, and their publication."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from bolwerk.kernel import ZERO, Money, NotAllowed, Text
from bolwerk.office.calls.errors import key_used
from bolwerk.office.calls.models import Application, Award, AwardEnd, Publication
from bolwerk.office.calls.services._common import clean_key, clean_text, locked, now
from bolwerk.office.calls.services.rankings import require_place
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


@journal.in_one_step
def record_award(
    application_id: UUID | str, *, actor: User | None, key: str, amount: Money | None = None, at: datetime | None = None
) -> Award:
    """Record the award of an application that the list in force puts in the money; at most what the list grants.

    The money itself is promised in the ledger by the domain, in the same transaction. The same `key` again gives the award.
    """
    moment = now(at)
    policies.require_actor(actor, "award.record")
    application = locked(Application, application_id)
    if done := Award.objects.filter(key=clean_key(key)).first():
        if done.application_id != application.pk or (amount is not None and amount != done.amount):
            raise key_used(key)
        return done
    if application.state != Application.State.SUBMITTED or Award.objects.filter(application=application).exists():
        raise NotAllowed(
            Text("Deze aanvraag kan geen (nieuwe) toekenning krijgen.", "This application cannot get an award (again)."),
            where=application.title,
            mend=Text("Bekijk het dossier.", "See the case."),
        )
    policies.require_actor(actor, "award.record", application)
    ranking, position = require_place(application)
    granted = position.granted if amount is None else amount
    if not ZERO < granted <= position.granted:
        raise NotAllowed(
            Text(
                f"Er staat {position.granted.in_('nl')} op de lijst; {granted.in_('nl')} kan niet.",
                f"The list says {position.granted.in_('en')}; {granted.in_('en')} is not possible.",
            ),
            where=application.title,
            mend=Text("Ken hoogstens het bedrag van de lijst toe.", "Award at most the amount on the list."),
        )
    return Award.objects.create(
        application=application,
        ranking=ranking,
        cents=granted.cents,
        from_reserve=position.drawn,
        awarded_by=actor,
        awarded_at=moment,
        key=key,
    )


@journal.in_one_step
def end_award(application_id: UUID | str, *, actor: User | None, reason: str, at: datetime | None = None) -> AwardEnd:
    """The award was given up or withdrawn. The domain releases the money in the ledger in the same transaction."""
    moment = now(at)
    policies.require_actor(actor, "award.end")
    award = _award(application_id)
    policies.require_actor(actor, "award.end", award.application)
    done = AwardEnd.objects.filter(award=award).first()
    return done or AwardEnd.objects.create(
        award=award, reason=clean_text(reason, "reason", 300), ended_by=actor, ended_at=moment
    )


@journal.in_one_step
def publish_award(application_id: UUID | str, *, place: str, actor: User | None, at: datetime | None = None) -> Publication:
    """Note that the award was made public, and where (an address or the name of a register)."""
    moment = now(at)
    policies.require_actor(actor, "award.publish")
    award = _award(application_id)
    policies.require_actor(actor, "award.publish", award.application)
    done = Publication.objects.filter(award=award).first()
    return done or Publication.objects.create(
        award=award, place=clean_text(place, "place", 300), published_by=actor, published_at=moment
    )


def _award(application_id: UUID | str) -> Award:
    application = locked(Application, application_id)
    award = Award.objects.filter(application=application).first()
    if award is None:
        raise NotAllowed(
            Text("Deze aanvraag heeft geen toekenning.", "This application has no award."),
            where=application.title,
            mend=Text("Ken eerst steun toe.", "Award aid first."),
        )
    return award
