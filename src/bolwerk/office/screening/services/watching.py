"""Putting subjects under watch: screened against all entries now, and against each change of the lists later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bolwerk.engines.screening import Entity, Hit
from bolwerk.kernel import local_day
from bolwerk.office import log
from bolwerk.office.cases import journal
from bolwerk.office.cases.models import Case
from bolwerk.office.identity import policies
from bolwerk.office.screening import lists, receipts, reconciling
from bolwerk.office.screening.errors import key_used, nameless
from bolwerk.office.screening.models import Alert, Run, State, Watched
from bolwerk.office.screening.services._common import now
from bolwerk.office.screening.subject import Subject

_EACH = 500

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User


@journal.in_one_step
def screen(
    subjects: Sequence[Subject],
    *,
    case: Case | None,
    profile: str,
    why: str,
    actor: User | None,
    key: str,
    at: datetime | None = None,
) -> Run:
    """Screen `subjects` against the lists in force and keep them under watch; the alerts they raise belong to `case`.

    A reference that is under watch takes over the entity, case and profile given now. `actor` None is the house itself, as
    when an applicant submits. The same `key` again gives the run there is; with other subjects it raises `Conflict`.
    """
    moment = now(at)
    policies.require_actor(actor, "screening.run", case)
    chosen = lists.profile_of(profile)
    given = {subject.ref: _plain(subject) for subject in subjects}
    asked = sha256(log.canonical([[ref, one.digest, profile] for ref, one in sorted(given.items())]).encode()).hexdigest()
    journal.lock()
    if done := journal.find(Run, key):
        if done.payload.get("asked") != asked:
            raise key_used(key)
        return done
    force = lists.current()
    hits = tuple(lists.screened(force.index, given.values(), chosen)) if given else ()
    there = {one.ref: one for some in reconciling.in_pieces(list(given)) for one in Watched.objects.filter(ref__in=some)}
    watched = {ref: _brought_up(there.get(ref), ref, one, case, profile, moment) for ref, one in given.items()}
    made = reconciling.plan(
        {one.pk: one for one in watched.values()},
        ((watched[hit.subject].pk, hit) for hit in hits),
        force.entries,
        on=local_day(moment),
    )
    receipt = _receipt(force, given, profile, hits)
    run = Run(
        kind="screened",
        snapshot=force.digest,
        digest=receipts.digest(receipt),
        case=case,
        at=moment,
        actor=actor,
        reason=why,
        key=key,
        payload={"receipt": receipt, "effect": made.effect, "asked": asked},
    )
    journal.append(run)
    engine = force.engine(profile)
    for one in watched.values():
        one.run, one.screened_with, one.engine = run, force.digest, engine
    Watched.objects.bulk_create([one for ref, one in watched.items() if ref not in there], batch_size=_EACH)
    for one in there.values():
        one.save()
        Alert.objects.filter(subject=one).exclude(state=State.CLOSED).update(case=case, profile=profile)
    reconciling.carry_out(made, run)
    return run


@journal.in_one_step
def release(ref: str, *, actor: User | None, why: str, key: str, at: datetime | None = None) -> None:
    """Take a subject from under watch; what is open of it closes. An unknown or released reference is left as it is."""
    moment = now(at)
    subject = Watched.objects.filter(ref=ref, released_at=None).select_related("case").first()
    policies.require_actor(actor, "screening.run", subject.case if subject else None)
    journal.lock()
    if subject is None or journal.find(Run, key):
        return
    open_ones = list(Alert.objects.filter(subject=subject).exclude(state=State.CLOSED).values_list("pk", flat=True))
    made = reconciling.Plan((), {"released": tuple(open_ones)} if open_ones else {})
    receipt = {"format": receipts.FORMAT, "released": subject.digest}
    run = Run(
        kind="released",
        digest=receipts.digest(receipt),
        case=subject.case,
        at=moment,
        actor=actor,
        reason=why,
        key=key,
        payload={"receipt": receipt, "effect": made.effect},
    )
    journal.append(run)
    subject.run, subject.released_at = run, moment
    subject.save(update_fields=["run", "released_at"])
    reconciling.carry_out(made, run)


def _plain(subject: Subject) -> Entity:
    """The entity under its reference, so that a hit names it; only what is filled in."""
    properties = {
        name: tuple(value.strip() for value in values if value.strip()) for name, values in subject.entity.properties.items()
    }
    kept = Entity(subject.ref, subject.entity.schema, {name: values for name, values in properties.items() if values})
    if not (kept.get("name") or kept.get("alias")) or len(subject.ref) > 200:
        raise nameless(subject.ref)
    return kept


def _brought_up(there: Watched | None, ref: str, entity: Entity, case: Case | None, profile: str, at: datetime) -> Watched:
    one = there or Watched(ref=ref, since=at)
    if one.released_at is not None:
        one.since, one.released_at = at, None
    one.schema, one.properties = entity.schema, {name: list(values) for name, values in entity.properties.items()}
    one.caption, one.digest, one.case, one.profile = entity.caption[:300], entity.digest, case, profile
    return one


def _receipt(force: lists.InForce, given: Mapping[str, Entity], profile: str, hits: Sequence[Hit]) -> dict[str, Any]:
    return receipts.receipt(
        lists=force.named(),
        snapshot=force.digest,
        against="all",
        engine=force.measure.digest,
        rarity=force.rarity.digest,
        profiles={profile: lists.profile_of(profile).digest},
        subjects=receipts.subjects_digest((ref, one.digest, profile) for ref, one in given.items()),
        hits=receipts.hits_digest(hits),
        counts={
            "subjects": len(given),
            "entries": len(force.index),
            "compared": len(force.index),
            "hits": len(hits),
        },
    )
