"""From hits to alerts: which are new, which carry a decision over, which close and why. Works on many subjects at once.

What makes an alert is one version of a subject and one version of an entry. So a pair that was decided alerts again when
either changes or when the decision runs out, and for no other reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Q

from bolwerk.engines.screening import Entity, Hit
from bolwerk.office.screening import lists, wire
from bolwerk.office.screening.models import SETTLED, Alert, Run, State, Watched

_EACH = 500
K = TypeVar("K")


class Pair(NamedTuple):
    """One version of a subject, by its key, against one version of an entry."""

    subject: UUID
    dataset: str
    entity: str
    subject_digest: str
    entry_digest: str

    @property
    def who(self) -> tuple[UUID, str, str]:
        return self[:3]


@dataclass(frozen=True)
class Plan:
    """What will change, worked out before anything is written."""

    fresh: tuple[Alert, ...]
    closing: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    """By reason, the keys of the alerts that close."""
    carried: int = 0

    @property
    def effect(self) -> dict[str, int]:
        closing = {f"closed_{why}": len(keys) for why, keys in sorted(self.closing.items())}
        return {"raised": len(self.fresh) - self.carried, "carried": self.carried, **closing}


def plan(
    subjects: Mapping[UUID, Watched],
    hits: Iterable[tuple[UUID, Hit]],
    entries: Mapping[tuple[str, str], Entity],
    *,
    on: date,
    touched: frozenset[tuple[str, str]] | None = None,
) -> Plan:
    """What the `hits` of `subjects` change. `touched`: the entries that were compared, when not all of the list was."""
    wanted = {
        Pair(pk, hit.dataset, hit.entity, subjects[pk].digest, hit.entity_digest): hit for pk, hit in hits if pk in subjects
    }
    alive = [one for one in _alive(subjects) if touched is None or (one.dataset, one.entity_id) in touched]
    there = {pair_of(one) for one in alive}
    raised = {pair.who for pair in wanted}
    closing: dict[str, list[UUID]] = {}
    for one in alive:
        if pair_of(one) not in wanted:
            closing.setdefault(_why(one, subjects, entries, raised), []).append(one.pk)
    missing = [pair for pair in wanted if pair not in there]
    before, decided = _before(missing), _decided(missing, on)
    fresh = [_alert(pair, wanted[pair], subjects[pair.subject], entries, before, decided) for pair in missing]
    return Plan(
        tuple(fresh),
        {why: tuple(keys) for why, keys in closing.items()},
        sum(1 for one in fresh if one.carried_from_id is not None),
    )


def carry_out(made: Plan, run: Run) -> None:
    """Write what was planned, as part of a run that stands in the journal."""
    for why, keys in made.closing.items():
        for some in in_pieces(keys):
            Alert.objects.filter(pk__in=some).update(state=State.CLOSED, closed_why=why, closed_at=run.at)
    for one in made.fresh:
        one.run, one.raised_at = run, run.at
    Alert.objects.bulk_create(made.fresh, batch_size=_EACH)


def pair_of(one: Alert) -> Pair:
    return Pair(one.subject_id, one.dataset, one.entity_id, one.subject_digest, one.entry_digest)


def in_pieces(keys: Sequence[K], size: int = _EACH) -> Iterator[Sequence[K]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def as_strict(decided_under: str, needed: str) -> bool:
    """A decision of one hand does not count where two are asked."""
    return lists.profile_of(decided_under).four_eyes or not lists.profile_of(needed).four_eyes


def _alive(subjects: Mapping[UUID, Watched]) -> Iterator[Alert]:
    """The alerts of these subjects that are not closed, without what they carry."""
    rows = Alert.objects.exclude(state=State.CLOSED).defer("subject_data", "entry_data", "hit").order_by("pk")
    if len(subjects) <= _EACH:
        return rows.filter(subject__in=list(subjects)).iterator()
    return (one for one in rows.iterator(5_000) if one.subject_id in subjects)


def _why(
    one: Alert, subjects: Mapping[UUID, Watched], entries: Mapping[tuple[str, str], Entity], raised: set[tuple[UUID, str, str]]
) -> str:
    if (one.dataset, one.entity_id) not in entries:
        return "removed"
    if one.subject_digest != subjects[one.subject_id].digest:
        return "subject_changed"
    return "entry_changed" if pair_of(one).who in raised else "no_longer"


def _before(missing: Sequence[Pair]) -> dict[tuple[UUID, str, str], Alert]:
    """The last alert there was of the same subject and entry."""
    found: dict[tuple[UUID, str, str], Alert] = {}
    for some in in_pieces(sorted({pair.subject for pair in missing})):
        rows = Alert.objects.filter(subject__in=some).defer("subject_data", "entry_data", "hit")
        for one in rows.order_by("raised_at"):
            found[pair_of(one).who] = one
    return found


def _decided(missing: Sequence[Pair], on: date) -> dict[tuple[str, str, str, str], list[Alert]]:
    """Decisions that still count on the same two versions, whichever reference they were made for; oldest first."""
    found: dict[tuple[str, str, str, str], list[Alert]] = {}
    counts = Q(verdict_until__isnull=True) | Q(verdict_until__gte=on)
    for some in in_pieces(sorted({pair.subject_digest for pair in missing})):
        rows = Alert.objects.filter(counts, subject_digest__in=some, verdict__in=SETTLED, carried_from=None)
        for one in rows.defer("subject_data", "entry_data", "hit").order_by("raised_at", "pk"):
            found.setdefault(pair_of(one)[1:], []).append(one)
    return found


def _alert(
    pair: Pair,
    hit: Hit,
    subject: Watched,
    entries: Mapping[tuple[str, str], Entity],
    before: Mapping[tuple[UUID, str, str], Alert],
    decided: Mapping[tuple[str, str, str, str], list[Alert]],
) -> Alert:
    made = Alert(
        subject=subject,
        case_id=subject.case_id,
        profile=subject.profile,
        dataset=pair.dataset,
        entity_id=pair.entity,
        subject_digest=pair.subject_digest,
        entry_digest=pair.entry_digest,
        subject_data=wire.entity_json(subject.entity),
        entry_data=wire.entity_json(entries[pair.dataset, pair.entity]),
        hit=wire.hit_json(hit),
        caption=hit.caption[:300],
        score=hit.score,
        rarity=hit.rarity,
        previous=before.get(pair.who),
    )
    if root := next((one for one in decided.get(pair[1:], ()) if as_strict(one.profile, subject.profile)), None):
        made.carried_from, made.state = root, State(root.verdict)
        made.verdict, made.verdict_until = root.verdict, root.verdict_until
    return made
