"""After a change of the lists: what changed against every subject under watch. Nothing half, nobody kept waiting.

Comparing is done before anything is locked. Then, in one transaction, the alerts are written for the subjects that are
still as they were; whoever was screened meanwhile was screened against the new lists already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max

from bolwerk.engines.screening import Entity, Hit, Snapshot
from bolwerk.engines.screening.lists import difference
from bolwerk.kernel import local_day
from bolwerk.office.cases import journal
from bolwerk.office.identity import policies
from bolwerk.office.screening import lists, receipts, reconciling
from bolwerk.office.screening.errors import key_used, no_lists
from bolwerk.office.screening.models import SETTLED, Alert, Run, Watched
from bolwerk.office.screening.services._common import locked, now
from bolwerk.office.screening.services.deciding import expire

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User

Advance = Callable[[int], object]


@dataclass(frozen=True)
class _Batch:
    """Subjects that were last screened with the same lists and engine, and what to compare them with now."""

    subjects: Mapping[UUID, Watched]
    profile: str
    compared: tuple[Entity, ...]
    touched: frozenset[tuple[str, str]] | None
    against: str


def rescreen(
    *,
    actor: User | None,
    key: str,
    why: str = "",
    full: bool = False,
    advance: Advance | None = None,
    at: datetime | None = None,
) -> tuple[Run, ...]:
    """Screen again every subject that was not screened against the lists in force; () when all were.

    Only the entries that changed are compared, unless the engine, the rarity or a profile changed, or `full` asks for all.
    The alerts are those of a full screening. `advance(n)` is called as subjects go by. May be stopped at any moment and done
    again: each run is written whole or not at all. Raises `InvalidInput` when there are no lists.
    """
    policies.require_actor(actor, "screening.rescreen")
    force = lists.current()
    if not force.versions:
        raise no_lists()
    done: list[Run] = []
    while True:
        seen = Run.objects.aggregate(last=Max("journal_seq"))["last"] or 0
        batches = _batches(force, full=full and not done)
        if not batches:
            return tuple(done)
        for number, batch in enumerate(batches, len(done) + 1):
            hits = tuple(_compare(batch, force, advance or (lambda _: None)))
            run = _write(batch, hits, force, seen=seen, actor=actor, why=why, key=f"{key}:{number}", moment=now(at))
            done.append(run)


@dataclass(frozen=True, slots=True)
class KeptUp:
    """What a day brought: decisions that ran out, and the runs after a change of the lists."""

    lapsed: int
    runs: tuple[Run, ...]

    def total(self, name: str) -> int:
        """How many alerts the runs `raised`, `carried` over, or `closed` for whatever reason."""
        return sum(n for run in self.runs for effect, n in run.effect.items() if effect.startswith(name))


def keep_up(on: date, *, advance: Advance | None = None, at: datetime | None = None) -> KeptUp:
    """What time does to the screening, once a day or as often as you like: decisions run out, changed lists are compared."""
    lapsed = lapse(on, at=at)
    force = lists.current()
    if not force.versions or not Watched.objects.filter(released_at=None).exists():
        return KeptUp(lapsed, ())
    last = Run.objects.aggregate(last=Max("journal_seq"))["last"] or 0
    why = "Dagelijks, na een wijziging van de lijsten / Daily, after a change of the lists"
    return KeptUp(lapsed, rescreen(actor=None, key=f"daily:{force.digest}:{last}", why=why, advance=advance, at=at))


def lapse(on: date, *, at: datetime | None = None) -> int:
    """Open again what was decided until a day before `on`; how many. As often as you like: each is recorded once."""
    moment = now(at)
    ran_out = Alert.objects.filter(state__in=SETTLED, verdict_until__lt=on, carried_from=None).values_list("pk", flat=True)
    return sum(_lapse(pk, on, moment) for pk in list(ran_out))


@journal.in_one_step
def _lapse(pk: UUID, on: date, moment: datetime) -> int:
    alert = locked(pk)
    if not alert.lapsed(on) or alert.carried_from_id is not None:
        return 0
    expire(alert, moment)
    return 1


def _batches(force: lists.InForce, *, full: bool) -> tuple[_Batch, ...]:
    """The subjects that wait for a screening, by what they were last screened with."""
    waiting = Watched.objects.filter(released_at=None)
    groups = sorted(set(waiting.order_by().values_list("screened_with", "engine", "profile")))
    found = []
    for screened_with, engine, profile in groups:
        now_engine = force.engine(profile)
        if not full and (screened_with, engine) == (force.digest, now_engine):
            continue
        rows = waiting.filter(screened_with=screened_with, engine=engine, profile=profile).select_related(None)
        subjects = {one.pk: one for one in rows.order_by("ref").iterator(5_000)}
        old = None if full or engine != now_engine else _earlier(screened_with)
        found.append(_batch(subjects, profile, screened_with, force, old))
    return tuple(found)


def _earlier(digest: str) -> Snapshot | None:
    """The lists of this digest, by the receipt of a run that used them."""
    run = Run.objects.filter(kind__in=("screened", "rescreened"), snapshot=digest).first()
    return lists.earlier(run.receipt["lists"]) if run else None


def _batch(
    subjects: Mapping[UUID, Watched], profile: str, screened_with: str, force: lists.InForce, old: Snapshot | None
) -> _Batch:
    if old is None:
        return _Batch(subjects, profile, force.snapshot.entities, None, "all")
    changes = difference(old, force.snapshot)
    compared = (*changes.added, *(new for _, new in changes.changed))
    touched = frozenset((entity.dataset, entity.id) for entity in (*compared, *changes.removed))
    return _Batch(subjects, profile, compared, touched, screened_with)


def _compare(batch: _Batch, force: lists.InForce, advance: Advance) -> Iterator[tuple[UUID, Hit]]:
    """The hits of the batch, by subject."""
    if not batch.compared:
        return
    keys = {one.ref: pk for pk, one in batch.subjects.items()}
    index = force.index if batch.touched is None else force.over(batch.compared)

    def passing() -> Iterator[Entity]:
        for number, one in enumerate(batch.subjects.values(), 1):
            yield one.entity
            if number % 1_000 == 0:
                advance(1_000)

    for hit in lists.screened(index, passing(), lists.profile_of(batch.profile)):
        yield keys[hit.subject], hit


@journal.in_one_step
def _write(
    batch: _Batch,
    hits: Sequence[tuple[UUID, Hit]],
    force: lists.InForce,
    *,
    seen: int,
    actor: User | None,
    why: str,
    key: str,
    moment: datetime,
) -> Run:
    """The run with its alerts, for the subjects that nobody touched since they were read (`seen`: the last run then)."""
    journal.lock()
    if journal.find(Run, key):
        raise key_used(key)
    touched_since = set(Watched.objects.filter(run__gt=seen, released_at=None).values_list("pk", flat=True))
    touched_since |= set(Watched.objects.exclude(released_at=None).values_list("pk", flat=True))
    subjects = {pk: one for pk, one in batch.subjects.items() if pk not in touched_since}
    kept = [(pk, hit) for pk, hit in hits if pk in subjects]
    made = reconciling.plan(subjects, kept, force.entries, on=local_day(moment), touched=batch.touched)
    receipt = receipts.receipt(
        lists=force.named(),
        snapshot=force.digest,
        against=batch.against,
        engine=force.measure.digest,
        rarity=force.rarity.digest,
        profiles={batch.profile: lists.profile_of(batch.profile).digest},
        subjects=receipts.subjects_digest((one.ref, one.digest, batch.profile) for one in subjects.values()),
        hits=receipts.hits_digest(hit for _, hit in kept),
        counts={
            "subjects": len(subjects),
            "entries": len(force.snapshot.entities),
            "compared": len(batch.compared),
            "hits": len(kept),
        },
    )
    run = Run(
        kind="rescreened",
        snapshot=force.digest,
        digest=receipts.digest(receipt),
        at=moment,
        actor=actor,
        reason=why,
        key=key,
        payload={"receipt": receipt, "effect": made.effect},
    )
    journal.append(run)
    engine = force.engine(batch.profile)
    for some in reconciling.in_pieces(list(subjects)):
        Watched.objects.filter(pk__in=some).update(screened_with=force.digest, engine=engine, run=run)
    reconciling.carry_out(made, run)
    return run
