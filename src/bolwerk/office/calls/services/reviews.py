"""Asking reviewers, writing and locking reviews, recording what they agreed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bolwerk.kernel import InvalidInput, NotAllowed, Text
from bolwerk.office.calls import kits, rights, selectors
from bolwerk.office.calls.errors import DraftConflict, InvalidReview, key_used
from bolwerk.office.calls.models import Application, Assignment, Consensus, Review, ReviewerProfile
from bolwerk.office.calls.scoring import Mark, Scheme, Score, problems
from bolwerk.office.calls.services._common import clean_key, clean_text, digest, locked, now
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies
from bolwerk.office.identity.models import Role

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

MOTIVATION_LIMIT = 4_000
REMARKS_LIMIT = 10_000


@journal.in_one_step
def set_expertise(user: User, topics: Iterable[str], *, actor: User | None) -> ReviewerProfile:
    """What a reviewer knows, as topic ids."""
    policies.require_actor(actor, "call.manage")
    profile, _ = ReviewerProfile.objects.update_or_create(user=user, defaults={"expertise": sorted(set(topics))})
    return profile


@journal.in_one_step
def assign_reviewer(
    application_id: UUID | str, reviewer: User, *, actor: User | None, due: date | None = None, at: datetime | None = None
) -> Assignment:
    """Ask a reviewer; asking the same one again gives the assignment that is there. Refused when there is an interest."""
    moment = now(at)
    policies.require_actor(actor, "review.assign")
    application = locked(Application, application_id)
    if application.state != Application.State.SUBMITTED:
        raise NotAllowed(
            Text("Alleen een ingediende aanvraag wordt beoordeeld.", "Only a submitted application is reviewed."),
            where=application.title,
            mend=Text("Wacht tot de aanvraag is ingediend.", "Wait until it is submitted."),
        )
    policies.require_actor(actor, "review.assign", application)
    if not reviewer.has_role(Role.REVIEWER):
        raise NotAllowed(
            Text("Deze persoon is geen beoordelaar.", "This person is not a reviewer."),
            where=str(reviewer),
            mend=Text("Geef eerst de rol van beoordelaar.", "Give the role of reviewer first."),
        )
    rights.require_no_interest(reviewer, application)
    assignment, _ = Assignment.objects.get_or_create(
        application=application,
        reviewer=reviewer,
        ended_at=None,
        defaults={"assigned_by": actor, "assigned_at": moment, "due": due},
    )
    return assignment


@journal.in_one_step
def end_assignment(assignment_id: int, *, actor: User | None, reason: str, at: datetime | None = None) -> Assignment:
    """Take a reviewer off; what was submitted stays to be read and no longer counts. A reviewer may step back himself."""
    assignment = locked(Assignment, assignment_id)
    policies.require_actor(actor, "review.end")
    if assignment.ended_at is None:
        policies.require_actor(actor, "review.end", assignment)
        assignment.ended_at, assignment.ended_reason = now(at), clean_text(reason, "reason", 300)
        assignment.save(update_fields=["ended_at", "ended_reason"])
    return assignment


@journal.in_one_step
def save_review(
    assignment_id: int,
    scores: Mapping[str, Mapping[str, str]],
    *,
    actor: User,
    version: int,
    remarks: str = "",
) -> Assignment:
    """Keep the score sheet as far as it is: `{criterion: {"mark", "motivation"}}`; half-filled is fine."""
    assignment = _sheet(assignment_id, actor)
    typed = _typed(assignment, scores)
    draft = {"scores": typed, "remarks": clean_text(remarks, "remarks", REMARKS_LIMIT, needed=False)}
    if draft == assignment.draft:
        return assignment
    if assignment.version != version:
        raise DraftConflict(
            "review",
            yours=typed,
            theirs=assignment.draft.get("scores", {}),
            version=assignment.version,
            editor=str(actor),
            edited_at=assignment.assigned_at,
        )
    assignment.draft, assignment.version = draft, assignment.version + 1
    assignment.save(update_fields=["draft", "version"])
    return assignment


@journal.in_one_step
def submit_review(assignment_id: int, *, actor: User, key: str, version: int, at: datetime | None = None) -> Review:
    """Lock the saved score sheet. Raises `InvalidReview` with every criterion that lacks a mark or a motivation."""
    moment = now(at)
    journal.lock()
    if done := Review.objects.filter(key=clean_key(key)).select_related("assignment").first():
        if done.assignment_id != assignment_id or done.assignment.reviewer_id != actor.pk:
            raise key_used(key)
        return done
    assignment = _sheet(assignment_id, actor)
    typed = assignment.draft.get("scores", {})
    if assignment.version != version:
        raise DraftConflict(
            "review", yours={}, theirs=typed, version=assignment.version, editor=str(actor), edited_at=assignment.assigned_at
        )
    if found := problems(_scheme(assignment), _scores(typed)):
        raise InvalidReview(found)
    content = {"scores": typed, "remarks": assignment.draft.get("remarks", "")}
    review = Review.objects.create(
        assignment=assignment,
        number=assignment.reviews.count() + 1,
        after_reason=assignment.reopened_reason,
        key=key,
        hash=digest(content),
        submitted_at=moment,
        **content,
    )
    assignment.locked, assignment.reopened_reason = True, ""
    assignment.save(update_fields=["locked", "reopened_reason"])
    return review


@journal.in_one_step
def reopen_review(assignment_id: int, *, actor: User | None, reason: str) -> Assignment:
    """Let a reviewer write again. The submitted review stays; the next one comes beside it, with this reason."""
    policies.require_actor(actor, "review.reopen")
    assignment = locked(Assignment, assignment_id)
    text = clean_text(reason, "reason", 300)
    if assignment.locked and assignment.ended_at is None:
        policies.require_actor(actor, "review.reopen", assignment)
        assignment.locked, assignment.reopened_reason, assignment.version = False, text, assignment.version + 1
        assignment.save(update_fields=["locked", "reopened_reason", "version"])
    return assignment


@journal.in_one_step
def record_consensus(
    application_id: UUID | str,
    criterion: str,
    mark: Mark,
    *,
    reason: str,
    actor: User | None,
    key: str,
    at: datetime | None = None,
) -> Consensus:
    """What the reviewers agreed on for one criterion, with why. Only once all reviews that the call asks are in."""
    moment = now(at)
    policies.require_actor(actor, "consensus.record")
    application = locked(Application, application_id)
    if done := Consensus.objects.filter(key=clean_key(key)).first():
        if (done.application_id, done.criterion, done.mark) != (application.pk, criterion, mark.value):
            raise key_used(key)
        return done
    policies.require_actor(actor, "consensus.record", application)
    if criterion not in {c.id for c in kits.get(application.call.kit).scheme.criteria}:
        raise _no_criterion(criterion)
    if missing := selectors.reviews_missing(application):
        raise NotAllowed(
            Text(f"Er ontbreken nog {missing} beoordelingen.", f"{missing} reviews are still missing."),
            where=application.title,
            mend=Text("Bespreek pas als iedereen zelf heeft gescoord.", "Discuss only when everyone has scored alone."),
        )
    return Consensus.objects.create(
        application=application,
        criterion=criterion,
        mark=mark.value,
        reason=clean_text(reason, "reason", MOTIVATION_LIMIT),
        recorded_by=actor,
        at=moment,
        key=key,
    )


def _sheet(assignment_id: int, actor: User) -> Assignment:
    """The assignment under lock, open for writing by this very person, who still has no interest."""
    assignment = locked(Assignment, assignment_id)
    if assignment.reviewer_id != actor.pk:
        raise NotAllowed(
            Text("Dit scoreblad is van iemand anders.", "This score sheet is somebody else's."),
            where="review",
            mend=Text("Open uw eigen scorebladen.", "Open your own score sheets."),
        )
    if assignment.ended_at or assignment.locked:
        raise NotAllowed(
            Text("Deze beoordeling is afgesloten.", "This review is closed."),
            where="review",
            mend=Text("Vraag de dossierbehandelaar om ze te heropenen.", "Ask the case handler to reopen it."),
        )
    policies.require(actor, "review.give", assignment)
    return assignment


def _scheme(assignment: Assignment) -> Scheme:
    return kits.get(assignment.application.call.kit).scheme


def _typed(assignment: Assignment, scores: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The scores as a draft may keep them: known criteria, a known mark or none yet, a motivation of bounded length."""
    known = {criterion.id for criterion in _scheme(assignment).criteria}
    kept: dict[str, dict[str, str]] = {}
    for name, row in scores.items():
        if name not in known:
            raise _no_criterion(name)
        mark = row.get("mark", "")
        if mark and mark not in set(Mark):
            raise InvalidInput(
                Text(f"'{mark[:40]}' is geen score.", f"'{mark[:40]}' is not a score."),
                where=name,
                mend=Text("Kies een score uit de lijst.", "Choose a score from the list."),
            )
        kept[name] = {"mark": mark, "motivation": clean_text(row.get("motivation", ""), name, MOTIVATION_LIMIT, needed=False)}
    return kept


def _scores(typed: Mapping[str, Any]) -> dict[str, Score]:
    return {name: Score(Mark(row["mark"]), row["motivation"]) for name, row in typed.items() if row["mark"]}


def _no_criterion(name: str) -> InvalidInput:
    return InvalidInput(
        Text(f"'{name[:60]}' is geen criterium van deze oproep.", f"'{name[:60]}' is not a criterion of this call."),
        where=name[:60],
        mend=Text("Gebruik de criteria op het scoreblad.", "Use the criteria on the score sheet."),
    )
