"""What changes accounts: roles given and ended, interests declared and withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from bolwerk.kernel import Conflict, InvalidInput, Text
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Interest, Role, RoleGrant, User, today
from bolwerk.office.registers.models import Organisation


def grant_role(
    user: User,
    role: str,
    *,
    actor: User | None,
    reason: str = "",
    team: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> RoleGrant:
    """Give a role from a day up to and including another. `actor` None is the system. Raises `NotAllowed`, `InvalidInput`."""
    if actor is not None:
        policies.require(actor, "user.manage", user)
    if role not in Role.values:
        raise InvalidInput(
            Text(f"'{role}' is geen rol.", f"'{role}' is not a role."),
            where="role",
            mend=Text(f"Kies uit: {', '.join(Role.values)}.", f"Choose from: {', '.join(Role.values)}."),
        )
    start = valid_from or today()
    _in_order(start, valid_until)
    grant = RoleGrant.objects.create(
        user=user, role=role, team=team, valid_from=start, valid_until=valid_until, granted_by=actor, reason=reason
    )
    user.forget_roles()
    return grant


def end_role(grant: RoleGrant, *, actor: User, on: date | None = None) -> RoleGrant:
    """The role ends with the day `on`, yesterday when not given: then it is gone at once."""
    policies.require(actor, "user.manage", grant.user)
    last = on or today() - timedelta(days=1)
    grant.valid_until = max(last, grant.valid_from) if on else last
    if grant.valid_until < grant.valid_from:
        grant.valid_from = grant.valid_until
    grant.save(update_fields=["valid_from", "valid_until"])
    grant.user.forget_roles()
    return grant


def declare_interest(
    user: User,
    *,
    reason: str,
    organisation: Organisation | None = None,
    case_id: UUID | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Interest:
    """A person says what ties it to an organisation or a case; from then on it may not judge there."""
    if not reason.strip():
        raise InvalidInput(
            Text("U zegt niet wat uw belang is.", "You do not say what your interest is."),
            where="reason",
            mend=Text("Schrijf in één zin wat u bindt.", "Write in one sentence what ties you."),
        )
    if organisation is None and case_id is None:
        raise InvalidInput(
            Text("U zegt niet waarin u een belang hebt.", "You do not say in what you have an interest."),
            where="organisation",
            mend=Text("Kies een organisatie of een dossier.", "Choose an organisation or a case."),
        )
    start = valid_from or today()
    _in_order(start, valid_until)
    return Interest.objects.create(
        user=user,
        organisation=organisation,
        case_id=case_id,
        reason=reason.strip()[:300],
        valid_from=start,
        valid_until=valid_until,
    )


def withdraw_interest(interest: Interest, *, reason: str) -> Interest:
    """The declaration was a mistake. It stays in the record, marked, with the reason."""
    if interest.withdrawn_at is not None:
        raise Conflict(
            Text("Dit belang is al ingetrokken.", "This interest was withdrawn already."),
            where=str(interest.pk),
            mend=Text("U hoeft niets te doen.", "There is nothing to do."),
        )
    interest.withdrawn_at, interest.withdrawn_reason = timezone.now(), reason.strip()[:300]
    interest.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    return interest


def _in_order(start: date, end: date | None) -> None:
    if end is not None and end < start:
        raise InvalidInput(
            Text("Het einde ligt voor het begin.", "The end comes before the start."),
            where="valid_until",
            mend=Text("Kijk de twee datums na.", "Check the two dates."),
        )
