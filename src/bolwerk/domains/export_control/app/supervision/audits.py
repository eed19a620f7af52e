"""An audit as a case: opened on a holder, findings by head, solved or followed up by the ladder of the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bolwerk.domains.export_control.app.book import decide
from bolwerk.domains.export_control.app.licences.errors import no_such, wrong
from bolwerk.domains.export_control.app.licences.guards import whole
from bolwerk.domains.export_control.app.licences.models import Licence
from bolwerk.domains.export_control.app.supervision.planning import FLEXIBLE
from bolwerk.domains.export_control.law.supervising import AUDIT, HEADS, HEARING, SEVERITIES
from bolwerk.kernel import Calendar, Conflict, Duration, Text, local_day, write_date
from bolwerk.office.cases import services as cases
from bolwerk.office.cases.models import Case, CaseEvent
from bolwerk.office.cases.registry import Effect, Guard, GuardContext
from bolwerk.office.identity import policies

if TYPE_CHECKING:
    from bolwerk.office.identity.models import User
    from bolwerk.office.registers.models import Organisation

__all__ = ["EFFECTS", "GUARDS", "Finding", "excluded_until", "findings", "plan", "record", "solve"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of an audit. `number` is that of its event in the case."""

    number: int
    head: Text
    severity: str
    label: Text
    text: str
    solved: bool


def plan(organisation: Organisation, *, why: str, actor: User | None, key: str, at: datetime | None = None) -> Case:
    """Put a holder on the plan: an audit of its own. Raises `Conflict` where one runs, `InvalidInput` without a reason."""
    policies.require_actor(actor, "export.register")
    if not why.strip():
        raise wrong("why", Text("De reden ontbreekt.", "The reason is missing."), Text("Zeg waarom nu.", "Say why now."))
    running = Case.objects.filter(procedure=AUDIT.id, organisation=organisation, status=Case.Status.OPEN)
    other = running.exclude(events__key=key).first()
    if other is not None:
        raise Conflict(
            Text("Er loopt al een audit van deze houder.", "An audit of this holder is running already."),
            where=other.reference,
            mend=Text("Werk die eerst af.", "Finish that one first."),
        )
    return cases.open_case(
        AUDIT.id,
        actor=actor,
        organisation=organisation,
        subject=f"Audit {organisation.name}"[:300],
        payload={"why": why},
        key=key,
        at=at,
    )


def record(
    case: Case, head: str, severity: str, text: str, *, actor: User | None, key: str, at: datetime | None = None
) -> Case:
    """A finding under a head of the compliance programme. Raises `InvalidInput` with the place."""
    for place, value, known in (("head", head, HEADS), ("severity", severity, SEVERITIES)):
        if value not in known:
            raise wrong(
                place,
                Text(f"'{value[:20]}' bestaat niet.", f"'{value[:20]}' does not exist."),
                Text(f"Kies uit: {', '.join(known)}.", f"Choose from: {', '.join(known)}."),
            )
    if not text.strip():
        raise wrong(
            "text", Text("De vaststelling ontbreekt.", "The finding is missing."), Text("Beschrijf ze.", "Describe it.")
        )
    payload = {"head": head, "severity": severity}
    return cases.note(case.pk, "finding_recorded", actor=actor, payload=payload, reason=text, key=key, at=at)


def solve(case: Case, number: int, how: str, *, actor: User | None, key: str, at: datetime | None = None) -> Case:
    """A finding is solved, and how that was seen. Raises `NotFound`, `InvalidInput`."""
    found = next((one for one in findings(case) if one.number == number), None)
    if found is None or (found.solved and not CaseEvent.objects.filter(key=key).exists()):
        raise no_such(Text("open vaststelling", "open finding"), str(number))
    if not how.strip():
        raise wrong(
            "how", Text("Hoe is dit opgelost?", "How was this solved?"), Text("Schrijf wat u zag.", "Write what you saw.")
        )
    return cases.note(case.pk, "finding_solved", actor=actor, payload={"finding": number}, reason=how, key=key, at=at)


def findings(case: Case) -> tuple[Finding, ...]:
    """In the order in which they were recorded."""
    events = list(case.events.filter(kind__in=("finding_recorded", "finding_solved")).order_by("seq"))
    solved = {event.payload.get("finding") for event in events if event.kind == "finding_solved"}
    return tuple(
        Finding(
            event.seq,
            HEADS[event.payload["head"]],
            event.payload["severity"],
            SEVERITIES[event.payload["severity"]],
            event.reason,
            event.seq in solved,
        )
        for event in events
        if event.kind == "finding_recorded"
    )


def excluded_until(organisation: Organisation, on: date) -> date | None:
    """The last day of an exclusion (article 44) that holds on a day; None without one."""
    events = CaseEvent.objects.filter(case__organisation=organisation, case__procedure=AUDIT.id, kind="holder_excluded")
    ends = [Calendar().add(local_day(event.at), Duration.months(int(str(event.payload["months"])))) for event in events]
    last = max(ends, default=None)
    return last if last is not None and last >= on else None


# --- guards and effects -------------------------------------------------------------------------------------------------


def _has_findings(context: GuardContext) -> Text | None:
    if findings(context.case):
        return None
    return Text("Er is nog geen vaststelling.", "There is no finding yet.")


def _no_findings(context: GuardContext) -> Text | None:
    if not findings(context.case):
        return None
    return Text("Er zijn vaststellingen: stuur ze naar de houder.", "There are findings: send them to the holder.")


def _solved(context: GuardContext) -> Text | None:
    left = sum(not one.solved for one in findings(context.case))
    return Text("Nog {n} niet opgelost.", "{n} still to be solved.").format(n=left) if left else None


def _over(term: str) -> Guard:
    def check(context: GuardContext) -> Text | None:
        due = context.state.term(term).due
        if due and local_day(context.at) > due:
            return None
        nl, en = (write_date(due, "nl"), write_date(due, "en")) if due else ("?", "?")
        return Text(f"De houder heeft tijd tot en met {nl}.", f"The holder has time until {en}.")

    return check


def _flexible(organisation: Organisation | None) -> list[Licence]:
    return list(Licence.objects.filter(holder=organisation, instrument__in=FLEXIBLE, state="in_force").select_related("case"))


def _to_suspend(context: GuardContext) -> Text | None:
    if _flexible(context.case.organisation):
        return None
    return Text("Er loopt geen soepele vergunning.", "No flexible licence is running.")


def _exclusion(context: GuardContext) -> Text | None:
    """`export.exclusion`: heard, a length the law allows, and a ground that the approver gives reasons for."""
    heard = list(context.case.events.filter(kind="heard"))
    facts: dict[str, Any] = {"trade.stage": "enforcement", "exclusion.heard": bool(heard)}
    if context.payload is None:
        return None if heard else _told(facts, context)
    months = whole(context.payload.get("months"))
    if months is None:
        return Text("Zeg hoeveel maanden, minstens één.", "Say how many months, at least one.")
    if context.actor is not None and any(event.actor_id == context.actor.pk for event in heard):
        return Text("U hoorde de houder zelf: iemand anders beslist.", "You heard the holder: somebody else decides.")
    return _told({**facts, "exclusion.months": months, "exclusion.ground": True}, context)


def _told(facts: Mapping[str, object], context: GuardContext) -> Text | None:
    answer = decide("export.exclusion", facts, local_day(context.at))
    if answer.state == "value" and answer.value == "allowed":
        return None
    return Text(answer.text("nl"), answer.text("en"))


def _invite(case: Case, event: CaseEvent) -> None:
    """`suspension_begun`: the holder is invited to be heard on each flexible licence; a suspension follows on the licence."""
    day = Calendar().add(local_day(event.at), HEARING)
    for licence in _flexible(case.organisation):
        last = licence.case.events.latest("seq").at
        cases.note(
            licence.case_id,
            "hearing_invited",
            actor=None,
            payload={"day": day.isoformat(), "audit": case.reference},
            reason=event.reason,
            key=f"{case.reference}:{licence.reference}:invited",
            at=max(event.at, last),
        )


GUARDS: dict[str, Guard] = {
    "has_findings": _has_findings,
    "no_findings": _no_findings,
    "findings_solved": _solved,
    "reply_term_over": _over("reply"),
    "improvement_term_over": _over("improvement"),
    "licences_to_suspend": _to_suspend,
    "exclusion_allowed": _exclusion,
}
EFFECTS: dict[str, Effect] = {"suspension_begun": _invite}
