"""The lane of a case and who decides: by the rules at receipt and after each completion; a handler may raise, never lower."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bolwerk.domains.export_control.app.handling.errors import key_used, needed, wrong
from bolwerk.domains.export_control.app.handling.models import Lane, LaneChoice
from bolwerk.domains.export_control.app.handling.subject import ask, current_lane, kind_of, now
from bolwerk.domains.export_control.law.service import DELEGATION
from bolwerk.engines.rules import Answer
from bolwerk.kernel import Reason, Text
from bolwerk.office.cases import journal
from bolwerk.office.cases import services as cases
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.cases.models import Case
    from bolwerk.office.identity.models import User

_OTHER = Text(
    "Het Wapenhandeldecreet gaat niet over deze goederen; de behandeling is die van een gewone uitvoer.",
    "The Wapenhandeldecreet is not about these goods; they are handled as an ordinary export.",
)
_OPEN = Text(
    "Het spoor hangt nog af van feiten die ontbreken: voorlopig de grondige behandeling.",
    "The lane still depends on facts that are missing: for now the thorough handling.",
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the rules make of a case: the lane, why, and which facts would decide when they are missing."""

    lane: Lane
    why: tuple[Reason, ...]
    rows: tuple[str, ...]
    ask: tuple[str, ...]
    book: str


def proposed(case: Case) -> Proposed:
    """The lane by the rules. Fails safe: what cannot be told yet takes the thorough lane, and says so."""
    answer: Answer = ask(case, "export.lane")
    rows = tuple(because.row for because in answer.why)
    if answer.state == "value" and answer.value in Lane.values:
        return Proposed(Lane(str(answer.value)), tuple(b.as_reason() for b in answer.why), rows, (), answer.book)
    if answer.state == "value":
        return Proposed(Lane.CONFLICT_CHECK, (Reason(_OTHER),), rows, (), answer.book)
    return Proposed(Lane.REINFORCED, (Reason(_OPEN),), (), answer.ask, answer.book)


@journal.in_one_step
def settle(case: Case, *, key: str, at: datetime | None = None) -> Lane:
    """Set the lane by the rules: at receipt, and again after a completion. A lane that was raised by hand is never lowered."""
    found = proposed(case)
    done = LaneChoice.objects.filter(key=key).first()
    if done is not None:
        return Lane(done.lane)
    last = case.export_lanes.order_by("-id").first()
    lane = found.lane
    if last is not None and last.raised and Lane(last.lane).weight >= lane.weight:
        return Lane(last.lane)
    if last is not None and last.lane == lane:
        return lane
    moment = at or now()
    reason = " ".join(why.text.nl for why in found.why)
    LaneChoice.objects.create(
        case=case, lane=lane, reason=reason, rows=list(found.rows), book=found.book[:64], key=key, at=moment
    )
    cases.note(
        case.pk, "lane_set", actor=None, payload={"lane": lane.value, "rows": list(found.rows)}, key=f"{key}:note", at=moment
    )
    return lane


@journal.in_one_step
def raise_lane(case: Case, lane: str, *, reason: str, actor: User, key: str, at: datetime | None = None) -> LaneChoice:
    """Handle a case more heavily than the rules ask, with a reason. Raises `InvalidInput` for a lighter lane or no reason."""
    policies.require(actor, "export.handle", case)
    journal.lock()
    if done := LaneChoice.objects.filter(key=key).first():
        if (done.case_id, done.lane) != (case.pk, lane):
            raise key_used(key)
        return done
    if lane not in Lane.values:
        raise wrong(
            "lane", "Dit spoor bestaat niet.", "There is no such lane.", "Kies een spoor uit de lijst.", "Choose a lane."
        )
    now_in = current_lane(case)
    if now_in is not None and Lane(lane).weight <= now_in.weight:
        raise wrong(
            "lane",
            f"Een spoor wordt alleen verhoogd. Dit dossier zit al in: {now_in.text.nl}.",
            f"A lane is only raised. This case is already in: {now_in.text.en}.",
            "Kies een zwaarder spoor.",
            "Choose a heavier lane.",
        )
    if not reason.strip():
        raise needed("reason", Text("de reden", "the reason"))
    moment = at or now()
    made = LaneChoice.objects.create(case=case, lane=lane, raised=True, reason=reason.strip(), key=key, by=actor, at=moment)
    cases.note(
        case.pk,
        "lane_raised",
        actor=actor,
        payload={"lane": lane, "from": now_in.value if now_in else ""},
        reason=reason,
        key=f"{key}:note",
        at=moment,
    )
    return made


def decider(case: Case) -> str:
    """`minister` or `department`, as the log of the case says."""
    return "minister" if case.events.filter(kind="minister_competent").exists() else "department"


@journal.in_one_step
def settle_decider(case: Case, *, key: str, at: datetime | None = None) -> str:
    """Who decides, at receipt: by kind and lane, as the delegation is set. The minister's longer term then holds."""
    lane = current_lane(case)
    if lane is not None and DELEGATION.department_decides(kind_of(case), lane.value):
        return "department"
    _to_minister(case, None, DELEGATION.note.nl, key, at)
    return "minister"


@journal.in_one_step
def to_minister(case: Case, *, reason: str, actor: User, key: str, at: datetime | None = None) -> None:
    """A case that the Department would decide goes to the minister after all; the longer term then holds."""
    policies.require(actor, "export.handle", case)
    if not reason.strip():
        raise needed("reason", Text("de reden", "the reason"))
    _to_minister(case, actor, reason, key, at)


def _to_minister(case: Case, actor: User | None, reason: str, key: str, at: datetime | None) -> None:
    """Once a case: the term is extended once."""
    if decider(case) == "department":
        cases.note(case.pk, "minister_competent", actor=actor, reason=reason, key=key, at=at)
