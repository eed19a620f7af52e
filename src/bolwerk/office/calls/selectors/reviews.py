"""Reviews as their readers need them: marks, the panel together, calibration, whom to ask, what is still to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bolwerk.office.calls import kits, rights
from bolwerk.office.calls.calibration import Calibration, calibrate
from bolwerk.office.calls.matching import Reviewer, Suggestion, suggest
from bolwerk.office.calls.models import Application, Assignment, Call, Consensus, Review, ReviewerProfile
from bolwerk.office.calls.scoring import Mark, PanelResult, panel

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


Marks = dict[str, dict[str, Mark]]
"""By reviewer (account id as text), by criterion."""


def marks_of(application: Application) -> Marks:
    """The submitted marks; the last review of each assignment that was not ended."""
    return marks_by_application([application.pk]).get(application.pk, {})


def marks_by_application(ids: Iterable[UUID]) -> dict[UUID, Marks]:
    """The same for many, in one query."""
    reviews = Review.objects.filter(
        assignment__application__in=list(ids), assignment__ended_at__isnull=True, assignment__locked=True
    )
    found: dict[UUID, Marks] = {}
    for review in reviews.select_related("assignment").order_by("number"):
        found.setdefault(review.assignment.application_id, {})[str(review.assignment.reviewer_id)] = review.marks
    return found


def consensus_of(application: Application) -> dict[str, Mark]:
    """The marks agreed on, by criterion; the last word of each."""
    return consensus_by_application([application.pk]).get(application.pk, {})


def consensus_by_application(ids: Iterable[UUID]) -> dict[UUID, dict[str, Mark]]:
    """The same for many, in one query."""
    found: dict[UUID, dict[str, Mark]] = {}
    for row in Consensus.objects.filter(application__in=list(ids)).order_by("id"):
        found.setdefault(row.application_id, {})[row.criterion] = Mark(row.mark)
    return found


def panel_of(application: Application) -> PanelResult:
    """What the reviews and the consensus come to. Raises `InvalidInput` when nobody has submitted a review yet."""
    return panel(kits.get(application.call.kit).scheme, marks_of(application).values(), consensus_of(application))


def reviews_missing(application: Application) -> int:
    """How many reviews are still to come before the number that the call asks is there."""
    return max(0, application.call.reviewers_required - len(marks_of(application)))


def calibration(call: Call) -> Calibration:
    """Where reviewers differ, over all applications of the call that have a review."""
    submitted = call.applications.filter(state=Application.State.SUBMITTED).values_list("pk", flat=True)
    marks = {str(pk): found for pk, found in marks_by_application(submitted).items()}
    return calibrate(kits.get(call.kit).scheme, marks)


def work_of(reviewer: User) -> QuerySet[Assignment]:
    """What a reviewer still has to do, first due first."""
    open_work = Assignment.objects.filter(reviewer=reviewer, locked=False, ended_at__isnull=True)
    return open_work.select_related("application__call", "application__applicant").order_by("due", "assigned_at")


def expertise_of(user: User) -> frozenset[str]:
    profile = ReviewerProfile.objects.filter(user=user).first()
    return frozenset(profile.expertise if profile else ())


def topics_of(application: Application) -> frozenset[str]:
    """The topics that the applicant chose in the field that the kit names."""
    name = kits.get(application.call.kit).topics_field
    if not name:
        return frozenset()
    for row in application.sections.all():
        if name in row.typed:
            chosen = row.typed[name]
            return frozenset(chosen if isinstance(chosen, list) else [chosen])
    return frozenset()


def suggest_reviewers(application: Application, reviewers: Iterable[User]) -> tuple[Suggestion, ...]:
    """Whom to ask of `reviewers`, best first; who has an interest stands last with the reason. Assigned ones are left out."""
    active = Q(ended_at__isnull=True)
    assigned = set(application.assignments.filter(active).values_list("reviewer_id", flat=True))
    given = [user for user in reviewers if user.pk not in assigned]
    todo = Assignment.objects.filter(active, locked=False, reviewer__in=given).order_by().values_list("reviewer_id")
    load = dict(todo.annotate(Count("pk")))
    profiles = ReviewerProfile.objects.filter(user_id__in=[*assigned, *(user.pk for user in given)])
    expertise = {profile.user_id: frozenset(profile.expertise) for profile in profiles}
    topics = topics_of(application)
    taken = frozenset().union(*(expertise.get(pk, frozenset()) for pk in assigned)) & topics
    interests = rights.interests_in(given, application)
    people = [
        Reviewer(
            str(user.pk),
            str(user),
            expertise.get(user.pk, frozenset()),
            load.get(user.pk, 0),
            interests.get(user.pk),
        )
        for user in given
    ]
    return suggest(people, topics, taken)
