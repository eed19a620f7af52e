"""Who may do what with a call: by role, by being in the project, by being asked. An interest always bars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from bolwerk.kernel import NotAllowed, Text
from bolwerk.office.calls.models import Application
from bolwerk.office.identity.models import Interest, Role
from bolwerk.office.registers.models import Membership

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

ROLES: dict[str, frozenset[str]] = {
    "call.manage": frozenset({Role.COORDINATOR, Role.HANDLER}),
    "review.assign": frozenset({Role.COORDINATOR, Role.HANDLER}),
    "review.write": frozenset({Role.REVIEWER}),
    "consensus.record": frozenset({Role.COORDINATOR, Role.HANDLER}),
    "ranking.propose": frozenset({Role.COORDINATOR, Role.HANDLER}),
    "ranking.decide": frozenset({Role.APPROVER}),
    "award.record": frozenset({Role.APPROVER, Role.HANDLER}),
    "award.publish": frozenset({Role.COORDINATOR, Role.HANDLER}),
}
"""Which roles an operation asks. What an applicant does is governed by `require_in_project`."""


def require_role(actor: User | None, operation: str) -> None:
    """The system itself (None) may; a person needs one of the roles."""
    if actor is None or actor.has_role(*ROLES[operation]):
        return
    names = [Role(role).text for role in sorted(ROLES[operation])]
    raise NotAllowed(
        Text(
            f"Dit mag alleen een {' of '.join(name.nl.lower() for name in names)}.",
            f"Only a {' or '.join(name.en.lower() for name in names)} may do this.",
        ),
        where=operation,
        mend=Text("Vraag het aan iemand met die rol.", "Ask somebody with that role."),
    )


def require_in_project(actor: User, application: Application, day: date) -> None:
    """The actor must act for one of the organisations in the project that has accepted."""
    accepted = application.partners.filter(accepted_at__isnull=False).values_list("organisation_id", flat=True)
    require_member(actor, {application.applicant_id, *accepted}, day)


def require_member(actor: User, organisations: Iterable[int], day: date) -> None:
    if member_of(actor, organisations, day):
        return
    raise NotAllowed(
        Text("U werkt niet voor een organisatie in deze aanvraag.", "You do not act for an organisation in this application."),
        where="application",
        mend=Text("Vraag de aanvrager om u toe te voegen.", "Ask the applicant to add you."),
    )


def member_of(actor: User, organisations: Iterable[int], day: date) -> bool:
    current = Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    return Membership.objects.filter(current, user=actor, organisation_id__in=list(organisations)).exists()


def interest_in(actor: User, application: Application, day: date) -> Text | None:
    """Why this person has an interest in the application; None when nothing is known that bars."""
    organisations = {application.applicant_id, *application.partners.values_list("organisation_id", flat=True)}
    if member_of(actor, organisations, day):
        return Text("Werkt voor een organisatie in dit project.", "Acts for an organisation in this project.")
    current = Q(withdrawn_at__isnull=True, valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    about = Q(organisation_id__in=organisations)
    if application.case_id:
        about |= Q(case_id=application.case_id)
    if Interest.objects.filter(current & about, user=actor).exists():
        return Text("Gaf een belang op bij dit project.", "Declared an interest in this project.")
    return None


def require_no_interest(actor: User | None, application: Application, day: date) -> None:
    if actor is None:
        return
    if (why := interest_in(actor, application, day)) is not None:
        raise NotAllowed(
            Text(f"{actor} mag hier niet over oordelen. {why.nl}", f"{actor} may not judge this. {why.en}"),
            where=str(application.pk),
            mend=Text("Kies iemand zonder belang.", "Choose somebody without an interest."),
        )
