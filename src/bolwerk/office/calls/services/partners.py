"""Co-applicants: invite, accept, take out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from bolwerk.kernel import NotAllowed, Text
from bolwerk.office.calls.models import Partner
from bolwerk.office.calls.services._common import NOT_A_MEMBER, draft_of, locked, now, touch
from bolwerk.office.calls.services.drafts import role_of
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User
    from bolwerk.office.registers.models import Organisation


@journal.in_one_step
def invite_partner(
    application_id: UUID | str, organisation: Organisation, *, actor: User, role: str = "", at: datetime | None = None
) -> Partner:
    """Ask an organisation into the project. Asking it again gives the invitation that is there."""
    moment = now(at)
    application = draft_of(application_id)
    policies.require(actor, "application.edit", application)
    partner, made = Partner.objects.get_or_create(
        application=application,
        organisation=organisation,
        defaults={"role": Partner.PartnerRole(role or role_of(organisation)), "invited_by": actor, "invited_at": moment},
    )
    if made:
        touch(application, actor, moment)
    return partner


@journal.in_one_step
def accept_invitation(partner_id: UUID | str, *, actor: User, at: datetime | None = None) -> Partner:
    """Somebody who acts for the organisation says yes."""
    moment = now(at)
    partner = locked(Partner, partner_id)
    policies.require(actor, "application.join", partner, mend=NOT_A_MEMBER)
    if partner.accepted_at:
        return partner
    application = draft_of(partner.application_id)
    partner.accepted_by, partner.accepted_at = actor, moment
    partner.save(update_fields=["accepted_by", "accepted_at"])
    touch(application, actor, moment)
    return partner


@journal.in_one_step
def remove_partner(partner_id: UUID | str, *, actor: User, at: datetime | None = None) -> None:
    """Take a partner out of the draft. Its cost lines stay typed, and show as lines to mend."""
    moment = now(at)
    partner = locked(Partner, partner_id)
    application = draft_of(partner.application_id)
    policies.require(actor, "application.edit", application)
    if partner.lead:
        raise NotAllowed(
            Text("De aanvrager zelf kan niet uit de aanvraag.", "The applicant cannot leave the application."),
            where=str(partner.organisation),
            mend=Text(
                "Trek de aanvraag in, of begin er een in naam van de partner.", "Withdraw it, or start one for the partner."
            ),
        )
    partner.delete()
    touch(application, actor, moment)
