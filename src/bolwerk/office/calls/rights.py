"""Whom an interest keeps from judging an application, and why. What the one who acts may do stands in the policy table.

Rights are those of today, whoever's moment is replayed: they guard who acts now.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from bolwerk.kernel import NotAllowed, Text
from bolwerk.office.calls.models import Application
from bolwerk.office.identity.models import Interest, today
from bolwerk.office.registers.models import Membership

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


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


def require_no_interest(person: User, application: Application) -> None:
    """Before somebody is asked to judge."""
    if (why := interest_in(person, application)) is not None:
        raise NotAllowed(
            Text(f"Wie een belang heeft, oordeelt niet. {why.nl}", f"Who has an interest does not judge. {why.en}"),
            where=str(person),
            mend=Text("Kies iemand zonder belang.", "Choose somebody without an interest."),
        )


def _users(rows: QuerySet[Any]) -> set[int]:
    return set(rows.values_list("user_id", flat=True))


def _current() -> Q:
    day = today()
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
