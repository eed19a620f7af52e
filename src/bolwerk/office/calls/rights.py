"""Who may do what with a call: as the policy table says, and never with an interest.

Rights are those of today, whoever's moment is replayed: they guard who acts now.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from bolwerk.kernel import NotAllowed, Text
from bolwerk.office.calls.models import Application
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Interest, Role, today
from bolwerk.office.registers.models import Membership

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


def require(actor: User | None, operation: str, obj: Any = None) -> None:
    """The system itself (None) may; a person as the policy table says, with its reason."""
    if actor is None:
        return
    verdict = policies.may(actor, operation, obj)
    if not verdict.allowed:
        raise NotAllowed(
            verdict.reason,
            where=operation,
            mend=Text("Vraag het aan een collega die dit mag.", "Ask a colleague who may do this."),
        )


def require_role(actor: User | None, *roles: Role) -> None:
    """For what a domain's own move has allowed already: a last check of the role alone."""
    if actor is None or actor.has_role(*roles):
        return
    names = [role.text for role in roles]
    raise NotAllowed(
        Text(
            f"Dit mag alleen een {' of '.join(name.nl.lower() for name in names)}.",
            f"Only a {' or '.join(name.en.lower() for name in names)} may do this.",
        ),
        where="role",
        mend=Text("Vraag het aan iemand met die rol.", "Ask somebody with that role."),
    )


def require_member(actor: User, organisations: Iterable[int]) -> None:
    if not member_of(actor, organisations):
        raise NotAllowed(
            Text("U werkt niet voor deze organisatie.", "You do not act for this organisation."),
            where="organisation",
            mend=Text("Vraag de organisatie om u toe te voegen.", "Ask the organisation to add you."),
        )


def member_of(actor: User, organisations: Iterable[int]) -> bool:
    return Membership.objects.filter(_current(), user=actor, organisation_id__in=list(organisations)).exists()


def interests_in(people: Iterable[User], application: Application) -> dict[int, Text]:
    """Why, by account id, for those of `people` who have an interest in the application; three queries in all."""
    ids = [person.pk for person in people]
    organisations = {application.applicant_id, *application.partners.values_list("organisation_id", flat=True)}
    about = Q(organisation_id__in=organisations)
    if application.case_id:
        about |= Q(case_id=application.case_id)
    declared = Interest.objects.filter(_current() & about, user_id__in=ids, withdrawn_at__isnull=True)
    members = Membership.objects.filter(_current(), user_id__in=ids, organisation_id__in=organisations)
    found = {pk: Text("Gaf een belang op bij dit project.", "Declared an interest in this project.") for pk in _users(declared)}
    return found | {
        pk: Text("Werkt voor een organisatie in dit project.", "Acts for an organisation in this project.")
        for pk in _users(members)
    }


def interest_in(actor: User, application: Application) -> Text | None:
    """Why this person has an interest in the application; None when nothing is known that bars."""
    return interests_in([actor], application).get(actor.pk)


def require_no_interest(actor: User | None, application: Application) -> None:
    if actor is None:
        return
    if (why := interest_in(actor, application)) is not None:
        raise NotAllowed(
            Text(f"{actor} mag hier niet over oordelen. {why.nl}", f"{actor} may not judge this. {why.en}"),
            where=str(application.pk),
            mend=Text("Kies iemand zonder belang.", "Choose somebody without an interest."),
        )


def _users(rows: QuerySet[Any]) -> set[int]:
    return set(rows.values_list("user_id", flat=True))


def _current() -> Q:
    day = today()
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
